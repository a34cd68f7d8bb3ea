"""The landlord's policy, and the organisation's own book beside every case."""

from datetime import datetime
from functools import cache, lru_cache
from uuid import UUID

from django.conf import settings

from lintel.commitments.evaluation import Court
from lintel.commitments.loading import find
from lintel.commitments.policy import Versions
from lintel.events.entry import ORGANISATION_BOOK, Entry
from lintel.ledger import actions, queries
from lintel.ledger.models import Book


@cache
def in_force() -> Versions:
    """The versions of the policy that this installation runs. Raises `PolicyRefused` where it cannot be used."""
    return find(settings.OPTIONS.policy)


def court(now: datetime) -> Court:
    """A court that judges by everything known now, beside the organisation's book."""
    return Court(in_force(), now, now, organisation())


def organisation() -> tuple[Entry, ...]:
    """The entries of the organisation's book."""
    book = queries.seen_books().filter(kind=Book.Kind.ORGANISATION).values_list("id", flat=True).first()
    return _organisation_at(book, actions.head(book)[1]) if book else ()


@lru_cache(maxsize=2)
def _organisation_at(book: UUID, _head: bytes) -> tuple[Entry, ...]:
    """The book as it was when its last entry had this hash: entries are only added, so it is read once for each."""
    names = {book: ORGANISATION_BOOK}
    return queries.chronicles([book], names=names, with_sealed=False)[book].entries
