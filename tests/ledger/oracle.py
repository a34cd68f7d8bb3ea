"""A second verifier, written from docs/tamper.md alone: the database itself makes the lines and hashes them.

It shares no code with the first one, and goes about it otherwise: it judges every row by the hash stored before
it, where the first follows the chain from its beginning.
"""

import base64
import json
from dataclasses import dataclass
from typing import Any, LiteralString

import psycopg
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from psycopg import sql

Bad = set[tuple[str, int]]
"""Chains that are not whole, each with the number of its first bad row."""


@dataclass(frozen=True)
class _Sort:
    """How one sort of chain is written, in SQL: parts of a line, what no row of ours says, what the first follows."""

    table: LiteralString
    name: LiteralString
    parts: tuple[LiteralString, ...]
    never: LiteralString
    first: LiteralString

    def fill(self, statement: LiteralString) -> sql.Composed:
        line = sql.SQL("convert_to(array_to_string(ARRAY[{}], chr(31), ''), 'UTF8')").format(_list(self.parts))
        said = {each: sql.SQL(getattr(self, each)) for each in ("table", "name", "never", "first")}
        return sql.SQL(statement).format(line=line, **said)


def _list(parts: tuple[LiteralString, ...]) -> sql.Composed:
    return sql.SQL(", ").join(sql.SQL(part) for part in parts)


def _instant(column: LiteralString) -> LiteralString:
    """Whole seconds and the rest of one apart, which is another way than to take an epoch times a million."""
    whole = "round(date_part('epoch', date_trunc('second', " + column + ")))::numeric * 1000000"
    return "(" + whole + " + mod(extract(us FROM " + column + "), 1000000))::bigint::text"


def _hex(column: LiteralString) -> LiteralString:
    return "encode(uuid_send(" + column + "), 'hex')"


_NOTHING: LiteralString = "decode(repeat('00', 32), 'hex')"
_BOOK: LiteralString = ", ".join((_hex("b.id"), "b.kind", "b.name", _instant("b.opened_at"), _hex("b.arrival_id")))
_CHAINS = {
    "book": _Sort(
        "ledger_entry LEFT JOIN ledger_book b ON b.id = book_id",
        _hex("book_id"),
        (
            _hex("book_id"), "seq::text", "entry", "event", _instant("at"), _instant("recorded_at"), "by", "thread",
            "about", "facts", "encode(sealed, 'hex')", "source", "attachment",
        ),
        "'' IN (by, thread, source, attachment) IS TRUE OR coalesce(length(sealed), 1) = 0",
        "sha256(" + _NOTHING + " || convert_to(array_to_string(ARRAY[" + _BOOK + "], chr(31), ''), 'UTF8'))",
    ),
    "read log of": _Sort(
        "access_read",
        "reader",
        (
            "reader", "seq::text", _instant("at"), "verb", "thing", _hex("book"), "ground", "roles", "request",
            "origin", "found::text",
        ),
        "false",
        _NOTHING,
    ),
}  # fmt: skip

_JUDGED: LiteralString = """
    SELECT {name} AS name, row_number() OVER chain AS place, hash,
           coalesce(seq = row_number() OVER chain AND NOT ({never})
                    AND hash = sha256(coalesce(lag(hash) OVER chain, {first}) || {line}), false) AS good
    FROM {table} WINDOW chain AS (PARTITION BY {name} ORDER BY seq)
"""
_LINE: LiteralString = "SELECT {line}, {first} FROM {table} WHERE {name} = %s AND seq = %s"


def judged_by_sql(connection: psycopg.Connection[Any], lines: list[str] | None, key: bytes) -> Bad:
    """What is not whole, held against anchors if there are any."""
    stated = _stated(lines, key) if lines is not None else []
    found: Bad = set()
    for called, sort in _CHAINS.items():
        rows = connection.execute(sort.fill(_JUDGED)).fetchall()
        found |= _worst(called, rows, [each[1:] for each in stated if each[0] == called])
    return found


def line_bytes(connection: psycopg.Connection[Any], called: str, name: str, seq: int) -> tuple[bytes, bytes]:
    """The line of a row as it should be hashed, and what the first row of its chain follows."""
    found = connection.execute(_CHAINS[called].fill(_LINE), [name, seq]).fetchone()
    assert found is not None
    return found[0], found[1]


def _worst(called: str, rows: list[Any], stated: list[Any]) -> Bad:
    bad: dict[str, list[int]] = {}
    there: dict[str, dict[int, bytes]] = {}
    for name, place, head, good in rows:
        there.setdefault(name, {})[place] = head
        if not good:
            bad.setdefault(name, []).append(place)
    for name, count, head in stated:
        known = there.get(name, {})
        if count not in known:
            bad.setdefault(name, []).append(len(known) + 1)
        elif known[count].hex() != head:
            bad.setdefault(name, []).append(count)
    return {(f"{called} {name}", min(places)) for name, places in bad.items()}


def _stated(lines: list[str], key: bytes) -> list[tuple[str, str, int, str]]:
    found = []
    for line in lines:
        said = json.loads(line)
        signature = base64.b64decode(said.pop("signature"))
        body = json.dumps(said, sort_keys=True, separators=(",", ":"))
        try:
            Ed25519PublicKey.from_public_bytes(key).verify(signature, body.encode())
        except InvalidSignature:
            continue
        for called, sort in (("book", "books"), ("read log of", "readers")):
            found += [(called, name, count, head) for name, (count, head) in said[sort].items()]
    return found
