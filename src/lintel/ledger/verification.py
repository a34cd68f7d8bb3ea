"""`lintel verify`: is every book whole? A program of its own, which needs neither the app nor its keys.

    python -m lintel.ledger.verification DATABASE_URL --anchors FILE --key HEX

It reads rows and nothing else, makes each row's bytes anew, and follows every chain; beside the anchors that were
kept outside it also finds what a chain alone cannot show: a book cut short, rewritten to its end, or gone. Exit 0:
whole; 1: not, with the first bad row of each book; 2: it could not be looked at.
"""

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from lintel.sealing import chain
from lintel.sealing.signatures import NOTHING_BEFORE, digest, read_signed

Heads = dict[str, tuple[int, str]]

_MOST = 20
"""So many faults are named; the rest are counted."""

_ROWS = {
    "books": """
        SELECT replace(book_id::text, '-', ''), seq, encode(hash, 'hex'),
               concat(replace(book_id::text, '-', ''), E'\\x1f', seq, E'\\x1f', entry, E'\\x1f', event, E'\\x1f',
                      (extract(epoch from at) * 1000000)::bigint, E'\\x1f',
                      (extract(epoch from recorded_at) * 1000000)::bigint, E'\\x1f', by, E'\\x1f', thread, E'\\x1f',
                      about, E'\\x1f', facts, E'\\x1f', encode(sealed, 'hex'), E'\\x1f', source, E'\\x1f', attachment)
        FROM ledger_entry ORDER BY book_id, seq
    """,
    "readers": """
        SELECT reader, seq, encode(hash, 'hex'),
               concat(reader, E'\\x1f', seq, E'\\x1f', (extract(epoch from at) * 1000000)::bigint, E'\\x1f', verb,
                      E'\\x1f', thing, E'\\x1f', replace(book::text, '-', ''), E'\\x1f', ground, E'\\x1f', roles,
                      E'\\x1f', request, E'\\x1f', origin, E'\\x1f', found)
        FROM access_read ORDER BY reader, seq
    """,
}
_NAMES = {"books": "book", "readers": "read log of"}


@dataclass(slots=True)
class Findings:
    """What a verification found. `faults` are in words, at most so many; `more` counts the rest."""

    rows: int = 0
    chains: int = 0
    anchors: int = 0
    faults: list[str] = field(default_factory=list)
    more: int = 0

    @property
    def whole(self) -> bool:
        return not self.faults

    def say(self, fault: str) -> None:
        if len(self.faults) < _MOST:
            self.faults.append(fault)
        else:
            self.more += 1


def verify(connection: "psycopg.Connection[Any]", lines: Iterable[str] | None, key: bytes | None) -> Findings:
    """Follow every chain in a database, in one snapshot, and hold it against anchors kept outside it.

    `lines` are the anchors, oldest first; `key` is the public key that they were signed with, which must come from
    whoever keeps them. Without anchors only the chains are followed.
    """
    findings = Findings()
    stated = _stated(lines, key, findings) if lines is not None and key is not None else {what: {} for what in _ROWS}
    with connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        for what in _ROWS:
            _follow(connection, what, stated[what], findings)
        _check_files(connection, findings)
    return findings


def _stated(lines: Iterable[str], key: bytes, findings: Findings) -> dict[str, Heads]:
    """What the anchors say of every book and reader, once each is found to be signed and to follow the one before."""
    public, before = Ed25519PublicKey.from_public_bytes(key), NOTHING_BEFORE
    found: dict[str, Heads] = {what: {} for what in _ROWS}
    for number, line in enumerate(lines, 1):
        said = read_signed(line, public)
        if said is None:
            findings.say(f"anchor {number}: is not signed by this key, or was changed")
            continue
        if (said["n"], said["before"]) != (number, before):
            findings.say(f"anchor {number}: does not follow the one before it")
        before = digest(line)
        findings.anchors += 1
        for what, heads in found.items():
            heads.update({name: (count, head) for name, (count, head) in said[what].items()})
    return found


def _follow(connection: "psycopg.Connection[Any]", what: str, stated: Heads, findings: Findings) -> None:
    """Follow the chains of all books (or readers), and hold each against what the anchors say of it."""
    waiting = dict(stated)
    chains = _Chains(what, waiting, findings)
    with connection.cursor().copy(f"COPY ({_ROWS[what]}) TO STDOUT") as rows:
        for raw in rows:
            chains.add(bytes(raw))
    for name, (count, _) in waiting.items():
        findings.say(f"{_NAMES[what]} {name}: entry {count}, which an anchor names, is not there")


