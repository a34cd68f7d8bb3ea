"""Every write to the ledger: books are opened and entries added; nothing is ever changed."""

import secrets
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection, connections

from lintel.access.asked import of_books, rows
from lintel.events.entry import Entry
from lintel.events.written import as_json
from lintel.ledger import keys
from lintel.ledger.models import Attachment, Book
from lintel.ledger.rows import beginning, copy_place, file_place, line_of, place
from lintel.sealing import chain
from lintel.sealing.aead import seal

_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
"""Without what is mistaken for something else when it is read out: no l, o, 0 or 1."""

_LOCK = """
SELECT pg_advisory_xact_lock_shared(hashtextextended('every book', 1)), pg_advisory_xact_lock(place) FROM (
    SELECT DISTINCT hashtextextended(book, 1) AS place FROM unnest(%s::text[]) book
    WHERE current_setting('lintel.every_book', true) IS DISTINCT FROM 'locked' ORDER BY 1
) places
"""
_LOCK_ALL = """
SELECT pg_advisory_xact_lock(hashtextextended('every book', 1)), set_config('lintel.every_book', 'locked', true)
"""

_COLUMNS = {
    "book_id": "uuid", "seq": "int4", "entry": "varchar", "event": "varchar", "at": "timestamptz",
    "recorded_at": "timestamptz", "by": "varchar", "thread": "varchar", "about": "text", "facts": "text",
    "sealed": "bytea", "source": "varchar", "attachment": "varchar", "hash": "bytea",
}  # fmt: skip
_ADD = f"COPY ledger_entry ({', '.join(_COLUMNS)}) FROM STDIN (FORMAT binary)"
_HEADS = """
SELECT book, seq, hash FROM unnest(%s::uuid[]) book
CROSS JOIN LATERAL (SELECT seq, hash FROM ledger_entry WHERE book_id = book ORDER BY seq DESC LIMIT 1) last
"""


def new_entry_id() -> str:
    """An id for an entry: 130 random bits, so that it can neither be guessed nor counted."""
    return _random(26)


def new_name() -> str:
    """A reference for a case that can be read out over the telephone, and counts nothing."""
    return "-".join((_random(4), _random(4)))


def new_person() -> str:
    """A handle for a person."""
    return f"p-{_random(12)}"


def _random(length: int) -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(length))


def open_book(kind: Book.Kind, name: str, now: datetime, arrival: UUID | None = None) -> Book:
    """A new book with a key of its own, in a transaction of the caller's."""
    return open_books([(kind, name)], now, arrival)[0]


def open_books(named: Iterable[tuple[Book.Kind, str]], now: datetime, arrival: UUID | None = None) -> list[Book]:
    """The same for several books, in their order."""
    books = [Book(kind=kind, name=name, opened_at=now, arrival_id=arrival) for kind, name in named]
    opened = Book.objects.bulk_create(books)
    keys.give_keys(book.id for book in opened)
    return opened


def lock(*books: UUID, using: str = "default") -> None:
    """Wait until no other transaction adds to these books, and keep others waiting until this one ends.

    Always in one order, so that two who lock several never wait for each other.
    """
    with connections[using].cursor() as cursor:
        cursor.execute(_LOCK, [[book.hex for book in books]])


def lock_all() -> None:
    """The same for every book at once: a lock for each of many thousands is more than the server has room for."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK_ALL)


def head(book: UUID) -> tuple[int, bytes]:
    """The place and the hash of a book's last entry; nought and what the book begins with where it has none."""
    return _heads([book])[book]


def _heads(books: Collection[UUID]) -> dict[UUID, tuple[int, bytes]]:
    statement, given = of_books(_HEADS, list(books))
    found = {book: (seq, bytes(last)) for book, seq, last in rows(statement, [given])}
    if empty := [book for book in books if book not in found]:
        begun = Book.objects.filter(id__in=empty).values_list("id", "kind", "name", "opened_at", "arrival_id")
        found |= {row[0]: (0, beginning(*row)) for row in begun}
    return found


def append(
    book: UUID,
    entries: Sequence[Entry],
    *,
    source: str | None = None,
    attachments: Mapping[str, str] | None = None,
) -> int:
    """Seal entries, chain them to the book's last one and add them, in a transaction of the caller's.

    `attachments` are digests of sealed files by the id of the entry that brought them. The place of the last
    entry. Raises `keys.BookErased` for a book whose key was destroyed.
    """
    lock(book)
    return append_all({book: entries}, source=source, attachments=attachments)[book]


def append_all(
    books: Mapping[UUID, Sequence[Entry]],
    *,
    source: str | None = None,
    attachments: Mapping[str, str] | None = None,
) -> dict[UUID, int]:
    """The same for several books, which the caller has locked or nobody else can see yet."""
    known, heads = keys.keys_of(books), _heads(books)
    if known.keys() != books.keys():
        raise keys.BookErased
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(_ADD) as copy:
        copy.set_types(list(_COLUMNS.values()))
        for book, entries in books.items():
            for row in _rows(book, entries, known[book], heads[book], source=source, attachments=attachments or {}):
                copy.write_row(row)
    return {book: heads[book][0] + len(entries) for book, entries in books.items()}


def _rows(
    book: UUID,
    entries: Sequence[Entry],
    key: bytes,
    head: tuple[int, bytes],
    *,
    source: str | None,
    attachments: Mapping[str, str],
) -> Iterator[tuple[object, ...]]:
    last, previous = head
    for seq, entry in enumerate(entries, last + 1):
        facts = as_json(entry.facts)
        sealed = seal(key, as_json(entry.sealed).encode(), place(book, seq, entry.event)) if entry.sealed else None
        attachment = attachments.get(entry.id)
        row = line_of(book, seq, entry, facts=facts, sealed=sealed, source=source, attachment=attachment)
        previous = chain.link(previous, row)
        yield (
            book, seq, entry.id, entry.event, entry.at, entry.recorded_at, entry.by, entry.thread,
            ",".join(entry.about), facts, sealed, source, attachment, previous,
        )  # fmt: skip


def attach(book: UUID, original: bytes, served: bytes, by: str | None) -> str:
    """Keep a file, sealed: the original as it came and the copy that may be shown. The digest that names it."""
    key = keys.key_of(book)
    kept = seal(key, original, file_place(book, "original"))
    digest = chain.link(b"", kept).hex()
    shown = seal(key, served, copy_place(book, digest))
    Attachment.objects.create(book_id=book, digest=digest, original=kept, served=shown, size=len(original), by=by)
    return digest
