"""How each promise was kept: by month, by team, and over three periods, with small numbers hidden where they must be.

The periods lie within each other (this month, the financial year, the last twelve months), and all tables of one
commitment are suppressed together: whoever opens one after another learns no more than from any of them.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Literal

from lintel.assurance.suppression import LEAST, Sum, hidden
from lintel.casework.measured import Cell
from lintel.commitments.obligations import STATES, State
from lintel.commitments.periods import add_months

Span = Literal["month", "financial-year", "year"]
SPANS: tuple[Span, ...] = ("month", "financial-year", "year")
"""From the shortest to the longest: each holds the one before it."""

_APRIL = 4
_SETTLED: tuple[State, ...] = ("kept", "late", "missed", "overdue")

_ALL = "all"
_COLUMNS = (*STATES, _ALL)
_Key = tuple[str, str, str, str]
"""Which table, which line of it, which part of that line's time, and which state."""


@dataclass(frozen=True, slots=True)
class Months:
    """The twelve months up to the one that a day lies in, oldest first, each by its first day."""

    all: tuple[date, ...]

    @classmethod
    def until(cls, day: date) -> "Months":
        this = day.replace(day=1)
        return cls(tuple(add_months(this, back) for back in range(-11, 1)))

    def of(self, span: Span) -> tuple[date, ...]:
        """The months of a period: the last one, those since April, or all twelve."""
        if span == "month":
            return self.all[-1:]
        this = self.all[-1]
        april = date(this.year if this.month >= _APRIL else this.year - 1, _APRIL, 1)
        return self.all if span == "year" else tuple(month for month in self.all if month >= april)

    @property
    def ends(self) -> tuple[date, date]:
        return self.all[0], self.all[-1]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table: how many obligations stand how, and how many there are in all. None: not to be shown."""

    counts: Mapping[State, int | None]
    all: int | None

    @property
    def whole(self) -> bool:
        """Whether nothing of it is hidden."""
        return self.all is not None and None not in self.counts.values()

    @property
    def kept(self) -> float | None:
        """The part of what is settled that was kept in time; None where nothing is, or where it is not to be shown."""
        settled = sum(self.counts[state] or 0 for state in _SETTLED)
        return (self.counts["kept"] or 0) / settled if self.whole and settled else None


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one commitment: a line for each month, for each period, and for each team in each period."""

    months: Mapping[date, Line]
    spans: Mapping[Span, Line]
    teams: Mapping[Span, Mapping[str, Line]]

    @property
    def whole(self) -> bool:
        """Whether nothing of them is hidden."""
        return all(line.whole for line in (*self.months.values(), *self.spans.values())) and all(
            line.whole for lines in self.teams.values() for line in lines.values()
        )


@dataclass
class _Cube:
    """The numbers of one commitment with every sum that holds between them, and which are of few cases."""

    numbers: Counter[_Key] = field(default_factory=Counter)
    cases: dict[_Key, set[int]] = field(default_factory=lambda: defaultdict(set))
    many: set[_Key] = field(default_factory=set)

    def add(self, cell: Cell, lines: Iterable[tuple[str, str, str]]) -> None:
        for line in lines:
            for column in (cell.state, _ALL):
                key: _Key = (*line, column)
                self.numbers[key] += cell.number
                if cell.few:
                    self.cases[key].update(cell.few)
                else:
                    self.many.add(key)

    def few(self) -> set[_Key]:
        """The numbers that are of fewer cases than may be shown."""
        return {key for key, cases in self.cases.items() if key not in self.many and len(cases) < LEAST}


@dataclass(frozen=True, slots=True)
class Table:
    """The figures of each commitment. `withheld`: there are so few cases that not even a 0 is shown."""

    figures: Mapping[str, Figures]
    other: Figures
    withheld: bool = False

    def of(self, commitment: str) -> Figures:
        """The figures of a commitment, whether or not anything was owed under it."""
        return self.figures.get(commitment, self.other)


def figured(cells: Iterable[Cell], months: Months, *, suppressed: bool) -> Table:
    """The figures of each commitment. With `suppressed`, as they may be shown to who opens none of the cases.

    Of so few cases that they may not be counted nothing is shown, as of none: that there are any is no secret given
    away.
    """
    by_commitment: dict[str, list[Cell]] = defaultdict(list)
    for cell in sorted(cells, key=lambda cell: (cell.month, cell.team, cell.state)):
        by_commitment[cell.commitment].append(cell)
    if suppressed and _are_few(cell for found in by_commitment.values() for cell in found):
        return Table({}, _withheld(months), withheld=True)
    made = {name: _figures(tuple(found), months, suppressed=suppressed) for name, found in by_commitment.items()}
    return Table(made, _figures((), months, suppressed=False))


def _are_few(cells: Iterable[Cell]) -> bool:
    cases: set[int] = set()
    for cell in cells:
        if not cell.few:
            return False
        cases.update(cell.few)
    return len(cases) < LEAST


def _withheld(months: Months) -> Figures:
    line = Line(dict.fromkeys(STATES), None)
    return Figures(dict.fromkeys(months.all, line), dict.fromkeys(SPANS, line), {span: {} for span in SPANS})


@lru_cache(maxsize=256)
def _figures(cells: tuple[Cell, ...], months: Months, *, suppressed: bool) -> Figures:
    teams = sorted({cell.team for cell in cells})
    spans_of = {month: [span for span in SPANS if month in months.of(span)] for month in months.all}
    cube = _Cube()
    for cell in cells:
        within = spans_of[cell.month]
        spans = [("span", span, "") for span in within] + [("team", cell.team, span) for span in within]
        cube.add(cell, [("month", str(cell.month), ""), ("part", cell.team, within[0]), *spans])
    out: Collection[_Key] = hidden(cube.numbers, _sums(months, tuple(teams)), cube.few()) if suppressed else ()

    def line(*place: str) -> Line:
        table, name, part = place
        shown = {column: _shown(cube, (table, name, part, column), out) for column in _COLUMNS}
        return Line({state: shown[state] for state in STATES}, shown[_ALL])

    return Figures(
        months={month: line("month", str(month), "") for month in months.all},
        spans={span: line("span", span, "") for span in SPANS},
        teams={span: {team: line("team", team, span) for team in teams} for span in SPANS},
    )


def _shown(cube: _Cube, key: _Key, out: Collection[_Key]) -> int | None:
    return None if key in out else cube.numbers[key]


@lru_cache(maxsize=16)
def _sums(months: Months, teams: tuple[str, ...]) -> tuple[Sum[_Key], ...]:
    """Every sum that holds: along lines, down the columns of months and of teams, and from period to period.

    What one period holds beyond the next shorter one, the `part` of a team, is a number as well.
    """
    lines = [("month", str(month), "") for month in months.all] + [("span", span, "") for span in SPANS]
    lines += [(table, team, span) for table in ("team", "part") for team in teams for span in SPANS]
    found = [Sum((*line, _ALL), tuple((*line, state) for state in STATES), line=True) for line in lines]
    for number, span in enumerate(SPANS):
        inside = SPANS[: number + 1]
        for column in _COLUMNS:
            by_month = tuple(("month", str(month), "", column) for month in months.of(span))
            found.append(Sum(("span", span, "", column), by_month))
            found.append(Sum(("span", span, "", column), tuple(("team", team, span, column) for team in teams)))
            for team in teams:
                parts = tuple(("part", team, part, column) for part in inside)
                found.append(Sum(("team", team, span, column), parts))
    return tuple(found)
