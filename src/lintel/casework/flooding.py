"""How many reports one account makes in an hour: enough for a bad day, too few to bury another's.

A token writes in the name of an account, and counts with it. Nobody is shut out for good: the oldest report falls out
of the count as time goes.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import connection

from lintel.access import accounts
from lintel.casework import notices
from lintel.casework.models import Notice, Submission
from lintel.casework.refusals import TooManyReports
from lintel.ledger.models import Book

TOLD: Final = "reports_many"
"""The kind of notice that says so."""


@dataclass(frozen=True, slots=True)
class Bound:
    """So many reports from one account within a time. Those of immediate danger are taken up to a number of their own.

    Both numbers are of all its reports together.
    """

    most: int
    in_danger: int
    within: timedelta


BOUND: Final = Bound(most=60, in_danger=120, within=timedelta(hours=1))


def counted(by: str, now: datetime, *, danger: bool) -> int:
    """How many reports an account has made of late, this one not yet among them; nobody else counts until it is.

    In a transaction of the caller's. Raises `TooManyReports` where there is no room for one more.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 9))", [by])
    since, until = now - BOUND.within, now + BOUND.within  # another may have come later and been counted first
    lately = Submission.objects.filter(book__opened_at__gt=since, book__opened_at__lt=until)
    begun = lately.filter(by=by, seq=1, book__kind=Book.Kind.CASE, book__arrival=None)
    times = sorted(begun.values_list("book__opened_at", flat=True))
    most = BOUND.in_danger if danger else BOUND.most
    if len(times) >= most:
        raise TooManyReports(most, times[len(times) - most] + BOUND.within, danger=danger)
    return len(times)


def tell(by: str, earlier: int, book: Book, now: datetime) -> None:
    """Tell the DA leads, once within the hour, that an account has come to the bound with this report."""
    if earlier + 1 < BOUND.most:
        return
    begun = Submission.objects.filter(by=by, seq=1).values("book_id")
    if not Notice.objects.filter(kind=TOLD, at__gt=now - BOUND.within, book_id__in=begun).exists():
        notices.tell(set(accounts.leads_of(None)) - {by}, TOLD, book.id, now)
