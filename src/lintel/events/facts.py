"""What type a fact has, read off the declaration: so that a rule naming an impossible value can be refused."""

import types
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import AwareDatetime
from pydantic.fields import FieldInfo

from lintel.events.values import HANDLE, Code, Handle, SealedMark

FactKind = Literal["listed", "number", "boolean", "date", "instant", "code", "handle", "map", "facts"]

_SIMPLE: dict[Any, FactKind] = {
    bool: "boolean", int: "number", datetime: "instant", AwareDatetime: "instant", date: "date",
    dict[str, Any]: "facts",
}  # fmt: skip
_CODE_PATTERN = get_args(Code)[1].metadata[0].pattern


class NotAFactError(TypeError):
    """A declared field is neither a coded fact nor marked as sealed."""


@dataclass(frozen=True)
class FactType:
    """The type of one fact: its kind, the values it may have where they are listed, and whether it is a list."""

    kind: FactKind
    values: tuple[str, ...] = ()
    many: bool = False

    def expected(self) -> str:
        """What a value must be, in words, for a message."""
        words = {
            "listed": f"one of {', '.join(self.values)}",
            "number": "a whole number",
            "boolean": "true or false",
            "date": "a date, as 2024-03-28",
            "instant": "a date and time with its offset, as 2024-03-28T16:30:00+00:00",
            "code": "a code in lower case without spaces, as marac_lead",
            "handle": "a handle without spaces, as v1",
            "map": f"a map from {' | '.join(self.values)} to a listed value",
            "facts": "a map from the name of a fact to its right value, or to null to clear it",
        }[self.kind]
        return f"a list; each {words}" if self.many else words


def is_sealed(info: FieldInfo) -> bool:
    """Whether a field is sealed rather than a fact."""
    return any(isinstance(mark, SealedMark) for mark in info.metadata)


def fact_type(info: FieldInfo) -> FactType:
    """The type of a fact. Raises `NotAFactError` for free text and for anything else that is not coded."""
    pattern = next((m.pattern for m in info.metadata if getattr(m, "pattern", None)), None)
    return _coded(pattern) if pattern else _of(info.annotation)


def _coded(pattern: str) -> FactType:
    if pattern == HANDLE:
        return FactType("handle")
    if pattern == _CODE_PATTERN:
        return FactType("code")
    raise NotAFactError(f"text by the pattern {pattern} is not a coded fact")


def _of(annotation: Any) -> FactType:
    """The fact type of an annotation; `None` in a union only says that the fact may be absent."""
    origin, args = get_origin(annotation), get_args(annotation)
    if origin in (Union, types.UnionType):
        present = [arg for arg in args if arg is not type(None)]
        if len(present) != 1:
            raise NotAFactError(f"{annotation} has more than one type")
        return _of(present[0])
    if origin is Annotated:
        return _of_annotated(args[0], args[1:])
    if origin is Literal:
        return FactType("listed", tuple(args))
    if origin is tuple:
        item = _of(args[0])
        return FactType(item.kind, item.values, many=True)
    if annotation in _SIMPLE:
        return FactType(_SIMPLE[annotation])
    if origin is dict and _of(args[1]).kind == "listed":
        return FactType("map", _of(args[0]).values)
    raise NotAFactError(f"{annotation} is not a coded fact")


def _of_annotated(base: Any, marks: tuple[Any, ...]) -> FactType:
    for coded, kind in ((Handle, "handle"), (Code, "code")):
        if base is str and marks == get_args(coded)[1:]:
            return FactType("handle" if kind == "handle" else "code")
    return _of(base)
