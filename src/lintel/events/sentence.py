"""The line that a chronology prints for an entry, made from its facts and from nothing that is sealed."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache

from lintel.events.entry import LONDON
from lintel.events.facts import FactKind
from lintel.events.registry import KINDS

_PART = re.compile(r"\[([^\[\]]*)\]")
_PLACE = re.compile(r"{(\w+)}")


def sentence(event: str, facts: Mapping[str, object]) -> str:
    """The declared sentence of `event` with its facts in place.

    A part in brackets is left out where a fact in it is absent; elsewhere an absent fact is "not recorded".
    """
    types = KINDS[event].facts
    said: list[str] = []
    for text, names, optional in _parts(event):
        words = {name: _words(facts[name], types[name].kind) for name in names if _present(facts.get(name))}
        if not optional or len(words) == len(names):
            said.append(text.format_map(_Recorded(words)) if names else text)
    return "".join(said)


class _Recorded(dict[str, str]):
    """What is recorded of some facts, in words."""

    def __missing__(self, _: str) -> str:
        return "not recorded"


@cache
def _parts(event: str) -> tuple[tuple[str, frozenset[str], bool], ...]:
    """The declared sentence in parts: each with the facts that it names, and whether it may be left out."""
    cut = _PART.split(KINDS[event].declaration.sentence)
    return tuple((text, frozenset(_PLACE.findall(text)), place % 2 == 1) for place, text in enumerate(cut) if text)


def _present(value: object) -> bool:
    return value is not None and value not in ((), [], {})


def _words(value: object, kind: FactKind) -> str:
    """A fact in words; a date or an instant may also come as the text that it has in a file."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (list, tuple)):
        return _listed([_words(item, kind) for item in value])
    if isinstance(value, Mapping):
        return ", ".join(f"{_spaced(key)} {_spaced(item)}" for key, item in value.items())
    if kind == "instant":
        local = _instant(value).astimezone(LONDON)
        return f"{_day(local)} {local:%H:%M}"
    if kind == "date":
        return _day(value if isinstance(value, date) else date.fromisoformat(str(value)))
    return _spaced(value)


def _listed(words: list[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last


def _instant(value: object) -> datetime:
    return value if isinstance(value, datetime) else datetime.fromisoformat(str(value))


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"


def _spaced(value: object) -> str:
    return str(value).replace("_", " ")
