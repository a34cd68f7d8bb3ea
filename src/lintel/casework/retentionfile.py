"""Reading the rules of retention from a file. A bad file is refused with all its faults."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from lintel.casework.retention import SIGNS, Rule, Rules

DEFAULTS = Path(__file__).with_name("retention.toml")
"""What counts until the landlord names a file of its own."""

_KEYS = ("class", "applies", "years", "source", "note")
_CODE = re.compile(r"[a-z0-9][a-z0-9_\-]{0,63}")
_LONGEST = 100


class RetentionRefused(ValueError):
    """A file of retention rules cannot be used. `faults` has everything that is wrong with it."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))


@cache
def in_force() -> Rules:
    """The rules that this installation keeps to. Raises `RetentionRefused` where they cannot be used."""
    return load(settings.OPTIONS.retention_file or DEFAULTS)


def load(path: Path) -> Rules:
    """The rules in a file. Raises `RetentionRefused`, naming every fault."""
    try:
        source = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise RetentionRefused([f"{path} cannot be read ({(error.strerror or '').lower()}); check the path"]) from None
    except ValueError:
        raise RetentionRefused([f"{path.name} is not TOML; write it as casework/retention.toml is written"]) from None
    faults = list(_faults(source))
    if faults:
        raise RetentionRefused(f"{path.name}: {fault}" for fault in faults)
    return Rules(source["id"], tuple(_rule(each) for each in source["rule"]))


def _rule(table: Mapping[str, Any]) -> Rule:
    return Rule(table["class"], tuple(table["applies"]), table["years"], table["source"], table.get("note", ""))


def _faults(source: Mapping[str, Any]) -> Iterator[str]:
    """Everything that is wrong with a file, each fault with what to write."""
    yield from (f"{key} is no key of this file; write id and [[rule]]" for key in source if key not in ("id", "rule"))
    if not _coded(source.get("id")):
        yield 'id is missing or no code; write it in lower case, as id = "ours-2025"'
    tables = source.get("rule")
    if not isinstance(tables, list) or not tables or not all(isinstance(each, dict) for each in tables):
        yield "rule is no list of tables; write at least one [[rule]]"
        return
    for number, table in enumerate(tables, 1):
        yield from (f"rule {number}: {fault}" for fault in _faults_of(table))
    names = Counter(each.get("class") for each in tables if _coded(each.get("class")))
    yield from (f"class {name} stands twice; give each rule its own" for name, times in names.items() if times > 1)
    yield from _faults_of_order([each.get("applies") for each in tables])


def _faults_of(table: Mapping[str, Any]) -> Iterator[str]:
    yield from (f"{key} is no key of a rule; write {', '.join(_KEYS)}" for key in table if key not in _KEYS)
    if not _coded(table.get("class")):
        yield 'class is missing or no code; write it in lower case, as class = "child"'
    applies = table.get("applies")
    if (
        not isinstance(applies, list)
        or not applies
        or not all(isinstance(each, str) and each in SIGNS for each in applies)
    ):
        yield f"applies is not a list of signs; write one or more of {', '.join(SIGNS)}"
    years = table.get("years")
    if not isinstance(years, int) or isinstance(years, bool) or not 0 <= years <= _LONGEST:
        yield f"years is no whole number from 0 to {_LONGEST}; write it without quotes, as years = 6"
    if not isinstance(table.get("source"), str) or not table["source"].strip():
        yield "source is missing; say where the period comes from, or who decided it"
    if not isinstance(table.get("note", ""), str):
        yield "note is no text; write it in quotes"


def _faults_of_order(applies: Sequence[object]) -> Iterator[str]:
    for number, signs in enumerate(applies, 1):
        every = isinstance(signs, list) and "any_case" in signs
        if every and number < len(applies):
            yield f"rule {number}: applies to every case, so no rule after it ever counts; put it last"
        if not every and number == len(applies):
            yield f'rule {number}: is the last and does not apply to every case; end with applies = ["any_case"]'


def _coded(value: object) -> bool:
    return isinstance(value, str) and _CODE.fullmatch(value) is not None
