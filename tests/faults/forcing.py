"""Errors that PostgreSQL itself raises over planted words, and a server process that is killed with them in hand."""

import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from uuid import UUID

import psycopg
from django.db import Error

from bench.installation import close_connections
from lintel.casework.record import Draft
from tests.faults.planted import Plants
from tests.faults.planting import Planter

_PATIENCE = 30.0
_PAUSE = 0.02

_FORCED = (
    "INSERT INTO access_team (handle, name) VALUES (%(word)s, %(word)s), (%(word)s, %(word)s)",
    "INSERT INTO access_team (handle, name) VALUES ('t', repeat(%(word)s, 40))",
    "INSERT INTO access_team (handle, name) VALUES (%(word)s, NULL)",
    "INSERT INTO access_role_grant (staff_id, role, by, approved_by, at) VALUES ('w0', %(word)s, 'x', 'x', now())",
    "INSERT INTO access_role_grant (staff_id, role, by, approved_by, at) VALUES (%(word)s, 'x', 'x', 'y', now())",
    "INSERT INTO ledger_entry (book_id, seq, entry, event, at, recorded_at, about, facts, hash) "
    "VALUES (gen_random_uuid(), 0, %(word)s, %(word)s, now(), now(), %(word)s, %(word)s, '')",
    "UPDATE ledger_entry SET facts = %(word)s",
    "SELECT CAST(%(word)s AS integer)",
    "SELECT CAST(%(word)s AS timestamptz)",
    "SELECT CAST(%(word)s AS uuid)",
    "SELECT CAST(%(word)s AS json)",
    "SELECT 1 / 0 WHERE length(%(word)s) > 0",
    "SELECT * FROM no_such_table WHERE name = %(word)s",
    "SELECT %(word)s WHERE (",
)
"""Constraints violated, values too long or absent, casts that do not work, statements that are wrong."""


FORCED = "Kyndloprq"
"""What the words begin with. They go into columns that are never sealed, so only the log is searched for them."""


def force_errors(planter: Planter) -> int:
    """Raise each of them, with the words among the parameters and in the statement itself; how many were raised."""
    raised, forced = 0, Plants(FORCED)
    for statement in _FORCED:
        for cursor_of in (psycopg.Cursor, psycopg.ClientCursor):
            with psycopg.connect(planter.installation.app, autocommit=True, cursor_factory=cursor_of) as connection:
                try:
                    connection.execute(statement.encode(), {"word": forced.word(statement)})
                except psycopg.Error:
                    raised += 1
    return raised


def kill_while_inserting(planter: Planter, case: UUID) -> None:
    """Kill a server process with -9 that is about to insert planted words: its log then says what it was doing."""
    draft = planter.draft("note.added", case, sealed={"note": planter.word("a killed insert")})
    with ThreadPoolExecutor(1) as pool, _locked(planter) as root:
        close_connections()
        recorded = pool.submit(_failing, planter, case, draft)
        os.kill(_waiting(root), signal.SIGKILL)
        recorded.result(_PATIENCE)


_WHO_WAITS = """
    SELECT pid FROM pg_locks WHERE NOT granted AND relation = 'ledger_entry'::regclass
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


@contextmanager
def _locked(planter: Planter) -> Iterator["psycopg.Connection[tuple[int]]"]:
    """A connection that lets nobody insert an entry. It breaks with the server."""
    root: psycopg.Connection[tuple[int]] = psycopg.connect(planter.installation.root)
    root.execute("LOCK TABLE ledger_entry IN SHARE MODE")
    try:
        yield root
    finally:
        root.close()


def _failing(planter: Planter, case: UUID, draft: Draft) -> None:
    try:
        planter.record(case, draft)
    except Error as error:
        planter.refused.append(error)
    finally:
        close_connections()


def _waiting(root: "psycopg.Connection[tuple[int]]") -> int:
    """The server process that waits to insert an entry."""
    ends = time.monotonic() + _PATIENCE
    while time.monotonic() < ends:
        if found := root.execute(_WHO_WAITS).fetchone():
            return found[0]
        time.sleep(_PAUSE)
    raise TimeoutError("nobody came to insert an entry")
