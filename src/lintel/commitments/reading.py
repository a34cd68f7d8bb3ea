"""A book as it is read at an instant: what had happened, what was known, and what corrections say of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from operator import attrgetter
from typing import cast

from lintel.events.entry import Entry

CORRECTION = "entry.corrected"
_MOVABLE = ("at", "about", "thread", "withdrawn")

by_order = attrgetter("order")
"""Entries are ordered by when it happened, then by when it was written down, then by place."""


def read(entries: Iterable[Entry], *, as_of: datetime, known_on: datetime) -> list[Entry]:
    """The entries that are seen, in order, each with its corrections made and its thread's facts beneath its own.

    Seen is what happened on or before `as_of` and was written down on or before `known_on`. A correction is
    seen from its own writing on; the latest wins; facts merge by key and null clears. A withdrawn entry is
    not seen, and corrections themselves are not among the entries.
    """
    known = [entry for entry in entries if entry.recorded_at <= known_on]
    corrections = [entry for entry in known if entry.event == CORRECTION]
    if corrections:
        known = list(_corrected(known, corrections))
    seen = sorted([entry for entry in known if entry.at <= as_of], key=by_order)
    return _with_openers(seen)


def _corrected(known: Iterable[Entry], corrections: Sequence[Entry]) -> Iterable[Entry]:
    changes: dict[str, dict[str, object]] = {}
    for correction in sorted(corrections, key=lambda entry: (entry.recorded_at, entry.order)):
        change = changes.setdefault(str(correction.facts["entry"]), {"facts": {}})
        change.update({key: correction.facts[key] for key in _MOVABLE if key in correction.facts})
        cast(dict[str, object], change["facts"]).update(cast(Mapping[str, object], correction.facts.get("facts") or {}))
    for entry in known:
        if entry.event == CORRECTION:
            continue
        change = changes.get(entry.id, {})
        if change.get("withdrawn") is None:
            yield _changed(entry, change) if change else entry


def _changed(entry: Entry, change: Mapping[str, object]) -> Entry:
    facts = {**entry.facts, **cast(Mapping[str, object], change["facts"])}
    at, about, thread = change.get("at"), change.get("about"), change.get("thread")
    return replace(
        entry,
        facts={key: value for key, value in facts.items() if value is not None},
        at=at if isinstance(at, datetime) else entry.at,
        about=about if isinstance(about, tuple) else entry.about,
        thread=thread if isinstance(thread, str) else entry.thread,
    )


def _with_openers(seen: list[Entry]) -> list[Entry]:
    """Lay each thread's opening facts beneath those of the entries that continue it; whom it is about, likewise."""
    if not any(entry.thread for entry in seen):
        return seen
    openers = {entry.id: entry for entry in seen if entry.opens}
    return [_beneath(entry, openers.get(entry.thread)) if entry.thread else entry for entry in seen]


def _beneath(entry: Entry, opener: Entry | None) -> Entry:
    if opener is None:
        return entry
    return entry.read_with({**opener.facts, **entry.facts}, entry.about or opener.about)
