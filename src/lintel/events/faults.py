"""What is wrong with a file of entries: where, what, and what was expected. Never what a person wrote."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from lintel.events.facts import FactType

MOST = 10_000
"""So many faults are kept with their words; more than that are counted."""

LINE, FILE = "line", "file"
"""What is wrong with a line, or with a file, as a whole and with no one field of it."""

_EARLIEST, _LATEST = 1900, 2200
_CODE = re.compile(r"[a-z0-9][a-z0-9_.:\-]{0,63}")
_DATE = re.compile(r"\d{4}-\d\d-\d\d(T[\d:.+\-Z]{0,24})?", re.ASCII)
_NUMBER = re.compile(r"(\d[_.:\-]*){7}")
"""So many digits, however they are set apart, may be somebody's telephone number."""


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong with one line of a file (0: with the file as a whole)."""

    line: int
    field: str
    wrong: str
    expected: str

    def __str__(self) -> str:
        place = f"line {self.line}: {self.field}" if self.line else self.field
        if self.field == LINE:
            place = f"line {self.line}"
        return f"{place} {self.wrong}; expected {self.expected}"


class InputRefused(ValueError):
    """A file of entries is refused whole. `faults` has everything that is wrong with it, in the order of lines."""

    def __init__(self, faults: Iterable[Fault], more: int = 0, file: str = "") -> None:
        self.faults = tuple(sorted(faults))
        self.more = more
        name = f"{file}: " if file else ""
        last = [f"{name}… and {more} more {'fault' if more == 1 else 'faults'}"] if more else []
        super().__init__("\n".join([*(f"{name}{fault}" for fault in self.faults), *last]))


def shown(value: object) -> str:
    """A value for a message: shown if it is coded, only described if it may be what somebody wrote or said."""
    if isinstance(value, str):
        return f'"{value}"' if is_code(value) else described(value)
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int) and -10_000 < value < 10_000 else described(value)


def shown_key(key: str) -> str:
    """A key for a message, likewise."""
    return key if is_code(key) else f"a key of {_characters(key)}"


def is_code(text: str) -> bool:
    """Whether text can only be coded: one lower-case word without a long number in it, or a date."""
    return bool(_DATE.fullmatch(text) or (_CODE.fullmatch(text) and not _NUMBER.search(text)))


def described(value: object) -> str:
    """What a value is, without a word of it."""
    if isinstance(value, str):
        return f"text of {_characters(value)}" if value else "empty text"
    names = {bool: "true or false", int: "a number", float: "a decimal number", list: "a list", dict: "an object"}
    return names.get(type(value), "null")


def perhaps(word: object, known: tuple[str, ...], otherwise: str) -> str:
    """What was expected in place of a word: the nearest that is known, if one is near."""
    return _perhaps(word, known, otherwise) if isinstance(word, str) and len(word) <= 64 else otherwise


@lru_cache(maxsize=1 << 10)  # one misspelling may stand on every line of a file
def _perhaps(word: str, known: tuple[str, ...], otherwise: str) -> str:
    near = get_close_matches(word, known, n=1, cutoff=0.6)
    return f'perhaps "{near[0]}"' if near else otherwise


def out_of_reach(value: object) -> tuple[str, str] | None:
    """What is wrong with a date or a number that nobody can count with, and what was expected; None for any other."""
    if isinstance(value, date) and not _EARLIEST <= value.year < _LATEST:
        return f"is in the year {value.year}", f"a year from {_EARLIEST} to {_LATEST - 1}"
    if isinstance(value, int) and abs(value) >= 10**9:
        return "is a number of many digits", "a whole number of at most nine"
    return None


def expected(fact: FactType, error: Mapping[str, Any], *, whole: bool) -> str:
    """What a fact must be, or one item of it, by what pydantic found wrong with it."""
    limits = error.get("ctx", {})
    if "ge" in limits:
        return f"a whole number of at least {limits['ge']}"
    if "le" in limits:
        return f"a whole number of at most {limits['le']}"
    if fact.kind == "map" and "expected" in limits:
        return f"one of {limits['expected'].replace(chr(39), '')}"
    return fact.expected() if whole else FactType(fact.kind, fact.values).expected()


def _characters(text: str) -> str:
    return f"{len(text)} character{'' if len(text) == 1 else 's'}"
