"""What an entry changed when it was saved: in what is owed, and by which rules. Worked out anew, and stored nowhere."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from lintel.casework import policy
from lintel.casework.look import Case
from lintel.commitments.guards import allowed
from lintel.commitments.obligations import Key, Obligation
from lintel.commitments.reasons import promise
from lintel.desk.casewords import Naming
from lintel.desk.forms.barring import Bar, bars
from lintel.events.entry import Book, Entry

What = Literal["done", "new", "moved", "gone"]
_OPEN = ("due", "overdue")


@dataclass(frozen=True, slots=True)
class Change:
    """Something that is owed otherwise than before: what, to whom, and by when; a day, or an instant in UTC."""

    what: What
    promise: str
    whom: str
    due: date | datetime | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an entry: what is owed otherwise now, what it is reminded of, and what it broke."""

    changes: tuple[Change, ...]
    reminders: tuple[Bar, ...]
    breaches: tuple[Bar, ...]


def outcome(seen: Case, entry: Entry, naming: Naming) -> Outcome:
    """What came of an entry of a case when it was written."""
    court = policy.court(entry.recorded_at)
    before = Book(seen.name, tuple(each for each in seen.entries if each.seq < entry.seq))
    after = Book(seen.name, (*before.entries, entry))
    was, now = ({each.key: each for each in court.case(court.chronology(book))} for book in (before, after))
    broken = allowed(entry, before, court.policy, court.own)
    version = court.policy.at(entry.at)
    reminders = [each for each in broken if each[0].strength == "remind"]
    rest = [each for each in broken if each[0].strength != "remind"]
    return Outcome(tuple(changes(was, now, naming)), bars(reminders, version, naming), bars(rest, version, naming))


def changes(before: Mapping[Key, Obligation], after: Mapping[Key, Obligation], naming: Naming) -> Iterator[Change]:
    """What is owed otherwise: done first, then what is new, what has another time, and what is owed no more."""
    order = ("done", "new", "moved", "gone")
    found = list(_compared(before, after))
    for what, each in sorted(found, key=lambda one: (order.index(one[0]), one[1].due_at is None, one[1].opened_at)):
        whom = naming.person(each.subject) if each.subject else ""
        due = each.due
        yield Change(what, promise(each.rule), whom, (due.at if due.exact else due.on) if due else None)


def _compared(before: Mapping[Key, Obligation], after: Mapping[Key, Obligation]) -> Iterator[tuple[What, Obligation]]:
    for key in {**before, **after}:
        was, now = before.get(key), after.get(key)
        what, either = _what(was, now), now or was
        if what and either:
            yield what, either


def _what(was: Obligation | None, now: Obligation | None) -> What | None:
    if was is None or was.state not in _OPEN:
        return "new" if now is not None and now.state in _OPEN else None
    if now is None:
        return "gone"
    if now.state not in _OPEN:
        return "gone" if now.state == "excused" else "done"
    return "moved" if now.due_at != was.due_at else None
