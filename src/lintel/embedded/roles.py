"""Who may do what in the database, their passwords, and the addresses to reach it by."""

import json
import secrets
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import Any, LiteralString
from urllib.parse import quote

import psycopg
from psycopg import sql

from lintel.embedded.refusal import EmbeddedRefused
from lintel.embedded.settings import PORT

ROOT, OWNER, APP = "lintel_root", "lintel_owner", "lintel_app"
DATABASE = "lintel"

_RIGHTS: dict[str, LiteralString] = {
    OWNER: "LOGIN NOSUPERUSER CREATEDB NOCREATEROLE REPLICATION NOBYPASSRLS",
    APP: "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS",
}

_NAMES = {"database": sql.Identifier(DATABASE), "owner": sql.Identifier(OWNER), "app": sql.Identifier(APP)}

_DATABASE_RIGHTS: tuple[LiteralString, ...] = (
    "REVOKE ALL ON DATABASE {database} FROM PUBLIC",
    "GRANT CONNECT ON DATABASE {database} TO {app}",
    "REVOKE ALL ON SCHEMA public FROM PUBLIC",
    "GRANT USAGE ON SCHEMA public TO {app}",
)


@dataclass(frozen=True, slots=True, repr=False)
class Addresses:
    """URLs of the database, passwords included: never log them, nor put them on a command line, which all can see.

    `owner` migrates, backs up and follows the server's log, `app` is what Lintel works as, `root` is PostgreSQL's
    superuser, for repair.
    """

    owner: str
    app: str
    root: str


def addresses(passwords: dict[str, str], socket_folder: Path, database: str = DATABASE) -> Addresses:
    """The addresses of a server that listens in a folder."""
    where = f"/{database}?host={quote(str(socket_folder), safe='')}&port={PORT}"
    return Addresses(*(f"postgresql://{role}:{passwords[role]}@{where}" for role in (OWNER, APP, ROOT)))


def make_passwords() -> dict[str, str]:
    """A random password for each role."""
    return {role: secrets.token_urlsafe(32) for role in (ROOT, OWNER, APP)}


def as_text(passwords: dict[str, str]) -> str:
    """The passwords as their file holds them."""
    return json.dumps(passwords, indent=2)


def read_passwords(path: Path) -> dict[str, str]:
    """The password of each role. Raises EmbeddedRefused where the file is gone or is not what we wrote."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return {role: str(found[role]) for role in (ROOT, OWNER, APP)}
    except (OSError, ValueError, KeyError, TypeError):
        raise EmbeddedRefused(
            f"{path} with the passwords of the database is missing or damaged. Put it back from the backup."
        ) from None  # the text of the cause could quote a password


class Reply(Enum):
    """What became of a query."""

    ANSWERED = auto()
    WRONG_PASSWORD = auto()
    SILENT = auto()


def ask(address: str) -> Reply:
    """Ask the simplest query at an address."""
    try:
        with psycopg.connect(address, connect_timeout=5, autocommit=True) as connection:
            connection.execute("SELECT 1")
    except psycopg.Error as fault:
        # A refused connection has no code to tell it by; our server always speaks English.
        return Reply.WRONG_PASSWORD if "password authentication failed" in str(fault) else Reply.SILENT
    return Reply.ANSWERED


def furnish(passwords: dict[str, str], socket_folder: Path) -> None:
    """Make the roles and the database where they are missing, and see that rights and passwords are as they should.

    A start that was cut short is made good by the next. Tables are no business of this room: what the app may do
    with them, the migrations grant.
    """
    with _connected(addresses(passwords, socket_folder, "postgres").root) as connection:
        for role, rights in _RIGHTS.items():
            _ensure_role(connection, role, rights, passwords[role])
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone() is None:
            connection.execute(sql.SQL("CREATE DATABASE {database} OWNER {owner}").format(**_NAMES))
    with _connected(addresses(passwords, socket_folder).root) as connection, connection.transaction():
        for statement in _DATABASE_RIGHTS:
            connection.execute(sql.SQL(statement).format(**_NAMES))


def _connected(address: str) -> psycopg.Connection[Any]:
    return psycopg.connect(address, connect_timeout=5, autocommit=True)


def _ensure_role(connection: psycopg.Connection[Any], role: str, rights: LiteralString, password: str) -> None:
    """The server is sent what it keeps, never the password itself."""
    kept = connection.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256").decode()
    parts = {"role": sql.Identifier(role), "rights": sql.SQL(rights), "kept": sql.Literal(kept)}
    if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone() is None:
        connection.execute(sql.SQL("CREATE ROLE {role}").format(**parts))
    connection.execute(sql.SQL("ALTER ROLE {role} {rights} PASSWORD {kept}").format(**parts))
