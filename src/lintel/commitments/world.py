"""The world just before an entry, by what was recorded by then: what a guard judges by."""

from collections.abc import Iterable, Sequence
from functools import cached_property

from lintel.commitments.chronology import Chronology
from lintel.commitments.patterns import Pattern
from lintel.commitments.people import People
from lintel.commitments.reading import by_order
from lintel.events.declaration import ORGANISATION
from lintel.events.entry import Entry
from lintel.events.registry import KINDS


class World:
    """What had happened before an entry and was written down no later than it."""

    def __init__(self, entry: Entry, seen: Sequence[Entry], beside: Chronology | None) -> None:
        self.entry = entry
        self._here = Chronology(entry.book, self._before(seen), as_of=entry.at)
        self._beside = beside

    def _before(self, entries: Iterable[Entry]) -> list[Entry]:
        order, written = self.entry.order, self.entry.recorded_at
        return [each for each in entries if each.order < order and each.recorded_at <= written]

    def of(self, event: str) -> Sequence[Entry]:
        """The entries of one kind: in this book or, for what only the organisation's book has, in that one."""
        if self._beside is None or KINDS[event].declaration.books != ORGANISATION:
            return self._here.of(event)
        return self._before(self._beside.of(event))

    def all(self, pattern: Pattern) -> list[Entry]:
        """The entries that a pattern means, in order."""
        found = [each for event in pattern.events for each in self.of(event) if pattern.matches(each)]
        return sorted(found, key=by_order)

    def last(self, pattern: Pattern) -> Entry | None:
        """The last entry that a pattern means."""
        found = self.all(pattern)
        return found[-1] if found else None

    @cached_property
    def people(self) -> People:
        """Who was in the case, by what was recorded by then."""
        return People(self._here.entries)

    @cached_property
    def victims(self) -> tuple[str | None, ...]:
        """The victims when the entry happened; None stands for the one whom nobody has named yet."""
        return tuple(self.people.at("victim", self.entry)) or (() if self.people.victims else (None,))

    def knows(self, person: str) -> bool:
        """Whether it was recorded by then who this person is."""
        return any(each.facts.get("person") == person for each in self.of("person.joined"))

    @cached_property
    def about(self) -> tuple[str | None, ...]:
        """Whom the entry is about; where it names nobody, every victim."""
        return self.entry.about or self.victims
