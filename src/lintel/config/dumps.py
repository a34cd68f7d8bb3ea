"""A database written to a file, read back, and a scratch one to try it, by PostgreSQL's own tools."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from lintel.config.servertools import ToolFailed, run

_SCRATCH = "lintel_scratch_of_"


def write_dump(url: str, snapshot: str, to: Path) -> None:
    """Write the database as one snapshot sees it to a file (0600), in the custom format. Raises `ToolFailed`."""
    os.close(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    run(url, "pg_dump", ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", f"--file={to}"])


def read_dump(url: str, dump: Path) -> None:
    """Put a dump into an empty database, whole or not at all. Raises `ToolFailed`."""
    name = conninfo_to_dict(url)["dbname"]
    whole = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]
    run(url, "pg_restore", [*whole, f"--dbname={name}", str(dump)])


def is_empty(url: str) -> bool:
    """Whether a database has no table yet."""
    with psycopg.connect(url) as connection:
        found = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
    return found is not None and found[0] == 0


@contextmanager
def scratch(url: str) -> Iterator[str]:
    """An empty database beside another, for the owner alone, dropped afterwards; its URL. Raises `ToolFailed`.

    What a killed run has left of it is dropped first.
    """
    name = f"{_SCRATCH}{conninfo_to_dict(url)['dbname']}"[:63]
    with psycopg.connect(url, autocommit=True) as connection:
        try:
            _drop(connection, name)
            connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
        except psycopg.errors.InsufficientPrivilege:
            raise ToolFailed(
                "a backup is tried out in a database of its own, which the owner's role may not make: "
                "ALTER ROLE … CREATEDB"
            ) from None
        try:
            connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(name)))
            yield make_conninfo(url, dbname=name)
        finally:
            _drop(connection, name)


def _drop(connection: psycopg.Connection, name: str) -> None:
    """Drop a database, whoever may still be connected to it.

    With force the owner's role sends away its own alone, and is refused where the server's autovacuum is at work in it;
    a plain drop ends that.
    """
    drop = sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name))
    try:
        connection.execute(drop + sql.SQL(" WITH (FORCE)"))
    except psycopg.errors.InsufficientPrivilege:
        connection.execute(drop)
