"""The one way to read: the door, the read log, the chronology and the names, in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from lintel.access.accounts import Actor
from lintel.access.grants import Thing
from lintel.casework import index, policy
from lintel.casework.derived import backed, parts_in
from lintel.casework.doors import Door, opened
from lintel.casework.refusals import NotHere
from lintel.casework.state import CaseState, state
from lintel.casework.things import masked, thing_of
from lintel.commitments.chronology import Chronology
from lintel.commitments.obligations import Obligation
from lintel.events.bookchecks import CORRECTION
from lintel.events.entry import Book, Entry
from lintel.events.faults import Fault, InputRefused
from lintel.ledger import queries
from lintel.ledger.models import Book as LedgerBook
from lintel.people import register

_NO_WORDS: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Masked:
    """Stands in the place of a sealed field that has to be revealed; `thing` is what it is in the rights table."""

    thing: Thing


@dataclass(frozen=True, slots=True)
class Case:
    """A case as one person sees it: entries with their words, but for what is masked or not for them.

    `names` are what the people in it are called, by handle. `chronology` and `obligations` are judged as of now.
    """

    book: UUID
    name: str
    seq: int
    entries: tuple[Entry, ...]
    persons: Mapping[str, tuple[Entry, ...]]
    names: Mapping[str, str]
    chronology: Chronology
    obligations: tuple[Obligation, ...]
    state: CaseState


def look(*, actor: Actor, book: UUID, now: datetime) -> Case:
    """Look at a case. Raises `NotHere` where there is none, or none for this person."""
    with opened(actor, book, "read", "case", now) as door:
        return _seen(door, now)


def _seen(door: Door, now: datetime) -> Case:
    case = _read(door)
    parts = dict(parts_in(case.entries))
    books = {person: each for (_, person), each in index.persons_of({door.book: case}).items() if person in parts}
    persons = _persons(books)
    court = policy.court(now)
    entries = _all_shown(door, case.entries, None)
    chronology = court.chronology(Book(case.name, entries))  # of what is shown: it carries the words along
    obligations = tuple(court.case(chronology))
    return Case(
        book=door.book,
        name=door.name,
        seq=case.entries[-1].seq if case.entries else 0,
        entries=entries,
        persons={person: _all_shown(door, entries, parts[person]) for person, entries in persons.items()},
        names=_names(door, persons),
        chronology=chronology,
        obligations=obligations,
        state=state(chronology, obligations, shared=_shared(books), court=court),
    )


def _read(door: Door) -> Book:
    """The case, once its own entries have said that it is for whoever stands in the door."""
    case = queries.chronicles([door.book], names={door.book: door.name}, with_sealed=True)[door.book]
    if not backed(case.entries, door.actor.handle, door.standing, door.officer):
        raise NotHere
    return case


def _persons(books: Mapping[str, UUID]) -> dict[str, tuple[Entry, ...]]:
    names = dict(LedgerBook.objects.filter(id__in=books.values()).values_list("id", "name"))
    found = queries.chronicles(list(names), names=names, with_sealed=True)
    return {person: found[book].entries for person, book in books.items()}


def _names(door: Door, persons: Mapping[str, tuple[Entry, ...]]) -> dict[str, str]:
    if not door.may("read", "people").allowed:
        return {}
    return {
        person: str(said["names"])
        for person, entries in persons.items()
        if (said := register.latest(entries)).get("names")
    }


def _shared(books: Mapping[str, UUID]) -> dict[str, set[tuple[str, bytes]]]:
    """The telephone numbers and e-mail addresses of the people in a case, as blind marks."""
    marks = register.shared(list(books.values()), ("phone", "email"))
    return {person: marks[book] for person, book in books.items()}


def _all_shown(door: Door, entries: Sequence[Entry], role: str | None) -> tuple[Entry, ...]:
    kinds = {entry.id: entry.event for entry in entries}
    return tuple(_shown(door, entry, role, _corrects(entry, kinds)) for entry in entries)


def _corrects(entry: Entry, kinds: Mapping[str, str]) -> str | None:
    """The kind of entry that a correction puts right; None of any other entry."""
    return kinds.get(str(entry.facts["entry"])) if entry.event == CORRECTION else None


def _shown(door: Door, entry: Entry, role: str | None, corrects: str | None) -> Entry:
    """An entry as this person sees it: without words where its sort is not for them, masked where they must ask."""
    if not door.may("read", thing_of(corrects or entry.event)).allowed:
        return replace(entry, sealed=_NO_WORDS)
    if not entry.sealed:
        return entry
    hidden = {name: Masked(thing) for name in entry.sealed if (thing := masked(entry.event, name, role, corrects))}
    return replace(entry, sealed={**entry.sealed, **hidden}) if hidden else entry


def reveal(
    *, actor: Actor, book: UUID, entry: str, field: str, thing: Thing, now: datetime, person: str | None = None
) -> object:
    """One masked field of an entry of the case or, where `person` is somebody in it, of an entry of their own book.

    `thing` is what the mask said it is. Raises `NotHere`, `StepUpNeeded`, or `InputRefused` where no such field of
    that entry is masked so.
    """
    with opened(actor, book, "reveal", thing, now) as door:
        case = _read(door)
        entries, role = _book_of(door, case, person) if person else (case.entries, None)
        found = next((each for each in entries if each.id == entry), None)
        corrects = _corrects(found, {each.id: each.event for each in entries}) if found else None
        if found is None or field not in found.sealed or masked(found.event, field, role, corrects) != thing:
            raise InputRefused([Fault(0, "field", "is not masked so in that entry", "one that the case shows masked")])
        return found.sealed[field]


def _book_of(door: Door, case: Book, person: str) -> tuple[tuple[Entry, ...], str | None]:
    """The entries of the book of somebody in the case, and their part in it."""
    role = dict(parts_in(case.entries)).get(person)
    books = {who: book for (_, who), book in index.persons_of({door.book: case}).items() if role and who == person}
    return _persons(books).get(person, ()), role
