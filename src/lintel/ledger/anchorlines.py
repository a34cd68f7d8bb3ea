"""The lines of anchors as whoever verifies reads them: signed, in order, never going back. It needs no Django."""

import struct
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from lintel.sealing.signatures import NOTHING_BEFORE, digest, read_signed

SORTS = {"books": "book", "readers": "read log of"}
"""What an anchor states the heads of, books of entries and readers' logs, with what one of them is called."""

Heads = Mapping[str, tuple[int, bytes]]
"""By book (or reader): how many rows, and the hash of the last one."""

_HEAD = struct.Struct(">q32s")
_PARTS = {"n", "at", "before", *SORTS}


@dataclass(frozen=True, slots=True)
class Said:
    """What an anchor says. `before` is the digest of the line before it, `at` when it was signed."""

    n: int
    at: datetime
    before: str
    heads: Mapping[str, Heads]


class AnchorRefused(ValueError):
    """A line that is no anchor of ours; its text says why, and follows on “anchor 7”."""


def read_anchor(line: str, key: Ed25519PublicKey) -> Said:
    """What a line says. Raises `AnchorRefused` where it is not signed by this key or does not say what anchors say."""
    said = read_signed(line, key)
    if said is None:
        raise AnchorRefused("is not signed by this key, or was changed")
    try:
        return _understood(said)
    except (ValueError, TypeError, AttributeError):
        raise AnchorRefused("is signed, but does not say what an anchor says") from None


def _understood(said: Mapping[str, Any]) -> Said:
    n, at, before = said.get("n"), datetime.fromisoformat(str(said.get("at"))), said.get("before")
    if said.keys() != _PARTS or type(n) is not int or n < 1 or at.tzinfo is None or not isinstance(before, str):
        raise ValueError
    heads = {sort: {name: _head(*stated) for name, stated in said[sort].items()} for sort in SORTS}
    return Said(n, at, before, heads)


def _head(count: object, head: object) -> tuple[int, bytes]:
    raw = bytes.fromhex(head) if isinstance(head, str) else b""
    if type(count) is not int or not 1 <= count < 1 << 31 or len(raw) != 32:
        raise ValueError
    return count, raw


def whole_lines(lines: Iterable[str]) -> Iterator[str]:
    """The lines of a file of anchors without the traces that handing over leaves.

    An anchor may stand there twice, for it is handed over again where nobody can tell whether it arrived; and what
    was cut short by a power cut is followed by the whole of it. So a line that only begins the one before it, or the
    next, is dropped.
    """
    held = ""
    for line in lines:
        text = line.rstrip("\r\n")
        if held.startswith(text):
            continue
        if not text.startswith(held):
            yield held
        held = text
    if held:
        yield held


class Stated:
    """Every head that anchors ever stated, by book (or reader), packed: there may be millions of them."""

    def __init__(self) -> None:
        self._packed: dict[str, bytearray] = {}

    def add(self, name: str, count: int, head: bytes) -> bool:
        """Keep a head. False where it contradicts the one before it: fewer rows, or as many and another hash."""
        packed = self._packed.setdefault(name, bytearray())
        last: tuple[int, bytes] = _HEAD.unpack(packed[-_HEAD.size :]) if packed else (0, b"")
        if count > last[0]:
            packed += _HEAD.pack(count, head)
            return True
        return (count, head) == last

    def of(self, name: str) -> Iterator[tuple[int, bytes]]:
        """What was stated of one, fewest rows first."""
        return _HEAD.iter_unpack(self._packed.get(name, b""))

    def names(self) -> set[str]:
        """All that anything was stated of."""
        return set(self._packed)


class Anchors:
    """Anchors one after another, oldest first; `say` is told which of them is wrong, and what is wrong with it."""

    def __init__(self, key: Ed25519PublicKey, say: Callable[[str, str], None]) -> None:
        self._key, self._say = key, say
        self._digests: dict[int, str] = {}
        self._before: str | None = NOTHING_BEFORE
        self._n = 0
        self.stated = {sort: Stated() for sort in SORTS}
        self.last_at: datetime | None = None

    @property
    def read(self) -> int:
        """How many were read that are anchors of ours."""
        return len(self._digests)

    def add(self, line: str) -> None:
        """Take in one more line."""
        try:
            said = read_anchor(line, self._key)
        except AnchorRefused as refused:
            self._n += 1
            self._say(f"anchor {self._n}", str(refused))
            self._before = None  # what the next one follows cannot be known
            return
        if said.n <= self._n:
            self._say(f"anchor {said.n}", f"stands after anchor {self._n}: there are two accounts of what followed")
            return
        self._follow(said)
        self._n, self._before, self.last_at = said.n, digest(line), said.at
        self._digests[said.n] = self._before
        self._take_heads(said)

    def _follow(self, said: Said) -> None:
        if said.n > self._n + 1:
            self._say(f"anchor {self._n + 1}", f"is not there, nor any before anchor {said.n}")
        elif self._before is not None and said.before != self._before:
            self._say(f"anchor {said.n}", "does not follow the one before it")

    def _take_heads(self, said: Said) -> None:
        for sort, heads in said.heads.items():
            for name, (count, head) in heads.items():
                if not self.stated[sort].add(name, count, head):
                    self._say(f"anchor {said.n}", f"contradicts one before it about {SORTS[sort]} {name}")

    def compare(self, kept: Iterable[tuple[int, str]]) -> None:
        """Hold the database's own copies beside these. Later ones than are outside are taken in as well."""
        outside, expected = self._n, 1
        for n, line in kept:
            if expected < n <= outside:
                self._say(f"anchor {expected}", f"is not in the database, nor any before anchor {n}")
            if n > outside:
                self.add(line)
            elif self._digests.get(n, digest(line)) != digest(line):
                self._say(f"anchor {n}", "is not the same in the database as outside")
            expected = n + 1
        if expected <= outside:
            self._say(f"anchor {expected}", f"is not in the database, nor any up to {outside}: it is an older database")
