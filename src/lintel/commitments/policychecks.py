"""What is wrong with a policy whose tables have the right shape: what it names and there is not, and what cannot be."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from lintel.commitments.patternchecks import (
    Say,
    check_event,
    check_pattern,
    check_where,
    did_you_mean,
    events_of,
    readable_facts,
    shared_facts,
    shown,
    takes_in,
)
from lintel.commitments.policyfile import (
    CommitmentTable,
    Covered,
    Deadline,
    GuardTable,
    Head,
    MeasureTable,
    Rhythm,
    Rule,
    ShareOf,
)
from lintel.events.declaration import ANY_THREAD
from lintel.events.facts import FactType
from lintel.events.registry import KINDS

_PATTERN_KEYS = ("do", "after", "unless", "applies_when", "before", "from_", "changed_by")


def check_commitment(key: str, rule: Rule, say: Say) -> None:
    """Say what is wrong with one commitment, apart from the clauses that it names."""
    for name in _PATTERN_KEYS:
        source = getattr(rule, name, None)
        if source is not None:
            check_pattern(f"{key}.{name.rstrip('_')}", source, say)
    if isinstance(rule, Deadline):
        _check_deadline(key, rule, say)
    if isinstance(rule, Rhythm):
        _check_rhythm(key, rule, say)
    if isinstance(rule, CommitmentTable):
        _check_same(key, rule, say)
        _check_per(key, rule, say)
    if isinstance(rule, Covered):
        _check_person(key, rule.do, say)
    if isinstance(rule, ShareOf):
        _check_share(key, rule, say)


def _check_deadline(key: str, rule: Deadline, say: Say) -> None:
    if rule.by is None:
        return
    for event in events_of(rule.after):
        fact = readable_facts(event).get(rule.by)
        if fact is None or fact.kind != "date":
            say(
                f"{key}.by",
                f"names {shown(rule.by)}, which is no date fact of {event}",
                _dates_of(readable_facts(event)),
            )


def _dates_of(facts: Mapping[str, FactType]) -> str:
    dates = [name for name, fact in facts.items() if fact.kind == "date"]
    return f"write one of: {', '.join(dates)}" if dates else "leave `by` out: this event has no date"


def _check_rhythm(key: str, rule: Rhythm, say: Say) -> None:
    if rule.every and rule.each:
        say(
            f"{key}.each",
            "stands beside `every`",
            "write one of the two: every interval, or each calendar period",
        )
    if rule.every and rule.every.unit == "hour":
        say(f"{key}.every", "counts hours", "write days, weeks, months, quarters, years or working days")
    if rule.each and rule.changed_by is not None:
        say(f"{key}.changed_by", "cannot change a calendar period", "leave it out, or write `every`")
    for event in events_of(rule.changed_by):
        if "days" not in KINDS[event].facts:
            say(f"{key}.changed_by", f"names {event}, which has no `days`", 'write "contact.frequency_agreed"')


def _check_same(key: str, rule: CommitmentTable, say: Say) -> None:
    for fact in rule.same:
        for source in (getattr(rule, "after", None), rule.do):
            for event in events_of(source):
                if fact not in readable_facts(event):
                    say(
                        f"{key}.same",
                        f"names {shown(fact)}, which is no fact of {event}",
                        "name facts that trigger and doing both have",
                    )


def _check_per(key: str, rule: CommitmentTable, say: Say) -> None:
    own = is_organisations(rule)
    if rule.per == "holder" and not own:
        say(
            f"{key}.per",
            'is "holder" in a case',
            "`do` must be an event of the organisation's book; else write victim",
        )
    if rule.per in ("victim", "child") and own:
        say(f"{key}.per", f'is "{rule.per}" in the organisation\'s book', "write case or holder")
    if rule.per == "holder" and own:
        _check_person(key, rule.do, say)
    if rule.roles and rule.per != "holder":
        say(f"{key}.roles", "is given without holders", 'write per = "holder", or leave roles out')
    if rule.per == "thread":
        _check_per_thread(key, rule, say)


def _check_per_thread(key: str, rule: CommitmentTable, say: Say) -> None:
    if not isinstance(rule, Deadline):
        say(f"{key}.per", 'is "thread"', "only a deadline is measured within a thread; write case or victim")
        return
    threads = {KINDS[event].thread for event in events_of(rule.after)}
    if None in threads:
        say(f"{key}.per", 'is "thread"', "`after` must open or continue a thread; else write case or victim")
        return
    for event in events_of(rule.do):
        if threads and not _continues(event, threads):
            wrong = f"names {event}, which continues no such thread"
            say(f"{key}.do", wrong, "name what continues the thread of `after`")


def _continues(event: str, threads: Collection[str | None]) -> bool:
    said = KINDS[event].declaration
    return said.may_continue or said.continues in threads or ANY_THREAD in (said.continues, *threads)


def _check_person(key: str, do: object, say: Say) -> None:
    for event in events_of(do):
        if "person" not in KINDS[event].facts:
            say(
                f"{key}.do",
                f"names {event}, which names no person",
                'name an event with a `person`, as "training.completed"',
            )


def _check_share(key: str, rule: ShareOf, say: Say) -> None:
    for event in events_of(rule.do):
        if "case" not in KINDS[event].declaration.books:
            say(
                f"{key}.do",
                f"names {event}, which is no event of a case",
                'name what a case has, as "case.audited"',
            )


def is_organisations(rule: Rule) -> bool:
    """Whether a commitment is the organisation's own: by its kind, or because `do` is an event of its book."""
    if not isinstance(rule, CommitmentTable):
        return True
    events = list(events_of(rule.do))
    return bool(events) and any(KINDS[event].declaration.books == ("organisation",) for event in events)


