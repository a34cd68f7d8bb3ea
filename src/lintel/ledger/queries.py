"""Reading the ledger. Nobody asks it but casework, which keeps the door and the log."""

import json
from collections.abc import Collection, Iterator, Sequence
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from lintel.events.entry import Book as Chronicle
from lintel.events.entry import Entry
from lintel.events.written import facts_of, with_typed_corrections
from lintel.ledger import keys
from lintel.ledger.models import ArrivalDone, Attachment, Book, Row
from lintel.ledger.rows import copy_place, place
from lintel.sealing.aead import unseal
from lintel.sealing.chain import instant

_ENTRIES = """
SELECT e.book_id, e.seq, e.entry, e.event, (extract(epoch FROM e.at) * 1000000)::bigint,
       (extract(epoch FROM e.recorded_at) * 1000000)::bigint, e.by, e.thread, e.about, e.facts{sealed}
FROM ledger_entry e WHERE e.book_id = ANY(%s) ORDER BY e.book_id, e.seq
"""
_DONE = Exists(ArrivalDone.objects.filter(arrival=OuterRef("arrival")))


def seen_books(arrival: UUID | None = None) -> QuerySet[Book]:
    """The books that are to be seen: those begun here, and those of imports that are complete.

    An import that is under way sees its own as well: it names itself.
    """
    return Book.objects.filter(Q(arrival=None) | Q(arrival=arrival) | _DONE)


def chronicles(books: Collection[UUID], *, names: dict[UUID, str], with_sealed: bool) -> dict[UUID, Chronicle]:
    """Books as they stand, by id. Facts alone, or what is sealed as well where the book's key is still there."""
    known = keys.keys_of(books) if with_sealed else {}
    found: dict[UUID, list[Entry]] = {book: [] for book in books}
    with connection.cursor() as cursor:
        cursor.execute(_ENTRIES.format(sealed=", e.sealed" if with_sealed else ""), [list(books)])
        for row in cursor.fetchall():
            found[row[0]].append(_entry(names[row[0]], row, known.get(row[0])))
    return {book: Chronicle(names[book], tuple(with_typed_corrections(entries))) for book, entries in found.items()}


def _entry(name: str, row: Sequence[Any], key: bytes | None) -> Entry:
    book, seq, entry, event, at, recorded_at, by, thread, about, facts, *sealed = row
    words = _opened(book, seq, event, key, sealed[0]) if sealed and key else {}
    people = tuple(about.split(",")) if about else ()
    happened = instant(at)
    written = happened if recorded_at == at else instant(recorded_at)
    return Entry(name, entry, event, happened, written, by, thread, people, facts_of(event, facts), words, seq)


def _opened(book: UUID, seq: int, event: str, key: bytes, sealed: bytes | None) -> dict[str, object]:
    if sealed is None:
        return {}
    found: dict[str, object] = json.loads(unseal(key, bytes(sealed), place(book, seq, event)))
    return found


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
