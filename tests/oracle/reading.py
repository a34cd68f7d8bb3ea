"""The oracle's own reading of a chronology: who could have seen what, at an instant, as of which knowledge.

Nothing here is shared with the engine but the bare entries. Everything is worked out afresh on every call.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from lintel.events.entry import Entry
from lintel.events.registry import KINDS

LONDON = ZoneInfo("Europe/London")
CORRECTION = "entry.corrected"

Place = tuple[datetime, datetime, int]


@dataclass(frozen=True)
class Seen:
    """An entry as it is read: corrected, and with its opener's facts beneath its own where it continues a thread."""

    source: Entry
    at: datetime
    about: tuple[str, ...]
    thread: str | None
    facts: dict[str, Any]
    opener: str | None = None

    @property
    def id(self) -> str:
        return self.source.id

    @property
    def book(self) -> str:
        return self.source.book

    @property
    def event(self) -> str:
        return self.source.event

    @property
    def day(self) -> date:
        return day_of(self.at)

    @property
    def place(self) -> Place:
        """Order is by when it happened, then when it was written, then its line."""
        return (self.at, self.source.recorded_at, self.source.seq)

    def is_(self, other: "Seen") -> bool:
        return self.id == other.id and self.book == other.book


def day_of(at: datetime) -> date:
    """Instants are judged by the London date."""
    return at.astimezone(LONDON).date()


def opens(event: str) -> str | None:
    return KINDS[event].declaration.opens


def own_thread(entry: Entry, thread: str | None) -> str | None:
    """An entry belongs to the thread that it continues, or to the one that it opens by itself."""
    return thread if thread is not None else entry.id if opens(entry.event) else None


def as_written(entry: Entry) -> Seen:
    return Seen(entry, entry.at, entry.about, own_thread(entry, entry.thread), dict(entry.facts), entry.thread)


def corrected(entry: Entry, corrections: Sequence[Entry]) -> Seen | None:
    """Latest wins; facts are laid over one another by key, and null clears one; withdrawn is not seen."""
    seen = as_written(entry)
    for each in sorted(corrections, key=lambda one: (one.recorded_at, one.at, one.seq)):
        right = each.facts
        if right.get("withdrawn") is not None:
            return None
        if right.get("facts") is not None:
            changed: Any = right["facts"]
            merged = {**seen.facts, **changed}
            seen = replace(seen, facts={key: value for key, value in merged.items() if value is not None})
        if right.get("at") is not None:
            at: Any = right["at"]
            seen = replace(seen, at=at.astimezone(UTC))
        if right.get("about") is not None:
            about: Any = right["about"]
            seen = replace(seen, about=tuple(about))
        if right.get("thread") is not None:
            thread = str(right["thread"])
            seen = replace(seen, thread=own_thread(entry, thread), opener=thread)
    return seen


def read(entries: Iterable[Entry], as_of: datetime, known_on: datetime) -> list[Seen]:
    """What had happened by `as_of` and was written by `known_on`, a correction from its own writing on."""
    written = [entry for entry in entries if entry.recorded_at <= known_on]
    found = []
    for entry in written:
        if entry.event == CORRECTION:
            continue
        theirs = [
            each
            for each in written
            if each.event == CORRECTION and each.book == entry.book and each.facts["entry"] == entry.id
        ]
        seen = corrected(entry, theirs)
        if seen is not None and seen.at <= as_of:
            found.append(seen)
    return sorted((beneath(each, found) for each in found), key=lambda each: each.place)


def beneath(seen: Seen, world: Sequence[Seen]) -> Seen:
    """Continuing a thread, it is read with its opener's facts beneath its own, and about whom its opener is about."""
    if seen.opener is None:
        return seen
    for each in world:
        if each.book == seen.book and each.id == seen.opener:
            return replace(seen, facts={**each.facts, **seen.facts}, about=seen.about or each.about)
    return seen
