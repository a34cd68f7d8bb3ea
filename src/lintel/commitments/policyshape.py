"""A policy file taken apart: each table against its shape, every fault said, nothing stopping at the first."""

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import ValidationError

from lintel.commitments.patternchecks import Say, did_you_mean, place, shown
from lintel.commitments.policyfile import (
    CLAUSE_ID,
    COMMITMENT_KINDS,
    LISTS,
    NAME,
    PATTERNS,
    ClauseTable,
    Definition,
    GuardTable,
    GuidanceTable,
    Head,
    MeasureTable,
    NeedTable,
    Rule,
    Table,
    Words,
)

_TABLES = ("policy", "words", "definition", "settings", *LISTS)
AnyTable = TypeVar("AnyTable", bound=Table)


@dataclass
class Shaped:
    """The tables of a file that have the right shape, each rule with the key that a message names it by.

    `named` are the ids and keys that stand in the file, in tables of the wrong shape too: nobody is told that those
    are missing.
    """

    head: Head | None = None
    words: Words = field(default_factory=Words)
    definition: Definition = field(default_factory=Definition)
    settings: dict[str, dict[str, Any]] = field(default_factory=dict)
    clauses: list[tuple[str, ClauseTable]] = field(default_factory=list)
    commitments: list[tuple[str, Rule]] = field(default_factory=list)
    guards: list[tuple[str, GuardTable]] = field(default_factory=list)
    measures: list[tuple[str, MeasureTable]] = field(default_factory=list)
    guidance: list[tuple[str, GuidanceTable]] = field(default_factory=list)
    named: dict[str, frozenset[str]] = field(default_factory=dict)


def shaped(source: Mapping[str, Any], say: Say) -> Shaped:
    """The tables of a file. What has the wrong shape is said and left out."""
    for key in source:
        if key not in _TABLES:
            say(place("", key), "is no table of a policy file", did_you_mean(key, _TABLES))
    found = Shaped()
    if "policy" in source:
        found.head = as_table("policy", source["policy"], Head, say)
    else:
        say("policy", "is missing", "begin the file with [policy] and its id and provider")
    found.words = as_table("words", source.get("words", {}), Words, say) or found.words
    found.definition = as_table("definition", source.get("definition", {}), Definition, say) or found.definition
    found.settings = source["settings"] if isinstance(source.get("settings"), dict) else {}
    if "settings" in source and not isinstance(source["settings"], dict):
        say("settings", "is no table", "write [settings.NAME] and its values under it")
    for name in LISTS:
        _shape_list(name, source.get(name, []), found, say)
    for name in ("words", "definition", "settings"):
        given = source.get(name)
        found.named[name] = (
            frozenset(key for key, value in given.items() if value) if isinstance(given, dict) else frozenset()
        )
    return found


def _shape_list(name: str, source: object, found: Shaped, say: Say) -> None:
    tables = source if isinstance(source, list) else [source]
    ids = [_id(each) for each in tables]
    found.named[name] = frozenset(each for each in ids if each is not None)
    if not isinstance(source, list):
        say(name, "is no list of tables", f"write [[{name}]] with two brackets")
        return
    for number, (each, its_id) in enumerate(zip(tables, ids, strict=True)):
        _shape_one(name, _key(name, its_id) or place(name, number), each, found, say)
    for twice in (each for each, times in Counter(ids).items() if each is not None and times > 1):
        say(_key(name, twice) or place(name, twice), "stands twice", "give each its own id")


def _id(table: object) -> str | None:
    found = table.get("id") if isinstance(table, dict) else None
    return found if isinstance(found, str) else None


def _key(name: str, its_id: str | None) -> str | None:
    """How a message names a table: by its id, where it has one that is rightly spelled."""
    right = its_id is not None and re.fullmatch(CLAUSE_ID if name == "clause" else NAME, its_id)
    return f"{name}.{its_id}" if right else None


