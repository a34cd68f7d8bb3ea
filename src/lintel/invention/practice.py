"""How a landlord works, read off its policy: what its staff do as a matter of course, and how soon.

Nothing about a landlord stands here. A promise makes a step likely, a clock makes it quick, and a guard that
refuses a fact keeps staff from it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast

from lintel.commitments.patterns import Pattern, holds
from lintel.commitments.periods import Period
from lintel.commitments.policy import Policy
from lintel.commitments.rules import Commitment, Guard
from lintel.commitments.workingdays import WorkingDays

_DAYS = {"day": 1, "week": 7, "month": 28}
_TENURES = ("secure", "assured", "starter", "assured_shorthold")
_NOT_PROMISED = 20
"""How many days at most good practice leaves between two contacts where a policy names no number."""


@dataclass(frozen=True, slots=True)
class Practice:
    """What a policy makes of a landlord's daily work."""

    provider: str
    policy: str
    in_force: date | None
    review_due: date | None
    working: WorkingDays
    owed: frozenset[str]
    clocks: Mapping[str, Period]
    every: int
    safeguards_always: frozenset[str]
    consent_first: bool
    discretion: Mapping[str, str]
    band: str | None
    need: str | None
    offers: int
    tenure: str
    instrument: str
    specialist: str
    in_post: tuple[str, ...]
    courses: tuple[tuple[str, tuple[str, ...]], ...]

    def habit(self, event: str, otherwise: float) -> float:
        """How likely staff are to do something: nearly always where it is promised."""
        return 0.95 if event in self.owed else otherwise


def practice_of(policy: Policy) -> Practice:
    """The practice that follows from one version of a policy."""
    rules = policy.commitments
    move = policy.settings.get("move", {})
    return Practice(
        provider=policy.provider,
        policy=policy.id,
        in_force=policy.in_force,
        review_due=policy.review_due,
        working=policy.working,
        owed=frozenset(event for rule in rules if rule.do for event in rule.do.events),
        clocks=_clocks(rules),
        every=_every(rules),
        safeguards_always=frozenset(_decided_always(rules)),
        consent_first=any(_asks_consent(guard) for guard in policy.guards),
        discretion=_discretion(policy.guards),
        band=_first(move.get("bands")),
        need=_first(move.get("needs")),
        offers=cast(int, move.get("offers", 2)),
        tenure=_tenure(policy.guards),
        instrument=_code(policy.settings.get("risk", {}).get("instrument")) or "dash",
        specialist=_first(policy.settings.get("agencies", {}).get("funded")) or "specialist-da",
        in_post=tuple(role for rule in rules if rule.kind == "in_post" for role in rule.roles),
        courses=tuple(_courses(rules)),
    )


def _clocks(rules: Iterable[Commitment]) -> dict[str, Period]:
    """For what must be done within a time of a report: that time."""
    return {
        event: rule.within
        for rule in rules
        if rule.within and rule.do and not rule.organisation and _after_a_report(rule)
        for event in rule.do.events
    }


def _after_a_report(rule: Commitment) -> bool:
    return rule.after is not None and "report.received" in rule.after.events


def _discretion(guards: Iterable[Guard]) -> dict[str, str]:
    """For each event that somebody may approve against a rule: the first such rule."""
    found: dict[str, str] = {}
    for guard in guards:
        if guard.strength == "reason":
            for event in guard.on.events:
                found.setdefault(event, guard.id)
    return found


def _every(rules: Iterable[Commitment]) -> int:
    """How many days may lie between two contacts."""
    found = [
        rule.every.number * _DAYS[rule.every.unit]
        for rule in rules
        if rule.kind == "rhythm" and rule.do and "contact.made" in rule.do.events
        if rule.every and rule.every.unit in _DAYS
    ]
    return min(found, default=_NOT_PROMISED)


def _decided_always(rules: Iterable[Commitment]) -> Iterable[str]:
    """For whom a safeguarding decision follows every report, whoever is in the case."""
    for rule in rules:
        if rule.do and rule.per != "child" and _after_a_report(rule):
            yield from _named(rule.do, "safeguarding.decided", "who")


def _asks_consent(guard: Guard) -> bool:
    return "referral.sent" in guard.on.events and any(
        each.event == "consent.asked" for need in guard.needs for each in need.either
    )


def _courses(rules: Iterable[Commitment]) -> Iterable[tuple[str, tuple[str, ...]]]:
    """Each course that holders of some roles must have, with those roles."""
    for rule in rules:
        if rule.kind == "covered" and rule.do:
            course = next(iter(_named(rule.do, "training.completed", "course")), None)
            if course:
                yield course, rule.roles


def _named(pattern: Pattern, event: str, fact: str) -> Iterable[str]:
    """The values that a pattern names for a fact of an event."""
    for each in pattern.alternatives:
        value = each.where.get(fact)
        if each.event == event and value is not None:
            yield from map(str, value) if isinstance(value, list | tuple) else (str(value),)


def _tenure(guards: Iterable[Guard]) -> str:
    """A tenure for a new home that no guard refuses."""
    refusals = [
        guard.never
        for guard in guards
        if "home.offered" in guard.on.events and {fact for fact, _ in guard.never} == {"tenure"}
    ]
    fits = (tenure for tenure in _TENURES if not any(holds(never, {"tenure": tenure}) for never in refusals))
    return next(fits, _TENURES[0])


def _first(value: object) -> str | None:
    return _code(value[0]) if isinstance(value, list | tuple) and value else None


def _code(value: object) -> str | None:
    return value if isinstance(value, str) else None
