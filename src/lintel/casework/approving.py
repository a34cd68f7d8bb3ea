"""What waits in cases for somebody else's approval: a departure from the policy, and a proposed closure."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lintel.access import readlog, rights
from lintel.access.accounts import Actor
from lintel.access.asked import rows
from lintel.casework.doors import doors
from lintel.casework.lists import asked_by, listable
from lintel.casework.refusals import NotHere


@dataclass(frozen=True, slots=True)
class Asked:
    """What waits: in which case, the kind of entry that asks (`discretion.asked` or `closure.proposed`), who, when."""

    book: UUID
    name: str
    event: str
    entry: str
    by: str | None
    at: datetime


_AWAITED = """
    SELECT mine.id, mine.name, awaited.event, awaited.entry, awaited.by, awaited.at
    FROM (SELECT book.id, book.name {mine}) mine JOIN casework_awaited awaited ON awaited.book_id = mine.id
    WHERE awaited.by IS DISTINCT FROM %(staff)s ORDER BY awaited.at, mine.name LIMIT 200
"""


def awaited(*, actor: Actor, now: datetime) -> list[Asked]:
    """What waits for the reader in the cases in which they may answer it, the oldest first; never their own asking.

    Raises `NotHere` for whoever approves nothing in cases.
    """
    right = rights.may(actor, "list", "discretion")
    with transaction.atomic(durable=True):
        every = (
            [Asked(*row) for row in rows(_AWAITED.format(mine=listable(actor)), asked_by(actor))]
            if right.allowed
            else []
        )
        at = doors(actor, {each.book for each in every}, now)
        found = [each for each in every if at[each.book].may("record", "case").allowed]
        ground = "by_door" if right.allowed else right.ground
        readlog.note(actor, readlog.Look("list", "action", ground, found=len(found)), now)
    if not right.allowed:
        raise NotHere
    return found
