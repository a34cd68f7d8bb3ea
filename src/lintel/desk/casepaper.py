"""A case on paper: who printed it and when stands on every sheet, nobody's name does, and what is masked stays so."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lintel.access import accounts
from lintel.access.grants import Thing
from lintel.casework.look import look_to_print
from lintel.desk.casebanner import Banner, banner
from lintel.desk.caselines import Reading
from lintel.desk.casewords import naming
from lintel.signin.asking import Asking


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above a printed page. `at` is UTC."""

    name: str
    by: str
    at: datetime
    banner: Banner


def on_paper(request: Asking, book: UUID, thing: Thing, known_on: datetime | None = None) -> Reading:
    """A case, looked at in order to print it, as it was known then. Raises `NotHere` for whoever may not."""
    seen = look_to_print(actor=request.actor, book=book, thing=thing, now=request.now, known_on=known_on)
    return Reading(seen, naming(seen, request.now), request.actor, on_paper=True)


def heading(request: Asking, reading: Reading) -> Heading:
    """The heading of a printed page."""
    names = accounts.names_of([request.actor.handle])
    by = names.get(request.actor.handle, request.actor.handle)
    return Heading(reading.seen.name, by, request.now, banner(reading))
