"""The books of the people in a case: which is whose, and what they say."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple, TypeVar
from uuid import UUID

from lintel.casework.derived import ever_in
from lintel.casework.state import CHANNELS_OF, Marks
from lintel.events.entry import PERSON_BOOK, Book, Entry
from lintel.ledger import queries
from lintel.people import register

_Who = TypeVar("_Who")
_Found = TypeVar("_Found")


class PersonBook(NamedTuple):
    """Somebody's own book, by its id, and its entries with their words."""

    book: UUID
    entries: tuple[Entry, ...]


def persons_of(cases: Mapping[UUID, Book], arrival: UUID | None = None) -> dict[tuple[UUID, str], UUID]:
    """The books of everybody who was ever in some cases, by case and handle.

    An import that is under way names itself, and so sees the people whom it has brought.
    """
    called = {
        (book, person): _called(case.name, person) for book, case in cases.items() for person in ever_in(case.entries)
    }
    wanted = {name for names in called.values() for name in names}
    return _first_of(called, queries.seen_by_name(wanted, arrival) if wanted else {})


def people_of(case: Book, persons: Iterable[str]) -> dict[str, PersonBook]:
    """The books of some people in a case, by handle; nothing for those who have none."""
    called = {person: _called(case.name, person) for person in persons}
    found = queries.chronicles_called(name for names in called.values() for name in names)
    books = {name: PersonBook(book, chronicle.entries) for name, (book, chronicle) in found.items()}
    return _first_of(called, books)


def shared(people: Mapping[str, PersonBook]) -> Marks:
    """The telephone numbers and e-mail addresses of the people in a case, as blind marks, by handle."""
    marks = register.shared([each.book for each in people.values()], tuple(CHANNELS_OF))
    return {person: marks[each.book] for person, each in people.items()}


def _called(case: str, person: str) -> tuple[str, str]:
    """What somebody's book may be called, the name that counts first.

    A handle that was made here names one person everywhere. One from a file may stand in many cases for as many
    people: there the book is called by the case and the handle, and only where there is none by the handle alone.
    """
    return f"{PERSON_BOOK}{case}-{person}", f"{PERSON_BOOK}{person}"


def _first_of(called: Mapping[_Who, tuple[str, ...]], known: Mapping[str, _Found]) -> dict[_Who, _Found]:
    """For each what is known by the first of their names by which anything is; nobody of whom nothing is."""
    found = {who: next((known[name] for name in names if name in known), None) for who, names in called.items()}
    return {who: each for who, each in found.items() if each is not None}
