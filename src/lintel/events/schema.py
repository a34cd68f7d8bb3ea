"""The JSON Schema of an entry of each kind: what one line of an interchange file may say."""

from typing import Any

from lintel.events.declaration import Book, Declaration
from lintel.events.registry import KINDS, Kind
from lintel.events.values import HANDLE

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_NAME = HANDLE.removeprefix("^")
_HANDLE: dict[str, Any] = {"type": "string", "pattern": HANDLE}
_INSTANT: dict[str, Any] = {"type": "string", "format": "date-time"}
_BOOK: dict[Book, dict[str, Any]] = {
    "case": {"type": "string", "pattern": f"^(?!organisation$)(?!person:){_NAME}"},
    "organisation": {"const": "organisation"},
    "person": {"type": "string", "pattern": f"^person:{_NAME}"},
}


def schemas() -> dict[str, Any]:
    """The schema of a line of any kind, with every kind under `$defs`."""
    return {
        "$schema": DIALECT,
        "title": "An entry of an interchange file",
        "oneOf": [{"$ref": f"#/$defs/{name}"} for name in KINDS],
        "$defs": {name: schema(name) for name in KINDS},
    }


def schema(kind: str) -> dict[str, Any]:
    """The schema of one whole entry of `kind`: its envelope, its facts as `data`, and its sealed fields."""
    about = KINDS[kind]
    said = about.declaration
    fields = about.model.model_json_schema(by_alias=True)
    facts = {name: _field(fields["properties"][name], "x-fact") for name in about.facts}
    sealed = {name: _field(fields["properties"][name], "x-sealed") for name in about.sealed}
    needed = fields.get("required", [])
    return {
        "title": said.label,
        "description": said.hint,
        "type": "object",
        "properties": {
            **_envelope(about),
            "data": _closed(facts, needed),
            **sealed,
        },
        "required": _required(said, needed),
        "additionalProperties": False,
        **_threads(said),
    }


def _envelope(kind: Kind) -> dict[str, Any]:
    said = kind.declaration
    thread = {"thread": {**_HANDLE}} if said.continues or said.may_continue else {}
    return {
        "book": {"anyOf": [_BOOK[book] for book in said.books]},
        "id": {**_HANDLE},
        "event": {"const": said.name},
        "at": {**_INSTANT},
        "recorded_at": {**_INSTANT},
        "by": {**_HANDLE},
        **thread,
        "about": {"type": "array", "items": {**_HANDLE}},
    }


def _threads(said: Declaration) -> dict[str, str]:
    named = {"x-opens": said.opens, "x-continues": said.continues}
    return {key: thread for key, thread in named.items() if thread is not None}


def _closed(properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    closed = {"type": "object", "properties": properties, "additionalProperties": False}
    return {**closed, "required": required} if required else closed


def _required(said: Declaration, facts: list[str]) -> list[str]:
    return ["book", "id", "event", "at"] + ["thread"] * bool(said.continues) + ["data"] * bool(facts)


def _field(declared: dict[str, Any], mark: str) -> dict[str, Any]:
    kept = {key: value for key, value in declared.items() if key not in ("title", "default")}
    return {**kept, mark: True}
