"""The landlord's policy, and the organisation's own book beside every case."""

from datetime import datetime
from functools import cache, lru_cache
from uuid import UUID

from django.conf import settings
from django.db import transaction

from lintel.access import readlog, rights
from lintel.access.accounts import Actor
from lintel.access.asked import rows
from lintel.casework.refusals import NotHere
from lintel.commitments.evaluation import Court
from lintel.commitments.loading import find
from lintel.commitments.policy import Versions
from lintel.events.entry import ORGANISATION_BOOK, Entry
from lintel.ledger import queries


@cache
def in_force() -> Versions:
    """The versions of the policy that this installation runs. Raises `PolicyRefused` where it cannot be used."""
    return find(settings.OPTIONS.policy)


def shown(*, actor: Actor, now: datetime) -> Versions:
    """The policy for whoever may read it. Raises `NotHere`."""
    with transaction.atomic(durable=True):
        ground = rights.may(actor, "read", "policy")
        readlog.note(actor, readlog.Look("read", "policy", ground.ground), now)
    if not ground.allowed:
        raise NotHere
    return in_force()


def court(now: datetime) -> Court:
    """A court that judges by everything known now, beside the organisation's book."""
    return Court(in_force(), now, now, organisation())


def organisation() -> tuple[Entry, ...]:
    """The entries of the organisation's book."""
    found = rows(_HEAD, [])
    return _organisation_at(found[0][0], bytes(found[0][1] or b"")) if found else ()


_HEAD = """
    SELECT book.id, (SELECT e.hash FROM ledger_entry e WHERE e.book_id = book.id ORDER BY e.seq DESC LIMIT 1)
    FROM ledger_book book WHERE book.kind = 'organisation' AND (book.arrival_id IS NULL
        OR EXISTS (SELECT 1 FROM ledger_arrival_done d WHERE d.arrival_id = book.arrival_id))
"""
"""The organisation's book, if it is to be seen, and the hash of its last entry."""


@lru_cache(maxsize=2)
def _organisation_at(book: UUID, _head: bytes) -> tuple[Entry, ...]:
    """The book as it was when its last entry had this hash: entries are only added, so it is read once for each."""
    names = {book: ORGANISATION_BOOK}
    return queries.chronicles([book], names=names, with_sealed=False)[book].entries
