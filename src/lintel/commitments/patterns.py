"""Patterns: how a policy says which entries it means."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from lintel.events.entry import Entry

Facts = Mapping[str, object]
Test = Callable[[object], bool]


@dataclass(frozen=True, slots=True, eq=False)
class Alternative:
    """One event, and the tests that its facts must pass."""

    event: str
    where: Mapping[str, object]
    tests: tuple[tuple[str, Test], ...]

    def matches(self, entry: Entry) -> bool:
        """Whether an entry, read with its thread's facts beneath its own, is meant."""
        return entry.event == self.event and holds(self.tests, entry.facts)


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """Any one of several alternatives. Two patterns are equal only if they are one and the same."""

    alternatives: tuple[Alternative, ...]
    events: frozenset[str]

    def matches(self, entry: Entry) -> bool:
        """Whether any alternative means this entry."""
        return entry.event in self.events and any(each.matches(entry) for each in self.alternatives)


def holds(tests: Iterable[tuple[str, Test]], facts: Facts) -> bool:
    """Whether every test is passed by the fact that it names; an absent fact is given as None."""
    for fact, test in tests:  # a plain loop: this is the innermost step of every judgement
        if not test(facts.get(fact)):
            return False
    return True


def compile_where(where: Mapping[str, object]) -> tuple[tuple[str, Test], ...]:
    """The tests that a `where` table stands for."""
    return tuple((fact, _test(wanted)) for fact, wanted in where.items())


def compile_pattern(source: object) -> Pattern:
    """The pattern that a policy file spells: an event, `{event, where}`, or a list of these.

    The source has been checked before (see `policyfile`): what is no pattern cannot come here.
    """
    found = tuple(_alternatives(source))
    return Pattern(found, frozenset(each.event for each in found))


def _alternatives(source: object) -> Iterable[Alternative]:
    if isinstance(source, str):
        yield Alternative(source, {}, ())
    elif isinstance(source, Mapping):
        where = source.get("where") or {}
        yield Alternative(str(source["event"]), where, compile_where(where))
    elif isinstance(source, Iterable):
        for each in source:
            yield from _alternatives(each)


def _test(wanted: object) -> Test:
    if isinstance(wanted, Mapping):
        return _all([_condition(word, value) for word, value in wanted.items()])
    if isinstance(wanted, list | tuple):
        return _any_of(tuple(wanted))
    return _any_of((wanted,))


def _all(tests: list[Test]) -> Test:
    return lambda value: all(test(value) for test in tests)


def _any_of(wanted: tuple[object, ...]) -> Test:
    """Equal to one of them; a list fact: contains one of them.

    Equality is enough: a file that asks for a number where the fact is true or false has been refused.
    """
    those = frozenset(wanted)

    def test(value: object) -> bool:
        return not those.isdisjoint(value) if isinstance(value, tuple) else value in those

    return test


def _condition(word: str, value: object) -> Test:
    if word == "not":
        refused = _any_of(tuple(value) if isinstance(value, list | tuple) else (value,))
        return lambda fact: not refused(fact)
    if word == "set":
        return lambda fact: (fact is not None) == value
    if word == "min":
        return lambda fact: fact is not None and _measure(fact) >= _measure(value)
    return lambda fact: fact is not None and _measure(fact) <= _measure(value)


def _measure(value: object) -> float:
    """A number or a date on one scale, so that `min` and `max` can compare either."""
    if isinstance(value, datetime):
        return value.timestamp()
    if isinstance(value, date):
        return value.toordinal()
    if isinstance(value, int | float):
        return value
    raise TypeError(f"{type(value).__name__} is neither a number nor a date")
