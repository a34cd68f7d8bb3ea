"""No cell of an export runs anything in a spreadsheet."""

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lintel.assurance.spreadsheet import csv_of


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "\t", "\r", " =", "\n="])
def test_text_that_begins_a_formula_is_marked_as_text(begins: str) -> None:
    (row,) = csv.reader(StringIO(csv_of([[f"{begins}1+1"]]), newline=""))
    assert row[0].startswith("'")


@given(st.lists(st.lists(st.integers(0, 10**6) | st.sampled_from(["Contact", "a,b", 'say "x"', "5 - 4", "é"]),
                         min_size=1, max_size=4)))  # fmt: skip
def test_what_runs_nothing_comes_back_as_it_was(table: list[list[object]]) -> None:
    read = list(csv.reader(StringIO(csv_of(table), newline="")))
    assert read == [[str(cell) for cell in row] for row in table]
