"""Reporting a concern: any member of staff or contractor may, and learns nothing of what there is already."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lintel.access import readlog, rights
from lintel.access.accounts import Actor
from lintel.casework import flooding, notices
from lintel.casework.doors import Door
from lintel.casework.record import Draft, add, digest_of, submitted
from lintel.casework.refusals import NotHere, TooManyReports
from lintel.ledger import actions, queries
from lintel.ledger.models import Book

_NEW = "a new case"


@dataclass(frozen=True, slots=True)
class Reported:
    """The case that a report began. `again`: it had been sent before, and this is the one it began then."""

    book: UUID
    name: str
    again: bool = False


_PLAN = "contact.plan_agreed"


def report(*, actor: Actor, draft: Draft, now: datetime, reach: Draft | None = None) -> Reported:
    """Begin a case with a report. Whoever reports need not be let into it, and is not by this.

    `reach` is the first contact plan, where it was said at once how she can be reached: both are written, or neither.
    Raises `NotHere` for an ended account, `InputRefused` with every fault, `KeyUsed` for a form sent with other words,
    `TooManyReports` for an account that has sent too many of late.
    """
    try:
        with transaction.atomic(durable=True):
            right = rights.may(actor, "record", "report")
            allowed = right.allowed and draft.event == "report.received" and (reach is None or reach.event == _PLAN)
            readlog.note(actor, readlog.Look("record", "report", right.ground), now)
            if allowed:
                return _begin(actor, draft, reach, now)
    except TooManyReports as refused:
        with transaction.atomic(durable=True):
            readlog.note(actor, readlog.Look("record", "report", f"refused:{refused.code}"), now)
        raise
    raise NotHere


def _begin(actor: Actor, draft: Draft, reach: Draft | None, now: datetime) -> Reported:
    digest = digest_of(draft, f"{_NEW} {digest_of(reach, _NEW).hex() if reach else ''}")
    if before := submitted(actor.handle, draft.key, digest):
        return Reported(before.book, queries.names_of([before.book])[before.book], again=True)
    earlier = flooding.counted(actor.handle, now, danger=draft.facts.get("immediate_danger") == "yes")
    book = actions.open_book(Book.Kind.CASE, actions.new_name(), now)
    door = Door(actor, book.id, book.name)
    first = add(door, draft, digest, now)
    if reach:
        add(door, replace(reach, seen=first.seq), digest_of(reach, _NEW), now)
    notices.tell(notices.answer_for(book.id) - {actor.handle}, "report_received", book.id, now)
    flooding.tell(actor.handle, earlier, book, now)
    return Reported(book.id, book.name)