def _shape_one(name: str, key: str, source: object, found: Shaped, say: Say) -> None:
    if name == "commitment":
        kind = source.get("kind") if isinstance(source, dict) else None
        shape = COMMITMENT_KINDS.get(kind) if isinstance(kind, str) else None
        if shape is None:
            wrong = "is missing" if kind is None else f"is {shown(kind)}"
            say(f"{key}.kind", wrong, f"write one of: {', '.join(COMMITMENT_KINDS)}")
            return
        _keep(found.commitments, key, as_table(key, source, shape, say))
    elif name == "clause":
        _keep(found.clauses, key, as_table(key, source, ClauseTable, say))
    elif name == "guard":
        _keep(found.guards, key, as_table(key, source, GuardTable, say))
    elif name == "measure":
        _keep(found.measures, key, as_table(key, source, MeasureTable, say))
    else:
        _keep(found.guidance, key, as_table(key, source, GuidanceTable, say))


def _keep(tables: list[tuple[str, AnyTable]], key: str, table: AnyTable | None) -> None:
    if table is not None:
        tables.append((key, table))


def as_table(key: str, source: object, shape: type[AnyTable], say: Say) -> AnyTable | None:
    """The table, if it has the shape; otherwise None, and every fault said."""
    try:
        return shape.model_validate(source)
    except ValidationError as error:
        for each in error.errors(include_url=False):
            say(place(key, *each["loc"]), *_in_words(each, shape))
        return None


def _in_words(error: Any, shape: type[Table]) -> tuple[str, str]:
    """What is wrong and what to write, for each way in which pydantic finds a table wanting."""
    kind, value, context = error["type"], error.get("input"), error.get("ctx", {})
    if kind == "missing":
        return "is missing", _written(str(error["loc"][-1]), shape)
    if kind == "extra_forbidden":
        keys = [info.alias or name for name, info in shape.model_fields.items()]
        return "is no key of this table", did_you_mean(error["loc"][-1], keys)
    if kind == "value_error":
        said, _, write = str(context["error"]).partition("; ")
        return f"is {shown(value)}, which {said}", write
    if kind == "list_type" and isinstance(value, str):
        return f"is {shown(value)}", f"write a list, as [{shown(value)}]"
    return f"is {shown(value)}", _remedy(kind, context)


def _written(key: str, shape: type[Table]) -> str:
    """How a key that may not be left out is written."""
    examples = [info.examples for name, info in shape.model_fields.items() if key == (info.alias or name)]
    return (
        f"write it, as {key} = {' or '.join(map(json.dumps, examples[0]))}" if examples and examples[0] else "write it"
    )


_NUMBER = "write a number without quotes, as 0.95"
_DATE = "write a date without quotes and without a time, as 2024-03-01"
_INSTANT = "write a date and time without quotes, as 2024-03-28T16:30:00"
_REMEDIES = {
    "string_type": "write text in quotes",
    "string_too_short": "write at least one word",
    "list_type": 'write a list, as ["…"]',
    "too_short": "name at least one",
    "bool_type": "write true or false without quotes",
    "int_type": "write a whole number without quotes",
    "float_type": _NUMBER,
    "finite_number": _NUMBER,
    "date_type": _DATE,
    "datetime_type": _INSTANT,
    "datetime_parsing": _INSTANT,
    "datetime_from_date_parsing": _INSTANT,
    "model_type": "write a table",
    "dict_type": "write a table",
    "string_too_long": "write at most {max_length} characters",
    "greater_than": "write a number above {gt:g}",
    "greater_than_equal": "write {ge} or more",
    "less_than_equal": "write {le:g} or less",
}


def _remedy(kind: str, context: Mapping[str, Any]) -> str:
    if kind == "literal_error":
        return f"write one of: {str(context['expected']).replace(chr(39), '')}"
    if kind == "string_pattern_mismatch":
        return f"write {PATTERNS[context['pattern']]}"
    return _REMEDIES.get(kind, "docs/policy-format.md says what may stand here").format(**context)


def needs_of(key: str, guard: GuardTable, say: Say) -> list[list[tuple[str, NeedTable]]]:
    """The needs of a guard, each a list of which any one will do, with the place that a message names."""
    found: list[list[tuple[str, NeedTable]]] = []
    for number, need in enumerate(guard.needs):
        either = need if isinstance(need, list) else [need]
        if not either:
            say(place(f"{key}.needs", number), "is an empty list", "name at least one event")
        tables: list[tuple[str, NeedTable]] = []
        for inner, each in enumerate(either):
            where = place(f"{key}.needs", number, *([inner] if isinstance(need, list) else []))
            table = as_table(where, {"event": each} if isinstance(each, str) else each, NeedTable, say)
            _keep(tables, where, table)
        found.append(tables)
    return found
