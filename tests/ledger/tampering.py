"""Seven ways to tamper with a chain, as somebody whom nothing in the database stops. Each leaves it changed."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from random import Random
from secrets import token_hex
from typing import Any, LiteralString

import psycopg
from psycopg import sql
from psycopg.types.json import Jsonb

from tests.ledger.oracle import line_bytes

Connection = psycopg.Connection[Any]


@dataclass(frozen=True)
class Sort:
    """A table of chains: what one is called by whoever verifies, its table, the column that names it."""

    called: str
    table: LiteralString
    name: LiteralString
    edits: dict[LiteralString, LiteralString]
    """By column: what to put in its place."""


BOOKS = Sort(
    "book", "ledger_entry", "book_id",
    {
        "book_id": "gen_random_uuid()", "seq": "seq + 100000", "entry": "entry || 'x'", "event": "'advice.given2'",
        "at": "at + interval '1 microsecond'", "recorded_at": "recorded_at - interval '1 microsecond'",
        "by": "CASE WHEN by IS NULL THEN '' ELSE NULL END", "thread": "CASE WHEN thread IS NULL THEN '' ELSE NULL END",
        "about": "about || ',v2'", "facts": "facts || ' '",
        "sealed": "CASE WHEN sealed IS NULL THEN ''::bytea ELSE set_bit(sealed, 100, 1 - get_bit(sealed, 100)) END",
        "source": "CASE WHEN source IS NULL THEN '' ELSE NULL END",
        "attachment": "CASE WHEN attachment IS NULL THEN '' ELSE NULL END",
        "hash": "set_bit(hash, 0, 1 - get_bit(hash, 0))",
    },
)  # fmt: skip
READS = Sort(
    "read log of", "access_read", "reader",
    {
        "reader": "reader || 'x'", "seq": "seq + 100000", "at": "'infinity'", "verb": "verb || 'x'",
        "thing": "'note'", "book": "CASE WHEN book IS NULL THEN gen_random_uuid() ELSE NULL END",
        "ground": "ground || 'x'", "roles": "roles || ',x'", "request": "request || E'\\t'",
        "origin": "origin || '1'", "found": "CASE WHEN found IS NULL THEN 0 ELSE NULL END",
        "hash": "set_bit(hash, 255, 1 - get_bit(hash, 255))",
    },
)  # fmt: skip
SORTS = (BOOKS, READS)


@dataclass(frozen=True)
class Chain:
    """One chain in the hands of somebody who tampers with it."""

    connection: Connection
    sort: Sort
    name: str
    length: int

    def run(self, statement: LiteralString, parts: dict[str, sql.Composable] | None = None, **said: object) -> Any:
        """`{here}` stands for this chain's row `seq`, `{chain}` for the chain, `{table}` for its table."""
        chain = sql.SQL("WHERE {} = %(chain)s").format(sql.Identifier(self.sort.name))
        known = {
            "table": sql.Identifier(self.sort.table),
            "chain": chain,
            "here": chain + sql.SQL(" AND seq = %(seq)s"),
        }
        found = self.connection.execute(
            sql.SQL(statement).format(**known, **(parts or {})), {"chain": self.name, **said}
        )
        return found.fetchone() if found.description else None

    def relink(self, since: int, until: int) -> None:
        """Make the hashes right again, from one row to another."""
        for seq in range(since, until + 1):
            line, first = line_bytes(self.connection, self.sort.called, self.name, seq)
            before = first if seq == 1 else self.run("SELECT hash FROM {table} {here}", seq=seq - 1)[0]
            self.run("UPDATE {table} SET hash = %(hash)s {here}", hash=hashlib.sha256(before + line).digest(), seq=seq)

    def copy_row(self, seq: int, to: int) -> None:
        """A forged row like another one, under an id of its own."""
        new = {"seq": to, "entry" if self.sort is BOOKS else "request": f"forged-{token_hex(6)}"}
        copied: LiteralString = "SELECT (jsonb_populate_record(row, %(new)s)).* FROM {table} row {here}"
        self.run("INSERT INTO {table} " + copied, seq=seq, new=Jsonb(new))


def some_chain(connection: Connection, dice: Random, sort: Sort, but: Collection[str] = ()) -> Chain:
    """A chain of at least three rows, none of those named."""
    parts = {"name": sql.Identifier(sort.name), "table": sql.Identifier(sort.table)}
    counted = sql.SQL("SELECT {name}, count(*) FROM {table} GROUP BY 1 HAVING count(*) >= %s ORDER BY 1")
    found = connection.execute(counted.format(**parts), [3]).fetchall()
    chains = [Chain(connection, sort, name.hex if sort is BOOKS else name, length) for name, length in found]
    return dice.choice([chain for chain in chains if chain.name not in but])


def edit(chain: Chain, dice: Random) -> None:
    """Something else in one column of one row."""
    edit_column(chain, dice.choice(sorted(chain.sort.edits)), dice.randint(1, chain.length))


def edit_column(chain: Chain, column: LiteralString, seq: int) -> None:
    """Something else in this column of this row."""
    parts = {"column": sql.Identifier(column), "value": sql.SQL(chain.sort.edits[column])}
    chain.run("UPDATE {table} SET {column} = {value} {here}", parts, seq=seq)


def delete_in_the_middle(chain: Chain, dice: Random) -> None:
    """One row less, not the last."""
    chain.run("DELETE FROM {table} {here}", seq=dice.randint(1, chain.length - 1))


def reorder(chain: Chain, dice: Random) -> None:
    """Two rows in each other's place."""
    one, other = dice.sample(range(1, chain.length + 1), 2)
    for was, becomes in ((one, 10**6), (other, one), (10**6, other)):
        chain.run("UPDATE {table} SET seq = %(becomes)s {here}", seq=was, becomes=becomes)


def insert(chain: Chain, dice: Random) -> None:
    """A forged row in the middle, rightly chained to the one before it."""
    place = dice.randint(1, chain.length)
    for seq in range(chain.length, place - 1, -1):
        chain.run("UPDATE {table} SET seq = seq + 1 {here}", seq=seq)
    chain.copy_row(place + 1, place)
    chain.relink(place, place)


def truncate(chain: Chain, dice: Random) -> None:
    """The end cut off."""
    chain.run("DELETE FROM {table} {chain} AND seq >= %(since)s", since=dice.randint(2, chain.length))


def rewrite(chain: Chain, dice: Random) -> None:
    """Something else in a row, and every hash made right to the end."""
    since = dice.randint(1, chain.length)
    chain.run("UPDATE {table} SET at = at + interval '1 second' {here}", seq=since)
    chain.relink(since, chain.length)


def truncate_and_append(chain: Chain, dice: Random) -> None:
    """The end replaced by forged rows, at least as many, rightly chained."""
    since = dice.randint(2, chain.length)
    chain.run("DELETE FROM {table} {chain} AND seq >= %(since)s", since=since)
    until = chain.length + dice.randint(0, 2)
    for seq in range(since, until + 1):
        chain.copy_row(seq - 1, seq)
    chain.relink(since, until)


SEEN_BY_THE_CHAIN = (edit, delete_in_the_middle, reorder, insert)
SEEN_BY_ANCHORS_ALONE = (truncate, rewrite, truncate_and_append)
