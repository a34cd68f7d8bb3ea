"""`lintel verify`: is every book whole? A program of its own, which needs neither the app, nor its keys, nor Django.

    python -m lintel.ledger.verification [DATABASE_URL] [--anchors FILE --key HEX]

It reads rows and nothing else, makes each row's bytes anew, and follows every chain; beside the anchors that were
kept outside it also finds what a chain alone cannot show: a book cut short, rewritten to its end, or gone. Exit 0:
whole; 1: not, with the first bad row of each chain; 2: it could not be looked at, which is no reason to be calm.
"""

import argparse
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import psycopg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from psycopg import IsolationLevel

from lintel.ledger.anchorlines import SORTS, Anchors, Stated, whole_lines
from lintel.ledger.findings import Findings, in_words
from lintel.ledger.following import follow, rows_of

WHOLE, NOT_WHOLE, NOT_LOOKED_AT = 0, 1, 2

_TABLES = ("ledger_book", "ledger_entry", "ledger_key", "ledger_attachment", "ledger_anchor", "access_read")

_GUARDED = (
    "SET LOCAL search_path = pg_catalog",  # nobody's own functions, operators or tables
    "SET LOCAL row_security = off",  # an error rather than rows left out
    "SET LOCAL client_encoding = 'UTF8'",
    "SET LOCAL statement_timeout = 0",
    "SET LOCAL cursor_tuple_fraction = 1",  # every row will be read
    "SET LOCAL work_mem = '64MB'",
)


def verify(connection: "psycopg.Connection[Any]", lines: Iterable[str] | None, key: bytes | None) -> Findings:
    """Follow every chain in a database and hold it against the anchors kept outside it.

    `lines` are the anchors, oldest first; `key` is the public key that they were signed with, which must come from
    whoever keeps them. Without them only the chains are followed. It looks within the connection's transaction, so
    for one snapshot that must be REPEATABLE READ, as `looking` begins it; the lines must be older than the snapshot.
    Raises `psycopg.Error` where it cannot look, ValueError where `key` is no key.
    """
    findings = Findings()
    anchors = Anchors(Ed25519PublicKey.from_public_bytes(key), findings.say) if key is not None else None
    if anchors and lines is not None:
        _read(anchors, lines, findings)
    with connection.transaction(force_rollback=True):  # the settings too
        for setting in _GUARDED:
            connection.execute(setting)
        if _tables_lie(connection, findings):
            return findings
        if anchors:
            _compare(connection, anchors, findings)
        for sort in SORTS:
            follow(connection, sort, anchors.stated[sort] if anchors else Stated(), findings)
        _check_files(connection, findings)
    return findings


def _read(anchors: Anchors, lines: Iterable[str], findings: Findings) -> None:
    for line in whole_lines(lines):
        anchors.add(line)
    findings.outside = anchors.read
    if not anchors.read:
        findings.say("anchors", "there is none outside: without one nothing that was cut off is missed")


def _compare(connection: "psycopg.Connection[Any]", anchors: Anchors, findings: Findings) -> None:
    anchors.compare(rows_of(connection, "SELECT n, line FROM public.ledger_anchor ORDER BY n"))
    findings.inside = anchors.read - findings.outside
    findings.last_at = anchors.last_at


def _tables_lie(connection: "psycopg.Connection[Any]", findings: Findings) -> bool:
    """Whether the app could be shown something else than is read here: a view, or a table of the same name.

    Says so, and where the ward that refuses changes is off. True where there is no sense in looking further.
    """
    found = connection.execute(
        """
        SELECT relname, array_agg(concat(nspname, ' ', relkind) ORDER BY nspname), bool_or(EXISTS (
            SELECT 1 FROM pg_trigger WHERE tgrelid = c.oid AND tgname = 'only_added_to' AND tgenabled IN ('O', 'A')))
        FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
        WHERE relname = ANY(%s) AND relkind IN ('r', 'v', 'm', 'f', 'p') GROUP BY relname
        """,
        [list(_TABLES)],
    ).fetchall()
    kinds = {name: tables for name, tables, _ in found}
    for table in _TABLES:
        if kinds.get(table) != ["public r"]:
            findings.say(f"table {table}", "is not there, is no table, or there is another by that name")
    for name, _, warded in found:
        if not warded and name != "ledger_key":
            findings.say(f"table {name}", "what refuses changes to it is gone or switched off")
    return any(table not in kinds or "public r" not in kinds[table] for table in _TABLES)


def _check_files(connection: "psycopg.Connection[Any]", findings: Findings) -> None:
    """Every sealed file that an entry names is there as it was, unless its book was erased."""
    lost = connection.execute("""
        SELECT replace(concat(e.book_id), '-', ''), e.seq FROM public.ledger_entry e
        LEFT JOIN public.ledger_attachment a ON a.book_id = e.book_id AND a.digest = e.attachment
        WHERE e.attachment IS NOT NULL AND (a.digest IS NULL OR encode(sha256(a.original), 'hex') <> a.digest)
          AND EXISTS (SELECT 1 FROM public.ledger_key k WHERE k.book_id = e.book_id)
        ORDER BY 1, 2
    """)
    for book, seq in lost.fetchall():
        findings.say(f"book {book}", "the file that it brought is not there, or is not what was kept", seq)
    erased = connection.execute("""
        SELECT count(*) FROM public.ledger_book b
        WHERE NOT EXISTS (SELECT 1 FROM public.ledger_key k WHERE k.book_id = b.id)
    """).fetchone()
    findings.erased = erased[0] if erased else 0


def looking(url: str) -> "psycopg.Connection[Any]":
    """A connection for verifying: it sees one snapshot, and writes nothing."""
    connection = psycopg.connect(url)
    connection.isolation_level = IsolationLevel.REPEATABLE_READ
    connection.read_only = True
    return connection


def lines_of(file: Path) -> Iterator[str]:
    """The lines of a file of anchors. Bytes that are no text stay in as signs that no signature covers."""
    with file.open(encoding="utf-8", errors="replace", newline="\n") as lines:
        yield from lines


def main(argv: Sequence[str] | None = None) -> int:
    """Verify a database from the command line."""
    parser = argparse.ArgumentParser(prog="lintel.ledger.verification", description="Is every book whole?")
    parser.add_argument("database", metavar="DATABASE_URL", nargs="?", help="or by that name in the environment")
    parser.add_argument("--anchors", type=Path, metavar="FILE", help="anchors that were kept outside, one a line")
    parser.add_argument("--key", metavar="HEX", help="the public key that they are signed with")
    arguments = parser.parse_args(argv)
    if bool(arguments.anchors) != bool(arguments.key):
        parser.error("--anchors and --key go together: anchors that anybody may have signed prove nothing")
    lines = lines_of(arguments.anchors) if arguments.anchors else None
    return print_verdict(arguments.database or os.environ.get("DATABASE_URL", ""), lines, arguments.key)


def print_verdict(url: str, lines: Iterable[str] | None, key: str | None) -> int:
    """Verify and print what was found; the exit code. A failure is told by its sort alone: its text may quote rows."""
    try:
        with looking(url) as connection:
            findings = verify(connection, lines, bytes.fromhex(key) if key else None)
    except (OSError, ValueError, psycopg.Error) as error:
        print(f"lintel verify: could not look ({type(error).__name__})", file=sys.stderr)
        return NOT_LOOKED_AT
    print(*in_words(findings), sep="\n")
    return WHOLE if findings.whole else NOT_WHOLE


if __name__ == "__main__":
    sys.exit(main())
