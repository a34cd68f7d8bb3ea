"""The chain: each line of a book carries the digest of itself and of everything before it."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

FIRST = bytes(32)
"""What the first line of every chain follows."""

SEPARATOR = "\x1f"
"""It stands in no handle, number or JSON text, so no two different rows make the same line."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def microseconds(at: datetime) -> int:
    """An instant as whole microseconds since 1970, UTC: how a line spells it."""
    return (at - _EPOCH) // _MICROSECOND


def instant(microseconds: int) -> datetime:
    """The instant that so many microseconds since 1970 are, UTC."""
    return _EPOCH + timedelta(microseconds=microseconds)


def line(parts: Iterable[object]) -> bytes:
    """The bytes of a row: its parts as text, in order, None as nothing.

    Raises ValueError where a part holds the separator: then two different rows could make one line.
    """
    spelt = ["" if part is None else str(part) for part in parts]
    row = SEPARATOR.join(spelt)
    if row.count(SEPARATOR) != len(spelt) - 1:
        raise ValueError("a part of a row holds the sign that separates the parts")
    return row.encode()


def link(previous: bytes, row: bytes) -> bytes:
    """The digest of a line and of all before it."""
    return hashlib.sha256(previous + row).digest()
