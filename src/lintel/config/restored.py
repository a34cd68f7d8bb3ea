"""A database that was restored, held against what was backed up: counts, chains, anchors, and keys that open it."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

import psycopg
from django.conf import settings

from lintel.config.anchorfile import up_to
from lintel.config.manifest import Holdings, holdings
from lintel.ledger.keys import ring
from lintel.ledger.rows import key_place, place
from lintel.ledger.verification import looking, verify
from lintel.sealing.aead import SealBroken, unseal
from lintel.sealing.keyring import KeysRefused

_BOOKS_TRIED = 5

_SEALED = """
    SELECT entry.book_id, entry.seq, entry.event, entry.sealed, held.master, held.wrapped
    FROM (SELECT * FROM ledger_key ORDER BY random() LIMIT %s) AS held CROSS JOIN LATERAL (
        SELECT * FROM ledger_entry e WHERE e.book_id = held.book_id AND e.sealed IS NOT NULL ORDER BY e.seq DESC LIMIT 1
    ) AS entry
"""


class BackupFailed(RuntimeError):
    """A backup was made and is no good, or one that was restored is not whole: everything that is wrong with it."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))


def differing(url: str, held: Holdings) -> list[str]:
    """In what a database differs from what was backed up."""
    with looking(url) as connection:
        return list(held.differences(holdings(connection)))


def broken(url: str, anchor: int) -> list[str]:
    """What is wrong with its chains, held against the anchors outside as far as this one, and what does not open."""
    public = ring().signer.public_key()
    lines = up_to(settings.OPTIONS.anchors_file, anchor, public)
    with looking(url) as connection:
        found = verify(connection, lines or None, public.public_bytes_raw() if lines else None)
        return [*map(str, found.faults), *_unopened(connection)]


def _unopened(connection: "psycopg.Connection[Any]") -> Iterator[str]:
    """Open the last sealed entry of some books, taken at random; what cannot be opened."""
    for book, seq, event, sealed, master, wrapped in connection.execute(_SEALED, [_BOOKS_TRIED]).fetchall():
        try:
            _open(book, seq, event, sealed=bytes(sealed), master=master, wrapped=bytes(wrapped))
        except (SealBroken, KeysRefused):
            yield f"book {book.hex}: what is sealed in it does not open with our keys"


def _open(book: UUID, seq: int, event: str, *, sealed: bytes, master: str, wrapped: bytes) -> None:
    unseal(ring().unwrap(master, wrapped, key_place(book)), sealed, place(book, seq, event))
