"""A book as it grows: entries are added in any order and come out in the order in which they happened."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from operator import itemgetter

from lintel.events.entry import ORGANISATION_BOOK, PERSON_BOOK

Facts = Mapping[str, object]
Texts = Mapping[str, object]
_At = itemgetter(0)
_ENTRIES_NAMED = ("entry", "thread", "for")
"""The facts that may name an entry of the same book."""


def _written(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in an entry")


_encode = json.JSONEncoder(ensure_ascii=False, default=_written).encode


@dataclass(slots=True)
class Casefile:
    """One book. What would be written after `until` is left out: it has not happened yet."""

    book: str
    until: datetime
    _entries: list[tuple[datetime, dict[str, object]]] = field(default_factory=list)
    _called: dict[str, str] = field(default_factory=dict)
    _added: int = 0

    @property
    def is_case(self) -> bool:
        return self.book != ORGANISATION_BOOK and not self.book.startswith(PERSON_BOOK)

    def add(
        self,
        event: str,
        at: datetime,
        facts: Facts | None = None,
        *,
        by: str,
        about: Sequence[str] = (),
        thread: str | None = None,
        sealed: Texts | None = None,
        recorded: datetime | None = None,
    ) -> str:
        """Add an entry and return a name for it, by which `thread` and facts of later entries may call it."""
        self._added += 1
        name = f"#{self._added}"
        if (recorded or at) > self.until:
            return name
        entry: dict[str, object] = {"book": self.book, "id": name, "event": event, "at": at.isoformat()}
        if recorded is not None:
            entry["recorded_at"] = recorded.isoformat()
        entry["by"] = by
        if thread is not None:
            entry["thread"] = thread
        if about:
            entry["about"] = about
        if facts:
            entry["data"] = facts
        if sealed:
            entry.update(sealed)
        self._entries.append((at, entry))
        return name

    def call(self, name: str, handle: str) -> None:
        """Give an entry a handle, so that other books can name it."""
        self._called[name] = handle

    def lines(self) -> Iterator[str]:
        """The lines of the book. Ids are given in the order in which things happened."""
        self._entries.sort(key=_At)
        ids = {str(entry["id"]): f"e{number}" for number, (_, entry) in enumerate(self._entries, 1)}
        ids |= self._called
        for _, entry in self._entries:
            entry["id"] = ids[str(entry["id"])]
            if "thread" in entry:
                entry["thread"] = ids[str(entry["thread"])]
            if entry["event"] in ("entry.corrected", "discretion.asked"):
                entry["data"] = _renamed(entry["data"], ids)
            yield _encode(entry)


def _renamed(facts: object, ids: Mapping[str, str]) -> object:
    """Facts with the entries that they name called by their ids."""
    if not isinstance(facts, dict):
        return facts
    return {name: ids.get(str(value), value) if name in _ENTRIES_NAMED else value for name, value in facts.items()}
