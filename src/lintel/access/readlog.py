"""The read log: one row for every look and every refusal, written in the transaction that shows or refuses."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from lintel.access.accounts import Actor
from lintel.sealing import chain
from lintel.sealing.chain import microseconds


@dataclass(frozen=True, slots=True)
class Look:
    """What somebody did or asked for: a verb and a sort of thing of the rights table, and the book, if it is one.

    `ground` is the cell of the table that allowed or refused it; `found` counts what a list or a search showed.
    """

    verb: str
    thing: str
    ground: str
    book: UUID | None = None
    found: int | None = None


_ADD = """
    INSERT INTO access_read (reader, seq, at, verb, thing, book, ground, roles, request, origin, found, hash)
    SELECT %(reader)s, coalesce(last.seq, 0) + 1, %(at)s, %(verb)s, %(thing)s, %(book)s, %(ground)s, %(roles)s,
        %(request)s, %(origin)s, %(found)s,
        sha256(coalesce(last.hash, %(first)s) || %(before)s
               || convert_to((coalesce(last.seq, 0) + 1)::text, 'UTF8') || %(after)s)
    FROM (VALUES (1)) AS once LEFT JOIN LATERAL (
        SELECT seq, hash FROM access_read WHERE reader = %(reader)s ORDER BY seq DESC LIMIT 1
    ) AS last ON true
    ON CONFLICT (reader, seq) DO NOTHING
"""
"""Adds the row that follows the reader's last, or none where another took that place just now."""


def note(actor: Actor, look: Look, now: datetime) -> None:
    """Write a look down, in a transaction of the caller's: if it cannot be written, nothing may be shown.

    Looks of one reader wait for each other. `lintel verify` makes the hash that the database makes here by itself.
    """
    row = _row(actor, look, now)
    with connection.cursor() as cursor:
        while True:
            cursor.execute(_ADD, row)
            if cursor.rowcount:
                return


def _row(actor: Actor, look: Look, now: datetime) -> dict[str, Any]:
    """What the row says, and its line in two parts: what stands before its number, and after it."""
    roles = ",".join(sorted(actor.roles))
    after = chain.line((
        microseconds(now), look.verb, look.thing, look.book.hex if look.book else None, look.ground, roles,
        actor.request, actor.origin, look.found,
    ))  # fmt: skip
    between = chain.SEPARATOR.encode()
    return {
        "reader": actor.handle, "at": now, "verb": look.verb, "thing": look.thing, "book": look.book,
        "ground": look.ground, "roles": roles, "request": actor.request, "origin": actor.origin, "found": look.found,
        "first": chain.FIRST, "before": chain.line((actor.handle,)) + between, "after": between + after,
    }  # fmt: skip
