"""How the server is set: that what was saved stays saved, and that nobody's data reaches the log."""

from typing import Any

from psycopg import Connection
from psycopg.rows import tuple_row

PORT = 5432
"""Only part of the socket's name: the server listens to no network."""

SOCKET_NAME = f".s.PGSQL.{PORT}"

_SERVER = {
    "listen_addresses": "''",
    "port": str(PORT),
    "unix_socket_permissions": "0700",
    "password_encryption": "scram-sha-256",
    "max_connections": "64",
    "shared_buffers": "64MB",
    "timezone": "UTC",
    "max_slot_wal_keep_size": "4GB",  # an archive that stands still does not fill the disk
}

_DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}

_LOG = {
    "log_destination": "stderr",
    "logging_collector": "off",
    "log_timezone": "UTC",
    "log_line_prefix": "'%m [%p] '",
    "log_statement": "none",
    "log_min_messages": "log",  # an error's own text can quote a value, so errors go to the client alone
    "log_min_error_statement": "panic",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_error_verbosity": "terse",
    "log_checkpoints": "off",
}

_RISKS = {
    "fsync": "a power cut can lose or tear what was saved",
    "synchronous_commit": "what was just saved can be lost",
    "full_page_writes": "a power cut can leave half-written pages",
    "data_checksums": "damage on the disk goes unseen",
}

_SAFE = {"synchronous_commit": ("on", "remote_apply")}

_REMEDIES = {
    "synchronous_commit": "set it to on for the server, the database and the role",
    "data_checksums": "stop the server and run pg_checksums --enable",
}


def configuration() -> str:
    """The text of the server's postgresql.conf."""
    lines = [f"{name} = {value}" for name, value in (_SERVER | _DURABLE | _LOG).items()]
    return "\n".join(("# Written by Lintel at every start; changes here are lost.", *lines, ""))


def settings_at_risk(connection: Connection[Any]) -> list[str]:
    """The live settings under which something saved could be lost, each in words; empty where all are right.

    The values are those of the connection's own session, so ask with the role that saves. Works with any
    PostgreSQL, embedded or not. A setting that cannot be read is at risk.
    """
    with connection.cursor(row_factory=tuple_row) as cursor:
        cursor.execute("SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [list(_RISKS)])
        live: dict[str, str] = dict(cursor.fetchall())
    return [
        f"{name} is {live.get(name, 'unknown')}: {risk}; {_REMEDIES.get(name, 'set it to on and reload the server')}"
        for name, risk in _RISKS.items()
        if live.get(name) not in _SAFE.get(name, ("on",))
    ]
