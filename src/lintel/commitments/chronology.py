"""A chronology made ready to be judged: indexed by event, cut into spells, with its threads and its people."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from lintel.commitments.patterns import Alternative, Pattern, holds
from lintel.commitments.people import People
from lintel.commitments.reading import by_order, read
from lintel.events.declaration import Book as Where
from lintel.events.entry import ORGANISATION_BOOK, Book, Entry
from lintel.events.registry import KINDS

CLOSED = "case.closed"
_EVENTS: dict[Where, frozenset[str]] = {
    where: frozenset(name for name, kind in KINDS.items() if where in kind.declaration.books)
    for where in ("case", "organisation")
}
"""The events that a book of each sort may have. Only of the others does it look into the book beside it."""
OPENING = ("report.received", "case.reopened")


@dataclass(frozen=True, slots=True)
class Spell:
    """From the first entry (after a closing: the next report or reopening) to the next closing, if there is one."""

    first: Entry
    closed: Entry | None
    endless: bool = False

    def holds(self, entry: Entry) -> bool:
        """Whether an entry lies in the spell, its first and its closing entry included."""
        return self.endless or (
            self.first.order <= entry.order and (self.closed is None or entry.order <= self.closed.order)
        )


class Chronology:
    """One book as it was known at an instant.

    `beside` is the organisation's book, which a case may look into; `book` is the book as it was written.
    """

    def __init__(
        self,
        name: str,
        seen: Sequence[Entry],
        *,
        as_of: datetime,
        beside: "Chronology | None" = None,
        book: Book | None = None,
    ) -> None:
        self.name = name
        self.entries = seen
        self.as_of = as_of
        self.beside = beside
        self.book = book
        index: dict[str, list[Entry]] = defaultdict(list)
        for entry in seen:
            index[entry.event].append(entry)
        self._index = index
        self._own = _EVENTS["organisation" if name == ORGANISATION_BOOK else "case"]

    @cached_property
    def people(self) -> People:
        """Who is in the case."""
        return People(self.entries)

    @cached_property
    def spells(self) -> list[Spell]:
        """The spells of the case, in order.

        The organisation's book is one spell that never ends, and takes in what its rules look at in the cases.
        """
        if self.name == ORGANISATION_BOOK:
            theirs = self.beside.entries[:1] if self.beside else []
            return [Spell(first, None, endless=True) for first in [*self.entries[:1], *theirs][:1]]
        if not self.entries:
            return []
        if CLOSED not in self._index:
            return [Spell(self.entries[0], None)]
        return list(_spells(self.entries))

    def of(self, event: str) -> Sequence[Entry]:
        """The entries of one kind, in order: of this book, or of the one beside it if it is no event of this one."""
        found = self._index.get(event)
        if found is not None:
            return found
        return self.beside.of(event) if self.beside and event not in self._own else ()

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The kinds of event that there are entries of, here or in the organisation's book."""
        here = frozenset(self._index)
        return here | (self.beside.kinds - self._own) if self.beside else here

    def all(self, pattern: Pattern) -> Sequence[Entry]:
        """The entries that a pattern means, in order."""
        if len(pattern.alternatives) == 1:
            return self._one(pattern.alternatives[0])
        likely = [each for each in pattern.alternatives if each.event in self.kinds]
        if len(likely) <= 1:
            return self._one(likely[0]) if likely else ()
        found = {id(entry): entry for each in likely for entry in self._one(each)}
        return sorted(found.values(), key=by_order)

    def _one(self, alternative: Alternative) -> Sequence[Entry]:
        found = self.of(alternative.event)
        if not alternative.tests:
            return found
        return [entry for entry in found if holds(alternative.tests, entry.facts)]

    def spell_of(self, entry: Entry) -> Spell | None:
        """The spell that an entry lies in; None between a closing and the next report."""
        for spell in self.spells:
            if spell.holds(entry):
                return spell
        return None


def _spells(entries: Iterable[Entry]) -> Iterable[Spell]:
    first: Entry | None = None
    closed_before = False
    for entry in entries:
        if first is None and (not closed_before or entry.event in OPENING):
            first = entry
        if first is not None and entry.event == CLOSED:
            yield Spell(first, entry)
            first, closed_before = None, True
    if first is not None:
        yield Spell(first, None)


def chronology_of(book: Book, *, as_of: datetime, known_on: datetime, beside: Chronology | None = None) -> Chronology:
    """The chronology of a book as it was known: what had happened by `as_of` and was written by `known_on`."""
    seen = read(book.entries, as_of=as_of, known_on=known_on)
    return Chronology(book.name, seen, as_of=as_of, beside=beside, book=book)
