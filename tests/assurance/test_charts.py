"""Charts: true to their numbers, and silent about those that are hidden."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from lintel.assurance.charts import PIECES, by_month, by_team, in_words
from lintel.assurance.figures import Line
from lintel.commitments.obligations import STATES

LINES = st.fixed_dictionaries({state: st.integers(0, 500) for state in STATES}).map(
    lambda counts: Line(counts, sum(counts.values()))
)


def line(**counts: int | None) -> Line:
    every = {state: counts.get(state, 0) for state in STATES}
    return Line(every, None if None in every.values() else sum(number or 0 for number in every.values()))


@given(st.lists(LINES, min_size=1, max_size=12))
def test_every_piece_is_as_high_as_its_number(lines: list[Line]) -> None:
    months = {date(2024, month, 1): line for month, line in enumerate(lines, 1)}
    chart = by_month("c", "Contact", months)
    tallest = chart.ticks[-1]
    scale = (chart.base - tallest.y) / tallest.number
    for bar, each in zip(chart.bars, lines, strict=True):
        heights = {block.piece: block.height for block in bar.blocks}
        wanted = [
            each.counts["kept"],
            each.counts["late"],
            (each.counts["missed"] or 0) + (each.counts["overdue"] or 0),
        ]
        for piece, number in zip(PIECES, wanted, strict=True):
            assert abs(heights.get(piece, 0) - (number or 0) * scale) <= 0.06
        assert all(tallest.y - 0.2 <= block.y <= chart.base for block in bar.blocks)
        assert all(block.x >= 0 and block.x + block.width <= chart.width for block in bar.blocks)


@given(st.lists(LINES, min_size=1, max_size=6))
def test_teams_are_drawn_to_one_scale(lines: list[Line]) -> None:
    charts = by_team("t", [(f"team {place}", line) for place, line in enumerate(lines)])
    lengths = [sum(block.width for block in chart.bars[0].blocks) for chart in charts]
    settled = [sum(each.counts[state] or 0 for state in ("kept", "late", "missed", "overdue")) for each in lines]
    assert all(length <= chart.width + 0.3 for length, chart in zip(lengths, charts, strict=True))
    assert sorted(settled) == [n for _, n in sorted(zip(lengths, settled, strict=True))]


def test_what_is_hidden_is_not_drawn_and_not_said() -> None:
    chart = by_month("c", "Contact", {date(2024, 4, 1): line(kept=50, late=None), date(2024, 5, 1): line(kept=7)})
    assert [(bar.hidden, bar.blocks == ()) for bar in chart.bars] == [(True, True), (False, False)]
    assert chart.says.startswith("Of 7 settled: 7 kept, 0 kept late, 0 not kept.")
    assert "too small" in chart.says
    assert by_team("t", [("north", line(missed=None))])[0].bars[0].blocks == ()


def test_no_numbers_are_no_fault() -> None:
    assert in_words([line(due=4)]) == "Nothing to draw: nothing is settled."
    assert in_words([line(kept=None)]) == "The numbers are too small to be shown."
    assert by_month("c", "Contact", {}).bars == ()
