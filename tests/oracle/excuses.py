"""What excuses: an answer that stands, contact held off, a role that was left, a thread that was ended."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from lintel.events.registry import KINDS
from tests.oracle.days import Due, first_instant
from tests.oracle.openings import Opening, in_threads, standing_of, thread_kind
from tests.oracle.patterns import agrees, alternatives, fits
from tests.oracle.reading import Seen
from tests.oracle.world import Spell, World, about_whom, leaving, within

ENDS_A_HOLD = ("contact.made", "contact.plan_agreed")
HELD_OFF = "contact.held_off"
NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Term:
    """One obligation's own time: from its opening to its due, within its spell if it has one."""

    world: World
    rule: dict[str, Any]
    opening: Opening
    start: datetime
    due: Due | None
    spell: Spell | None
    closing: Seen | None

    @property
    def runs_out(self) -> datetime | None:
        """At `due_at`, or at the closing if that is sooner."""
        ends = [self.due.at] if self.due else []
        ends += [self.closing.at] if self.closing else []
        return min(ends) if ends else None


def is_about(term: Term, seen: Seen) -> bool:
    """Owed to a person, `do` and `unless` must be about that person."""
    standing = standing_of(term.rule)
    return standing is None or term.opening.subject in about_whom(term.world, seen, standing)


def agreeing(term: Term, seen: Seen) -> bool:
    """Facts that must agree between the trigger and its doing."""
    trigger = term.opening.trigger.facts
    return all(trigger.get(fact) == seen.facts.get(fact) for fact in term.rule.get("same", []))


def comparable(term: Term, seen: Seen) -> bool:
    """An excuse agrees in those facts that such an event can have."""
    trigger, able = term.opening.trigger.facts, KINDS[seen.event].facts
    return all(trigger.get(fact) == seen.facts.get(fact) for fact in term.rule.get("same", []) if fact in able)


def in_thread(term: Term, seen: Seen) -> bool:
    if not in_threads(term.rule):
        return True
    return seen.thread == term.opening.thread and seen.book == term.opening.by.book


def may_excuse(term: Term, seen: Seen) -> bool:
    """Of her, in its thread (if such an entry is ever in one), agreeing; and of the spell, up to its closing."""
    mine = seen.is_(term.opening.by) or seen.is_(term.opening.trigger)
    if (mine and term.rule["kind"] != "once") or not is_about(term, seen) or not comparable(term, seen):
        return False
    if in_threads(term.rule):
        elsewhere = thread_kind(seen.event) not in (thread_kind(term.opening.trigger.event), None)
        return seen.thread is None or in_thread(term, seen) or elsewhere
    if term.closing is not None and seen.place > term.closing.place:
        return False
    return within(term.world, term.spell, seen)


def of_its_kind(term: Term, way: dict[str, Any], seen: Seen) -> bool:
    """The same event, agreeing with the pattern on every fact but the one that is its answer."""
    answer = KINDS[way["event"]].declaration.answer
    rest = {fact: wanted for fact, wanted in way["where"].items() if fact != answer}
    return seen.event == way["event"] and fits(rest, seen.facts) and may_excuse(term, seen)


def standing_run(term: Term, way: dict[str, Any]) -> list[Seen]:
    """The unbroken run of excusing entries that ends with the latest such entry: refused, then given, revives."""
    run: list[Seen] = []
    for each in term.world.entries:
        if of_its_kind(term, way, each):
            run = [*run, each] if fits(way["where"], each.facts) else []
    return run


def hold_end(term: Term, hold: Seen) -> tuple[datetime, Seen | None]:
    """A hold lasts until contact, a new plan, or the end of its `review_on`; with the entry that ended it, if any."""
    review = hold.facts.get("review_on")
    end = first_instant(review + timedelta(days=1)) if isinstance(review, date) else None
    for each in term.world.entries:
        later = each.place > hold.place and each.event in ENDS_A_HOLD
        if later and _reaches(term, each) and (end is None or each.at < end):
            return each.at, each
    return (end, None) if end is not None else (NEVER, None)


def _reaches(term: Term, each: Seen) -> bool:
    """Whether contact or a plan is about the person whom it is owed to; owed to the case, with anybody in it."""
    if standing_of(term.rule) is not None:
        return is_about(term, each)
    return True


def holds(term: Term) -> list[Seen]:
    """The holds in which the obligation runs out, ends included."""
    gone = term.runs_out
    if gone is None:
        return []
    return [
        each
        for way in alternatives(term.rule.get("unless"))
        if way["event"] == HELD_OFF
        for each in standing_run(term, way)
        if each.at <= gone <= hold_end(term, each)[0]
    ]


def excuse(term: Term) -> Seen | None:
    """Something that excuses the obligation."""
    held = holds(term)
    if held:
        return held[0]
    once = term.rule["kind"] == "once"
    for way in alternatives(term.rule.get("unless")):
        if way["event"] == HELD_OFF:
            continue
        for each in standing_run(term, way):
            after_start = once or each.at >= term.start
            before_due = once or term.due is None or term.due.in_time(each.at)
            if after_start and before_due:
                return each
    return left_role(term) or ended_thread(term)


def left_role(term: Term) -> Seen | None:
    """Leaving the role excuses what had not run out."""
    standing = standing_of(term.rule)
    if standing is None or term.opening.subject is None:
        return None
    left = leaving(term.world, standing, term.opening.subject, term.opening.by.place)
    if left is None or (term.due and not term.due.in_time(left.at)):
        return None
    return None if term.closing and left.place > term.closing.place else left


def endings(world: World, opening: Opening) -> list[Seen]:
    return [
        each
        for each in world.entries
        if each.event == "thread.ended" and each.thread == opening.thread and each.book == opening.by.book
    ]


def ended_thread(term: Term) -> Seen | None:
    """`thread.ended` excuses what had not run out in its thread."""
    if not in_threads(term.rule):
        return None
    for each in endings(term.world, term.opening):
        if each.place > term.opening.by.place and (term.due is None or term.due.in_time(each.at)):
            return each
    return None


def void(world: World, rule: dict[str, Any], opening: Opening) -> bool:
    """A thread raised in error voids what was owed in it."""
    ends = endings(world, opening) if in_threads(rule) else []
    return any(agrees("raised_in_error", each.facts.get("why")) for each in ends)