def thread_of(*sources: object) -> str | None:
    """The one kind of thread that all these patterns' events open or continue; None where there is none."""
    kinds = {KINDS[event].thread for source in sources for event in events_of(source)}
    return next(iter(kinds)) if len(kinds) == 1 else None


def check_guard(key: str, guard: GuardTable, needs: Sequence[Any], say: Say) -> None:
    """Say what is wrong with one guard, apart from the clauses that it names and the shape of its needs."""
    check_pattern(f"{key}.on", guard.on, say)
    facts = shared_facts(events_of(guard.on))
    if guard.never:
        check_where(f"{key}.never", guard.never, facts, say)
    if not guard.needs and not guard.never and guard.at_most is None:
        say(key, "refuses nothing", "write needs, never or at_most")
    if guard.at_most is not None and guard.in_ is None:
        say(f"{key}.in", "is missing beside at_most", 'write in = "thread" or in = "case"')
    if guard.in_ is not None and guard.at_most is None:
        say(f"{key}.at_most", "is missing beside in", "write how many there may be, as at_most = 1")
    if guard.protects and guard.strength != "bar":
        say(
            f"{key}.strength",
            f'is "{guard.strength}" though it protects the victim',
            'write strength = "bar"',
        )
    for where, need in needs:
        _check_need(where, need, facts, say)
    _never_block_a_child(key, guard, needs, say)


def _check_need(key: str, need: Any, facts: Mapping[str, FactType], say: Say) -> None:
    if need.safe_channel:
        for name in sorted(need.model_fields_set - {"safe_channel"}):
            say(f"{key}.{name}", "stands beside safe_channel", "write safe_channel = true alone")
        return
    if need.event is None:
        say(f"{key}.event", "is missing", "write the event that must be there, or safe_channel = true")
        return
    if not check_event(f"{key}.event", need.event, say):
        return
    theirs = readable_facts(need.event)
    check_where(f"{key}.where", need.where, theirs, say)
    check_where(f"{key}.among", need.among, theirs, say)
    for fact in need.same:
        if fact not in theirs or fact not in facts:
            say(
                f"{key}.same",
                f"names {shown(fact)}",
                f"name a fact that both {need.event} and the guarded event have",
            )
    for name in ("ended_by", "since", "by_other_than"):
        if getattr(need, name) is not None:
            check_pattern(f"{key}.{name}", getattr(need, name), say)
    if need.fresh and need.fresh.unit in ("hour", "working day"):
        say(f"{key}.fresh", f"counts {need.fresh.unit}s", 'freshness goes by dates; write it as "28 days"')


