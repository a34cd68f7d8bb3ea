"""What the organisation owes at all times: a role held, people trained, a part of its cases looked at."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil

from lintel.commitments.chronology import Chronology, Spell
from lintel.commitments.obligations import Obligation, State
from lintel.commitments.patterns import Pattern
from lintel.commitments.people import Stay
from lintel.commitments.periods import Due, end_of, start_of
from lintel.commitments.posts import holders
from lintel.commitments.rhythms import CalendarPeriod, calendar_periods
from lintel.commitments.rules import Commitment
from lintel.commitments.settling import in_time
from lintel.events.entry import Entry, local_day


def in_post(rule: Commitment, organisation: Chronology) -> Iterator[Obligation]:
    """One obligation for each vacancy of the role, overdue from its first instant, late once it is filled."""
    stays = holders(organisation, rule.roles)
    for empty in _emptied(organisation, stays):
        filled = next((stay.since for stay in stays if stay.since.order > empty.order), None)
        if filled is None or filled.at > empty.at:
            yield _vacancy(rule, organisation, empty, filled)


def _emptied(organisation: Chronology, stays: Sequence[Stay]) -> Iterator[Entry]:
    """The entries from which on nobody held the role: the book's first, and each that ended the last stay."""
    moments = [*organisation.entries[:1], *(stay.until for stay in stays if stay.until)]
    for entry in sorted(moments, key=lambda each: each.order):
        if not any(stay.covers(entry) for stay in stays):
            yield entry


def _vacancy(rule: Commitment, organisation: Chronology, opened: Entry, filled: Entry | None) -> Obligation:
    return Obligation(
        book=organisation.name,
        rule=rule,
        state="late" if filled else "overdue",
        opened_by=opened.id,
        opened_at=opened.at,
        opened=opened,
        due=Due(opened.day, opened.at, exact=True),
        done=filled,
    )


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A time in which somebody needed training: from the entry that began it to the one that answered it."""

    opened: Entry
    start: datetime
    due: Due | None
    cover: Entry | None


def covered(rule: Commitment, organisation: Chronology, *, do: Pattern) -> Iterator[Obligation]:
    """For each holder of the roles: trained when appointed, and again each time that the training expires."""
    doings = [entry for entry in organisation.all(do) if _expiry(entry) > entry.at]
    for stay in holders(organisation, rule.roles):
        theirs = [entry for entry in doings if entry.facts.get("person") == stay.person]
        for stretch in _stretches(rule, organisation, stay, theirs):
            yield _trained(rule, organisation, stay, stretch)


def _stretches(rule: Commitment, organisation: Chronology, stay: Stay, doings: Sequence[Entry]) -> Iterator[_Stretch]:
    """A chain: the appointment, then the expiry of each training that was relied on, while the role is held.

    A new holder has the time that the rule gives, or no date at all; an expiry gives none.
    """
    opened, start = stay.since, stay.since.at
    due = rule.within.after(start, rule.working) if rule.within else None
    while True:
        cover = _longest(entry for entry in doings if entry.at <= start < _expiry(entry))
        cover = cover or next((entry for entry in doings if entry.at > start), None)
        yield _Stretch(opened, start, due, cover)
        if cover is None or _expiry(cover) > organisation.as_of:
            return
        opened, start = cover, _expiry(cover)
        due = Due(local_day(start - timedelta(seconds=1)), start)
        if stay.until and start >= stay.until.at:
            return


def _trained(rule: Commitment, organisation: Chronology, stay: Stay, stretch: _Stretch) -> Obligation:
    left = _left_in_time(stay, stretch)
    cover = None if left else stretch.cover
    return Obligation(
        book=organisation.name,
        rule=rule,
        state="excused" if left else _standing(stretch.due, cover, organisation.as_of),
        opened_by=stretch.opened.id,
        opened_at=stretch.start,
        opened=stretch.opened,
        subject=stay.person,
        due=stretch.due,
        done=cover,
        excuse=left,
    )


def _left_in_time(stay: Stay, stretch: _Stretch) -> Entry | None:
    """The end of the role, where it came before the training and before the time for it ran out."""
    left, cover = stay.until, stretch.cover
    if left is None or (cover is not None and cover.order < left.order):
        return None
    return None if stretch.due and stretch.due.ran_out(left.at) else left


def _standing(due: Due | None, done: Entry | None, as_of: datetime) -> State:
    if done:
        return "kept" if in_time(due, done) else "late"
    return "overdue" if due and due.ran_out(as_of) else "due"


def _expiry(entry: Entry) -> datetime:
    """When a training runs out: the midnight that ends its `expires_on`; never, where it names none."""
    expires_on = entry.facts.get("expires_on")
    return end_of(expires_on).at if isinstance(expires_on, date) else _NEVER


_NEVER = end_of(date(9000, 1, 1)).at


def _longest(entries: Iterable[Entry]) -> Entry | None:
    return max(entries, key=_expiry, default=None)


def share(
    rule: Commitment, organisation: Chronology, cases: Sequence[tuple[str, Spell]], *, do: Pattern
) -> Iterator[Obligation]:
    """For each full period: that at least a part of the cases open in it have a `do` since it began."""
    starts = [spell.first for _, spell in cases] + list(organisation.entries[:1])
    if not starts or rule.each is None:
        return
    doings = organisation.all(do)
    first = min(starts, key=lambda entry: entry.order).day
    for period in calendar_periods(rule.each, first, local_day(organisation.as_of)):
        found = _share_of(rule, organisation, cases, doings, period)
        if found:
            yield found


def _share_of(
    rule: Commitment,
    organisation: Chronology,
    cases: Sequence[tuple[str, Spell]],
    doings: Sequence[Entry],
    period: CalendarPeriod,
) -> Obligation | None:
    """The obligation of one period; None where no case was open in it."""
    begin, due = start_of(period.first), end_of(period.last)
    opened = {name for name, spell in cases if spell.first.at < due.at and not _closed_before(spell, begin)}
    if not opened:
        return None
    enough = ceil(round(rule.part * len(opened), 9))  # 0.55 of 20 is 11, whatever binary fractions say
    reached = _reaching(enough, opened, [entry for entry in doings if entry.at >= begin])
    return Obligation(
        book=organisation.name,
        rule=rule,
        state=_standing(due, reached, organisation.as_of),
        opened_by=period.name,
        opened_at=begin,
        due=due,
        done=reached,
    )


def _closed_before(spell: Spell, begin: datetime) -> bool:
    return spell.closed is not None and spell.closed.at < begin


def _reaching(wanted: int, opened: set[str], doings: Iterable[Entry]) -> Entry | None:
    """The entry with which enough different cases had one."""
    done: set[str] = set()
    for entry in doings:
        if entry.book in opened:
            done.add(entry.book)
            if len(done) >= wanted:
                return entry
    return None
