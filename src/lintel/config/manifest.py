"""What a backup holds, by count and by hash, in a signed text beside it."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from psycopg import sql

from lintel.config.database import NotReady
from lintel.sealing.signatures import read_signed, signed

_HEADS = """
    SELECT encode(sha256(convert_to(coalesce(string_agg(line, E'\\n' ORDER BY line COLLATE "C"), ''), 'UTF8')), 'hex')
    FROM (
        SELECT DISTINCT ON (book_id) concat(book_id, ' ', seq, ' ', encode(hash, 'hex')) AS line
        FROM ledger_entry ORDER BY book_id, seq DESC
    ) AS heads
"""


@dataclass(frozen=True, slots=True)
class Holdings:
    """What a database holds: rows of each table, a hash over the heads of all books, the last anchor's number.

    `masters` are the names of the master keys that wrap the keys of its books, `migrations` those it was made by.
    """

    rows: Mapping[str, int]
    heads: str
    anchor: int
    masters: tuple[str, ...]
    migrations: frozenset[str]

    @property
    def entries(self) -> int:
        """How many entries all its books have."""
        return self.rows.get("ledger_entry", 0)

    def differences(self, other: "Holdings") -> Iterator[str]:
        """In what another database, restored from this one, differs from it."""
        for table in sorted({*self.rows, *other.rows}):
            here, there = self.rows.get(table, 0), other.rows.get(table, 0)
            if here != there:
                yield f"{table}: {here:,} rows were backed up, and {there:,} were restored"
        if (self.heads, self.anchor) != (other.heads, other.anchor):
            yield "the books do not end as they did when they were backed up"
        if (self.masters, self.migrations) != (other.masters, other.migrations):
            yield "its keys or its tables are not those that were backed up"


def holdings(connection: "psycopg.Connection[Any]") -> Holdings:
    """What a database holds, within the connection's transaction."""
    tables = _column(connection, "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
    count = sql.SQL("SELECT count(*) FROM {}")
    rows = {name: connection.execute(count.format(sql.Identifier(name))).fetchall()[0][0] for name in tables}
    return Holdings(
        rows=rows,
        heads=_column(connection, _HEADS)[0],
        anchor=_column(connection, "SELECT coalesce(max(n), 0) FROM ledger_anchor")[0],
        masters=tuple(_column(connection, "SELECT DISTINCT master FROM ledger_key ORDER BY 1")),
        migrations=frozenset(_column(connection, "SELECT concat(app, '.', name) FROM django_migrations")),
    )


def _column(connection: "psycopg.Connection[Any]", statement: str) -> list[Any]:
    return [row[0] for row in connection.execute(statement.encode()).fetchall()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a backup is: of which instant, the SHA-256 of its dump in clear, and what it holds.

    `erased` is how many lines the list of erasures had then, and `last_erased` the digest of the last, so that a list
    which was cut short is known.
    """

    at: datetime
    sha256: str
    held: Holdings
    erased: int
    last_erased: str

    def signed(self, signer: Ed25519PrivateKey) -> str:
        """The manifest as its file has it."""
        held = self.held
        said = {
            "at": self.at.astimezone(UTC).isoformat(), "sha256": self.sha256,
            "erased": self.erased, "last_erased": self.last_erased, "rows": dict(held.rows), "heads": held.heads,
            "anchor": held.anchor, "masters": list(held.masters), "migrations": sorted(held.migrations),
        }  # fmt: skip
        return signed(said, signer)


def read_manifest(path: Path, key: Ed25519PublicKey) -> Manifest:
    """The manifest in a file. Raises `NotReady` where there is none, or it was not signed by the key of these keys."""
    try:
        said = read_signed(path.read_text(encoding="utf-8").strip(), key)
    except (OSError, UnicodeDecodeError):
        raise NotReady(f"{path.name} cannot be read: put the manifest beside the dump") from None
    if said is None:
        raise NotReady(f"{path.name} was changed, or this is not the key file that was in use when it was made")
    return Manifest(
        at=datetime.fromisoformat(said["at"]),
        sha256=said["sha256"],
        held=_held(said),
        erased=said["erased"],
        last_erased=said["last_erased"],
    )


def _held(said: Mapping[str, Any]) -> Holdings:
    return Holdings(
        rows=said["rows"],
        heads=said["heads"],
        anchor=said["anchor"],
        masters=tuple(said["masters"]),
        migrations=frozenset(said["migrations"]),
    )


def sha256_of(file: Path) -> str:
    """The SHA-256 of a file, in hex."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
