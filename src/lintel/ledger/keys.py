"""Keys of books: made with the book, unwrapped to read it, rewrapped when the master changes, destroyed to erase."""

from collections.abc import Callable, Collection
from functools import cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connections, transaction

from lintel.ledger.models import BookKey
from lintel.ledger.rows import key_place
from lintel.sealing.aead import new_key
from lintel.sealing.keyring import KeyRing, KeysRefused, from_file, from_text
from lintel.sealing.signatures import read_signed

_BATCH = 500


class BookErased(Exception):
    """The book's key was destroyed: what was sealed in it can never be read again."""

    def __init__(self) -> None:
        super().__init__("this book was erased: its sealed words can no longer be read by anybody")


@cache
def ring() -> KeyRing:
    """The keys of this installation. Raises `KeysRefused` where there are none or they are unsafe."""
    if settings.OPTIONS.keys:
        return from_text(settings.OPTIONS.keys)
    if settings.OPTIONS.keys_file:
        return from_file(settings.OPTIONS.keys_file)
    raise KeysRefused("there are no keys: make some with `lintel keys new FILE` and name it in LINTEL_KEYS_FILE")


def give_key(book: UUID) -> bytes:
    """Make the key of a new book, wrapped by the current master key."""
    key = new_key()
    master, wrapped = ring().wrap(key, key_place(book))
    BookKey.objects.create(book_id=book, master=master, wrapped=wrapped)
    return key


def key_of(book: UUID) -> bytes:
    """A book's key. Raises `BookErased` where it was destroyed."""
    found = BookKey.objects.filter(book_id=book).values_list("master", "wrapped").first()
    if found is None:
        raise BookErased
    return ring().unwrap(found[0], bytes(found[1]), key_place(book))


def keys_of(books: Collection[UUID]) -> dict[UUID, bytes]:
    """The keys of several books; those that were erased are left out."""
    found = BookKey.objects.filter(book_id__in=books).values_list("book_id", "master", "wrapped")
    return {book: ring().unwrap(master, bytes(wrapped), key_place(book)) for book, master, wrapped in found}


def anchored(line: str) -> dict[str, Any]:
    """What one of our own anchors says. Raises `KeysRefused` where it was not signed by our key."""
    said = read_signed(line, ring().signer.public_key())
    if said is None:
        raise KeysRefused("an anchor in the database was changed, or was signed by another key: run `lintel verify`")
    return said


def rewrap(progress: Callable[[int], None]) -> int:
    """Wrap every key that an older master wraps by the current one, as the owner; the number of keys rewrapped.

    Batches are transactions of their own: after a kill it goes on where it was.
    """
    done = 0
    while batch := _rewrap_some():
        done += batch
        progress(batch)
    return done


def _rewrap_some() -> int:
    keys = ring()
    with transaction.atomic(using="owner"):
        older = BookKey.objects.using("owner").exclude(master=keys.current).select_for_update(skip_locked=True)
        batch = list(older[:_BATCH])
        for each in batch:
            key = keys.unwrap(each.master, bytes(each.wrapped), key_place(each.book_id))
            each.master, each.wrapped = keys.wrap(key, key_place(each.book_id))
        BookKey.objects.using("owner").bulk_update(batch, ["master", "wrapped"])
    return len(batch)


def destroy(books: Collection[UUID]) -> int:
    """Destroy the keys of books, as the owner, and rewrite the table so that no trace of them stays in it."""
    with transaction.atomic(using="owner"):
        gone, _ = BookKey.objects.using("owner").filter(book_id__in=books).delete()
    with connections["owner"].cursor() as cursor:
        cursor.execute("VACUUM (FULL) ledger_key")
    return gone
