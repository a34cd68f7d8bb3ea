"""Reading the ledger. Nobody asks it but casework, which keeps the door and the log."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from lintel.access.asked import of_books, rows
from lintel.events.bookchecks import CORRECTION
from lintel.events.entry import Book as Chronicle
from lintel.events.entry import Entry
from lintel.events.written import all_of, typed, with_typed_corrections
from lintel.ledger import keys
from lintel.ledger.models import ArrivalDone, Attachment, Book, Row
from lintel.ledger.rows import copy_place, places
from lintel.sealing.aead import unseal, unseal_each

_ENTRIES = """
SELECT asked.place, e.seq, e.entry, e.event, e.at, e.recorded_at, e.by, e.thread, e.about, e.facts{sealed}
FROM {asked} JOIN ledger_entry e ON e.book_id = asked.book{key}
ORDER BY asked.place, e.seq
"""
_BY_ID = "unnest(%s::uuid[]) WITH ORDINALITY asked (book, place)"
_BY_NAME = """(
    SELECT called.place, book.id AS book FROM unnest(%s::text[]) WITH ORDINALITY called (name, place)
    JOIN ledger_book book ON book.name = called.name AND (book.arrival_id IS NULL
        OR EXISTS (SELECT 1 FROM ledger_arrival_done d WHERE d.arrival_id = book.arrival_id))
) asked"""
_STATED, _SEALED, _MASTER, _WRAPPED, _BOOK = 9, 10, 11, 12, 13
_FACTS = _ENTRIES.format(asked=_BY_ID, sealed="", key="")
_WITH_WORDS = {
    "sealed": ", e.sealed, key.master, key.wrapped, CASE e.seq WHEN 1 THEN asked.book END",
    "key": "\nLEFT JOIN ledger_key key ON key.book_id = asked.book AND e.seq = 1",
}
"""With the first entry of each book its key, and which book it is."""
_WORDS = _ENTRIES.format(asked=_BY_ID, **_WITH_WORDS)
_WORDS_BY_NAME = _ENTRIES.format(asked=_BY_NAME, **_WITH_WORDS)
_Found = list[tuple[tuple[Any, ...], dict[str, Any]]]
"""Rows of one book, each with its facts."""

_DONE = Exists(ArrivalDone.objects.filter(arrival=OuterRef("arrival")))


def seen_books(arrival: UUID | None = None) -> QuerySet[Book]:
    """The books that are to be seen: those begun here, and those of imports that are complete.

    An import that is under way sees its own as well: it names itself.
    """
    return Book.objects.filter(Q(arrival=None) | Q(arrival=arrival) | _DONE)


def names_of(books: Collection[UUID]) -> dict[UUID, str]:
    """What some books are called."""
    return dict(rows("SELECT id, name FROM ledger_book WHERE id = ANY(%s)", [list(books)])) if books else {}


def seen_by_name(names: Collection[str], arrival: UUID | None = None) -> dict[str, UUID]:
    """Those of the same books that are called so."""
    return dict(rows(_SEEN_BY_NAME, {"names": list(names), "arrival": arrival}))


_SEEN_BY_NAME = """
    SELECT book.name, book.id FROM ledger_book book
    WHERE book.name = ANY(%(names)s::text[]) AND (book.arrival_id IS NULL OR book.arrival_id = %(arrival)s::uuid
        OR EXISTS (SELECT 1 FROM ledger_arrival_done d WHERE d.arrival_id = book.arrival_id))
"""


def chronicles(books: Collection[UUID], *, names: dict[UUID, str], with_sealed: bool) -> dict[UUID, Chronicle]:
    """Books as they stand, by id. Facts alone, or what is sealed as well where the book's key is still there."""
    wanted = list(dict.fromkeys(books))
    statement, given = of_books(_WORDS if with_sealed else _FACTS, wanted)
    found = _by_place(statement, given)
    return {book: _chronicle(book, names[book], found.get(place, [])) for place, book in enumerate(wanted, 1)}


