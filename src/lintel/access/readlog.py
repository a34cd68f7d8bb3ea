"""The read log: one row for every look and every refusal, written in the transaction that shows or refuses."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from lintel.access.accounts import Actor
from lintel.access.models import Read
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


def note(actor: Actor, look: Look, now: datetime) -> None:
    """Write a look down, in a transaction of the caller's: if it cannot be written, nothing may be shown."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 2))", [actor.handle])
    last = Read.objects.filter(reader=actor.handle).order_by("-seq").values_list("seq", "hash").first()
    seq, previous = (last[0], bytes(last[1])) if last else (0, chain.FIRST)
    roles = ",".join(sorted(actor.roles))
    line = chain.line((
        actor.handle, seq + 1, microseconds(now), look.verb, look.thing, look.book.hex if look.book else None,
        look.ground, roles, actor.request, actor.origin, look.found,
    ))  # fmt: skip
    Read.objects.create(
        reader=actor.handle,
        seq=seq + 1,
        at=now,
        verb=look.verb,
        thing=look.thing,
        book=look.book,
        ground=look.ground,
        roles=roles,
        request=actor.request,
        origin=actor.origin,
        found=look.found,
        hash=chain.link(previous, line),
    )
