"""The one way to read: the door, the read log, the chronology and the names, in one transaction."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from lintel.access.accounts import Actor
from lintel.access.grants import Thing, Verb
from lintel.access.rights import Standing
from lintel.casework import policy
from lintel.casework.derived import backed, parts_in
from lintel.casework.doors import Door, opened, stays_open_until
from lintel.casework.personbooks import people_of, shared
from lintel.casework.refusals import NotHere
from lintel.casework.state import CaseState, state
from lintel.casework.things import masked, masks, thing_of
from lintel.commitments.chronology import Chronology
from lintel.commitments.obligations import Obligation
from lintel.events.bookchecks import CORRECTION
from lintel.events.entry import Book, Entry
from lintel.events.faults import Fault, InputRefused
from lintel.ledger import queries
from lintel.people import register

_NO_WORDS: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Masked:
    """Stands in the place of a sealed field that has to be revealed; `thing` is what it is in the rights table."""

    thing: Thing


@dataclass(frozen=True, slots=True)
class Case:
    """A case as one person sees it: entries with their words, but for what is masked or not for them.

    `names` are what the people in it were called, by handle. Of whoever joined by mistake, and was taken back since,
    there is neither a name nor an entry of their own book, whatever `known_on`. `chronology` and `obligations` are
    judged as of `known_on`. `standing` is how whoever looks stands to it; `open_until` when a broken glass closes,
    else None.
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
    standing: Standing
    officer: str | None
    known_on: datetime
    open_until: datetime | None = None


def look(*, actor: Actor, book: UUID, now: datetime, known_on: datetime | None = None) -> Case:
    """Look at a case, as it was known at `known_on` (default: now; never later).

    Raises `NotHere` where there is none, or none for this person.
    """
    with opened(actor, book, "read", "case", now) as door:
        until = stays_open_until(door, now) if door.standing.relation == "break_glass" else None
        return replace(_seen(door, min(known_on or now, now), "read"), open_until=until)


def look_to_print(*, actor: Actor, book: UUID, thing: Thing, now: datetime, known_on: datetime | None = None) -> Case:
    """Look at a case in order to print it, or that part of it: with the words of what may be printed alone.

    Nobody's name is among them. Raises `NotHere` for whoever may not print it.
    """
    with opened(actor, book, "print", thing, now) as door:
        return _seen(door, min(known_on or now, now), "print")


def _seen(door: Door, known_on: datetime, verb: Verb) -> Case:
    whole = _read(door)
    case = Book(whole.name, _until(whole.entries, known_on))
    parts = dict(parts_in(case.entries))
    people = people_of(case, _still_in(whole, parts))
    court = policy.court(known_on)
    entries = _all_shown(door, case.entries, None, verb)
    chronology = court.chronology(Book(case.name, entries))  # of what is shown: it carries the words along
    obligations = tuple(court.case(chronology))
    persons = {person: _until(each.entries, known_on) for person, each in people.items()}
    return Case(
        book=door.book,
        name=door.name,
        seq=case.entries[-1].seq if case.entries else 0,
        entries=entries,
        persons={person: _all_shown(door, entries, parts[person], verb) for person, entries in persons.items()},
        names=_names(door, persons, verb),
        chronology=chronology,
        obligations=obligations,
        state=state(chronology, obligations, shared=shared(people), court=court),
        standing=door.standing,
        officer=door.officer,
        known_on=known_on,
    )


def _still_in(whole: Book, persons: Iterable[str]) -> list[str]:
    """Those who are in a case by today's entries as well: nobody who was linked by mistake.

    Who was taken back is in other cases alone. Her book goes on there, and is not this one's to read as of any day.
    """
    today = dict(parts_in(whole.entries))
    return [person for person in persons if person in today]


def _until(entries: tuple[Entry, ...], known_on: datetime) -> tuple[Entry, ...]:
    """What of a book had been written down by an instant."""
    return tuple([entry for entry in entries if entry.recorded_at <= known_on])


def _read(door: Door) -> Book:
    """The case, once its own entries have said that it is for whoever stands in the door."""
    case = queries.chronicles([door.book], names={door.book: door.name}, with_sealed=True)[door.book]
    if not backed(case.entries, door.actor.handle, door.standing, door.officer):
        raise NotHere
    return case


def _names(door: Door, persons: Mapping[str, tuple[Entry, ...]], verb: Verb) -> dict[str, str]:
    if not door.may(verb, "people").allowed:
        return {}
    return {
        person: str(said["names"])
        for person, entries in persons.items()
        if (said := register.latest(entries)).get("names")
    }


def _all_shown(door: Door, entries: Sequence[Entry], role: str | None, verb: Verb) -> tuple[Entry, ...]:
    kinds = {entry.id: entry.event for entry in entries}
    may = {kind: door.may(verb, thing_of(kind)).allowed for kind in set(kinds.values())}
    whole = {kind for kind in may if may[kind] and kind != CORRECTION and not masks(kind, role)}
    return tuple(
        [entry if entry.event in whole else _shown(entry, role, _corrects(entry, kinds), may) for entry in entries]
    )


def _corrects(entry: Entry, kinds: Mapping[str, str]) -> str | None:
    """The kind of entry that a correction puts right; None of any other entry."""
    return kinds.get(str(entry.facts["entry"])) if entry.event == CORRECTION else None


def _shown(entry: Entry, role: str | None, corrects: str | None, may: Mapping[str, bool]) -> Entry:
    """An entry as this person sees it: without words where its sort is not for them, masked where they must ask."""
    if not may[corrects or entry.event]:
        return entry.shown_with(_NO_WORDS)
    hidden = masks(entry.event, role, corrects)
    if not hidden or hidden.keys().isdisjoint(entry.sealed):
        return entry
    shown = {name: Masked(hidden[name]) if name in hidden else said for name, said in entry.sealed.items()}
    return entry.shown_with(shown)


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
    found = people_of(case, [person]).get(person) if role else None
    return (found.entries if found else ()), role
