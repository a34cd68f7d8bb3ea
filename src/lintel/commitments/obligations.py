"""One thing that was owed, to whom, by when, and what became of it."""

from datetime import date, datetime
from typing import Literal, NamedTuple

from lintel.commitments.periods import Due
from lintel.commitments.rules import Commitment
from lintel.events.entry import Entry, local_day

State = Literal["kept", "late", "due", "overdue", "missed", "excused"]
STATES: tuple[State, ...] = ("kept", "late", "missed", "overdue", "due", "excused")


class Key(NamedTuple):
    """What tells one obligation from every other."""

    book: str
    commitment: str
    opened_by: str
    thread: str | None
    subject: str | None


class Obligation(NamedTuple):
    """An obligation and its state at the instant it was judged. Instants are in UTC, dates are London's.

    `opened` is the entry that opened it; for a calendar period there is none and `opened_by` is the period's
    name. `excuse` is the entry that excused it. `agreement` is what replaced the policy's interval.
    """

    book: str
    rule: Commitment
    state: State
    opened_by: str
    opened_at: datetime
    opened: Entry | None = None
    subject: str | None = None
    thread: str | None = None
    due: Due | None = None
    done: Entry | None = None
    excuse: Entry | None = None
    agreement: Entry | None = None

    @property
    def key(self) -> Key:
        return Key(self.book, self.rule.id, self.opened_by, self.thread, self.subject)

    @property
    def opened_on(self) -> date:
        """The local date on which its clock started."""
        if self.opened is not None and self.opened.at == self.opened_at:
            return self.opened.day
        return local_day(self.opened_at)

    @property
    def due_on(self) -> date | None:
        return self.due.on if self.due else None

    @property
    def due_at(self) -> datetime | None:
        return self.due.at if self.due else None
