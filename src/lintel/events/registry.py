"""Every kind of event, by name. Checked when it is imported: a wrong declaration stops the program."""

import inspect
import re
from dataclasses import dataclass
from functools import cached_property
from types import ModuleType

from lintel.events import (
    closure,
    contact,
    home,
    intake,
    learning,
    movehome,
    needtoknow,
    notes,
    organisation,
    people,
    perpetrator,
    personbook,
    risk,
    sharing,
    support,
)
from lintel.events.declaration import ANY_THREAD, Declaration, Event
from lintel.events.facts import FactType, NotAFactError, fact_type, is_sealed

AREAS: tuple[ModuleType, ...] = (
    intake, people, contact, risk, sharing, support, home, movehome, perpetrator, closure, needtoknow, notes,
    personbook, organisation, learning,
)  # fmt: skip


class DeclarationError(TypeError):
    """An event is declared wrongly: all faults, one a line."""


@dataclass(frozen=True)
class Kind:
    """One kind of event, as the rest of Lintel asks about it."""

    model: type[Event]

    @cached_property
    def declaration(self) -> Declaration:
        return self.model.declaration

    @cached_property
    def name(self) -> str:
        """The kind's public name, `noun.past_participle`."""
        return self.declaration.name

    @cached_property
    def sealed(self) -> tuple[str, ...]:
        """Names of the sealed fields."""
        return tuple(info.alias or name for name, info in self.model.model_fields.items() if is_sealed(info))

    @cached_property
    def facts(self) -> dict[str, FactType]:
        """The facts, by the name that they have in a file."""
        return {
            info.alias or name: fact_type(info) for name, info in self.model.model_fields.items() if not is_sealed(info)
        }

    @cached_property
    def thread(self) -> str | None:
        """The kind of thread that it opens or continues; `*` where it may continue any."""
        return self.declaration.opens or self.declaration.continues


def _faults(kind: Kind) -> list[str]:
    said = kind.declaration
    try:
        facts = kind.facts
    except NotAFactError as error:
        return [f"{said.name}: {error}; make it a listed value or mark it Sealed"]
    faults = []
    if not re.fullmatch(r"[a-z_]+\.[a-z_]+", said.name):
        faults.append(f"{said.name}: a name is noun.past_participle")
    if said.opens and said.continues:
        faults.append(f"{said.name}: opens a thread and continues one")
    if said.answer is not None and said.answer not in facts:
        faults.append(f"{said.name}: its answer {said.answer} is not one of its facts")
    named = re.findall(r"{(\w+)}", said.sentence)
    faults += [f"{said.name}: its sentence names {fact}, not one of its facts" for fact in named if fact not in facts]
    return faults


def register(areas: tuple[ModuleType, ...]) -> dict[str, Kind]:
    """All events declared in `areas`, by name. Raises `DeclarationError` naming everything that is wrong."""
    models = [
        model
        for area in areas
        for model in vars(area).values()
        if inspect.isclass(model) and issubclass(model, Event) and model.__module__ == area.__name__
    ]
    kinds: dict[str, Kind] = {}
    faults: list[str] = []
    for kind in map(Kind, models):
        if kind.name in kinds:
            faults.append(f"{kind.name}: declared twice")
        faults += _faults(kind)
        kinds[kind.name] = kind
    opened = {kind.declaration.opens for kind in kinds.values()} | {ANY_THREAD, None}
    faults += [
        f"{kind.name}: continues {kind.declaration.continues}, which nothing opens"
        for kind in kinds.values()
        if kind.declaration.continues not in opened
    ]
    if faults:
        raise DeclarationError("\n".join(faults))
    return kinds


KINDS: dict[str, Kind] = register(AREAS)
"""Every kind of event, by its public name."""
