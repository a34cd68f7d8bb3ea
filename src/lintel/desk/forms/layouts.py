"""How each form is laid out and what is said on it: read from the TOML files beside this one, checked by a test."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from lintel.desk.forms.fields import CALLED, REGARDING, Field, fields_of
from lintel.events.registry import KINDS

YES_NO = {"yes": "Yes", "no": "No", "unknown": "Not known"}
"""Said of any question with these answers, where its layout has no other words for them."""


@dataclass(frozen=True, slots=True)
class Laid:
    """A field as it stands on a form. `words` are those of its values; `under` the answer it hangs on.

    `needed`: the form is not saved without an answer; `needed_if`: not beside that answer; `among`: not without one of
    these. What a file or a machine brings may lack it all the same.
    """

    field: Field
    label: str
    hint: str
    words: Mapping[str, str]
    rows: int = 4
    under: tuple[str, str] | None = None
    needed: bool = False
    needed_if: tuple[str, str] | None = None
    among: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The field's name."""
        return self.field.name

    @property
    def must(self) -> bool:
        """Whether there must be an answer, whatever else is answered."""
        return self.needed or self.field.required

    @property
    def values(self) -> tuple[str, ...]:
        """What may be chosen: the listed values, or the landlord's own list where the fact is a code."""
        return tuple(self.words) if self.field.shape in ("code", "codes") else self.field.values


@dataclass(frozen=True, slots=True)
class Section:
    """Fields that stand together. One without a title has none to show; one that is folded is opened to be filled."""

    title: str
    words: str
    fields: tuple[Laid, ...]
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Clash:
    """Answers that cannot both be true, each as the name it is sent under and its value; said at the last of them."""

    answers: tuple[tuple[str, str], ...]
    says: str


@dataclass(frozen=True, slots=True)
class Form:
    """The form of one event. `guide` is what stands beside it; `follows` are the events that usually come next."""

    event: str
    label: str
    hint: str
    sections: tuple[Section, ...]
    guide: tuple[str, ...]
    also: str
    follows: tuple[str, ...]
    clashes: tuple[Clash, ...] = ()

    @property
    def fields(self) -> tuple[Laid, ...]:
        """Every field, in order."""
        return tuple(each for section in self.sections for each in section.fields)

    @property
    def parts(self) -> frozenset[str]:
        """Every name under which a browser may send something."""
        return frozenset(part for each in self.fields for part in each.field.parts)


@cache
def tables() -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """What is said of fields wherever they stand, and of each event."""
    shared: dict[str, Any] = {}
    events: dict[str, Any] = {}
    for file in files(__package__).joinpath("layouts").iterdir():
        if file.name.endswith(".toml"):
            found = tomllib.loads(file.read_text(encoding="utf-8"))
            shared |= found.get("field", {})
            events |= found.get("event", {})
    return shared, events


@cache
def form_of(event: str) -> Form:
    """The form of an event. Raises `KeyError` for a kind that there is not."""
    said = KINDS[event].declaration
    laid = tables()[1].get(event, {})
    return Form(
        event=event,
        label=said.label,
        hint=said.hint,
        sections=tuple(_sections(event, laid)),
        guide=tuple(laid.get("guide", ())),
        also=laid.get("also", ""),
        follows=tuple(laid.get("follows", ())),
        clashes=tuple(_clashes(laid)),
    )


def _clashes(laid: Mapping[str, Any]) -> Iterator[Clash]:
    for each in laid.get("clash", ()):
        yield Clash(tuple(found for said in each["answers"] if (found := _answer(said))), each["says"])


def _sections(event: str, laid: Mapping[str, Any]) -> Iterator[Section]:
    """The titled sections stand where their first field would; all other fields stand in between, in order."""
    fields = {each.name: each for each in _ordered(event, laid)}
    titled = {name: section for section in laid.get("section", ()) for name in section["fields"]}
    loose: list[Laid] = []
    for name, each in fields.items():
        section = titled.get(name)
        if section is None:
            loose.append(each)
        elif section["fields"][0] == name:
            yield from _loose(loose)
            loose = []
            inside = tuple(fields[other] for other in section["fields"])
            yield Section(section["title"], section.get("words", ""), inside)
    yield from _loose(loose)


def _loose(fields: list[Laid]) -> Iterator[Section]:
    if fields:
        yield Section("", "", tuple(fields))


def _ordered(event: str, laid: Mapping[str, Any]) -> Iterator[Laid]:
    fields = {each.name: each for each in fields_of(event) if each.shape != "newcomer"}
    named = [each for each in laid.get("order", ()) if each in fields]
    first = [each for each in ("at",) if each in fields and each not in named]
    last = [each for each in (REGARDING, "note") if each in fields and each not in named]
    rest = [each for each in fields if each not in (*named, *first, *last)]
    for name in (*first, *named, *rest, *last):
        yield _laid(event, fields[name])


def _laid(event: str, field: Field) -> Laid:
    shared, events = tables()
    general = shared.get(field.name, {})
    own = events.get(event, {}).get("field", {}).get(field.name, {})
    said = {**general, **own}
    form = events.get(event, {})
    return Laid(
        field=field,
        label=said.get("label", ""),
        hint=said.get("hint", ""),
        words=_words(field, own.get("words") or general.get("words") or {}),
        rows=said.get("rows", 2 if field.name == "note" else 4),
        under=_answer(said.get("under", "")),
        needed=field.name in form.get("needed", ()),
        needed_if=_answer(said.get("needed_if", "")),
        among=tuple(next((each for each in form.get("one_of", ()) if field.name in each), ())),
    )


def _answer(said: str) -> tuple[str, str] | None:
    """An answer as a layout names it: `answer:given`."""
    name, _, value = said.partition(":")
    return (name, value) if name else None


def _words(field: Field, said: Mapping[str, str]) -> Mapping[str, str]:
    if field.shape == "yes_no":
        return {**YES_NO, **said}
    if field.values and set(field.values) <= set(YES_NO) and not said:
        return YES_NO
    return said


def in_words(event: str, name: str, value: object) -> str:
    """A value of a fact as a form says it; a number or date as it is."""
    if name == CALLED:
        return str(value)
    found = next((each for each in form_of(event).fields if each.name == name), None)
    if isinstance(value, bool):
        value = "yes" if value else "no"
    if found is None or not found.words:
        return str(value).replace("_", " ")
    return found.words.get(str(value), str(value).replace("_", " "))