class _Chains:
    """Rows one after another; of each chain the first bad one is named and the rest of it passed over."""

    def __init__(self, what: str, waiting: Heads, findings: Findings) -> None:
        self._what, self._waiting, self._findings = what, waiting, findings
        self._name = b""
        self._seq, self._previous, self._bad = 0, chain.FIRST, False
        self._stated: tuple[int, str] | None = None

    def add(self, raw: bytes) -> None:
        name, seq, head, row = raw[:-1].split(b"\t", 3)
        if name != self._name:
            self._begin(name)
        self._findings.rows += 1
        if self._bad:
            return
        self._seq += 1
        self._previous = chain.link(self._previous, row.replace(b"\\\\", b"\\") if b"\\" in row else row)
        if int(seq) != self._seq:
            self._fail(f"entry {self._seq} is not there")
        elif self._previous.hex().encode() != head:
            self._fail(f"entry {self._seq} is not what was written, or does not follow the one before it")
        elif self._stated and self._seq == self._stated[0]:
            self._meet(head.decode())

    def _begin(self, name: bytes) -> None:
        self._findings.chains += 1
        self._name, self._seq, self._previous, self._bad = name, 0, chain.FIRST, False
        self._stated = self._waiting.get(name.decode())

    def _meet(self, head: str) -> None:
        stated = self._waiting.pop(self._name.decode())
        if head != stated[1]:
            self._fail(f"entry {stated[0]} is not the one that an anchor names: it was rewritten")

    def _fail(self, wrong: str) -> None:
        self._bad = True
        self._waiting.pop(self._name.decode(), None)
        self._findings.say(f"{_NAMES[self._what]} {self._name.decode()}: {wrong}")


def _check_files(connection: "psycopg.Connection[Any]", findings: Findings) -> None:
    """Every sealed file that an entry names is there as it was, unless its book was erased."""
    lost = connection.execute("""
        SELECT replace(e.book_id::text, '-', ''), e.seq FROM ledger_entry e
        JOIN ledger_key k USING (book_id)
        LEFT JOIN ledger_attachment a ON (a.book_id, a.digest) = (e.book_id, attachment)
        WHERE e.attachment IS NOT NULL AND (a.digest IS NULL OR encode(sha256(a.original), 'hex') <> a.digest)
        ORDER BY 1, 2
    """)
    for book, seq in lost.fetchall():
        findings.say(f"book {book}: the file of entry {seq} is not there, or is not what was kept")


def main(argv: Sequence[str] | None = None) -> int:
    """Verify a database from the command line."""
    parser = argparse.ArgumentParser(prog="lintel verify", description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("database", metavar="DATABASE_URL")
    parser.add_argument("--anchors", type=Path, metavar="FILE", help="anchors that were kept outside, one a line")
    parser.add_argument("--key", metavar="HEX", help="the public key that they are signed with")
    arguments = parser.parse_args(argv)
    if bool(arguments.anchors) != bool(arguments.key):
        parser.error("--anchors and --key go together: anchors that anybody may have signed prove nothing")
    try:
        lines = arguments.anchors.read_text(encoding="utf-8").splitlines() if arguments.anchors else None
        key = bytes.fromhex(arguments.key) if arguments.key else None
        with psycopg.connect(arguments.database) as connection:
            findings = verify(connection, lines, key)
    except (OSError, ValueError, psycopg.Error) as error:
        print(f"lintel verify: could not look ({type(error).__name__})", file=sys.stderr)
        return 2
    print(*said(findings), sep="\n")
    return 0 if findings.whole else 1


def said(findings: Findings) -> Iterator[str]:
    """What was found, in lines."""
    yield from findings.faults
    if findings.more:
        yield f"… and {findings.more} more"
    verdict = "whole" if findings.whole else "NOT WHOLE"
    against = f"against {findings.anchors} anchors" if findings.anchors else "by their chains alone, without anchors"
    yield f"{verdict}: {findings.rows:,} rows in {findings.chains:,} chains, {against}"


if __name__ == "__main__":
    sys.exit(main())
