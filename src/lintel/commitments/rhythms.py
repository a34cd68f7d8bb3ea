"""Promises that come round again: every fortnight, every quarter, every two years."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lintel.commitments.chronology import Chronology
from lintel.commitments.claims import Claim, answer, applies, claims, firsts
from lintel.commitments.excuses import hold_over
from lintel.commitments.obligations import Obligation
from lintel.commitments.patterns import Pattern
from lintel.commitments.periods import Due, add_months, end_of, start_of
from lintel.commitments.rules import Commitment, Each
from lintel.commitments.settling import in_time, settled
from lintel.events.entry import Entry, local_day

_MONTHS: dict[Each, int] = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True, slots=True)
class CalendarPeriod:
    """A month, quarter or year by the calendar, from its first date to its last, with its name."""

    name: str
    first: date
    last: date


def rhythms(rule: Commitment, chronology: Chronology, *, do: Pattern) -> Iterator[Obligation]:
    """One obligation for each interval, or for each full calendar period, of each spell and person."""
    doings = chronology.all(do)
    agreements = _agreements(rule, chronology)
    beginnings = chronology.all(rule.begins) if rule.begins else chronology.entries[:1]
    for claim in firsts(claim for claim in claims(rule, chronology, beginnings) if applies(claim)):
        if rule.each:
            yield from _by_calendar(claim, rule.each, doings)
        else:
            yield from _intervals(claim, doings, [entry for entry in agreements if claim.takes(entry)])


def _intervals(claim: Claim | None, doings: Sequence[Entry], agreements: Sequence[Entry]) -> Iterator[Obligation]:
    """From each doing to the next; where contact was held off, from the end of the hold.

    An interval without a number (no `every`, nothing agreed) is owed once, at the beginning. The last one,
    cut short by a closing before it ran out, is no obligation.
    """
    first = True
    while claim is not None:
        done = answer(claim, doings, strictly_later=True)
        due, agreement = _due(claim, done, agreements)
        if not _cut_short(claim, due, done) and (first or due):
            yield settled(claim, due, done, agreement=agreement)
        claim = _next(claim, due, done)
        first = False


def _cut_short(claim: Claim, due: Due | None, done: Entry | None) -> bool:
    """Whether the interval ended with the spell, or with the person's leaving in an earlier interval, too soon."""
    if done:
        return False
    return due is not None and claim.closed is not None and not due.ran_out(claim.closed.at)


def _next(claim: Claim, due: Due | None, done: Entry | None) -> Claim | None:
    """The interval after this one, if there is one yet: none starts once the person has left."""
    hold = None if in_time(due, done) else hold_over(claim, due)
    following = claim.again(done, done.at) if done else None
    if hold and hold.end and not (done and done.at <= hold.end):
        following = claim.again(hold.entry, hold.end) if _goes_on(claim, hold.end) else None
    if following and claim.leaving and claim.leaving.at <= following.start:
        return None
    return following


def _goes_on(claim: Claim, start: datetime) -> bool:
    """Whether an interval that starts then has begun, and begun before the closing."""
    return start <= claim.chronology.as_of and (claim.closed is None or start < claim.closed.at)


def _due(claim: Claim, done: Entry | None, agreements: Sequence[Entry]) -> tuple[Due | None, Entry | None]:
    """When the interval runs out, and the agreement that says so, if it is not the policy.

    An agreement in force when the interval starts sets it. One made while it runs sets it anew, counted from
    the interval's own start but never before the agreement's own date; what had run out stays run out.
    """
    due = _by_policy(claim)
    used: Entry | None = None
    for agreement in agreements:
        if done and agreement.at >= done.at:
            break
        if agreement.at <= claim.start:
            used = agreement if _still_agreed(agreement, claim) else None
            due = _agreed(agreement, claim) if used else _by_policy(claim)
        elif due is None or not due.ran_out(agreement.at):
            used = agreement
            due = max(_agreed(agreement, claim), end_of(agreement.day), key=lambda each: each.at)
    return due, used


def _agreements(rule: Commitment, chronology: Chronology) -> list[Entry]:
    """The entries that change the interval; one that names no number of days changes nothing."""
    found = chronology.all(rule.changed_by) if rule.changed_by else []
    return [entry for entry in found if isinstance(entry.facts.get("days"), int)]


def _by_policy(claim: Claim) -> Due | None:
    return claim.rule.every.after(claim.start, claim.rule.working) if claim.rule.every else None


def _still_agreed(agreement: Entry, claim: Claim) -> bool:
    review_on = agreement.facts.get("review_on")
    return not isinstance(review_on, date) or local_day(claim.start) <= review_on


def _agreed(agreement: Entry, claim: Claim) -> Due:
    days = agreement.facts["days"]
    return end_of(local_day(claim.start) + timedelta(days=int(str(days))))


def _by_calendar(claim: Claim, each: Each, doings: Sequence[Entry]) -> Iterator[Obligation]:
    """One obligation for each full period of the spell that has begun; due on the period's last day."""
    for period in calendar_periods(each, claim.opened.day, local_day(claim.chronology.as_of)):
        opened = claim.again(claim.opened, start_of(period.first))
        if claim.leaving and claim.leaving.at <= opened.start:
            return
        due = end_of(period.last)
        done = next((entry for entry in doings if entry.at >= opened.start and opened.takes(entry)), None)
        if not _cut_short(opened, due, done):
            yield settled(opened, due, done)._replace(opened_by=period.name, opened=None)


def calendar_periods(each: Each, first: date, last: date) -> Iterator[CalendarPeriod]:
    """The full months, quarters or years that begin on or after `first` and not after `last`."""
    months = _MONTHS[each]
    begin = date(first.year, (first.month - 1) // months * months + 1, 1)
    if begin < first:
        begin = add_months(begin, months)
    while begin <= last:
        following = add_months(begin, months)
        yield CalendarPeriod(_name(each, begin), begin, following - timedelta(days=1))
        begin = following


def _name(each: Each, begin: date) -> str:
    if each == "year":
        return f"{begin.year}"
    return f"{begin.year}-Q{begin.month // 3 + 1}" if each == "quarter" else f"{begin:%Y-%m}"
