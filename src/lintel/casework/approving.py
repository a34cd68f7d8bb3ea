"""What waits in cases for somebody else's approval: a departure from the policy, and a proposed closure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from uuid import UUID

from django.db import transaction

from lintel.access import readlog, rights
from lintel.access.accounts import Actor
from lintel.access.asked import rows
from lintel.casework.doors import doors
from lintel.casework.lists import asked_by, listable
from lintel.casework.refusals import NotHere
from lintel.commitments.reading import read
from lintel.ledger import queries

_EVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Asked:
    """What waits: in which case, the kind of entry that asks (`discretion.asked` or `closure.proposed`), who, when.

    `facts` are what it asks for, coded: the rule, or the outcome. Why it is asked is in the case, for who may read it.
    """

    book: UUID
    name: str
    event: str
    entry: str
    by: str | None
    at: datetime
    facts: Mapping[str, object] = field(default_factory=dict)


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
        found = _with_facts([each for each in every if at[each.book].may("record", "case").allowed])
        ground = "by_door" if right.allowed else right.ground
        readlog.note(actor, readlog.Look("list", "action", ground, found=len(found)), now)
    if not right.allowed:
        raise NotHere
    return found


def _with_facts(found: list[Asked]) -> list[Asked]:
    """The same, each with what it asks for, as it reads now."""
    books = queries.some_of({each.book for each in found}, {each.event for each in found}) if found else {}
    reads = {
        (book, entry.id): entry.facts
        for book, entries in books.items()
        for entry in read(entries, as_of=_EVER, known_on=_EVER)
    }
    return [replace(each, facts=reads.get((each.book, each.entry), {})) for each in found]
