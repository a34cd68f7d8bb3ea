"""What is wrong with an instrument's file: where, what, and what to write instead. All of it at once."""

import json
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

Say = Callable[[str, str, str], None]
"""Report a fault: the place, what is wrong there, and what to write."""

_LONGEST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class InstrumentFault:
    """One thing wrong with a file: where, what, and what to write."""

    file: str
    key: str
    wrong: str
    write: str

    def __str__(self) -> str:
        return f"{self.file}: {self.key} {self.wrong}; {self.write}"


class InstrumentRefused(ValueError):
    """An instrument cannot be used. `faults` has everything that is wrong with its file."""

    def __init__(self, faults: Iterable[InstrumentFault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


def place(key: str, *parts: object) -> str:
    """Where something stands, as `question[2].weight`: places in a list count from 1."""
    for part in parts:
        key += f"[{part + 1}]" if isinstance(part, int) else f".{_key(part)}"
    return key.removeprefix(".")


def _key(part: object) -> str:
    return str(part) if re.fullmatch(r"[A-Za-z0-9_-]+", str(part)) else shown(part)


def shown(value: object) -> str:
    """A value as TOML spells it, cut short."""
    if isinstance(value, str):
        cut = value if len(value) <= _LONGEST_SHOWN else f"{value[:_LONGEST_SHOWN]}…"
        return json.dumps(cut, ensure_ascii=False)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "a list" if value else "an empty list"
    return "a table" if isinstance(value, Mapping) else f"{value}"[:_LONGEST_SHOWN]


def one_of(word: object, known: Collection[str]) -> str:
    """The nearest word that is known, as a remedy; all of them where none is near."""
    near = get_close_matches(str(word), sorted(known), n=1, cutoff=0.7)
    return f'write "{near[0]}"' if near else f"write one of: {', '.join(known)}"


def in_words(error: Mapping[str, Any], keys: Collection[str], patterns: Mapping[str, str]) -> tuple[str, str]:
    """What is wrong and what to write, for each way in which pydantic finds a table wanting."""
    kind, value, context = error["type"], error.get("input"), error.get("ctx", {})
    name = error["loc"][-1] if error["loc"] else ""
    if kind == "missing":
        return "is missing", f"write {name} = …"
    if kind == "extra_forbidden":
        return "is no key of this table", one_of(name, keys)
    if kind == "literal_error":
        return f"is {shown(value)}", f"write one of: {str(context['expected']).replace(chr(39), '')}"
    if kind == "string_pattern_mismatch":
        return f"is {shown(value)}", f"write {patterns[context['pattern']]}"
    return f"is {shown(value)}", _REMEDIES.get(kind, "docs/instruments.md says what may stand here").format(**context)


_REMEDIES = {
    "string_type": "write text in quotes",
    "string_too_short": "write at least one word",
    "string_too_long": "write at most {max_length} characters",
    "bool_type": "write true or false without quotes",
    "int_type": "write a whole number without quotes",
    "date_type": "write a date without quotes and without a time, as 2026-03-01",
    "model_type": "write a table",
    "greater_than_equal": "write {ge} or more",
    "less_than_equal": "write {le} or less",
}
