"""Facts drawn at random for a kind of event: possible values, and often those that a policy's rules ask for."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import cache
from random import Random

from lintel.commitments.patterns import Pattern
from lintel.commitments.policy import Policy, Versions
from lintel.commitments.rules import Commitment, Guard
from lintel.events.facts import FactType
from lintel.events.registry import KINDS

_OFTEN = 0.6
_DAYS = (1, 3, 7, 14, 21, 28)
_NUMBERS: dict[str, tuple[int, ...]] = {
    "days": _DAYS,
    "recheck_days": _DAYS,
    "from_hour": (0, 8, 9, 22),
    "to_hour": (6, 17, 18, 24),
}
_DAYS_AWAY = (-3, 0, 1, 7, 14, 40)
_PATTERNS = ("do", "after", "begins", "changed_by", "before", "applies_when", "unless")

Wanted = Mapping[str, list[object]]
"""The values that a policy's rules ask for, by the name of the fact."""


def patterns(rule: Commitment | Guard) -> Iterator[Pattern]:
    """Every pattern of a rule."""
    if isinstance(rule, Guard):
        yield rule.on
        for need in rule.needs:
            for each in need.either:
                yield from (found for found in (each.ended_by, each.since, each.by_other_than) if found)
    else:
        yield from (found for name in _PATTERNS if (found := getattr(rule, name)) is not None)


def every_rule(version: Policy) -> list[Commitment | Guard]:
    return [*version.commitments, *version.guards]


def kinds_of(rule: Commitment | Guard) -> frozenset[str]:
    """Every kind of event that a rule names."""
    found = {event for pattern in patterns(rule) for event in pattern.events}
    if isinstance(rule, Guard):
        found.update(one.event for need in rule.needs for one in need.either if one.event)
    return frozenset(found)


def named_kinds(rules: Versions) -> frozenset[str]:
    """Every kind of event that a policy names in a commitment, a guard or a measure."""
    every = [rule for version in rules.all for rule in every_rule(version)]
    measured = [measure.pattern for version in rules.all for measure in version.measures]
    return frozenset().union(*map(kinds_of, every), *(pattern.events for pattern in measured if pattern))


@cache
def wanted(rules: Versions) -> Wanted:
    """What a policy's rules ask of facts, its roles and its guards among them."""
    found: dict[str, list[object]] = defaultdict(list)
    for version in rules.all:
        for rule in every_rule(version):
            for pattern in patterns(rule):
                for each in pattern.alternatives:
                    _gather(each.where, found)
        for guard in version.guards:
            found["rule"].append(guard.id)
            for need in guard.needs:
                for one in need.either:
                    _gather(one.wanted or {}, found)
        found["role"] += [role for rule in version.commitments for role in rule.roles]
    return found


def _gather(where: Mapping[str, object], found: dict[str, list[object]]) -> None:
    for fact, value in where.items():
        found[fact] += _values(value)


def _values(value: object) -> list[object]:
    if isinstance(value, Mapping):
        return [each for word, inner in value.items() if word != "set" for each in _values(inner)]
    return list(value) if isinstance(value, list) else [value]


def facts(kind: str, seed: int, on: datetime, rules: Versions) -> dict[str, object]:
    """Facts for an event of a kind, as a file spells them. Seed 0 gives those alone that there must be."""
    dice = Random(seed)
    model = KINDS[kind].model
    required = {info.alias or name for name, info in model.model_fields.items() if info.is_required()}
    return {
        fact: value(fact, its_type, dice, on, wanted(rules).get(fact, []))
        for fact, its_type in KINDS[kind].facts.items()
        if fact in required or (seed and dice.random() < _OFTEN)
    }


def value(fact: str, its_type: FactType, dice: Random, on: datetime, asked: list[object]) -> object:
    """A possible value of a fact, more often than not one that is asked for."""
    if its_type.many:
        return sorted({str(_one(fact, its_type, dice, on, asked)) for _ in range(2)})
    return _one(fact, its_type, dice, on, asked)


def _one(fact: str, its_type: FactType, dice: Random, on: datetime, asked: list[object]) -> object:
    possible = [each for each in asked if not isinstance(each, date) and _fits(each, its_type)]
    if possible and dice.random() < _OFTEN:
        return dice.choice(possible)
    return _ANYHOW[its_type.kind](fact, its_type, dice, on)


def _listed(fact: str, its_type: FactType, dice: Random, on: datetime) -> object:
    return dice.choice(its_type.values)


def _boolean(fact: str, its_type: FactType, dice: Random, on: datetime) -> object:
    return dice.random() < _OFTEN


def _number(fact: str, its_type: FactType, dice: Random, on: datetime) -> object:
    return dice.choice(_NUMBERS.get(fact, (1, 2, 3, 5)))


def _date(fact: str, its_type: FactType, dice: Random, on: datetime) -> object:
    return str(on.date() + timedelta(days=dice.choice(_DAYS_AWAY)))


def _instant(fact: str, its_type: FactType, dice: Random, on: datetime) -> object:
    return (on + timedelta(hours=dice.choice((1, 30)))).isoformat()


def _map(fact: str, its_type: FactType, dice: Random, on: datetime) -> object:
    return {channel: dice.choice(_STANDINGS) for channel in dice.sample(its_type.values, 4)}


def _name(fact: str, its_type: FactType, dice: Random, on: datetime) -> object:
    return dice.choice(("sam", "lee", "ada"))


_STANDINGS = ("safe", "conditional", "unsafe", "unknown")
_ANYHOW: Mapping[str, Callable[[str, FactType, Random, datetime], object]] = {
    "listed": _listed,
    "boolean": _boolean,
    "number": _number,
    "date": _date,
    "instant": _instant,
    "map": _map,
    "code": _name,
    "handle": _name,
}


def _fits(each: object, its_type: FactType) -> bool:
    if its_type.kind == "listed":
        return each in its_type.values
    wanted_type = {"boolean": bool, "number": int, "code": str, "handle": str}.get(its_type.kind)
    return wanted_type is not None and type(each) is wanted_type and each != 0