def chronicles_called(names: Iterable[str]) -> dict[str, tuple[UUID, Chronicle]]:
    """Those books that are to be seen and are called so, each with its id and with what is sealed in it."""
    wanted = list(dict.fromkeys(names))
    found = _by_place(_WORDS_BY_NAME, wanted) if wanted else {}
    books = [(wanted[place - 1], each[0][0][_BOOK], each) for place, each in found.items()]
    return {name: (book, _chronicle(book, name, each)) for name, book, each in books}


def _by_place(statement: str, *asked: object) -> dict[int, _Found]:
    """The rows of the books that were asked for, by the place (from 1) at which each was asked for."""
    every = rows(statement, asked)
    found: dict[int, _Found] = {}
    for row, facts in zip(every, all_of([row[_STATED] for row in every]), strict=True):
        found.setdefault(row[0], []).append((row, facts))
    return found


def last_written_here(books: Collection[UUID]) -> datetime | None:
    """When the newest of the entries that were recorded here, and not imported, was written in any of some books.

    What was imported may say of itself that it was written at any time, even one to come.
    """
    newest: datetime | None = Row.objects.filter(book__in=books, source=None).aggregate(at=Max("recorded_at"))["at"]
    return newest


_SOME = _FACTS.replace("\nORDER BY", " AND e.event = ANY(%s)\nORDER BY")


def some_of(books: Collection[UUID], events: Collection[str]) -> dict[UUID, tuple[Entry, ...]]:
    """The entries of these kinds in some books, facts alone, with the corrections of these and of no others."""
    wanted = list(dict.fromkeys(books))
    found = _by_place(_SOME, wanted, [*events, CORRECTION])
    return {wanted[place - 1]: _chosen(each) for place, each in found.items()}


def _chosen(found: _Found) -> tuple[Entry, ...]:
    entries = [_entry("", row, facts, {}) for row, facts in found]
    there = {entry.id for entry in entries}
    kept = [entry for entry in entries if entry.event != CORRECTION or entry.facts["entry"] in there]
    return with_typed_corrections(kept)


def _chronicle(book: UUID, name: str, found: _Found) -> Chronicle:
    words = _opened(book, [row for row, _ in found])
    entries = [_entry(name, row, facts, words.get(row[1], {})) for row, facts in found]
    return Chronicle(name, with_typed_corrections(entries))


def _entry(name: str, row: Sequence[Any], facts: dict[str, object], words: dict[str, object]) -> Entry:
    _, seq, entry, event, at, recorded_at, by, thread, about, *_ = row
    people = tuple(about.split(",")) if about else ()
    return Entry(name, entry, event, at, recorded_at, by, thread, people, typed(event, facts), words, seq)


def _opened(book: UUID, found: Sequence[tuple[Any, ...]]) -> dict[int, dict[str, Any]]:
    """The words of those entries that have any, by their place in the book; none where its key was destroyed."""
    if not found or len(found[0]) <= _SEALED or not found[0][_MASTER]:
        return {}
    key = keys.unwrapped(found[0][_MASTER], found[0][_WRAPPED], book)
    sealed = [row for row in found if row[_SEALED]]
    bound_to = places(book, [(row[1], row[3]) for row in sealed])
    texts = unseal_each(key, list(zip([row[_SEALED] for row in sealed], bound_to, strict=True)))
    return dict(zip([row[1] for row in sealed], all_of([b",".join(texts).decode()]), strict=True))


def file_shown(book: UUID, entry: str) -> bytes | None:
    """The copy of the file that an entry brought, which may be shown; None where there is none."""
    digest = Row.objects.filter(book_id=book, entry=entry).values_list("attachment", flat=True).first()
    if digest is None:
        return None
    found = Attachment.objects.filter(book_id=book, digest=digest).values_list("served", flat=True).first()
    return unseal(keys.key_of(book), bytes(found), copy_place(book, digest)) if found is not None else None


def each_name(kind: Book.Kind) -> Iterator[tuple[UUID, str]]:
    """Every book of a kind that is to be seen, in the order of names."""
    yield from seen_books().filter(kind=kind).order_by("name").values_list("id", "name").iterator(chunk_size=2_000)
