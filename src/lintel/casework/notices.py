"""Notices: that something happened, to whom it matters, in which case. They say nothing of what it was about.

They are written in the transaction of what they tell of. Delivering them is outbound's; here they only stand.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from lintel.access import accounts
from lintel.casework.conflicts import closed_to, kept_out
from lintel.casework.models import Member, Notice, Standing
from lintel.events.entry import Entry


def tell(to: Iterable[str], kind: str, book: UUID | None, now: datetime) -> None:
    """Write one notice for each of these people, but for those in conflict with the case: to them there is none."""
    told = set(to)
    told -= kept_out(told, book) if book and told else set()
    Notice.objects.bulk_create([Notice(to=each, kind=kind, book_id=book, at=now) for each in sorted(told)])


def of_entry(book: UUID, entry: Entry, now: datetime) -> None:
    """What an entry lets somebody know who did not write it."""
    if entry.event == "officer.named" and "officer" in entry.facts:
        tell({str(entry.facts["officer"])} - {entry.by}, "case_assigned", book, now)
    elif entry.event == "access.given":
        tell({str(entry.facts["staff"])} - {entry.by}, "case_shared", book, now)


def answer_for(book: UUID) -> set[str]:
    """Who answers for a case: those who work it, and those who lead their team; of a colleague's, the HR partners."""
    standing = Standing.objects.filter(book_id=book).values_list("state", "officer").first()
    state, officer = standing or ("open", None)
    working = set(Member.objects.filter(book_id=book, how=Member.How.ASSIGNED).values_list("staff", flat=True))
    leads = accounts.holders(["hr_partner"]) if state.startswith("colleague") else accounts.leads_of(officer)
    return working | set(leads)


def of_officer(to: str, most: int) -> list[Notice]:
    """Somebody's notices, the newest first; none of a case with which they have come into conflict since."""
    closed = closed_to(to)
    return [each for each in Notice.objects.filter(to=to).order_by("-at")[:most] if each.book_id not in closed]
