"""PostgreSQL's own tools, run against a server: a database written to a file, read back, and a scratch one to try it.

They are told where the server is by their environment alone, for every user of a machine can read a command line.
What they say is shown to nobody: it may quote rows.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.conf import settings
from psycopg import pq, sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from lintel.config.database import NotReady
from lintel.embedded.binaries import POSTGRESQL, tool

_SCRATCH = "lintel_scratch_of_"


class DumpFailed(RuntimeError):
    """A tool of PostgreSQL's did not do what it was to do: which one, and where to look."""


def owner_url() -> str:
    """The database as the role that owns it. Raises `NotReady` where it is not named."""
    if settings.OPTIONS.owner_url is None:
        raise NotReady("this takes the role that owns the database: name it in DATABASE_OWNER_URL")
    return str(settings.OPTIONS.owner_url)


def write_dump(url: str, snapshot: str, to: Path) -> None:
    """Write the database as one snapshot sees it to a file (0600), in the custom format. Raises `DumpFailed`."""
    os.close(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    _run(url, "pg_dump", ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", f"--file={to}"])


def read_dump(url: str, dump: Path) -> None:
    """Put a dump into an empty database, whole or not at all. Raises `DumpFailed`."""
    name = conninfo_to_dict(url)["dbname"]
    whole = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]
    _run(url, "pg_restore", [*whole, f"--dbname={name}", str(dump)])


def _run(url: str, name: str, arguments: Sequence[str]) -> None:
    where = {
        option.envvar.decode(): option.val.decode()
        for option in pq.Conninfo.parse(url.encode())
        if option.envvar and option.val
    }
    command = [str(_program(name, url)), "--no-password", *arguments]
    environment = {"PATH": os.defpath, "LC_ALL": "C", **where}
    done = subprocess.run(command, env=environment, capture_output=True, check=False)  # noqa: S603 - no shell
    if done.returncode:
        raise DumpFailed(f"{name} ended with {done.returncode}: PostgreSQL's own log says why")


def _program(name: str, url: str) -> Path:
    """The tool of the server's own version: ours, where it is the version that we bring, else the machine's."""
    with psycopg.connect(url) as connection:
        major = str(connection.info.server_version // 10_000)
    if major == POSTGRESQL:
        return tool(name)
    found = shutil.which(name)
    said = _said_version(found) if found else ""
    if found is None or f" {major}." not in said:
        raise DumpFailed(f"the server is PostgreSQL {major}: install its client programs, so that {name} is of {major}")
    return Path(found)


def _said_version(program: str) -> str:
    done = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)  # noqa: S603 - likewise
    return done.stdout


def is_empty(url: str) -> bool:
    """Whether a database has no table yet."""
    with psycopg.connect(url) as connection:
        found = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
    return found is not None and found[0] == 0


@contextmanager
def scratch(url: str) -> Iterator[str]:
    """An empty database beside another, for the owner alone, dropped afterwards; its URL. Raises `DumpFailed`.

    What a killed run has left of it is dropped first.
    """
    name = f"{_SCRATCH}{conninfo_to_dict(url)['dbname']}"[:63]
    with psycopg.connect(url, autocommit=True) as connection:
        try:
            _drop(connection, name)
            connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
        except psycopg.errors.InsufficientPrivilege:
            raise DumpFailed(
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
