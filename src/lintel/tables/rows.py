"""The rows of a table: a first line that names the columns, then one thing on each line."""

import csv
import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import IO, TypeVar

from lintel.events.faults import LINE, described, is_code, perhaps
from lintel.tables.cells import Cell, WrongCell, as_code
from lintel.tables.changes import R, differing
from lintel.tables.decoding import text_of
from lintel.tables.faults import Faults

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)

_DELIMITERS = ",;\t|"
_HINT = re.compile(r"sep=([,;\t|])(?:\r\n|\r|\n)", re.IGNORECASE)
"""A first line by which spreadsheets tell each other what stands between the values."""
_WITHIN = 10_000
"""So many characters in, the first line has ended."""
_MOST_COLUMNS = 200
_UNQUOTED = 'quotation marks only around a whole value, and "" for one inside'


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table, by column. `line` is the line of the file that it begins on, counted from 1."""

    line: int
    values: dict[str, str]
    faults: Faults

    def read(self, column: str, cell: Cell[T], *, needed: bool = True) -> T | None:
        """What a cell holds; None where it is empty, wrong or its column is missing. Faults are kept."""
        value = self.values.get(column)
        if value is None:
            return None  # the first line was already faulted for it
        if not value:
            if needed:
                self.say(column, "is empty", cell.expected)
            return None
        try:
            return cell.read(value)
        except WrongCell as error:
            self.say(column, error.wrong, error.expected)
            return None

    def say(self, column: str, wrong: str, expected: str) -> None:
        """Keep a fault of this line."""
        self.faults.add(self.line, column, wrong, expected)


def rows(file: IO[bytes] | IO[str], columns: Sequence[str], faults: Faults) -> Iterator[Row]:
    """The rows of an open file that has exactly these columns, in any order. Blank lines are passed over.

    Values may stand between commas, semicolons, tabs or bars. Raises `InputRefused` where there is no reading on.
    """
    whole = text_of(file, faults)
    hint = _HINT.match(whole)
    start = hint.end() if hint else 0
    records = _records(whole[start:], hint[1] if hint else _delimiter(whole, columns), 1 if hint else 0, faults)
    line, header = next(records, (1, []))
    names = _names(header, columns, line, faults)
    for line, values in records:
        if len(values) == len(names):
            yield Row(line, {name: value for name, value in zip(names, values, strict=True) if name}, faults)
        else:
            faults.add(line, LINE, f"has {_values(len(values))}", f"{len(names)}, one for each column")


def _delimiter(whole: str, columns: Sequence[str]) -> str:
    """What stands between the values: whatever finds the most columns in the first line."""
    first = whole[:_WITHIN].lstrip("\r\n")

    def found(delimiter: str) -> int:
        _, names = next(_records(first, delimiter, 0, Faults()), (1, []))
        return len({as_code(name) for name in names} & set(columns))

    return max(_DELIMITERS, key=found)


def _records(whole: str, delimiter: str, before: int, faults: Faults) -> Iterator[tuple[int, list[str]]]:
    """Each line that says something, with its number and its values without outer spaces or empty ones at the end."""
    reader = csv.reader(StringIO(whole, newline=""), delimiter=delimiter, strict=True)
    width = 0
    while True:
        line = reader.line_num + before + 1
        try:
            values = [value.strip() for value in next(reader)]
        except StopIteration:
            return
        except csv.Error:
            faults.add(line, LINE, "cannot be split into values", _UNQUOTED)
            continue
        if any(values):
            width = width or _said(values)
            yield line, values[: max(width, _said(values))]


def _said(values: Sequence[str]) -> int:
    """How many values there are without the empty ones at the end."""
    return max(place for place, value in enumerate(values, 1) if value)


def _names(header: Sequence[str], columns: Sequence[str], line: int, faults: Faults) -> list[str]:
    """The name of each column; an empty one where it is unknown or stands twice."""
    names = [as_code(name) for name in header]
    known = len(set(names) & set(columns))
    if known * 2 < len(columns) or len(names) > _MOST_COLUMNS:  # it may be somebody's data: say nothing of it
        faults.stop(line, LINE, "does not name the columns", f"a first line with {', '.join(columns)}")
    for place, name in enumerate(names):
        column = f'column "{name}"' if is_code(name) else f"column {place + 1}"
        if name not in columns:
            faults.add(line, column, _unknown(name), perhaps(name, tuple(columns), f"only {', '.join(columns)}"))
        elif name in names[:place]:
            faults.add(line, column, "stands twice", "each column once")
    for name in columns:
        if name not in names:
            faults.add(line, f'column "{name}"', "is missing", "a column of that name, its cells empty if need be")
    return [name if name in columns and name not in names[:place] else "" for place, name in enumerate(names)]


def _unknown(name: str) -> str:
    return "is no column of this table" if name else f"has {described(name)} for a name"


def _values(count: int) -> str:
    return f"{count} value{'' if count == 1 else 's'}"


def agreed(said: Iterable[tuple[int, R]], key: Callable[[R], K], what: str, faults: Faults) -> dict[K, R]:
    """What several lines say of the same things, by their keys. Lines that say otherwise are kept as
    faults; `what` is such a thing in words (`a home`)."""
    first: dict[K, tuple[int, R]] = {}
    for line, record in said:
        at, other = first.setdefault(key(record), (line, record))
        for column in differing(other, record):
            faults.add(line, column, f"is not what line {at} says of it", f"the same on every line of {what}")
    return {name: record for name, (_, record) in first.items()}
