"""Every write to the ledger: books are opened and entries added; nothing is ever changed."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import count
from uuid import UUID

from django.db import connection

from lintel.events.entry import Entry
from lintel.events.written import as_json
from lintel.ledger import keys
from lintel.ledger.models import Attachment, Book
from lintel.ledger.rows import file_place, line_of, place
from lintel.sealing import chain
from lintel.sealing.aead import seal

_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
"""Without what is mistaken for something else when it is read out: no l, o, 0 or 1."""

_ADD = """
INSERT INTO ledger_entry (book_id, seq, entry, event, at, recorded_at, by, thread, about, facts, sealed, source,
                          attachment, hash)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
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
    """A new book with a key of its own."""
    book = Book.objects.create(kind=kind, name=name, opened_at=now, arrival_id=arrival)
    keys.give_key(book.id)
    return book


def lock(book: UUID) -> None:
    """Wait until no other transaction adds to this book, and keep others waiting until this one ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 1))", [book.hex])


def head(book: UUID) -> tuple[int, bytes]:
    """The place and the hash of a book's last entry; nought and the first link where it has none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq, hash FROM ledger_entry WHERE book_id = %s ORDER BY seq DESC LIMIT 1", [book])
        found = cursor.fetchone()
    return (found[0], bytes(found[1])) if found else (0, chain.FIRST)


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
    key = keys.key_of(book)
    last, previous = head(book)
    rows = []
    for seq, entry in zip(count(last + 1), entries, strict=False):
        facts = as_json(entry.facts)
        sealed = seal(key, as_json(entry.sealed).encode(), place(book, seq, entry.event)) if entry.sealed else None
        attachment = (attachments or {}).get(entry.id)
        row = line_of(book, seq, entry, facts=facts, sealed=sealed, source=source, attachment=attachment)
        previous = chain.link(previous, row)
        rows.append((
            book, seq, entry.id, entry.event, entry.at, entry.recorded_at, entry.by, entry.thread,
            ",".join(entry.about), facts, sealed, source, attachment, previous,
        ))  # fmt: skip
    with connection.cursor() as cursor:
        cursor.executemany(_ADD, rows)
    return last + len(rows)


def attach(book: UUID, original: bytes, served: bytes, by: str | None) -> str:
    """Keep a file, sealed: the original as it came and the copy that may be shown. The digest that names it."""
    key = keys.key_of(book)
    kept = seal(key, original, file_place(book, "original"))
    digest = chain.link(b"", kept).hex()
    shown = seal(key, served, file_place(book, "served"))
    Attachment.objects.create(book_id=book, digest=digest, original=kept, served=shown, size=len(original), by=by)
    return digest
