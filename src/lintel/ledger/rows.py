"""The bytes that the chain covers: what a row says, in one order, written in one way.

`lintel verify` makes the same bytes of the rows it finds. Changing anything here breaks every chain there is.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID

from lintel.events.entry import Entry
from lintel.sealing import chain


def line_of(
    book: UUID,
    seq: int,
    entry: Entry,
    *,
    facts: str,
    sealed: bytes | None,
    source: str | None,
    attachment: str | None,
) -> bytes:
    """The line of an entry. `facts` and `sealed` are as stored."""
    return chain.line((
        book.hex, seq, entry.id, entry.event, chain.microseconds(entry.at), chain.microseconds(entry.recorded_at),
        entry.by, entry.thread, ",".join(entry.about), facts, (sealed or b"").hex(), source, attachment,
    ))  # fmt: skip


def beginning(book: UUID, kind: str, name: str, opened_at: datetime, arrival: UUID | None) -> bytes:
    """What the first entry of a book follows: what the book is, so that it can be called nothing else later."""
    row = chain.line((book.hex, kind, name, chain.microseconds(opened_at), arrival.hex if arrival else None))
    return chain.link(chain.FIRST, row)


def place(book: UUID, seq: int, event: str) -> bytes:
    """What sealed fields are bound to: their book, their place in it and their kind."""
    return next(places(book, [(seq, event)]))


def places(book: UUID, entries: Iterable[tuple[int, str]]) -> Iterator[bytes]:
    """The same for several entries of one book, each by its place and its kind."""
    name = book.hex
    return (f"{name}|{seq}|{event}".encode() for seq, event in entries)


def file_place(book: UUID, part: str) -> bytes:
    """What a sealed file is bound to: its book, and whether it is the original or the copy of it to be shown."""
    return f"{book.hex}|file|{part}".encode()


def copy_place(book: UUID, digest: str) -> bytes:
    """What the copy to be shown is bound to: its book, and the original that it was made of."""
    return file_place(book, f"served|{digest}")


def key_place(book: UUID) -> bytes:
    """What a wrapped key is bound to: its book."""
    return f"{book.hex}|key".encode()
