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


_LAST = "SELECT seq, hash FROM access_read WHERE reader = %s ORDER BY seq DESC LIMIT 1"
_ADD = """
    INSERT INTO access_read (reader, seq, at, verb, thing, book, ground, roles, request, origin, found, hash)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""


def note(actor: Actor, look: Look, now: datetime) -> None:
    """Write a look down, in a transaction of the caller's: if it cannot be written, nothing may be shown."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 2))", [actor.handle])
        cursor.execute(_LAST, [actor.handle])
        last = cursor.fetchone()
        seq, previous = (last[0], bytes(last[1])) if last else (0, chain.FIRST)
        cursor.execute(_ADD, _row(actor, look, now, seq + 1, previous))


def _row(actor: Actor, look: Look, now: datetime, seq: int, previous: bytes) -> tuple[Any, ...]:
    roles = ",".join(sorted(actor.roles))
    line = chain.line((
        actor.handle, seq, microseconds(now), look.verb, look.thing, look.book.hex if look.book else None,
        look.ground, roles, actor.request, actor.origin, look.found,
    ))  # fmt: skip
    return (
        actor.handle, seq, now, look.verb, look.thing, look.book, look.ground, roles, actor.request, actor.origin,
        look.found, chain.link(previous, line),
    )  # fmt: skip
