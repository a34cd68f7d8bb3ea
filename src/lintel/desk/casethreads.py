"""What was begun in a case and not ended, each with what may come next."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from lintel.casework.state import Thread
from lintel.commitments.obligations import Obligation
from lintel.commitments.reasons import promise
from lintel.desk.caselines import Line, Reading
from lintel.desk.casewords import article, spaced
from lintel.events.declaration import CASE
from lintel.events.entry import Entry, local_day
from lintel.events.registry import KINDS

_NEXT: Mapping[str, tuple[str, ...]] = {
    opened: tuple(
        name
        for name, kind in KINDS.items()
        if kind.declaration.continues == opened and set(CASE) <= set(kind.declaration.books)
    )
    for opened in {kind.declaration.opens for kind in KINDS.values() if kind.declaration.opens}
}
_TAKES_TWO = frozenset({"legal_hold.lifted"})
"""What is proposed by one and approved by another, and so is recorded by no form of the case's."""

_ONE_WAY = frozenset({"referral", "visit"})
"""Threads whose steps come once and in order: what is behind is not offered again."""


@dataclass(frozen=True, slots=True)
class Step:
    """What may come next in a thread: the kind of event, and how an officer would say it."""

    event: str
    label: str


@dataclass(frozen=True, slots=True)
class Clock:
    """What is or was owed on a thread: by when (`at` UTC where it is exact, else the local day `on`), and its state."""

    what: str
    state: str
    kind: str
    on: date | None
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Threaded:
    """A thread: how it began, its entries in order, its clocks, and the steps that may come next.

    `entries` are all of them, or the last one alone where only what is going on was asked for. `due` is the local day
    that was agreed for it, where one was; `past`: it has gone by and the thread is open.
    """

    id: str
    kind: str
    opened: Line
    entries: tuple[Line, ...]
    steps: tuple[Step, ...]
    ended: bool
    clocks: tuple[Clock, ...] = ()
    due: date | None = None
    past: bool = False

    @property
    def last(self) -> Line:
        return self.entries[-1]


def going_on(reading: Reading) -> Iterator[Threaded]:
    """The threads that are open, the oldest first, each with the last entry of it."""
    entries = _by_thread(reading)
    for thread in reading.seen.state.threads:
        theirs = entries[thread.opened.id]
        yield _threaded(reading, thread, theirs, theirs[-1:], open_=True)


def every_thread(reading: Reading, *kinds: str) -> list[Threaded]:
    """The threads of some kinds, open ones first, and then the newest first."""
    opened = {each.opened.id: each for each in reading.seen.state.threads}
    begun = [
        Thread(kind, entry, entry)
        for entry in reading.seen.chronology.entries
        if (kind := KINDS[entry.event].declaration.opens) in kinds and kind is not None
    ]
    entries = _by_thread(reading)
    theirs = [(each, entries[each.opened.id]) for each in reversed(begun)]
    found = [_threaded(reading, each, every, every, open_=each.opened.id in opened) for each, every in theirs]
    return sorted(found, key=lambda each: each.ended)


def _by_thread(reading: Reading) -> Mapping[str | None, list[Entry]]:
    """The entries that belong to a thread, by the entry that began it."""
    found: dict[str | None, list[Entry]] = defaultdict(list)
    for entry in reading.seen.chronology.entries:
        found[entry.thread_id].append(entry)
    return found


def _threaded(
    reading: Reading, thread: Thread, entries: Sequence[Entry], shown: Sequence[Entry], *, open_: bool
) -> Threaded:
    """A thread of these entries, some of which are shown."""
    on = thread.opened.facts.get("due_on")
    due = on if isinstance(on, date) else None
    return Threaded(
        id=thread.opened.id,
        kind=article(spaced(thread.kind)),
        opened=reading.line(thread.opened),
        entries=tuple(reading.line(entry) for entry in shown),
        steps=tuple(_steps(reading, thread.kind, {entry.event for entry in entries})) if open_ else (),
        ended=not open_,
        clocks=tuple(_clock(each) for each in reading.seen.obligations if each.thread == thread.opened.id),
        due=due,
        past=open_ and due is not None and due < local_day(reading.seen.known_on),
    )


_SHOWN_AS = {"due": "soon", "overdue": "overdue", "missed": "overdue"}


def _clock(owed: Obligation) -> Clock:
    exact = owed.due_at if owed.due and owed.due.exact else None
    return Clock(promise(owed.rule), owed.state, _SHOWN_AS.get(owed.state, "done"), owed.due_on, exact)


def _steps(reading: Reading, kind: str, done: set[str]) -> Iterator[Step]:
    """What whoever reads may record next. What has been done may be done again, but is less likely."""
    steps = _NEXT.get(kind, ())
    if kind in _ONE_WAY:
        steps = steps[max((place for place, event in enumerate(steps, 1) if event in done), default=0) :]
    for event in sorted(steps, key=done.__contains__):
        if event not in _TAKES_TWO and reading.may_record(event):
            yield Step(event, KINDS[event].declaration.label)
