"""What is wrong with the shape of what was sent, in our words: the place and the remedy, never what stood there."""

from collections.abc import Iterable, Mapping
from typing import Any

from lintel.events.faults import Fault, shown_key

_WORDS: Mapping[str, tuple[str, str]] = {
    "missing": ("is missing", "this field"),
    "extra_forbidden": ("is no field of this", "the fields that the description lists, and no others"),
    "bool_parsing": ("is neither true nor false", "true or false"),
    "bool_type": ("is neither true nor false", "true or false"),
    "int_parsing": ("is no whole number", "a whole number"),
    "int_type": ("is no whole number", "a whole number"),
    "int_from_float": ("is no whole number", "a whole number"),
    "int_parsing_size": ("is a number of many digits", "a whole number of at most nine digits"),
    "string_type": ("is no text", "a text"),
    "list_type": ("is no list", "a list"),
    "dict_type": ("is no object", "an object"),
    "model_attributes_type": ("is no object", "an object"),
    "model_type": ("is no object", "an object"),
    "uuid_parsing": ("is no id", "an id, as this interface gives it"),
    "uuid_type": ("is no id", "an id, as this interface gives it"),
}
_INSTANT = "a date and time with its offset, as 2024-03-28T16:30:00+00:00"
_SOURCES = ("body", "query", "path", "header")


def wrong(errors: Iterable[Mapping[str, Any]]) -> list[Fault]:
    """Faults as they are said everywhere else, from what pydantic found."""
    return [Fault(0, _place(error["loc"]), *_said(error)) for error in errors]


def _place(loc: Iterable[object]) -> str:
    """Where it is: without the name of the parameter, and without a key that somebody wrote a name into."""
    parts = [part for part in loc if part not in (*_SOURCES, "sent")]
    return ".".join(str(part) if isinstance(part, int) else shown_key(str(part)) for part in parts) or "the body"


def _said(error: Mapping[str, Any]) -> tuple[str, str]:
    kind, limits = str(error["type"]), error.get("ctx", {})
    if kind in _WORDS:
        return _WORDS[kind]
    if kind.startswith(("datetime", "timezone")):
        return "is no instant", _INSTANT
    if kind == "literal_error":
        return "is not one of the values that it may have", f"one of {str(limits['expected']).replace(chr(39), '')}"
    bounds = [words.format(limits[name]) for name, words in _BOUNDS.items() if name in limits]
    return "is not as it should be", " and ".join(bounds) or "what the description says"


_BOUNDS = {
    "ge": "at least {}",
    "le": "at most {}",
    "min_length": "at least {} of them",
    "max_length": "at most {} of them",
}
