"""Tables for a terminal: aligned columns, and bars that say nothing by colour alone."""

import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from lintel.commitments.measures import Result
from lintel.commitments.obligations import STATES, State

MISSES: tuple[State, ...] = ("late", "missed", "overdue")
_WIDTH = 20


def columns(head: Sequence[str], rows: Iterable[Sequence[str]], *, left: int = 1) -> str:
    """Aligned columns: the first `left` of them to the left, numbers to the right."""
    table = [list(head), *(list(row) for row in rows)]
    widths = [max(len(row[n]) for row in table) for n in range(len(head))]

    def line(row: Sequence[str]) -> str:
        cells = [
            cell.ljust(width) if n < left else cell.rjust(width)
            for n, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        return "  ".join(cells).rstrip()

    return "\n".join(line(row) for row in table) + "\n"


def bar(part: float) -> str:
    """A bar for a part of one: full blocks, or #, for what was kept."""
    full, empty = drawn("█", "#"), drawn("░", ".")
    filled = int(part * _WIDTH) if part < 1 else _WIDTH  # a full bar says that nothing was missed
    return full * filled + empty * (_WIDTH - filled)


def drawn(sign: str, plain: str) -> str:
    """A sign where the terminal can show it, or a plain one."""
    return sign if (sys.stdout.encoding or "").lower().startswith("utf") else plain


def states_table(title: str, states: Mapping[str, Counter[State]]) -> str:
    """A row for each commitment: how many obligations are in each state, and how much of the settled was kept."""
    rows = []
    for name, counted in states.items():
        settled = counted["kept"] + sum(counted[state] for state in MISSES)
        kept = counted["kept"] / settled if settled else None
        share = f"{bar(kept)} {percent(kept):>6}" if kept is not None else f"{'':{_WIDTH}} {drawn('–', '-'):>6}"
        rows.append([name, *(str(counted[state] or drawn("·", ".")) for state in STATES), share])
    return columns([title, *STATES, f"{'kept of what is settled':<{_WIDTH + 7}}"], rows)


def figures_table(results: Iterable[Result]) -> str:
    """A row for each measure and period: its figure beside its target."""
    rows = [
        [each.measure.id, each.span.name, _figure(each, each.value), _target(each), _whether(each)] for each in results
    ]
    return columns(["Measure", "period", "figure", "target", ""], rows, left=2) if rows else ""


def percent(part: float) -> str:
    """A part of one in per cent. What is not all is never printed as 100%."""
    return f"{min(part * 100, 99.9) if part < 1 else 100.0:.1f}%"


def _figure(result: Result, value: float | None) -> str:
    if value is None:
        return drawn("–", "-")
    return percent(value) if result.measure.kind == "rate" else f"{value:g}"


def _target(result: Result) -> str:
    return "" if result.measure.target is None else _figure(result, result.measure.target)


def _whether(result: Result) -> str:
    """In words, whether a target was met."""
    target, value = result.measure.target, result.value
    if target is None or value is None:
        return ""
    met = value >= target if result.measure.better == "up" else value <= target
    return "met" if met else "not met"
