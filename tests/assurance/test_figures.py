"""Figures: the same obligations by month, by team and over three periods; nothing gives away a small number."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lintel.assurance.figures import SPANS, Figures, Line, Months, Table, figured
from lintel.casework.measured import Cell
from lintel.commitments.obligations import STATES, State

MONTHS = Months.until(date(2024, 11, 20))
TEAMS = ("", "north", "south")


def cell(month: date, team: str, state: State, number: int, first: int = 1) -> Cell:
    """A cell in which each obligation is of a case of its own."""
    return Cell("first-contact", month, team, state, number, tuple(range(first, first + number)) if number < 5 else ())


CELLS = st.lists(
    st.builds(
        cell, st.sampled_from(MONTHS.all), st.sampled_from(TEAMS), st.sampled_from(STATES), st.integers(1, 12),
        st.integers(1, 10**6),
    ),
    max_size=30, unique_by=lambda each: (each.month, each.team, each.state),
)  # fmt: skip


def made(cells: list[Cell], *, suppressed: bool) -> Figures:
    return table(cells, suppressed=suppressed).of("first-contact")


def table(cells: list[Cell], *, suppressed: bool) -> Table:
    return figured(cells, MONTHS, suppressed=suppressed)


def test_the_periods_lie_within_each_other() -> None:
    assert MONTHS.of("month") == (date(2024, 11, 1),)
    assert MONTHS.of("financial-year")[0] == date(2024, 4, 1)
    assert MONTHS.of("year")[0] == date(2023, 12, 1)
    assert Months.until(date(2024, 3, 31)).of("financial-year") == Months.until(date(2024, 3, 31)).of("year")
    assert Months.until(date(2024, 4, 1)).of("financial-year") == (date(2024, 4, 1),)


@given(CELLS)
def test_months_and_teams_come_to_the_same(cells: list[Cell]) -> None:
    found = made(cells, suppressed=False)
    assert found.whole
    for span in SPANS:
        for state in STATES:
            wanted = sum(each.number for each in cells if each.month in MONTHS.of(span) and each.state == state)
            assert found.spans[span].counts[state] == wanted
            assert sum(found.months[month].counts[state] or 0 for month in MONTHS.of(span)) == wanted
            assert sum(line.counts[state] or 0 for line in found.teams[span].values()) == wanted


def every_line(found: Figures) -> list[Line]:
    teams = [line for lines in found.teams.values() for line in lines.values()]
    return [*found.months.values(), *found.spans.values(), *teams]


@settings(max_examples=40)
@given(CELLS)
def test_what_is_shown_is_true_and_no_small_number(cells: list[Cell]) -> None:
    enough = [*cells, Cell("other", MONTHS.all[0], "", "kept", 9)]  # the landlord has many cases
    true, shown = made(enough, suppressed=False), made(enough, suppressed=True)
    for line, said in zip(every_line(true), every_line(shown), strict=True):
        for state in STATES:
            assert said.counts[state] in (None, line.counts[state])
            assert said.counts[state] is None or said.counts[state] == 0 or (said.counts[state] or 0) >= 5
        assert said.all in (None, line.all)
        assert said.kept is None or said.kept == line.kept


@settings(max_examples=40)
@given(CELLS)
def test_no_hidden_number_is_the_difference_of_what_two_periods_show(cells: list[Cell]) -> None:
    shown = made([*cells, Cell("other", MONTHS.all[0], "", "kept", 9)], suppressed=True)
    for team in shown.teams["year"]:
        for short, long in pairwise(SPANS):
            for state in STATES:
                less, more = (shown.teams[span][team].counts[state] for span in (short, long))
                assert less is None or more is None or more - less == 0 or more - less >= 5


@pytest.mark.parametrize("cases", [(), (1,), (1, 2, 3, 4)])
def test_of_fewer_than_five_cases_nothing_is_shown_and_none_look_the_same(cases: tuple[int, ...]) -> None:
    november = MONTHS.all[-1]
    found = table([Cell("any", november, "north", "kept", 30, cases)] if cases else [], suppressed=True)
    assert found.withheld
    assert {line.all for line in every_line(found.of("any"))} == {None}
    assert found == table([], suppressed=True)


def test_many_obligations_of_few_people_are_a_small_number() -> None:
    november = MONTHS.all[-1]
    found = made([Cell("first-contact", november, "north", "missed", 9, (1, 2)), cell(november, "north", "kept", 50)],
                 suppressed=True)  # fmt: skip
    assert found.months[november].counts["missed"] is None
    assert found.spans["year"].counts["missed"] is None


def test_the_people_of_several_months_are_counted_once() -> None:
    same = [Cell("first-contact", month, "north", "late", 2, (7, 8)) for month in MONTHS.all]
    assert made(same, suppressed=True).spans["year"].all is None
    others = [Cell("first-contact", month, "north", "late", 2, (n, n + 100)) for n, month in enumerate(MONTHS.all)]
    assert made(others, suppressed=True).spans["year"].all == 24


def test_what_was_kept_is_a_part_of_what_is_settled() -> None:
    november = MONTHS.all[-1]
    states: tuple[State, ...] = ("kept", "late", "missed", "overdue", "due", "excused")
    found = made([cell(november, "north", state, 10) for state in states], suppressed=False)
    assert found.spans["month"].kept == 0.25
    assert made([], suppressed=False).spans["month"].kept is None
