"""What is wrong with a file of entries: where, what, and what was expected. Never what a person wrote."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from lintel.events.values import HANDLE

MOST = 10_000
"""So many faults are kept with their words; more than that are counted."""


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong with one line of a file (0: with the file as a whole)."""

    line: int
    field: str
    wrong: str
    expected: str

    def __str__(self) -> str:
        place = f"line {self.line}: " if self.line else ""
        return f"{place}{self.field} {self.wrong}; expected {self.expected}"


class InputRefused(ValueError):
    """A file of entries is refused whole. `faults` has everything that is wrong with it, in the order of lines."""

    def __init__(self, faults: Iterable[Fault], more: int = 0) -> None:
        self.faults = tuple(sorted(faults))
        self.more = more
        last = [f"… and {more} more faults"] if more else []
        super().__init__("\n".join([*(str(fault) for fault in self.faults), *last]))


def shown(value: object) -> str:
    """A value for a message: shown if it is coded, only described if it may be what somebody wrote or said."""
    if isinstance(value, str):
        return f'"{value}"' if re.match(HANDLE, value) else f"text of {len(value)} characters"
    if isinstance(value, bool | int | float):
        return str(value).lower()
    names = {type(None): "null", list: "a list", dict: "an object"}
    return names.get(type(value), "something else")