def _never_block_a_child(key: str, guard: GuardTable, needs: Sequence[Any], say: Say) -> None:
    """Nothing may make a child's safeguarding wait for somebody's consent (Children Act 2004, s. 11 duties)."""
    asks = any(need.event == "consent.asked" for _, need in needs)
    child = takes_in(guard.on, "safeguarding.referred", "who", "child")
    if asks and (child or takes_in(guard.on, "information.shared", "basis", "child_at_risk")):
        say(f"{key}.needs", "makes a child's safeguarding wait for consent", _CHILD_REMEDY)


_CHILD_REMEDY = 'leave safeguarding.referred out of `on`; for information.shared write where = {basis = "consent"}'


_KEYS = {"rate": {"of", "per", "by"}, "count": {"event", "where", "distinct"}}
_KEYS["mean"] = _KEYS["count"] | {"fact"}
"""The keys that only some kinds of measure have."""


def check_measure(key: str, measure: MeasureTable, commitments: Collection[str], say: Say) -> None:
    """Say what is wrong with one measure, apart from the clauses that it names."""
    for name in sorted(measure.model_fields_set & _KEYS["rate"].union(_KEYS["mean"]) - _KEYS[measure.kind]):
        say(f"{key}.{name}", f"means nothing for a {measure.kind}", "leave it out, or write another kind")
    if measure.kind == "rate":
        _check_rate(key, measure, commitments, say)
        return
    if measure.event is None:
        verb = "counted" if measure.kind == "count" else "averaged"
        say(f"{key}.event", "is missing", f"write the event that is {verb}")
        return
    check_pattern(f"{key}.event", measure.event, say)
    facts = shared_facts(events_of(measure.event))
    check_where(f"{key}.where", measure.where, facts, say)
    if measure.kind == "mean":
        _check_mean(key, measure.fact, facts, say)
    if measure.distinct not in (None, "case", *facts):
        say(f"{key}.distinct", f"names {shown(measure.distinct)}", 'write "case" or a fact of the event')


def _check_rate(key: str, measure: MeasureTable, commitments: Collection[str], say: Say) -> None:
    if measure.of is None:
        say(f"{key}.of", "is missing", "write the commitment whose keeping is measured")
    elif measure.of not in commitments:
        remedy = did_you_mean(measure.of, commitments) if commitments else "add the [[commitment]]"
        say(f"{key}.of", f"names {shown(measure.of)}, which is no commitment here", remedy)
    if measure.target is not None and not 0 <= measure.target <= 1:
        say(f"{key}.target", f"is {measure.target:g}", "a rate is a part of one: write a number from 0 to 1, as 0.95")


def _check_mean(key: str, fact: str | None, facts: Mapping[str, FactType], say: Say) -> None:
    numbers = [name for name, its_type in facts.items() if its_type.kind == "number"]
    if fact not in numbers:
        wrong = "is missing" if fact is None else f"names {shown(fact)}, which is no number of this event"
        say(f"{key}.fact", wrong, f"write one of: {', '.join(numbers)}" if numbers else "name another event")


_MOST_CLOSED = 200


def check_calendar(head: Head, say: Say) -> None:
    """A calendar that is nearly always closed is a mistake: no working day would ever come."""
    days = Counter(day.year for day in {*head.closures, *head.holidays_add})
    for year, closed in sorted(days.items()):
        if closed > _MOST_CLOSED:
            wrong = f"closes the offices on {closed} days of {year}"
            say("policy.closures", wrong, f"name at most {_MOST_CLOSED} closures and added holidays a year")
