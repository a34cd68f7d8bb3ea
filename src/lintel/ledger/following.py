"""Chains followed: every row's bytes are made anew from what the row says, and hashed after those of the row before.

The spelling is that of `lintel.ledger.rows` and `lintel.access.readlog`, said once more in SQL. Three things differ
on purpose. An optional text that is empty is spelt otherwise than none, which no row of ours ever is, so that the one
cannot be put for the other. An instant may be endless or beyond Python's years: it is spelt, and will not match. And
no cast or function is used but PostgreSQL's own: somebody else's could lie.
"""

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

import psycopg

from lintel.ledger.anchorlines import SORTS, Stated
from lintel.ledger.findings import Findings
from lintel.sealing import chain

_AT_A_TIME = 1_000
_NEXT = r", E'\x1f', "


def _id(column: str) -> str:
    return f"replace(concat({column}), '-', '')"


def _instant(column: str) -> str:
    return f"trunc(extract(epoch FROM {column}) * 1000000)"


def _optional(column: str) -> str:
    return rf"CASE WHEN {column} = '' THEN E'\x1f' ELSE {column} END"


def _bytes(*parts: str) -> str:
    return f"convert_to(concat({_NEXT.join(parts)}), 'UTF8')"


_ENTRY = _bytes(
    _id("book_id"), "seq", "entry", "event", _instant("at"), _instant("recorded_at"), _optional("by"),
    _optional("thread"), "about", "facts", r"CASE WHEN sealed = '' THEN E'\x1f' ELSE encode(sealed, 'hex') END",
    _optional("source"), _optional("attachment"),
)  # fmt: skip
_READ = _bytes(
    "reader", "seq", _instant("at"), "verb", "thing", _id("book"), "ground", "roles", "request", "origin", "found"
)
_BOOK = _bytes(_id("id"), "kind", "name", _instant("opened_at"), _id("arrival_id"))

_ROWS = {
    "books": f"SELECT {_id('book_id')}, seq, hash, {_ENTRY} FROM public.ledger_entry ORDER BY book_id, seq",  # noqa: S608 - constants
    "readers": f"SELECT concat(reader), seq, hash, {_READ} FROM public.access_read ORDER BY reader, seq",  # noqa: S608 - constants
}
_BEGINNINGS = f"SELECT {_id('id')}, {_BOOK} FROM public.ledger_book"  # noqa: S608 - constants


def rows_of(connection: psycopg.Connection[Any], query: str) -> Iterator[tuple[Any, ...]]:
    """What a query gives, so many rows at a time, in PostgreSQL's binary format: nothing in it is escaped."""
    with connection.cursor("rows", binary=True) as cursor:
        cursor.itersize = _AT_A_TIME
        yield from cursor.execute(query)


def follow(connection: psycopg.Connection[Any], sort: str, stated: Stated, findings: Findings) -> None:
    """Follow all chains of one sort, and hold each against every head that anchors stated of it."""
    beginnings = _beginnings(connection) if sort == "books" else None
    unseen = stated.names()
    for name, rows in groupby(_counted(rows_of(connection, _ROWS[sort]), findings), itemgetter(0)):
        unseen.discard(name)
        first = chain.FIRST if beginnings is None else beginnings.get(name)
        walked = _walked(rows, first, stated.of(name))
        findings.chains += 1
        if walked.wrong:
            findings.say(f"{SORTS[sort]} {name}", walked.wrong, walked.bad)
        else:
            findings.since += walked.read - walked.covered
    for name in sorted(unseen):
        findings.say(f"{SORTS[sort]} {name}", "is not there, though an anchor names it", 1)


def _counted(rows: Iterator[tuple[Any, ...]], findings: Findings) -> Iterator[tuple[Any, ...]]:
    for row in rows:
        findings.rows += 1
        yield row


def _beginnings(connection: psycopg.Connection[Any]) -> dict[str, bytes]:
    """What each book's chain begins with: the digest of what the book is."""
    return {name: chain.link(chain.FIRST, row) for name, row in rows_of(connection, _BEGINNINGS)}


class _Walked(NamedTuple):
    """How far a chain was followed: rows read, the last that an anchor states, and the first bad one with its fault."""

    read: int
    covered: int
    bad: int = 0
    wrong: str = ""


def _walked(rows: Iterator[tuple[Any, ...]], first: bytes | None, heads: Iterator[tuple[int, bytes]]) -> _Walked:
    """Follow one chain from its beginning to its first bad row, or to its end."""
    if first is None:
        return _Walked(0, 0, 1, "there is no book that it could belong to")
    seq, covered, previous, stated = 0, 0, first, next(heads, None)
    for seq, (_, place, head, row) in enumerate(rows, 1):
        previous = chain.link(previous, row)
        if place != seq:
            return _Walked(seq, covered, seq, "is not there, or not in its place")
        if head != previous:
            return _Walked(seq, covered, seq, "is not what was written, or does not follow the one before it")
        if stated and seq == stated[0]:
            if head != stated[1]:
                return _Walked(seq, covered, seq, "is not the one that an anchor names: this chain was rewritten")
            covered, stated = seq, next(heads, None)
    if stated:
        return _Walked(seq, covered, seq + 1, f"is not there, though an anchor names row {stated[0]}")
    return _Walked(seq, covered)
