"""What one cell may hold: how it is read, and in words what is expected there."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from lintel.events.faults import described, out_of_reach, perhaps

T = TypeVar("T")

_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?:[T ]00:00(?::00)?)?", re.ASCII)
_BRITISH = re.compile(r"(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})(?: 00:00(?::00)?)?", re.ASCII)
_SHORTENED = re.compile(r"\d(?:[.,]\d+)?E\+?\d+", re.ASCII | re.IGNORECASE)
_NOT_TEXT = ("Cc", "Cs", "Co")


class WrongCell(ValueError):
    """A cell holds something else. Says what, never a word of it, and what is expected."""

    def __init__(self, wrong: str, expected: str) -> None:
        self.wrong, self.expected = wrong, expected
        super().__init__(f"{wrong}; expected {expected}")


@dataclass(frozen=True, slots=True)
class Cell(Generic[T]):
    """How the cells of a column are read. `read` raises `WrongCell`; it never sees an empty cell."""

    expected: str
    read: Callable[[str], T]


def text(most: int) -> Cell[str]:
    """Words of at most so many characters. Lines within a cell become parts between commas."""
    expected = f"text of at most {most} characters"

    def read(value: str) -> str:
        said = ", ".join(" ".join(line.split()).strip(",") for line in value.splitlines() if line.strip(" ,"))
        if not said.isprintable() and any(unicodedata.category(letter) in _NOT_TEXT for letter in said):
            raise WrongCell("holds a character that is no text", expected)
        if not 0 < len(said) <= most:
            raise WrongCell(f"is {described(said)}", expected)
        return said

    return Cell(expected, read)


def matching(pattern: str, expected: str) -> Cell[str]:
    """A text that is as a whole what a pattern says, with ASCII digits."""
    whole = re.compile(pattern, re.ASCII)

    def read(value: str) -> str:
        if not whole.fullmatch(value):
            raise WrongCell(_what(value), expected)
        return value

    return Cell(expected, read)


def then(cell: Cell[str], change: Callable[[str], str]) -> Cell[str]:
    """The same cell, and what it read put into one form: capitals, spaces, leading noughts."""
    return Cell(cell.expected, lambda value: change(cell.read(value)))


def one_of(values: Sequence[str]) -> Cell[str]:
    """One value of a list, in any case, its words joined in any way (`Assured shorthold` is `assured_shorthold`)."""
    known = tuple(values)
    expected = f"one of {', '.join(known)}"

    def read(value: str) -> str:
        word = as_code(value)
        if word not in known:
            raise WrongCell(f"is {described(value)}", perhaps(word, known, expected))
        return word

    return Cell(expected, read)


def as_code(value: str) -> str:
    """Words as a code: small letters, joined by `_`."""
    return re.sub(r"[\s_-]+", "_", value.strip().lower())


def whole_number(least: int, most: int) -> Cell[int]:
    """A whole number in digits."""
    expected = f"a whole number from {least} to {most}"

    def read(value: str) -> int:
        if not re.fullmatch(r"\d{1,9}", value, re.ASCII):
            raise WrongCell(_what(value), expected)
        if not least <= int(value) <= most:
            raise WrongCell("is too small or too large", expected)
        return int(value)

    return Cell(expected, read)


def several(one: Cell[str], what: str) -> Cell[tuple[str, ...]]:
    """A list between semicolons, each value once and in its order; gaps are passed over."""
    expected = f"{what} with ; between them, each {one.expected}"

    def read(value: str) -> tuple[str, ...]:
        items = (item.strip() for item in value.split(";"))
        try:
            return tuple(dict.fromkeys(one.read(item) for item in items if item))
        except WrongCell as error:
            raise WrongCell(f"has one that {error.wrong}", expected) from None

    return Cell(expected, read)


def _day(value: str) -> date:
    found = _ISO.fullmatch(value) or _BRITISH.fullmatch(value)
    if not found:
        raise WrongCell(_what(value), DAY.expected)
    try:
        day = date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        raise WrongCell("is no day of the calendar", DAY.expected) from None
    if fault := out_of_reach(day):
        raise WrongCell(*fault)
    return day


DAY: Cell[date] = Cell("a date as 2024-03-28 or 28/03/2024", _day)
"""A day, ISO or with the day before the month. A spreadsheet's midnight after it says nothing."""


def _what(value: str) -> str:
    if _SHORTENED.fullmatch(value):
        return "is a number that a spreadsheet shortened (format the column as text)"
    return f"is {described(value)}"
