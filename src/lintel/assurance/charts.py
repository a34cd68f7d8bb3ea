"""Charts of kept and broken promises, as places and sizes for a template to draw: no library, no script, no style.

A bar is drawn of three pieces, one above the other, each with a pattern of its own, so that nothing is told by colour
alone; the same numbers stand in the table below. What is hidden there is hidden here: such a month has no bar, but a
mark that says so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from lintel.assurance.figures import Line

Piece = Literal["kept", "late", "not-kept"]
PIECES: tuple[Piece, ...] = ("kept", "late", "not-kept")
WORDS: Mapping[Piece, str] = {"kept": "Kept", "late": "Kept late", "not-kept": "Not kept"}

_HEIGHT, _WIDTH = 200, 720
_LEFT, _TOP, _BASE = 44, 12, 168
_SMALL_HEIGHT, _SMALL_WIDTH = 28, 320


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a bar: what it stands for, and its place, in the units of the drawing."""

    piece: Piece
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar with its label; `hidden` where its numbers are not to be shown."""

    label: str
    middle: float
    blocks: tuple[Block, ...]
    hidden: bool


@dataclass(frozen=True, slots=True)
class Tick:
    """A line across the drawing, and the number that it stands for."""

    y: float
    number: int


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing, with a name (for its ids), a title and its contents in words."""

    name: str
    title: str
    says: str
    width: int
    height: int
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...] = ()
    base: float = _BASE
    left: float = _LEFT


def by_month(name: str, title: str, months: Mapping[date, Line]) -> Chart:
    """Upright bars, one for each month, oldest first."""
    top = _round(max((_settled(line) or 0 for line in months.values()), default=0))
    step = (_WIDTH - _LEFT) / max(len(months), 1)
    bars = []
    for place, (month, line) in enumerate(months.items()):
        left = _LEFT + place * step
        blocks = _upright(line, left + step * 0.15, step * 0.7, (_BASE - _TOP) / top)
        bars.append(Bar(f"{month:%b} {month:%y}", round(left + step / 2, 1), blocks, _settled(line) is None))
    ticks = tuple(Tick(_BASE - (_BASE - _TOP) * part / 2, top * part // 2) for part in range(3))
    return Chart(name, title, in_words(list(months.values())), _WIDTH, _HEIGHT, tuple(bars), ticks)


def by_team(name: str, lines: Sequence[tuple[str, Line]]) -> list[Chart]:
    """Small bars on their sides, all to one scale, one for each team."""
    most = max((_settled(line) or 0 for _, line in lines), default=0) or 1
    return [_small(f"{name}-{place}", team, line, most) for place, (team, line) in enumerate(lines)]


def _small(name: str, team: str, line: Line, most: int) -> Chart:
    blocks, x = [], 0.0
    for piece in PIECES:
        width = round((_number(line, piece) or 0) / most * _SMALL_WIDTH, 1)
        if width and _settled(line) is not None:
            blocks.append(Block(piece, round(x, 1), 4, width, 20))
            x += width
    bar = Bar(team, _SMALL_WIDTH / 2, tuple(blocks), _settled(line) is None)
    return Chart(name, team, in_words([line]), _SMALL_WIDTH, _SMALL_HEIGHT, (bar,), base=24, left=0)


def _upright(line: Line, x: float, width: float, scale: float) -> tuple[Block, ...]:
    if _settled(line) is None:
        return ()
    blocks, y = [], float(_BASE)
    for piece in PIECES:
        height = (_number(line, piece) or 0) * scale
        if height:
            y -= height
            blocks.append(Block(piece, round(x, 1), round(y, 1), round(width, 1), round(height, 1)))
    return tuple(blocks)


def _number(line: Line, piece: Piece) -> int | None:
    if piece != "not-kept":
        return line.counts[piece]
    missed, overdue = line.counts["missed"], line.counts["overdue"]
    return None if missed is None or overdue is None else missed + overdue


def _settled(line: Line) -> int | None:
    """How many are drawn; None where any of them is hidden."""
    numbers = [_number(line, piece) for piece in PIECES]
    return None if None in numbers else sum(number or 0 for number in numbers)


def _round(most: int) -> int:
    """The number at the top of the scale: even, and at least as large as the largest bar."""
    step = 2
    while step * 10 < most:
        step *= 5 if str(step)[0] == "2" else 2
    return max(-(-most // step) * step, 2)


def in_words(lines: Sequence[Line]) -> str:
    """What a drawing shows, in a sentence; of what is hidden it says that it is."""
    shown = [line for line in lines if _settled(line) is not None]
    total = {piece: sum(_number(line, piece) or 0 for line in shown) for piece in PIECES}
    settled = sum(total.values())
    rest = "" if len(shown) == len(lines) else " Only what may be shown is added up here: other numbers are too small."
    if not settled:
        return f"Nothing to draw: nothing is settled.{rest}" if shown else "The numbers are too small to be shown."
    parts = f"{total['kept']} kept, {total['late']} kept late, {total['not-kept']} not kept"
    return f"Of {settled} settled: {parts}.{rest}"
