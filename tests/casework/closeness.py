"""Invented people who may be one another, live together or share a telephone; and who is close to whom, by hand.

The answers here come from what each is made of, never from marks, hashes or the database.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from hypothesis import strategies as st

from lintel.access import marks
from lintel.casework import index
from lintel.casework.staffmarks import marks_of
from lintel.events.entry import Entry
from lintel.ledger import actions
from lintel.ledger.models import Book
from lintel.people import register
from tests.casework.cast import Cast

FIRST = ("Anwen", "Bryn")
SURNAMES = ("Quillfeather", "Oddsocks")
BIRTHS = (None, "1984-02-29", "1991-07-03")
HOMES = (
    None,
    ("1 Invented Row", "ZZ99 1AA"),
    ("2 Invented Row", "ZZ99 1AA"),
    ("9 Madeup Lane", "ZZ99 9ZZ"),
)
PHONES = (None, "07700 900111", "+44 7700 900222")
SAME_PHONES = {"07700 900111": "+44 (0)7700 900 111", "+44 7700 900222": "07700900222"}
EMAILS = (None, "a@example.org", "b@example.org")


@dataclass(frozen=True)
class Somebody:
    """A person: one of the staff, somebody close to one of them, or somebody in a case."""

    first: str
    surname: str
    born: str | None = None
    homes: tuple[tuple[str, str], ...] = ()
    phone: str | None = None
    email: str | None = None
    otherwise: bool = False

    def said(self) -> dict[str, object]:
        """What is said of them, in the words of a person's book; written `otherwise` where that is asked for."""
        phone = SAME_PHONES.get(self.phone or "", self.phone) if self.otherwise else self.phone
        names = f"{self.surname.upper()}, {self.first}" if self.otherwise else f"{self.first} {self.surname}"
        found = {"names": names, "date_of_birth": self.born, "phone": phone, "email": self.email}
        homes = [", ".join(each) for each in self.homes]
        return {name: text for name, text in {**found, "address": homes}.items() if text}


def why_close(one: Somebody, other: Somebody) -> set[str]:
    """Every reason for which two people are taken for one another or for close; empty where there is none."""
    postcodes = {code for _, code in one.homes} & {code for _, code in other.homes}
    same_name = (one.first, one.surname) == (other.first, other.surname)
    reasons = {
        "home": bool(set(one.homes) & set(other.homes)),
        "phone": one.phone is not None and one.phone == other.phone,
        "email": one.email is not None and one.email == other.email,
        "surname and postcode": one.surname == other.surname and bool(postcodes),
        "name and birth": same_name and one.born is not None and one.born == other.born,
        "name, birth unknown": same_name and None in (one.born, other.born),
    }
    return {reason for reason, holds in reasons.items() if holds}


def somebody() -> st.SearchStrategy[Somebody]:
    homes = st.lists(st.sampled_from(HOMES), max_size=2).map(lambda found: tuple(each for each in found if each))
    return st.builds(
        Somebody,
        first=st.sampled_from(FIRST), surname=st.sampled_from(SURNAMES), born=st.sampled_from(BIRTHS), homes=homes,
        phone=st.sampled_from(PHONES), email=st.sampled_from(EMAILS), otherwise=st.booleans(),
    )  # fmt: skip


def enrol(staff: str, own: Somebody | None, close: tuple[Somebody, ...] = ()) -> None:
    """Let the register know a member of staff by these marks."""
    if own:
        marks.put_own(staff, marks_of(own.said()))
    for each in close:
        marks.declare(staff, marks_of(each.said()))


def join(cast: Cast, case: UUID, person: Somebody, role: str, by: str = "ines") -> str:
    """Let somebody join a case, with a book that says everything of them, every home they had; their handle."""
    handle = actions.new_person()
    cast.record(case, by, "person.joined", {"person": handle, "role": role})
    book = actions.open_book(Book.Kind.PERSON, f"person:{handle}", cast.now)
    actions.append(book.id, list(_entries(book.name, person, cast.now)))
    register.index([book.id])
    index.index_all([case], cast.now)
    return handle


def _entries(book: str, person: Somebody, now: datetime) -> Iterator[Entry]:
    said = person.said()
    kinds: list[tuple[str, dict[str, object]]] = [
        ("person.identified", {name: said[name] for name in ("names", "date_of_birth") if name in said}),
        ("person.contact_changed", {name: said[name] for name in ("phone", "email") if name in said}),
    ]
    kinds += [("person.address_changed", {"address": ", ".join(home)}) for home in person.homes]
    for event, sealed in kinds:
        if sealed:
            yield Entry(book, actions.new_entry_id(), event, now, now, sealed=sealed)
