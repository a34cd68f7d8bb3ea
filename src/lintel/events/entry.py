"""One entry of a chronology: what happened, when, and when it was written down."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import TypeVar, dataclass_transform
from zoneinfo import ZoneInfo

from lintel.events.registry import KINDS

LONDON = ZoneInfo("Europe/London")
"""The clock that every instant is judged by."""

ORGANISATION_BOOK = "organisation"
PERSON_BOOK = "person:"

_OPENERS = frozenset(name for name, kind in KINDS.items() if kind.declaration.opens)

Order = tuple[datetime, datetime, int]


@lru_cache(maxsize=1 << 14)
def local_day(at: datetime) -> date:
    """The date in London at an instant."""
    return at.astimezone(LONDON).date()


_Class = TypeVar("_Class")


@dataclass_transform(eq_default=False, frozen_default=True, field_specifiers=(field,))
def _unchanging(made: type[_Class]) -> type[_Class]:
    """A dataclass that mypy holds frozen. Frozen at run time as well, it would take three times as long to make one."""
    return dataclass(slots=True, eq=False)(made)


@_unchanging
class Entry:
    """An entry as it was written. Instants are in UTC; `day` is the local date in London of `at`.

    `facts` are the event's coded facts, the only part that rules see. `sealed` is free text and identity.
    `seq` is its place in the book (the line of a file): it settles what comes first at one instant.
    """

    book: str
    id: str
    event: str
    at: datetime
    recorded_at: datetime
    by: str | None = None
    thread: str | None = None
    about: tuple[str, ...] = ()
    facts: Mapping[str, object] = field(default_factory=dict)
    sealed: Mapping[str, object] = field(default_factory=dict)
    seq: int = 0
    opens: bool = field(init=False)
    day: date = field(init=False)
    order: Order = field(init=False)

    def __post_init__(self) -> None:
        at, recorded_at = self.at, self.recorded_at
        if at.tzinfo is not UTC or recorded_at.tzinfo is not UTC:
            at, recorded_at = at.astimezone(UTC), recorded_at.astimezone(UTC)
            object.__setattr__(self, "at", at)
            object.__setattr__(self, "recorded_at", recorded_at)
        self.opens = self.event in _OPENERS  # type: ignore[misc] # set once; object.__setattr__ takes twice as long
        self.day = local_day(at)  # type: ignore[misc] # likewise
        self.order = (at, recorded_at, self.seq)  # type: ignore[misc] # likewise

    @property
    def thread_id(self) -> str | None:
        """The thread that it belongs to: the one it continues, or the one it opens."""
        if self.thread is not None:
            return self.thread
        return self.id if self.opens else None

    def read_with(self, facts: Mapping[str, object], about: tuple[str, ...]) -> "Entry":
        """The entry with other facts and about other people, as it is read within its thread."""
        return self._with(about, facts, self.sealed)

    def shown_with(self, sealed: Mapping[str, object]) -> "Entry":
        """The entry with other words, as it is shown to somebody."""
        return self._with(self.about, self.facts, sealed)

    def _with(self, about: tuple[str, ...], facts: Mapping[str, object], sealed: Mapping[str, object]) -> "Entry":
        """A copy. Made by hand: that of dataclasses takes twice as long."""
        return Entry(
            self.book,
            self.id,
            self.event,
            self.at,
            self.recorded_at,
            self.by,
            self.thread,
            about,
            facts,
            sealed,
            self.seq,
        )


@dataclass(frozen=True, slots=True)
class Book:
    """One chronology: a case, the organisation, or a person."""

    name: str
    entries: tuple[Entry, ...]

    @property
    def is_case(self) -> bool:
        return self.name != ORGANISATION_BOOK and not self.name.startswith(PERSON_BOOK)
