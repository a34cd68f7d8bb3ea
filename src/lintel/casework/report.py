"""Reporting a concern: any member of staff or contractor may, and learns nothing of what there is already."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lintel.access import readlog, rights
from lintel.access.accounts import Actor
from lintel.casework import notices
from lintel.casework.doors import Door
from lintel.casework.record import Draft, add, digest_of, submitted
from lintel.casework.refusals import NotHere
from lintel.ledger import actions
from lintel.ledger.models import Book

_NEW = "a new case"


@dataclass(frozen=True, slots=True)
class Reported:
    """The case that a report began. `again`: it had been sent before, and this is the one it began then."""

    book: UUID
    name: str
    again: bool = False


def report(*, actor: Actor, draft: Draft, now: datetime) -> Reported:
    """Begin a case with a report. Whoever reports need not be let into it, and is not by this.

    Raises `NotHere` for an ended account, `InputRefused` with every fault, `KeyUsed` for a form sent with other words.
    """
    with transaction.atomic(durable=True):
        right = rights.may(actor, "record", "report")
        allowed = right.allowed and draft.event == "report.received"
        readlog.note(actor, readlog.Look("record", "report", right.ground), now)
        if allowed:
            return _begin(actor, draft, now)
    raise NotHere


def _begin(actor: Actor, draft: Draft, now: datetime) -> Reported:
    digest = digest_of(draft, _NEW)
    if before := submitted(actor.handle, draft.key, digest):
        return Reported(before.book_id, before.book.name, again=True)
    book = actions.open_book(Book.Kind.CASE, actions.new_name(), now)
    add(Door(actor, book.id, book.name), draft, digest, now)
    notices.tell(notices.answer_for(book.id) - {actor.handle}, "report_received", book.id, now)
    return Reported(book.id, book.name)
