"""From the tables of a policy file to rules that can be applied. Everything in them has been checked."""

from collections.abc import Mapping
from typing import Any

from lintel.commitments.patternchecks import events_of
from lintel.commitments.patterns import Pattern, compile_pattern, compile_where
from lintel.commitments.policy import Clause, Guidance, Policy
from lintel.commitments.policychecks import is_organisations, thread_of
from lintel.commitments.policyfile import Deadline, GuardTable, Head, InPost, MeasureTable, NeedTable, Rhythm, Rule
from lintel.commitments.policyshape import Shaped, needs_of
from lintel.commitments.rules import Commitment, Guard, Measure, Need, Per, Requirement
from lintel.commitments.workingdays import WorkingDays
from lintel.events.declaration import ANY_THREAD
from lintel.events.registry import KINDS

_BEGINNINGS = ["report.received", "case.reopened"]
_SAME_NAME = ("within", "by", "counts", "every", "each", "aim")
_PATTERNS = ("do", "after", "before", "changed_by", "unless", "applies_when")


def compile_policy(head: Head, found: Shaped, safe_defaults: tuple[Guard, ...]) -> Policy:
    """The policy that the tables state, with the guards that hold under every policy."""
    working = WorkingDays(head.nation, add=head.holidays_add, remove=head.holidays_remove, closures=head.closures)
    return Policy(
        id=head.id,
        provider=head.provider,
        title=head.title,
        in_force=head.in_force,
        review_due=head.review_due,
        working=working,
        words={key: value for key, value in found.words.model_dump().items() if value},
        definition=found.definition.model_dump(),
        settings=found.settings,
        clauses=tuple(
            Clause(each.id, each.strength, each.says, tuple(each.honoured_by), tuple(each.planned), each.because)
            for _, each in found.clauses
        ),
        commitments=tuple(compile_commitment(head.id, rule, working) for _, rule in found.commitments),
        guards=tuple(compile_guard(head.id, guard) for _, guard in found.guards) + safe_defaults,
        measures=tuple(compile_measure(measure) for _, measure in found.measures),
        guidance=tuple(Guidance(each.id, tuple(each.clause), each.says, tuple(each.at)) for _, each in found.guidance),
    )


def compile_commitment(policy: str, rule: Rule, working: WorkingDays) -> Commitment:
    """A commitment from its table, of whichever kind."""
    given: dict[str, Any] = {name: getattr(rule, name) for name in _SAME_NAME if hasattr(rule, name)}
    for name in _PATTERNS:
        given[name] = _pattern(getattr(rule, name, None))
    own = is_organisations(rule)
    per: Per = getattr(rule, "per", "case")
    return Commitment(
        policy=policy,
        id=rule.id,
        kind=getattr(rule, "kind"),  # noqa: B009 - each shape has its own `kind`, the base has none
        per=per,
        working=working,
        clause=tuple(rule.clause),
        says=rule.says,
        begins=_beginnings(rule, own=own),
        roles=(rule.role,) if isinstance(rule, InPost) else tuple(getattr(rule, "roles", ())),
        part=getattr(rule, "part", 0.0),
        same=tuple(getattr(rule, "same", ())),
        threaded=per == "thread" or _within_a_thread(rule),
        organisation=own,
        **given,
    )


def _within_a_thread(rule: Rule) -> bool:
    """Whether trigger and doing belong to one kind of thread.

    Not where every doing opens a thread of its own (an audit after an audit): it could never be in the trigger's.
    """
    if not isinstance(rule, Deadline):
        return False
    continues = any(not KINDS[event].declaration.opens for event in events_of(rule.do))
    return continues and thread_of(rule.after, rule.do) not in (None, ANY_THREAD)


def _beginnings(rule: Rule, *, own: bool) -> Pattern | None:
    """From what a rhythm counts. The organisation's own, where it names nothing, counts from its first entry."""
    if not isinstance(rule, Rhythm):
        return None
    if rule.from_ is None and own:
        return None
    return compile_pattern(rule.from_ if rule.from_ is not None else _BEGINNINGS)


def _pattern(source: object) -> Pattern | None:
    return None if source is None else compile_pattern(source)


def compile_guard(policy: str, guard: GuardTable) -> Guard:
    """A guard from its table."""
    needs = needs_of("", guard, _say_nothing)
    return Guard(
        policy=policy,
        id=guard.id,
        on=compile_pattern(guard.on),
        strength=guard.strength,
        clause=tuple(guard.clause),
        says=guard.says,
        needs=tuple(Need(tuple(_requirement(each) for _, each in either)) for either in needs),
        never=compile_where(guard.never),
        at_most=guard.at_most,
        within=guard.in_ or "case",
        protects=guard.protects,
    )


def _say_nothing(key: str, wrong: str, write: str) -> None:
    """The shape of a guard's needs has been checked before it is compiled."""


def _requirement(need: NeedTable) -> Requirement:
    return Requirement(
        event=need.event,
        where=compile_where(need.where),
        among=compile_where(need.among),
        latest=need.latest,
        same=tuple(need.same),
        same_thread=need.same_thread,
        each_about=need.each_about,
        ended_by=_pattern(need.ended_by),
        since=_pattern(need.since),
        fresh=need.fresh,
        by_other_than=_pattern(need.by_other_than),
        wanted=need.where,
    )


def compile_measure(measure: MeasureTable) -> Measure:
    """A measure from its table."""
    return Measure(
        id=measure.id,
        kind=measure.kind,
        clause=tuple(measure.clause),
        says=measure.says,
        of=measure.of,
        per=measure.per,
        by=measure.by,
        pattern=_narrowed(measure.event, measure.where),
        fact=measure.fact,
        distinct=measure.distinct,
        target=measure.target,
        better=measure.better,
    )


def _narrowed(event: object, where: Mapping[str, object]) -> Pattern | None:
    """A measure's `event` with its `where` laid over whatever the pattern itself asks."""
    if event is None:
        return None
    if not where:
        return compile_pattern(event)
    each = event if isinstance(event, list) else [event]
    return compile_pattern([_with(one, where) for one in each])


def _with(one: object, where: Mapping[str, object]) -> dict[str, object]:
    if isinstance(one, Mapping):
        return {"event": one["event"], "where": {**(one.get("where") or {}), **where}}
    return {"event": one, "where": where}
