"""A policy file taken apart: each table against its shape, every fault said, nothing stopping at the first."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import ValidationError

from lintel.commitments.patternchecks import Say, did_you_mean
from lintel.commitments.policyfile import (
    COMMITMENT_KINDS,
    LISTS,
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
    """The tables of a file that have the right shape, each rule with the key that a message names it by."""

    head: Head | None = None
    words: Words = field(default_factory=Words)
    definition: Definition = field(default_factory=Definition)
    settings: dict[str, dict[str, Any]] = field(default_factory=dict)
    clauses: list[tuple[str, ClauseTable]] = field(default_factory=list)
    commitments: list[tuple[str, Rule]] = field(default_factory=list)
    guards: list[tuple[str, GuardTable]] = field(default_factory=list)
    measures: list[tuple[str, MeasureTable]] = field(default_factory=list)
    guidance: list[tuple[str, GuidanceTable]] = field(default_factory=list)


def shaped(source: Mapping[str, Any], say: Say) -> Shaped:
    """The tables of a file. What has the wrong shape is said and left out."""
    for key in source.keys() - set(_TABLES):
        say(key, "is no table of a policy file", did_you_mean(key, frozenset(_TABLES)))
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
    return found


def _shape_list(name: str, source: object, found: Shaped, say: Say) -> None:
    if not isinstance(source, list):
        say(name, "is no list of tables", f"write [[{name}]] with two brackets")
        return
    ids = Counter(str(each.get("id")) for each in source if isinstance(each, dict) and "id" in each)
    for place, each in enumerate(source):
        key = f"{name}.{each['id']}" if isinstance(each, dict) and "id" in each else f"{name}[{place}]"
        _shape_one(name, key, each, found, say)
    for twice in (each for each, times in ids.items() if times > 1):
        say(f"{name}.{twice}", "stands twice", "give each its own id")


def _shape_one(name: str, key: str, source: object, found: Shaped, say: Say) -> None:
    if name == "commitment":
        kind = source.get("kind") if isinstance(source, dict) else None
        if kind not in COMMITMENT_KINDS:
            wrong = "is missing" if kind is None else f'is "{kind}"'
            say(f"{key}.kind", wrong, f"write one of: {', '.join(COMMITMENT_KINDS)}")
            return
        _keep(found.commitments, key, as_table(key, source, COMMITMENT_KINDS[str(kind)], say))
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
        for each in error.errors():
            place = ".".join(str(part) for part in each["loc"])
            wrong, write = _in_words(each, shape)
            say(f"{key}.{place}" if place else key, wrong, write)
        return None


def _in_words(error: Any, shape: type[Table]) -> tuple[str, str]:
    """What is wrong and what to write, for each way in which pydantic finds a table wanting."""
    kind, value, context = error["type"], error.get("input"), error.get("ctx", {})
    if kind == "missing":
        return "is missing", "write it"
    if kind == "extra_forbidden":
        keys = frozenset(info.alias or name for name, info in shape.model_fields.items())
        return "is no key of this table", did_you_mean(error["loc"][-1], keys)
    if kind == "value_error":
        said, _, write = str(context["error"]).partition("; ")
        return f'is "{value}", which {said}', write
    shown = f'is "{value}"' if isinstance(value, str) else f"is {value}"
    return shown, _remedy(kind, context, str(error["msg"]))


def _remedy(kind: str, context: Mapping[str, Any], message: str) -> str:
    if kind == "literal_error":
        return f"write one of: {str(context['expected']).replace(chr(39), '')}"
    if kind == "string_pattern_mismatch":
        return "write letters, digits and hyphens, beginning with a letter or digit"
    if kind in ("model_type", "dict_type"):
        return "write a table"
    remedies = {
        "string_type": "write text in quotes",
        "list_type": 'write a list, as ["…"]',
        "bool_type": "write true or false",
        "int_type": "write a whole number",
        "float_type": "write a number",
        "date_type": "write a date without quotes, as 2024-03-01",
        "date_from_datetime_inexact": "write a date without a time, as 2024-03-01",
        "date_from_datetime_parsing": "write a date without quotes, as 2024-03-01",
    }
    return remedies.get(kind, message[:1].lower() + message[1:])


def needs_of(key: str, guard: GuardTable, say: Say) -> list[list[tuple[str, NeedTable]]]:
    """The needs of a guard, each a list of which any one will do, with the place that a message names."""
    found: list[list[tuple[str, NeedTable]]] = []
    for place, need in enumerate(guard.needs):
        either = need if isinstance(need, list) else [need]
        if not either:
            say(f"{key}.needs[{place}]", "is an empty list", "name at least one event")
        tables: list[tuple[str, NeedTable]] = []
        for number, each in enumerate(either):
            where = f"needs[{place}]" + (f"[{number}]" if isinstance(need, list) else "")
            table = as_table(f"{key}.{where}", {"event": each} if isinstance(each, str) else each, NeedTable, say)
            _keep(tables, where, table)
        found.append(tables)
    return found
