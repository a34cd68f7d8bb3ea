"""No small number is shown, and none can be worked out from what is."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lintel.assurance.suppression import LEAST, Sum, hidden
from tests.assurance.attacker import solved

NUMBERS = st.one_of(st.just(0), st.integers(0, 3), st.integers(0, 9), st.integers(5, 12))


def table(name: str, rows: list[list[int]], margin: str = "all") -> tuple[dict[str, int], list[Sum[str]]]:
    """A table with the totals of its rows and columns, named by the margin so that tables can share it, and all."""
    columns = range(len(rows[0]))
    numbers = {f"{name}{r}.{c}": row[c] for r, row in enumerate(rows) for c in columns}
    numbers |= {f"{name}{r}": sum(row) for r, row in enumerate(rows)}
    numbers |= {f"{margin}.{c}": sum(row[c] for row in rows) for c in columns}
    numbers[margin] = sum(map(sum, rows))
    sums = [Sum(f"{name}{r}", tuple(f"{name}{r}.{c}" for c in columns), line=True) for r in range(len(rows))]
    sums += [Sum(f"{margin}.{c}", tuple(f"{name}{r}.{c}" for r in range(len(rows)))) for c in columns]
    sums += [Sum(margin, tuple(f"{margin}.{c}" for c in columns), line=True)]
    sums += [Sum(margin, tuple(f"{name}{r}" for r in range(len(rows))))]
    return numbers, sums


def tables(height: int, width: int) -> st.SearchStrategy[list[list[int]]]:
    return st.lists(st.lists(NUMBERS, min_size=width, max_size=width), min_size=height, max_size=height)


@settings(max_examples=60)
@given(st.tuples(st.integers(1, 4), st.integers(1, 4)).flatmap(lambda size: tables(*size)))
def test_nobody_works_out_a_hidden_number_from_one_table(rows: list[list[int]]) -> None:
    numbers, sums = table("m", rows)
    assert solved(numbers, sums, hidden(numbers, sums)) == []


@settings(max_examples=60)
@given(st.lists(tables(2, 3), min_size=2, max_size=3))
def test_nobody_works_out_a_hidden_number_from_tables_that_share_their_totals(cube: list[list[list[int]]]) -> None:
    """Months by state, and teams by state: the same obligations twice."""
    by_month = [[sum(team[c] for team in month) for c in range(3)] for month in cube]
    by_team = [[sum(month[t][c] for month in cube) for c in range(3)] for t in range(2)]
    numbers, sums = table("m", by_month)
    more, further = table("t", by_team)
    numbers, sums = {**numbers, **more}, [*sums, *further]
    assert solved(numbers, sums, hidden(numbers, sums)) == []


@given(tables(3, 3))
def test_no_small_number_is_shown_and_zeros_alone_hide_nothing(rows: list[list[int]]) -> None:
    numbers, sums = table("m", rows)
    found = hidden(numbers, sums)
    assert all(numbers[key] == 0 or numbers[key] >= LEAST for key in numbers.keys() - found)
    if all(number == 0 or number >= LEAST for number in numbers.values()):
        assert found == frozenset()


@settings(max_examples=40)
@given(tables(3, 3), st.sets(st.sampled_from(["m0.0", "m1.1", "m2.2", "m0", "all.1"])))
def test_a_large_number_of_few_people_is_hidden_as_a_small_one_is(rows: list[list[int]], few: set[str]) -> None:
    numbers, sums = table("m", rows)
    found = hidden(numbers, sums, few)
    assert {key for key in few if numbers[key]} <= found
    assert solved(numbers, sums, found) == []


def test_without_a_complement_the_attacker_does_work_it_out() -> None:
    numbers, sums = table("m", [[2, 20, 30], [10, 20, 30]])
    assert solved(numbers, sums, {"m0.0"}) == ["m0.0"]
    found = hidden(numbers, sums)
    assert {"m0.0"} < found
    assert solved(numbers, sums, found) == []


def test_what_a_line_hides_is_no_small_number_itself() -> None:
    numbers, sums = table("m", [[1, 2, 30, 40], [9, 9, 9, 9]])
    found = hidden(numbers, sums)
    assert sum(numbers[key] for key in found if key.startswith("m0.")) >= LEAST


def test_the_zeros_of_a_line_are_hidden_with_what_it_hides() -> None:
    numbers, sums = table("m", [[2, 0, 30], [20, 0, 30]])
    found = hidden(numbers, sums)
    assert "m0.1" in found


def test_a_number_that_only_far_sums_give_away_is_covered_too() -> None:
    numbers = {"a": 7, "b": 3, "T": 10, "c": 7, "bc": 10, "Tc": 17}
    sums = [Sum("T", ("a", "b")), Sum("bc", ("b", "c")), Sum("Tc", ("T", "c"))]
    assert solved(numbers, sums, {"a", "b", "T", "c"}) == ["a"]
    assert solved(numbers, sums, hidden(numbers, sums)) == []


def test_parts_that_do_not_come_to_their_total_are_refused() -> None:
    with pytest.raises(ValueError, match="do not come to their total"):
        hidden({"a": 1, "all": 2}, [Sum("all", ("a",))])
    with pytest.raises(ValueError, match="negative"):
        hidden({"a": -1, "all": -1}, [Sum("all", ("a",))])
