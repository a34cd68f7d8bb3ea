"""Somebody with a home and a telephone, written down in a case, and what her colleagues do to find her."""

from collections.abc import Mapping
from uuid import UUID

from lintel.casework.look import Masked, reveal
from lintel.casework.persons import link, write
from lintel.casework.record import Draft, Recorded
from lintel.ledger import actions
from lintel.ledger.models import Book
from lintel.people.identifiers import Identifiers, of_date_of_birth, of_names
from tests.casework.cast import Cast, key

ADDRESS = "1 Made-up Street, Sampleford ZZ99 7AJ"
PHONE = "07700 900123"
BORN = "1973-12-02"


def say(
    cast: Cast, book: UUID, person: str, event: str, sealed: Mapping[str, object], *, by: str = "sam",
    stepped_up: bool = True, facts: Mapping[str, object] | None = None,
) -> Recorded:  # fmt: skip
    """Write in the book of somebody in a case, as somebody who has read all of it."""
    draft = Draft(event=event, at=cast.now, seen=99, key=key(), sealed=sealed, facts=facts or {})
    return write(actor=cast.actor(by, stepped_up=stepped_up), case=book, person=person, draft=draft, now=cast.now)


def planted(cast: Cast, officer: str = "sam") -> tuple[UUID, str, str]:
    """A case with a woman in it whose name, address and telephone are known; her handle and the entry of her home."""
    book, handle = cast.case(officer), actions.new_person()
    cast.record(book, officer, "person.joined", {"person": handle, "role": "victim", "age_band": "18_64"})
    say(cast, book, handle, "person.identified", {"names": name(cast), "date_of_birth": BORN}, by=officer)
    say(cast, book, handle, "person.contact_changed", {"phone": PHONE}, by=officer)
    entry = say(cast, book, handle, "person.address_changed", {"address": ADDRESS}, by=officer).entry
    return book, handle, entry


def name(cast: Cast) -> str:
    return f"Grace X{cast.mark}"


def found_by(cast: Cast) -> Identifiers:
    """What the attacker knows of her: her name and her birthday."""
    return (*of_names(name(cast)), *of_date_of_birth(BORN))


def link_to(cast: Cast, book: UUID, person: UUID, by: str) -> Recorded:
    draft = Draft(event="person.joined", at=cast.now, seen=actions.head(book)[0], key=key(), facts={"role": "visitor"})
    who = cast.actor(by, stepped_up=True)
    return link(actor=who, case=book, person=person, found_by=found_by(cast), draft=draft, now=cast.now)


def book_of(handle: str) -> UUID:
    return Book.objects.get(name=f"person:{handle}").id


def everything(cast: Cast, book: UUID, by: str) -> str:
    """All that somebody gets to see of a case, every mask lifted that they can lift."""
    seen, who = cast.look(book, by), cast.actor(by, stepped_up=True)
    found = [repr(seen)]
    for person, entries in seen.persons.items():
        for entry in entries:
            found += [
                str(
                    reveal(
                        actor=who, book=book, entry=entry.id, field=field, thing=mask.thing, now=cast.now, person=person
                    )
                )
                for field, mask in entry.sealed.items()
                if isinstance(mask, Masked)
            ]
    return "\n".join(found)
