"""What an officer carries, for whoever hands it over: the cases in reach, those first that have something due first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from lintel.access import accounts, readlog, rights
from lintel.access.accounts import Actor
from lintel.access.asked import rows
from lintel.access.rights import Standing
from lintel.casework.doors import doors
from lintel.casework.lists import asked_by, listable
from lintel.casework.refusals import NotHere


@dataclass(frozen=True, slots=True)
class Carried:
    """A case that an officer answers for, or covers (`covers`). `due` is when the soonest thing owed is due, UTC."""

    book: UUID
    name: str
    state: str
    covers: bool
    covered_by: str | None
    due: datetime | None
    owed: int
    overdue: int


_CARRIED = """
    SELECT mine.id, mine.name, mine.state, mine.officer <> %(officer)s,
        (SELECT min(m.staff) FROM casework_member m
         WHERE m.book_id = mine.id AND m.how = 'assigned' AND m.staff NOT IN (%(officer)s, mine.officer)),
        min(owed.due), count(owed.id), count(owed.id) FILTER (WHERE owed.due <= %(now)s)
    FROM (SELECT book.id, book.name, standing.state, standing.officer {mine} AND book.id IN (
        SELECT m.book_id FROM casework_member m WHERE m.staff = %(officer)s AND m.how = 'assigned')) mine
    LEFT JOIN casework_owed owed ON owed.book_id = mine.id
    GROUP BY 1, 2, 3, mine.officer ORDER BY min(owed.due) NULLS LAST, mine.name
"""


def carried(*, actor: Actor, officer: str, now: datetime) -> list[Carried]:
    """The cases of an officer that the reader may give to somebody else. Raises `NotHere` for who assigns none."""
    allowed = assigns(actor)
    with transaction.atomic(durable=True):
        asked: dict[str, Any] = {**asked_by(actor), "officer": officer, "now": now}
        found = [Carried(*row) for row in rows(_CARRIED.format(mine=listable(actor)), asked)] if allowed else []
        at = doors(actor, [each.book for each in found], now)
        mine = [each for each in found if at[each.book].may("manage", "assignment").allowed]
        ground = "by_door" if allowed else "refused:default"
        readlog.note(actor, readlog.Look("list", "assignment", ground, found=len(mine)), now)
    if not allowed:
        raise NotHere
    return mine


def assigns(actor: Actor) -> bool:
    """Whether somebody assigns cases at all: those of a team, or colleagues'."""
    led = rights.may(actor, "manage", "assignment", Standing("team_lead", state="open"))
    return led.allowed or rights.may(actor, "manage", "assignment", Standing("hr", state="colleague")).allowed


def officers(*, actor: Actor, now: datetime) -> list[tuple[str, str, int]]:
    """Who carries cases that the reader may list: handle, name and how many, whoever carries most first."""
    with transaction.atomic(durable=True):
        sql = f"SELECT standing.officer, count(*) {listable(actor)} AND standing.officer IS NOT NULL GROUP BY 1"
        found = rows(sql, asked_by(actor)) if assigns(actor) else []
        readlog.note(actor, readlog.Look("list", "assignment", "by_door", found=len(found)), now)
    if not assigns(actor):
        raise NotHere
    called = accounts.names_of(officer for officer, _ in found)
    return sorted(((each, called.get(each, each), many) for each, many in found), key=lambda each: (-each[2], each[1]))
