"""What excuses an obligation: a refusal, a reasoned decision not to make contact, a leaving, an ended thread."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import takewhile

from lintel.commitments.claims import Claim
from lintel.commitments.patterns import Alternative, holds
from lintel.commitments.periods import Due, end_of
from lintel.events.entry import Entry
from lintel.events.registry import KINDS

HELD_OFF = "contact.held_off"
_ENDS_A_HOLD = ("contact.made", "contact.plan_agreed")


@dataclass(frozen=True, slots=True)
class Hold:
    """A time in which contact is held off: until contact, a new plan, or the end of its review date."""

    entry: Entry
    end: datetime | None

    def covers(self, at: datetime) -> bool:
        """Whether what runs out at an instant runs out while contact is held off."""
        return self.entry.at <= at and (self.end is None or at <= self.end)


def excuse_of(claim: Claim, due: Due | None) -> Entry | None:
    """The entry that excuses a claim, if one does before it runs out."""
    for excuse in _happenings(claim):
        too_late = due is not None and due.ran_out(excuse.at)
        if not too_late and (claim.closed is None or excuse.order <= claim.closed.order):
            return excuse
    hold = hold_over(claim, due)
    return hold.entry if hold else None


def hold_over(claim: Claim, due: Due | None) -> Hold | None:
    """The hold on contact under which a claim runs out: at its due date, or at the closing if that is sooner."""
    ends = [at for at in (due.at if due else None, claim.closed.at if claim.closed else None) if at]
    if not ends:
        return None
    return next((hold for hold in _holds(claim) if hold.covers(min(ends))), None)


def _happenings(claim: Claim) -> Iterator[Entry]:
    """Every entry that excuses the claim, if it comes in time."""
    if claim.leaving:
        yield claim.leaving
    if claim.thread is not None:
        ends = claim.chronology.of("thread.ended")
        yield from (end for end in ends if end.thread == claim.thread and end.order > claim.trigger.order)
    if claim.rule.unless is not None:
        for alternative in claim.rule.unless.alternatives:
            if alternative.event != HELD_OFF:
                yield from _standing_answers(claim, alternative)


def _standing_answers(claim: Claim, alternative: Alternative) -> Iterator[Entry]:
    """The unbroken run of excusing entries that ends with the latest of its kind.

    Of its kind are entries of the event that agree in everything the pattern asks but the answer: once she
    has said yes to what she had refused, the refusal excuses nothing.
    """
    fact = KINDS[alternative.event].declaration.answer
    question = tuple(test for test in alternative.tests if test[0] != fact)
    asked = [
        entry
        for entry in claim.chronology.of(alternative.event)
        if holds(question, entry.facts) and claim.excused_by(entry)
    ]
    run = [*takewhile(alternative.matches, reversed(asked))]
    anywhere = claim.rule.kind == "once"
    yield from (entry for entry in reversed(run) if anywhere or entry.at >= claim.start)


def _holds(claim: Claim) -> Iterator[Hold]:
    if claim.rule.unless is None:
        return
    for alternative in claim.rule.unless.alternatives:
        if alternative.event == HELD_OFF:
            for entry in claim.chronology.of(HELD_OFF):
                if alternative.matches(entry) and claim.excused_by(entry):
                    yield Hold(entry, _end_of_hold(claim, entry))


def _end_of_hold(claim: Claim, held: Entry) -> datetime | None:
    ends: list[datetime] = []
    review_on = held.facts.get("review_on")
    if isinstance(review_on, date):
        ends.append(end_of(review_on).at)
    for event in _ENDS_A_HOLD:
        ends += _first_after(held, (entry for entry in claim.chronology.of(event) if claim.concerns(entry)))
    return min(ends, default=None)


def _first_after(held: Entry, entries: Iterable[Entry]) -> list[datetime]:
    found = next((entry.at for entry in entries if entry.order > held.order), None)
    return [] if found is None else [found]
