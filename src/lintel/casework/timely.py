"""What time alone brings: a plan that went stale, a review nobody made, an answer nobody gave, a case kept long enough.

Each becomes a notice, once for each person since it became so. What it tells of is worked out from the facts wherever
it is shown: if nothing here ever ran, every list and every standing would be just as right, and only nobody be told.
"""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Final, cast
from uuid import UUID

from django.db import transaction

from lintel.access import accounts, rights
from lintel.access.asked import rows
from lintel.access.grants import CLOSED, RUNNING, Thing
from lintel.casework import notices, policy
from lintel.casework.models import BreakGlass, Notice, Proposal, Standing
from lintel.casework.proposals import due_among
from lintel.commitments.periods import end_of, start_of
from lintel.events.entry import local_day
from lintel.ledger import queries

WAITS_TOO_LONG: Final = 2
"""Working days after the one on which something was asked for. No policy names a time: it is long enough for an answer,
and short enough that a case is not held up by somebody's holiday."""

_MOST_CASES = 200


def stale_plans(now: datetime) -> int:
    """Tell those who work a running case that a plan of how to reach somebody is past its day; how many were told."""
    found = rows(_STALE, {"today": local_day(now), "running": list(RUNNING)})
    for book, officer in found:
        notices.tell([officer], "plan_stale", book, now)
    return len(found)


_STALE = """
    SELECT DISTINCT r.book_id, m.staff FROM casework_reach r
    JOIN casework_standing s ON s.book_id = r.book_id JOIN ledger_book b ON b.id = r.book_id
    JOIN casework_member m ON m.book_id = r.book_id AND m.how = 'assigned'
    WHERE r.until < %(today)s AND s.state = ANY(%(running)s) AND (b.arrival_id IS NULL
        OR EXISTS (SELECT 1 FROM ledger_arrival_done d WHERE d.arrival_id = b.arrival_id))
      AND NOT EXISTS (SELECT 1 FROM casework_notice n WHERE n.book_id = r.book_id AND n.to = m.staff
        AND n.kind = 'plan_stale' AND n.at >= ((r.until + 1)::timestamp AT TIME ZONE 'Europe/London'))
"""


def overdue_reviews(now: datetime) -> int:
    """Tell those who review that nobody has reviewed a broken glass by its day; how many were told."""
    glasses = BreakGlass.objects.filter(breakglassreview=None, book__bookkey__isnull=False, review_by__lte=now)
    reviewers = set(accounts.holders(rights.roles_that("review", "break_glass_review")))
    return sum(_tell(reviewers - {each.staff}, "review_overdue", each.book_id, each.review_by, now) for each in glasses)


def unanswered(now: datetime) -> int:
    """Tell those who may answer that something has waited too long for a second person; how many were told."""
    told = 0
    for book, by, at in _asked_in_cases():
        if (since := _too_long(at)) <= now:
            told += _tell(notices.who_answers(book) - {by or ""}, "approval_waiting", book, since, now)
    for each in Proposal.objects.filter(decision=None):
        if (since := _too_long(each.at)) <= now:
            told += _tell(_who_decides(each), "approval_waiting", each.book_id, since, now)
    return told


def _asked_in_cases() -> list[tuple[UUID, str | None, datetime]]:
    return rows("SELECT book_id, by, at FROM casework_awaited", [])


def _too_long(asked: datetime) -> datetime:
    """When something asked for then has waited too long."""
    working = policy.in_force().at(asked).working
    return end_of(working.nth_after(local_day(asked), WAITS_TOO_LONG)).at


def _who_decides(proposal: Proposal) -> set[str]:
    what = cast(Thing, proposal.what)
    return set(accounts.holders(rights.roles_that("approve", what))) - {proposal.by}


def kept_long_enough(now: datetime, after: str) -> str:
    """Tell those who may propose it that a case may be erased: of some cases, from the reference after `after` on.

    The reference of the last of them; nothing where there are no more. Nothing is ever erased by this.
    """
    found = list(_closed_after(after))
    for due in due_among([book for book, _ in found], now):
        _tell(_who_proposes(due.book), "retention_due", due.book, start_of(due.since), now)
    return found[-1][1] if len(found) == _MOST_CASES else ""


def _closed_after(after: str) -> Iterator[tuple[UUID, str]]:
    closed = Standing.objects.filter(state__in=CLOSED, book__in=queries.seen_books(), book__name__gt=after)
    yield from closed.order_by("book__name").values_list("book_id", "book__name")[:_MOST_CASES]


def _who_proposes(book: UUID) -> set[str]:
    return notices.answer_for(book) & set(accounts.holders(rights.roles_that("propose", "erasure")))


def _tell(to: Collection[str], kind: str, book: UUID | None, since: datetime, now: datetime) -> int:
    """Tell those who were not told so since; how many they were."""
    with transaction.atomic():
        since_then = Notice.objects.filter(kind=kind, at__gte=since)
        told = since_then.filter(book_id=book) if book else since_then.filter(book=None)
        left = set(to) - set(told.values_list("to", flat=True))
        notices.tell(left, kind, book, now)
    return len(left)
