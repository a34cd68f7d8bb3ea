"""How people may be reached, for many cases at once: derived rows of coded facts, and how they read today.

Only facts are copied, never a sealed word: no number, no code word, no address. Whether a plan is still confirmed, and
whether somebody unsafe has the same telephone, is found when it is read.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Literal, NamedTuple
from uuid import UUID

from lintel.access.asked import rows
from lintel.casework.models import Reach
from lintel.casework.state import CHANNELS_OF, Claim, flagged_by, plans
from lintel.commitments.chronology import Chronology
from lintel.events.entry import LONDON, Entry
from lintel.events.written import as_json
from lintel.people import register

Basis = Literal["plan", "stale", "report", "unknown"]

_OF_A_PLAN = ("channels", "voicemail", "letters", "from_hour", "to_hour", "days", "at_home_visits")
_OF_A_REPORT = ("safe_channels",)
_EVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Way:
    """How somebody may be reached as of one day.

    `basis`: by a plan that is confirmed until `until`, by one that was (`stale`: nothing is known any longer), by a
    report before there is a plan (for a first approach alone), or not at all. `channels` say `safe`, `conditional`,
    `unsafe` or `unknown`; one that is not there is unknown. `shared` are those that somebody unsafe has as well.
    `at_home` says if a visit may be at home: `yes`, `no` or `unknown`; None where nobody asked.
    """

    basis: Basis = "unknown"
    until: date | None = None
    channels: Mapping[str, str] = field(default_factory=dict)
    shared: frozenset[str] = frozenset()
    voicemail: bool = False
    letters: bool | None = None
    hours: tuple[int, int] | None = None
    days: tuple[str, ...] = ()
    at_home: str | None = None


UNKNOWN = Way()


def reach(book: UUID, chronology: Chronology) -> Iterator[Reach]:
    """The rows of a case: one for each victim, and for whoever else there is a plan for."""
    agreed = {plan.person: plan for plan in plans(chronology, {})}
    for person in _to_be_reached(chronology, agreed):
        plan = agreed.get(person)
        if plan:
            yield Reach(book_id=book, person=person, until=plan.confirmed_until, says=_said(plan.agreed, _OF_A_PLAN))
        else:
            report = _report_for(chronology, person)
            yield Reach(book_id=book, person=person, says=_said(report, _OF_A_REPORT) if report else "{}")


def _to_be_reached(chronology: Chronology, agreed: Iterable[str | None]) -> list[str | None]:
    victims: list[str | None] = [stay.person for stay in chronology.people.victims if stay.until is None]
    return list(dict.fromkeys([*victims, *agreed])) or [None]


def _report_for(chronology: Chronology, person: str | None) -> Entry | None:
    """The latest report that calls a channel safe for somebody; the same as the guard on contact goes by."""
    reports = [
        each
        for each in chronology.of("report.received")
        if each.facts.get("safe_channels") and (not each.about or person is None or person in each.about)
    ]
    return reports[-1] if reports else None


def _said(entry: Entry, names: Iterable[str]) -> str:
    return as_json({name: entry.facts[name] for name in names if name in entry.facts})


_REACH = "SELECT book_id, person, until, says FROM casework_reach WHERE book_id = ANY(%s) ORDER BY book_id, person"
_PARTS = """
    SELECT book_id, person, role, person_book_id FROM casework_part
    WHERE book_id = ANY(%s) AND person_book_id IS NOT NULL
"""

Ways = Mapping[UUID, Mapping[str | None, Way]]


def ways(cases: Collection[UUID], now: datetime) -> Ways:
    """How the people in some cases may be reached today, by case and handle. For whoever has passed their doors."""
    found: dict[UUID, dict[str | None, Way]] = {case: {} for case in cases}
    shared = _shared(cases)
    today = now.astimezone(LONDON).date()
    for case, person, until, says in rows(_REACH, [list(cases)]):
        kinds = shared.get(case, {}).get(person or "", frozenset())
        channels = frozenset(channel for kind in kinds for channel in CHANNELS_OF[kind])
        found[case][person] = _way(until, json.loads(says), channels, today)
    return found


def way_to(ways: Mapping[str | None, Way], person: str | None) -> Way | None:
    """How somebody in a case may be reached. Nobody named: the only one whom it is about; None where they are more."""
    if person in ways:
        return ways[person]
    if person is None and len(ways) > 1:
        return None
    return next(iter(ways.values()), UNKNOWN) if person is None else UNKNOWN


def _way(until: date | None, said: Mapping[str, Any], shared: frozenset[str], today: date) -> Way:
    if until is None:
        safe = dict.fromkeys(said.get("safe_channels", ()), "safe") | dict.fromkeys(shared, "unsafe")
        return Way("report" if "safe" in safe.values() else "unknown", channels=safe, shared=shared)
    if until < today:
        return Way("stale", until, shared=shared)
    return Way(
        "plan",
        until,
        {**said.get("channels", {}), **dict.fromkeys(shared, "unsafe")},
        shared,
        voicemail=said.get("voicemail") is True,
        letters=said.get("letters"),
        hours=_hours(said.get("from_hour"), said.get("to_hour")),
        days=tuple(said.get("days") or ()),
        at_home=said.get("at_home_visits"),
    )


def _hours(begin: int | None, end: int | None) -> tuple[int, int] | None:
    return None if begin is None and end is None else (begin or 0, 24 if end is None else end)


def _shared(cases: Collection[UUID]) -> dict[UUID, Mapping[str, frozenset[str]]]:
    """For each case and person, the kinds of contact that the alleged perpetrator or the household has as well."""
    parts: dict[UUID, list[_Part]] = {}
    for case, *part in rows(_PARTS, [list(cases)]):
        parts.setdefault(case, []).append(_Part(*part))
    books = {part.book for each in parts.values() for part in each}
    marks = register.shared(list(books), tuple(CHANNELS_OF)) if books else {}
    return {case: _flagged(each, marks) for case, each in parts.items()}


class _Part(NamedTuple):
    """Somebody's part in a case, and their own book."""

    person: str
    role: str
    book: UUID


def _flagged(parts: Sequence[_Part], marks: Mapping[UUID, set[tuple[str, bytes]]]) -> Mapping[str, frozenset[str]]:
    claims = [Claim(part.person, part.role, None, _EVER) for part in parts]
    return flagged_by(claims, {part.person: marks[part.book] for part in parts})
