"""What each field of an event is to a form: read off its declaration, so that no form can miss one."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from lintel.events.facts import FactType, fact_type, is_sealed
from lintel.events.registry import KINDS

Shape = Literal[
    "listed", "several", "yes_no", "number", "day", "instant", "words", "line", "map", "code", "codes", "reference",
    "person", "newcomer", "staff", "agency", "case", "rule", "whom", "thread", "regarding",
]  # fmt: skip
"""How a field is asked. `reference` is typed and kept to letters, digits, dots and hyphens; no person has one."""

Value = str | list[str] | dict[str, str]
"""What somebody has typed or chosen in one field, as the browser sends it: a list for boxes, a map for parts."""

_HANDLES: dict[tuple[str, str], Shape] = {
    ("person.joined", "person"): "newcomer",
    ("case.linked", "to"): "case",
    ("risk.assessed", "version"): "reference",
    ("case.audited", "audit"): "reference",
    ("case.audited", "auditor"): "reference",
    ("discretion.asked", "rule"): "rule",
    ("discretion.asked", "for"): "whom",
}
_OF_STAFF = frozenset({"officer", "staff", "authorised_by", "attended_by"})

TWO_PEOPLE = {"case.erased": "erasure", "legal_hold.lifted": "hold"}
"""What one person proposes and another approves, and what each is called there: its facts follow from the case."""

CALLED = "called"
"""What somebody who joins is called. It is no fact of the case: it goes into their own book."""

REGARDING = "regarding"
"""Whom an entry is about: its envelope's `about`, by a name that no fact has."""

_OF_NOBODY = frozenset({
    "officer.named", "case.linked", "person.joined", "person.role_changed", "person.left", "person.died",
    "access.given", "access.ended", "conflict.declared", "handler_support.offered", "supervision.held",
    "case.audited", "thread.ended", "legal_hold.placed", "legal_hold.lifted", "case.erased",
})  # fmt: skip
"""They are about the case, or name whom they are about."""

_LINES = frozenset({"code_word", "reference", "venue", "name"})


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form. `values` are those that are listed; of a map, those of each of its `rows`."""

    name: str
    shape: Shape
    sealed: bool = False
    required: bool = False
    values: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None
    default: str | None = None

    @property
    def parts(self) -> tuple[str, ...]:
        """The names under which a browser sends it."""
        if self.shape == "day":
            return tuple(f"{self.name}-{part}" for part in ("day", "month", "year"))
        if self.shape == "instant":
            return tuple(f"{self.name}-{part}" for part in ("day", "month", "year", "time", "fold", "exact"))
        if self.shape == "map":
            return tuple(f"{self.name}-{row}" for row in self.rows)
        return (self.name,)


@cache
def fields_of(event: str) -> tuple[Field, ...]:
    """Every field of the form of an event: when it happened, its thread, its facts, its words, whom it is about."""
    said = KINDS[event].declaration
    found = [] if event in TWO_PEOPLE else [Field("at", "instant", required=True)]
    if said.continues or said.may_continue:
        found.append(Field("thread", "thread", required=bool(said.continues)))
    if event not in TWO_PEOPLE:
        found += _declared(event)
    if event == "person.joined":
        found.insert(1, Field(CALLED, "line", sealed=True))
    if event not in _OF_NOBODY:
        found.append(Field(REGARDING, "regarding"))
    return tuple(found)


def _declared(event: str) -> Iterator[Field]:
    for attribute, info in KINDS[event].model.model_fields.items():
        name = info.alias or attribute
        if is_sealed(info):
            yield Field(name, _sealed_shape(name), sealed=True)
        else:
            yield _fact(event, name, info)


def _sealed_shape(name: str) -> Shape:
    return "line" if name in _LINES else "words"


def _fact(event: str, name: str, info: FieldInfo) -> Field:
    fact = fact_type(info)
    least, most = _bounds(info.annotation)
    default = info.default if isinstance(info.default, str) else None
    return Field(
        name,
        _shape(event, name, fact),
        required=info.is_required(),
        values=_map_values(info.annotation) if fact.kind == "map" else fact.values,
        rows=fact.values if fact.kind == "map" else (),
        least=least,
        most=most,
        default=default,
    )


def _shape(event: str, name: str, fact: FactType) -> Shape:
    if fact.kind == "handle":
        return _HANDLES.get((event, name)) or _handle(name)
    if fact.kind == "listed":
        return "several" if fact.many else "listed"
    if fact.kind == "code":
        return "codes" if fact.many else "code"
    simple: dict[str, Shape] = {
        "boolean": "yes_no", "number": "number", "date": "day", "instant": "instant", "map": "map",
    }  # fmt: skip
    return simple.get(fact.kind, "reference")


def _handle(name: str) -> Shape:
    if name in _OF_STAFF:
        return "staff"
    if name == "agency":
        return "agency"
    return "person" if name in ("person", "to") else "reference"


def _bounds(annotation: Any) -> tuple[int | None, int | None]:
    """The least and the most that a number may be, wherever in the annotation they stand."""
    least = most = None
    for mark in _marks(annotation):
        least = getattr(mark, "ge", least)
        most = getattr(mark, "le", most)
    return least, most


def _marks(annotation: Any) -> Iterator[Any]:
    for each in get_args(annotation):
        yield from each.metadata if isinstance(each, FieldInfo) else _marks(each)


def _map_values(annotation: Any) -> tuple[str, ...]:
    """The values that each part of a map may have."""
    if get_origin(annotation) is dict:
        return get_args(get_args(annotation)[1])
    return next((found for each in get_args(annotation) if (found := _map_values(each))), ())
