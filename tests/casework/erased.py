"""Cases that two people have decided to erase, in a database that a test has to itself."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from django.conf import settings

from lintel.casework.certificates import ErasureList
from lintel.casework.models import Part
from lintel.casework.persons import write
from lintel.casework.proposals import decide, propose
from lintel.casework.record import Draft
from lintel.embedded.roles import Addresses
from lintel.ledger import actions, keys
from tests.casework.cast import Cast, key
from tests.database.server import TestServer, point_django_at

NAME, PHONE, WORDS, FILE = "Planted Pemberton", "07700 900123", "PLANTED-IN-A-NOTE", b"PLANTED-IN-A-FILE"
PLANTED = (NAME, PHONE, PHONE.replace(" ", ""), WORDS, FILE.decode())


@contextmanager
def database_alone(server: TestServer, folder: Path) -> Iterator[Addresses]:
    """A migrated database of a test's own, with its list of erasures and its anchors in a folder."""
    before, workers = settings.OPTIONS, server.addresses
    assert workers is not None
    alone = server.another(f"alone_{secrets.token_hex(4)}")
    point_django_at(alone.app, alone.owner)
    settings.OPTIONS = settings.OPTIONS.model_copy(
        update={"erasures_file": folder / "erasures.jsonl", "anchors_file": folder / "anchors.jsonl"}
    )
    try:
        yield alone
    finally:
        point_django_at(workers.app, workers.owner)
        settings.OPTIONS = before


def list_in(folder: Path) -> ErasureList:
    return ErasureList(folder / "erasures.jsonl", keys.ring().signer)


def identify(cast: Cast, book: UUID, person: str = "v1", name: str = NAME) -> UUID:
    """Write down who somebody is; their book."""
    cast.later(minutes=1)
    for event, sealed in (("person.identified", {"names": name}), ("person.contact_changed", {"phone": PHONE})):
        draft = Draft(event=event, at=cast.now, seen=int(event != "person.identified"), key=key(), sealed=sealed)
        write(actor=cast.actor("sam", stepped_up=True), case=book, person=person, draft=draft, now=cast.now)
    found = Part.objects.get(book_id=book, person=person).person_book_id
    assert found is not None
    return found


def closed(cast: Cast, outcome: str = "duplicate") -> UUID:
    """A closed case with words, a file and somebody in it, who is known by name."""
    book = cast.case()
    cast.record(book, "sam", "note.added", sealed={"note": WORDS})
    identify(cast, book)
    actions.attach(book, FILE, FILE, cast.handle("sam"))
    cast.record(book, "sam", "closure.proposed", {"outcome": outcome})
    cast.record(book, "ines", "closure.approved")
    cast.record(book, "ines", "case.closed", {"outcome": outcome, "risk_mitigated": "yes"})
    return book


def decided(cast: Cast) -> UUID:
    """A case that two people have decided to erase."""
    book = closed(cast)
    decide_to_erase(cast, book)
    return book


def decide_to_erase(cast: Cast, book: UUID) -> None:
    asked = propose(actor=cast.actor("ines"), book=book, what="erasure", facts={}, now=cast.later(minutes=1))
    decide(actor=cast.actor("dee"), proposal=asked.id, approved=True, now=cast.later(minutes=1))
