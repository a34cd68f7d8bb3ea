"""Why an obligation stands as it does, in words: the promise, the entries used, and the arithmetic.

Reasons are made only when somebody asks for them; the state never depends on them.
"""

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache

from lintel.commitments.obligations import Obligation
from lintel.commitments.policy import Versions
from lintel.commitments.rules import Commitment
from lintel.events.entry import LONDON, Entry, local_day
from lintel.events.sentence import sentence


def reason(obligation: Obligation, policy: Versions | None = None) -> str:
    """One line: what opened it, how long it allowed, when it was due, and what was or was not done."""
    parts = [_opening(obligation), *_allowance(obligation), *_due(obligation), _ending(obligation)]
    said = f"{'; '.join(parts)}: {obligation.state}"
    if obligation.rule.clause:
        said += f" [{', '.join(obligation.rule.clause)}]"
    if policy and policy.before_the_first(obligation.opened_at):
        said += " (opened before the first version of the policy that there is; judged by that one)"
    return said


def instant(at: datetime) -> str:
    """An instant in London, as "Thu 28 Mar 2024 16:30"."""
    local = at.astimezone(LONDON)
    return f"{day(local.date())} {local.hour:02}:{local.minute:02}"


@lru_cache(maxsize=1 << 12)
def day(on: date) -> str:
    """A date, as "Thu 28 Mar 2024"."""
    return f"{on:%a} {on.day} {on:%b %Y}"


def described(entry: Entry) -> str:
    """What an entry says happened, and when. Nothing that is sealed."""
    return f"{sentence(entry.event, entry.facts)}, {instant(entry.at)}"


def _opening(obligation: Obligation) -> str:
    rule, opened = obligation.rule, obligation.opened
    if opened is None:
        return f"for {obligation.opened_by}, from {day(local_day(obligation.opened_at))}"
    if rule.kind == "in_post":
        return f"nobody held the role of {rule.roles[0].replace('_', ' ')} from {instant(obligation.opened_at)}"
    if opened.at != obligation.opened_at:
        return f"{described(opened)}; from {instant(obligation.opened_at)}"
    return described(opened)


def _allowance(obligation: Obligation) -> list[str]:
    rule = obligation.rule
    if obligation.agreement is not None:
        days = obligation.agreement.facts.get("days")
        return [f"{days} days by agreement with the victim of {day(obligation.agreement.day)}"]
    if obligation.due is None or obligation.opened is None:
        return [f"the provider's own aim is {rule.aim}"] if rule.aim else []
    period = rule.every or rule.within
    if period is None or period.after(obligation.opened_at, rule.working).at != obligation.due.at:
        return []
    return [str(period), *_days_off(obligation)] if period.unit == "working day" else [str(period)]


def _days_off(obligation: Obligation) -> list[str]:
    """The bank holidays and closures that a count of working days passed over."""
    if obligation.due is None:
        return []
    found = obligation.rule.working.days_off_between(local_day(obligation.opened_at), obligation.due.on)
    kinds: dict[str, list[str]] = {}
    for on, why in found:
        kinds.setdefault(why, []).append(f"{on.day} {on:%b}")
    return [f"{why}{'s' if len(days) > 1 else ''} {_and(days)}" for why, days in kinds.items()]


def _and(words: Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)


def _due(obligation: Obligation) -> list[str]:
    due = obligation.due
    if due is None:
        return ["no time is set"]
    if obligation.rule.kind == "in_post":
        return ["due at all times"]
    return [f"due {instant(due.at)}" if due.exact else f"due {day(due.on)}"]


def _ending(obligation: Obligation) -> str:
    if obligation.state == "excused" and obligation.excuse is not None:
        return f"excused by: {described(obligation.excuse)}"
    if obligation.done is not None:
        return f"done: {described(obligation.done)}"
    return {
        "missed": "the case closed without it",
        "overdue": "not done, and the time has run out",
        "due": "not done yet",
    }.get(obligation.state, "not done")


def promise(rule: Commitment) -> str:
    """What a commitment says, or its id where it says nothing."""
    return rule.says or rule.id.replace("-", " ")
