"""Invented years as tests look at them: made once, and read line by line."""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from lintel.commitments.loading import find
from lintel.invention.when import calendar_year
from lintel.invention.year import books_of

PROVIDERS = ("settle", "midland-heart", "association", "aspire", "whg")
Line = dict[str, Any]


@cache
def lines(provider: str, cases: int = 44, seed: int = 1, year: int = 2024) -> tuple[str, ...]:
    """The lines of a year, as they would be printed."""
    return tuple(line for book in books_of(find(provider), cases, seed, calendar_year(year)) for line in book.lines())


@cache
def entries(provider: str, cases: int = 44, seed: int = 1) -> tuple[Line, ...]:
    """The entries of a year, as they stand in the file."""
    return tuple(json.loads(line) for line in lines(provider, cases, seed))


def of_cases(provider: str = "settle") -> tuple[Line, ...]:
    """The entries of the cases, without the organisation's and the people's own books."""
    return tuple(each for each in entries(provider) if each["book"][0].isdigit())


def happened(event: str, provider: str = "settle", **facts: object) -> list[Line]:
    """The entries of an event in the cases that say certain things."""
    return [each for each in of_cases(provider) if each["event"] == event and _says(each, facts)]


def _says(entry: Line, facts: dict[str, object]) -> bool:
    said: Line = entry.get("data", {})
    return said.items() >= facts.items()


def sealed(entry: Line) -> Iterator[str]:
    """The sealed texts of an entry."""
    return (str(text) for field, text in entry.items() if field not in _OPEN)


_OPEN = frozenset({"book", "id", "event", "at", "recorded_at", "by", "thread", "about", "data"})
