"""How well it was done: rates of kept obligations, counts of entries and means of numbers, over a period."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from lintel.commitments.obligations import Obligation, State
from lintel.commitments.periods import add_months
from lintel.commitments.policy import Policy
from lintel.commitments.rules import Measure
from lintel.events.entry import Entry

_WORST_FIRST: tuple[State, ...] = ("missed", "overdue", "late", "kept")
_PERIOD = re.compile(r"(\d{4})(?:-Q([1-4])|-(0[1-9]|1[0-2]))?")


@dataclass(frozen=True, slots=True)
class Span:
    """A period that figures are for: all time, a year, a quarter or a month. Both dates belong to it."""

    name: str
    first: date = date.min
    last: date = date.max

    def holds(self, day: date | None) -> bool:
        """Whether a date lies in it. What has no date lies only in all time."""
        return self.name == "all" or (day is not None and self.first <= day <= self.last)


def parse_span(name: str) -> Span:
    """The span that `all`, `2024`, `2024-Q2` or `2024-04` names. Raises `ValueError` saying so for anything else."""
    if name == "all":
        return Span("all")
    match = _PERIOD.fullmatch(name)
    if not match or not 1900 <= int(match[1]) <= 2199:
        raise ValueError(f'"{name}" is no period; write all, or as 2024, 2024-Q2 or 2024-04')
    year, quarter, month = int(match[1]), match[2], match[3]
    if quarter:
        first, months = date(year, int(quarter) * 3 - 2, 1), 3
    elif month:
        first, months = date(year, int(month), 1), 1
    else:
        first, months = date(year, 1, 1), 12
    return Span(name, first, add_months(first, months) - timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Result:
    """One measure over one span. `value` is the rate (four decimals), the count or the mean; None for none."""

    measure: Measure
    span: Span
    states: Counter[State] = field(default_factory=Counter)
    value: float | None = None

    @property
    def owed(self) -> int:
        """All but the excused."""
        return sum(self.states.values()) - self.states["excused"]


@dataclass
class _Tally:
    """What has been found so far for one measure and one span."""

    measure: Measure
    span: Span
    states: Counter[State] = field(default_factory=Counter)
    numbers: list[int] = field(default_factory=list)
    seen: set[object] = field(default_factory=set)

    def add_obligations(self, found: Iterable[Obligation]) -> None:
        """Add the obligations of one book."""
        day_of = _opened if self.measure.by == "opened" else _due
        states = [each.state for each in found if self.span.holds(day_of(each))]
        if self.measure.per == "case":
            states = [worst(states)] if states else []
        self.states.update(states)

    def add_entry(self, entry: Entry) -> None:
        """Add an entry, if it is one that is counted."""
        pattern = self.measure.pattern
        if pattern and pattern.matches(entry) and self.span.holds(entry.day) and self._is_new(entry):
            number = entry.facts.get(self.measure.fact) if self.measure.fact else 1
            self.numbers += [number] if isinstance(number, int) else []

    def _is_new(self, entry: Entry) -> bool:
        distinct = self.measure.distinct
        if distinct is None:
            return True
        what = entry.book if distinct == "case" else entry.facts.get(distinct)
        new = what is not None and what not in self.seen
        self.seen.add(what)
        return new

    def result(self) -> Result:
        """The figure."""
        return Result(self.measure, self.span, self.states, self._value())

    def _value(self) -> float | None:
        if self.measure.kind == "count":
            return len(self.numbers)
        if self.measure.kind == "mean":
            return round(sum(self.numbers) / len(self.numbers), 4) if self.numbers else None
        settled = sum(self.states.values()) - self.states["excused"] - self.states["due"]
        return round(self.states["kept"] / settled, 4) if settled else None


def _opened(obligation: Obligation) -> date | None:
    return obligation.opened_on


def _due(obligation: Obligation) -> date | None:
    return obligation.due_on


def worst(states: Sequence[State]) -> State:
    """What several obligations come to together: the worst that is settled; else due; else excused."""
    for state in _WORST_FIRST:
        if state in states:
            return state
    return "due" if "due" in states else "excused"


class Measurement:
    """Measures taken book by book: each book's obligations and entries are added, and none is kept."""

    def __init__(self, policy: Policy, spans: Sequence[Span]) -> None:
        self._tallies = [_Tally(measure, span) for measure in policy.measures for span in spans]
        self._by_commitment: dict[str, list[_Tally]] = defaultdict(list)
        self._by_event: dict[str, list[_Tally]] = defaultdict(list)
        for tally in self._tallies:
            if tally.measure.of is not None:
                self._by_commitment[tally.measure.of].append(tally)
            elif tally.measure.pattern is not None:
                for event in tally.measure.pattern.events:
                    self._by_event[event].append(tally)

    def add(self, obligations: Iterable[Obligation], entries: Iterable[Entry] = ()) -> None:
        """Add what one book was owed and what happened in it."""
        found: dict[str, list[Obligation]] = defaultdict(list)
        for each in obligations:
            if each.rule.id in self._by_commitment:
                found[each.rule.id].append(each)
        for commitment, theirs in found.items():
            for tally in self._by_commitment[commitment]:
                tally.add_obligations(theirs)
        for entry in entries:
            if entry.event in self._by_event:
                for tally in self._by_event[entry.event]:
                    tally.add_entry(entry)

    def results(self) -> list[Result]:
        """Every figure, in the order of the policy's measures and of the spans."""
        return [tally.result() for tally in self._tallies]


def measure(
    obligations: Iterable[Obligation], policy: Policy, period: str = "all", entries: Iterable[Entry] = ()
) -> list[Result]:
    """The policy's measures over a period (`all`, `2024`, `2024-Q2`, `2024-04`). Raises `ValueError` for another.

    `entries` are needed for counts and means alone: the entries of every book, as they were read.
    """
    measurement = Measurement(policy, [parse_span(period)])
    by_book: dict[str, list[Obligation]] = {}
    for each in obligations:
        by_book.setdefault(each.book, []).append(each)
    for theirs in by_book.values():
        measurement.add(theirs)
    measurement.add((), entries)
    return measurement.results()
