"""Reports that nobody has yet: what came in, how urgent it is, and who could take it on."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from lintel.access import accounts, readlog, rights
from lintel.access.accounts import Actor
from lintel.access.asked import rows
from lintel.access.grants import CASEWORKERS, RUNNING
from lintel.casework.conflicts import kept_out
from lintel.casework.doors import doors, opened
from lintel.casework.lists import asked_by, listable
from lintel.casework.portion import Portion
from lintel.casework.refusals import NotHere
from lintel.casework.reported import Said, said_in
from lintel.commitments.reading import read
from lintel.events.entry import Entry
from lintel.ledger import queries

_EVENTS = ("report.received", "case.triaged")


@dataclass(frozen=True, slots=True)
class Report:
    """A case that waits for an officer, in coded facts. `received` is UTC, of its first report.

    `reads`: whether the reader may open it, and `said` what was reported, for them alone; `names`: whether they may say
    whose it is.
    """

    book: UUID
    name: str
    state: str
    received: datetime | None
    danger: str
    source: str | None
    nature: str | None
    safe_channels: tuple[str, ...]
    priority: str | None
    reads: bool = False
    names: bool = False
    said: tuple[Said, ...] = ()


def reports(*, actor: Actor, now: datetime, skip: int = 0, most: int = 50) -> Portion[Report]:
    """What waits for an officer, the most dangerous first and then the oldest, from `skip` on. Raises `NotHere`."""
    right = rights.may(actor, "list", "report")
    with transaction.atomic(durable=True):
        found = _reports(actor, now, slice(skip, skip + most), every=right.allowed) if sees(actor) else None
        ground = right.ground if right.allowed else "by_door" if sees(actor) else right.ground
        readlog.note(actor, readlog.Look("list", "report", ground, found=len(found.shown) if found else 0), now)
    if found is None:
        raise NotHere
    return found


def sees(actor: Actor) -> bool:
    """Whether reports that nobody has yet are for somebody to see: every report, or those of colleagues."""
    colleagues = rights.may(actor, "list", "case", rights.Standing("hr", state="colleague"))
    return rights.may(actor, "list", "report").allowed or colleagues.allowed


def _reports(actor: Actor, now: datetime, part: slice, *, every: bool) -> Portion[Report]:
    """A part of what waits. How urgent each is, is known of all of it before any is left out.

    Otherwise whoever sends many reports would push an urgent one off the end.
    """
    found = rows(_waiting(actor), {**asked_by(actor), "every": every, "running": list(RUNNING)})
    entries = queries.some_of([row[0] for row in found], _EVENTS) if found else {}
    waits = sorted([_report(row, entries.get(row[0], ()), now) for row in found], key=_urgency)
    return Portion(tuple(_told(actor, waits[part], now)), part.start, len(waits))


def _told(actor: Actor, waits: Collection[Report], now: datetime) -> Iterator[Report]:
    """Some reports with what they say, and what whoever asks may do with each."""
    at = doors(actor, [each.book for each in waits], now)
    said = said_in(at.values(), now)
    for each in waits:
        reads, names = at[each.book].may("read", "case"), at[each.book].may("manage", "assignment")
        yield replace(each, reads=reads.allowed, names=names.allowed, said=said.get(each.book, ()))


_ANYBODYS = "%(every)s AND standing.state IN ('open', 'held')"


def _waiting(actor: Actor) -> str:
    """Running cases without an officer: those that somebody may list and, for who may see `every` report, the rest.

    A colleague's is never among the rest, and no case with which they are in conflict is among either.
    """
    return f"""
        SELECT book.id, book.name, standing.state {listable(actor, _ANYBODYS)}
        AND standing.officer IS NULL AND standing.state = ANY(%(running)s)
    """


def _report(row: tuple[Any, ...], entries: Sequence[Entry], now: datetime) -> Report:
    book, name, state = row
    known = read(entries, as_of=now, known_on=now)
    came = [entry for entry in known if entry.event == "report.received"]
    return Report(
        book=book,
        name=name,
        state=state,
        received=came[0].at if came else None,
        danger=str(_last(came, "immediate_danger") or "unknown"),
        source=_text(_last(came, "source")),
        nature=_text(_last(came, "nature")),
        safe_channels=_channels(_last(came, "safe_channels")),
        priority=_text(_last(known, "priority")),
    )


def _last(entries: Iterable[Entry], fact: str) -> object:
    said = [entry.facts[fact] for entry in entries if fact in entry.facts]
    return said[-1] if said else None


def _text(said: object) -> str | None:
    return str(said) if said else None


def _channels(said: object) -> tuple[str, ...]:
    return tuple(str(each) for each in said) if isinstance(said, tuple) else ()


_DANGER = {"yes": 0, "unknown": 1, "no": 2}
_PRIORITY = {"immediate": 0, "high": 1, None: 2, "standard": 3}


_NO_DAY = datetime.min.replace(tzinfo=UTC)


def _urgency(report: Report) -> tuple[int, int, datetime, str]:
    danger, priority = _DANGER.get(report.danger, 1), _PRIORITY.get(report.priority, 2)
    return danger, priority, report.received or _NO_DAY, report.name


@dataclass(frozen=True, slots=True)
class Assignable:
    """A case whose officer may be named by whoever asks, and those who could be, by handle and name.

    `said` is what was reported, where they may read it.
    """

    book: UUID
    name: str
    seq: int
    officer: str | None
    could_be: tuple[tuple[str, str], ...]
    said: tuple[Said, ...] = ()


def assignable(*, actor: Actor, book: UUID, now: datetime) -> Assignable:
    """Who could be the officer of a case: nobody who is in conflict with it. Raises `NotHere`, `StepUpNeeded`."""
    with opened(actor, book, "manage", "assignment", now) as door:
        works = works_cases()
        closed = kept_out(works, book)
        could_be = tuple((handle, name) for handle, name in works.items() if handle not in closed)
        said = said_in([door], now).get(book, ())
        return Assignable(book, door.name, door.seq, door.officer, could_be, said)


def works_cases() -> dict[str, str]:
    """The names of those who could work a case that were theirs, by handle, in the order of names."""
    handles = accounts.holders(CASEWORKERS)
    beside = set(accounts.holders(["administrator"]))
    called = accounts.names_of(each for each in handles if each not in beside)
    return dict(sorted(called.items(), key=lambda each: (each[1].casefold(), each[0])))
