"""What is owed in the coming days in the cases that somebody works, as dates alone: a calendar shows no more."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lintel.access import readlog, rights
from lintel.access.accounts import Actor
from lintel.access.asked import rows
from lintel.casework import index
from lintel.casework.lists import ASSIGNED, asked_by, listable

_MOST = 500


@dataclass(frozen=True, slots=True)
class Dated:
    """A task as its date, UTC. `of` tells it from every other and stays as it is; it is there to make an id of."""

    due: datetime
    of: tuple[str, ...]


def coming(*, actor: Actor, until: datetime, now: datetime) -> list[Dated]:
    """What falls due after `now` and up to `until` in the cases that somebody works, soonest first.

    Nothing for whoever has no desk.
    """
    index.freshen(now, actor.handle)
    right = rights.may(actor, "list", "desk")
    with transaction.atomic(durable=True):
        asked = {**asked_by(actor), "now": now, "until": until, "most": _MOST}
        found = [_dated(*row) for row in rows(_owed(actor), asked)] if right.allowed else []
        readlog.note(actor, readlog.Look("list", "desk", right.ground, found=len(found)), now)
    return found


def _owed(actor: Actor) -> str:
    return f"""
        SELECT owed.due, owed.book_id, owed.commitment, owed.subject, owed.thread, owed.opened_by
        FROM casework_owed owed JOIN (SELECT book.id {listable(actor)}) book ON book.id = owed.book_id
        WHERE {ASSIGNED} AND owed.due > %(now)s AND owed.due <= %(until)s
        ORDER BY owed.due, owed.id LIMIT %(most)s
    """  # noqa: S608 - of constants


def _dated(due: datetime, book: UUID, *of: str | None) -> Dated:
    return Dated(due, (book.hex, *(each or "" for each in of)))
