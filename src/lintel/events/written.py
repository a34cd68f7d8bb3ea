"""Facts as they are stored, and back: canonical JSON, whose bytes depend on nothing but what it says."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from typing import Any, cast

from lintel.events.bookchecks import CORRECTION
from lintel.events.entry import LONDON, Entry
from lintel.events.facts import FactType
from lintel.events.registry import KINDS

Facts = Mapping[str, object]


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in an entry")


_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain).encode


def as_json(facts: Facts) -> str:
    """Facts or sealed fields as canonical JSON: keys sorted, no spaces, dates and instants as ISO 8601."""
    return _encode(facts) if facts else "{}"


def all_of(texts: Iterable[str]) -> list[dict[str, Any]]:
    """What some JSON texts of ours say, read at once: one after another they take three times as long."""
    found: list[dict[str, Any]] = json.loads(f"[{','.join(texts)}]")
    return found


def typed(event: str, facts: dict[str, object]) -> dict[str, object]:
    """Facts as JSON holds them, typed as the rules read them, in place."""
    for name, convert in _conversions(event):
        if facts.get(name) is not None:
            facts[name] = convert(facts[name])
    return facts


@cache
def _conversions(event: str) -> tuple[tuple[str, Callable[[Any], object]], ...]:
    """The facts of an event that JSON does not hold as they are, with what makes them so again."""
    found = ((name, _conversion(fact)) for name, fact in KINDS[event].facts.items())
    return tuple((name, convert) for name, convert in found if convert)


def _conversion(fact: FactType) -> Callable[[Any], object] | None:
    if fact.many:
        return tuple
    return {"date": date.fromisoformat, "instant": datetime.fromisoformat}.get(fact.kind)


def with_typed_corrections(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """The entries of a book, the facts within its corrections typed as those of the entry that each corrects."""
    kinds = {entry.id: entry.event for entry in entries}
    if CORRECTION not in kinds.values():
        return tuple(entries)
    return tuple([_typed_correction(entry, kinds) if entry.event == CORRECTION else entry for entry in entries])


def _typed_correction(entry: Entry, kinds: Mapping[str, str]) -> Entry:
    inner = entry.facts.get("facts")
    if not inner:
        return entry
    right = typed(kinds[str(entry.facts["entry"])], dict(cast(Mapping[str, object], inner)))
    return replace(entry, facts={**entry.facts, "facts": right})


def as_line(entry: Entry) -> str:
    """An entry as one line of an interchange file, instants in London's time."""
    shown: dict[str, object] = {"book": entry.book, "id": entry.id, "event": entry.event, "at": _local(entry.at)}
    if entry.recorded_at != entry.at:
        shown["recorded_at"] = _local(entry.recorded_at)
    for name, value in (("by", entry.by), ("thread", entry.thread), ("about", entry.about), ("data", entry.facts)):
        if value:
            shown[name] = value
    shown.update(entry.sealed)
    return json.dumps(shown, ensure_ascii=False, default=_plain)


def _local(at: datetime) -> str:
    return at.astimezone(LONDON).isoformat()
