"""Keys of books: made with the book, unwrapped to read it, rewrapped when the master changes, destroyed to erase."""

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import OperationalError, connections, transaction
from django.db.models import Count
from psycopg.errors import LockNotAvailable

from lintel.access.asked import rows
from lintel.ledger.models import Attachment, BookKey
from lintel.ledger.rows import key_place
from lintel.sealing.aead import new_key
from lintel.sealing.keyring import KeyRing, KeysRefused, from_file, from_text
from lintel.sealing.signatures import read_signed

_BATCH = 500
_OLDER = "SELECT book_id, master, wrapped FROM ledger_key WHERE master <> %s LIMIT %s FOR UPDATE SKIP LOCKED"
_REWRAPPED = """
    UPDATE ledger_key k SET master = %s, wrapped = anew.wrapped
    FROM unnest(%s::uuid[], %s::bytea[]) AS anew (book, wrapped) WHERE k.book_id = anew.book
"""


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


def fresh_ring() -> KeyRing:
    """The keys as their file holds them now: another process may have put a new master key in it."""
    ring.cache_clear()
    return ring()


def give_keys(books: Iterable[UUID]) -> None:
    """Make the keys of new books, wrapped by the current master key, in a transaction of the caller's.

    Raises `KeysRefused` where that master key was retired meanwhile: then nothing may be sealed by it any more.
    """
    keys = fresh_ring()
    wrapped = [(book, *keys.wrap(new_key(), key_place(book))) for book in books]
    BookKey.objects.bulk_create([BookKey(book_id=book, master=master, wrapped=key) for book, master, key in wrapped])
    if keys.current not in fresh_ring().masters:  # `retire` locks the table, so here it has already written the file
        raise KeysRefused("the keys were changed just now: do it again")


def unwrapped(master: str, wrapped: bytes, book: UUID) -> bytes:
    """A book's key, as it is stored wrapped by a master key. Raises `KeysRefused`, `SealBroken`."""
    known = ring() if master in ring().masters else fresh_ring()
    return known.unwrap(master, wrapped, key_place(book))


def key_of(book: UUID) -> bytes:
    """A book's key. Raises `BookErased` where it was destroyed."""
    found = BookKey.objects.filter(book_id=book).values_list("master", "wrapped").first()
    if found is None:
        raise BookErased
    return unwrapped(found[0], bytes(found[1]), book)


def keys_of(books: Collection[UUID]) -> dict[UUID, bytes]:
    """The keys of several books; those that were erased are left out."""
    found = rows("SELECT book_id, master, wrapped FROM ledger_key WHERE book_id = ANY(%s)", [list(books)])
    return {book: unwrapped(master, bytes(wrapped), book) for book, master, wrapped in found}


def anchored(line: str) -> dict[str, Any]:
    """What one of our own anchors says. Raises `KeysRefused` where it was not signed by our key."""
    said = read_signed(line, ring().signer.public_key())
    if said is None:
        raise KeysRefused("an anchor in the database was changed, or was signed by another key: run `lintel verify`")
    return said


def wrapped_by() -> dict[str, int]:
    """How many keys each master key wraps, by its name."""
    return dict(BookKey.objects.values_list("master").annotate(Count("book")).order_by("master"))


@contextmanager
def unchanging() -> Iterator[dict[str, int]]:
    """How many keys each master key wraps, as the owner, while nobody else adds a key, rewraps one, or is in here."""
    with transaction.atomic(using="owner"):
        with connections["owner"].cursor() as cursor:
            cursor.execute("LOCK TABLE ledger_key IN SHARE ROW EXCLUSIVE MODE")  # it waits for whoever is adding one
            cursor.execute("SELECT master, count(*) FROM ledger_key GROUP BY master")
            found = dict(cursor.fetchall())
        yield found


def rewrap(progress: Callable[[int], object]) -> int:
    """Wrap every key that an older master wraps by the current one, as the owner; the number of keys rewrapped.

    Batches are transactions of their own: after a kill it goes on where it was.
    """
    done = 0
    while batch := _rewrap_some():
        done += batch
        progress(batch)
    return done


def _rewrap_some() -> int:
    keys = fresh_ring()
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute(_OLDER, [keys.current, _BATCH])
        batch = cursor.fetchall()
        places = [(key_place(book), master, bytes(wrapped)) for book, master, wrapped in batch]
        anew = [keys.wrap(keys.unwrap(master, wrapped, place), place)[1] for place, master, wrapped in places]
        cursor.execute(_REWRAPPED, [keys.current, [book for book, *_ in batch], anew])
    return len(batch)


def destroy(books: Collection[UUID]) -> int:
    """Destroy the keys of books, and the files that they seal, as the owner; the number of keys that there were.

    It joins the caller's transaction. `forget` is to follow once that has ended.
    """
    with transaction.atomic(using="owner"):
        Attachment.objects.using("owner").filter(book_id__in=books).delete()
        gone, _ = BookKey.objects.using("owner").filter(book_id__in=books).delete()
    return gone


class StillHeld(RuntimeError):
    """The keys are destroyed, and a trace of them is left in their table, which somebody else has been reading."""

    def __init__(self) -> None:
        super().__init__("the table of keys is in use, perhaps by a backup: run this again to take the traces away")


def forget(*, wait: str = "10s") -> None:
    """Rewrite the table of keys, as the owner, so that it holds no trace of those that were destroyed.

    Nobody can read a key while it waits for those who read the table: for no longer than this. Raises `StillHeld`.
    """
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, false)", [wait])
        try:
            cursor.execute("VACUUM (FULL) ledger_key")
        except OperationalError as error:
            if isinstance(error.__cause__, LockNotAvailable):
                raise StillHeld from None
            raise
        finally:
            cursor.execute("RESET lock_timeout")
