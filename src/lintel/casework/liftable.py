"""The legal holds that somebody may propose to lift: whoever leads the case, and somebody else then decides."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lintel.access import readlog
from lintel.access.accounts import Actor
from lintel.access.grants import HELD
from lintel.casework.derived import holds_in_force
from lintel.casework.doors import doors
from lintel.casework.models import Proposal, Standing
from lintel.events.entry import Entry
from lintel.ledger import queries


@dataclass(frozen=True, slots=True)
class Placed:
    """A legal hold in force: on which case, by which entry, since when (UTC), and whether its lifting waits already.

    `by` is the handle of who placed it, `why` the code of its reason; None where that was not said.
    """

    book: UUID
    name: str
    entry: str
    at: datetime
    proposed: bool
    by: str | None
    why: str | None


def liftable(*, actor: Actor, now: datetime) -> list[Placed]:
    """The holds that somebody may propose to lift now, by the references of their cases; none where they may not."""
    on_hold = set(Standing.objects.filter(state__in=HELD).values_list("book_id", flat=True))
    with transaction.atomic(durable=True):
        at = doors(actor, on_hold, now)
        found = _placed({book: door.name for book, door in at.items() if door.may("propose", "hold").allowed})
        readlog.note(actor, readlog.Look("list", "hold", "by_door", found=len(found)), now)
    return sorted(found, key=lambda each: (each.name, each.at))


def awaited(*, actor: Actor, proposals: Collection[Proposal], now: datetime) -> dict[UUID, Placed]:
    """The holds that some proposals would lift, by the proposal, for who may decide them; no word of the case."""
    of = {each.id: (each.book_id, json.loads(each.asked)["thread"]) for each in proposals if each.what == "hold"}
    if not of:
        return {}
    with transaction.atomic(durable=True):
        at = doors(actor, {book for book, _ in of.values() if book}, now)
        placed = _placed({book: door.name for book, door in at.items() if door.may("approve", "hold").allowed})
        readlog.note(actor, readlog.Look("list", "hold", "by_door", found=len(placed)), now)
    by_entry = {(each.book, each.entry): each for each in placed}
    return {proposal: by_entry[there] for proposal, there in of.items() if there in by_entry}


def _why(hold: Entry) -> str | None:
    return str(hold.facts["why"]) if "why" in hold.facts else None


def _placed(names: dict[UUID, str]) -> list[Placed]:
    waiting = Proposal.objects.filter(book__in=names, what="hold", decision=None)
    asked = {(each.book_id, json.loads(each.asked)["thread"]) for each in waiting}
    cases = queries.chronicles(list(names), names=names, with_sealed=False)
    return [
        Placed(book, case.name, hold.id, hold.recorded_at, (book, hold.id) in asked, hold.by, _why(hold))
        for book, case in cases.items()
        for hold in holds_in_force(case.entries)
    ]
