"""Notices: that something happened, to whom it matters, in which case. They say nothing of what it was about.

They are written in the transaction of what they tell of. Delivering them is outbound's; here they only stand.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Case, QuerySet, When

from lintel.access import accounts, readlog, rights
from lintel.access.accounts import Actor
from lintel.access.asked import rows
from lintel.casework.conflicts import CONFLICTED, closed_to, kept_out
from lintel.casework.decisions import ANSWERS, DECIDES, answers
from lintel.casework.doors import doors
from lintel.casework.models import Member, Notice, Standing
from lintel.casework.portion import Portion
from lintel.events.entry import Entry
from lintel.ledger import queries


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
    elif entry.event in _ASKED:
        tell(who_answers(book) - {entry.by or ""}, _ASKED[entry.event], book, now)
    elif entry.event in DECIDES:
        tell(_asker(book, entry), entry.event.replace(".", "_"), book, now)


_ASKED: Mapping[str, str] = {"discretion.asked": "discretion_asked", "closure.proposed": "closure_proposed"}


def who_answers(book: UUID) -> set[str]:
    """Who could decide what is asked in a case: of those who answer for it, whoever approves departures."""
    return answer_for(book) & set(accounts.holders(rights.roles_that("approve", "discretion")))


def _asker(book: UUID, decision: Entry) -> set[str]:
    """Who asked last for what was decided."""
    kind = ANSWERS[decision.event]
    written = queries.some_of([book], [kind]).get(book, ())
    asked = [each for each in written if each.event == kind and answers(decision, each)]
    return {each.by for each in asked[-1:] if each.by}


def of_breach(book: UUID, entry: Entry, now: datetime) -> None:
    """That something happened which the policy forbids: to those who answer for the case, but who wrote it."""
    tell(answer_for(book) - {entry.by or ""}, "guard_broken", book, now)


def answer_for(book: UUID) -> set[str]:
    """Who answers for a case: those who work it, and those who lead their team; of a colleague's, the HR partners."""
    standing = Standing.objects.filter(book_id=book).values_list("state", "officer").first()
    state, officer = standing or ("open", None)
    working = set(Member.objects.filter(book_id=book, how=Member.How.ASSIGNED).values_list("staff", flat=True))
    leads = accounts.holders(["hr_partner"]) if state.startswith("colleague") else accounts.leads_of(officer)
    return working | set(leads)


def of_officer(to: str, most: int) -> list[Notice]:
    """Somebody's notices, the unseen first, then the newest; none of a case with which they have come into conflict."""
    return list(_of(to, ())[:most])


def _of(to: str, first: Collection[str]) -> QuerySet[Notice]:
    """All of them, in order: what is unseen and of these kinds, then what else is unseen, then the rest by time."""
    unseen = When(seen_at=None, kind__in=first, then=0), When(seen_at=None, then=1)
    found = Notice.objects.filter(to=to).exclude(book__in=closed_to(to)).select_related("book")
    return found.order_by(Case(*unseen, default=2), "-at", "id")


def taken(to: str, kinds: Collection[str], now: datetime) -> list[tuple[str, datetime]]:
    """Notices of these kinds from before now that somebody has not seen, the oldest first: they are seen by this."""
    with transaction.atomic():
        unseen = Notice.objects.select_for_update().filter(to=to, kind__in=kinds, seen_at=None, at__lt=now)
        found = list(unseen.order_by("at").values_list("id", "kind", "at"))
        Notice.objects.filter(id__in=[each for each, *_ in found]).update(seen_at=now)
    return [(kind, at) for _, kind, at in found]


@dataclass(frozen=True, slots=True)
class Told:
    """A notice as its reader sees it. `book` and `case` are there for whoever may open that case now."""

    id: UUID
    kind: str
    at: datetime
    new: bool
    book: UUID | None
    case: str | None


def mine(*, actor: Actor, now: datetime, first: Collection[str] = (), skip: int = 0, most: int = 100) -> Portion[Told]:
    """The reader's own notices, from `skip` on, with the reference of each case that they may open.

    Those that they have not seen come before the others, and of these first what is of the kinds that come `first`:
    nothing that cannot wait is pushed off the page by what can.
    """
    every = _of(actor.handle, first)
    found = list(every[skip : skip + most])
    with transaction.atomic(durable=True):
        at = doors(actor, {each.book_id for each in found if each.book_id}, now)
        opens = {book: each.name for book, each in at.items() if each.may("list", "case").allowed}
        readlog.note(actor, readlog.Look("list", "desk", "own", found=len(found)), now)
    return Portion(tuple(_told(each, opens) for each in found), skip, every.count())


def _told(notice: Notice, opens: Mapping[UUID, str]) -> Told:
    case = opens.get(notice.book_id) if notice.book_id else None
    return Told(notice.id, notice.kind, notice.at, notice.seen_at is None, notice.book_id if case else None, case)


_UNSEEN = f"""
    SELECT count(*) FROM casework_notice n WHERE n.to = %(staff)s AND n.seen_at IS NULL
    AND (n.book_id IS NULL OR n.book_id NOT IN ({CONFLICTED}))
"""  # noqa: S608 - of constants


def unseen(to: str) -> int:
    """How many notices somebody has not seen, counted as `of_officer` shows them."""
    found: int = rows(_UNSEEN, {"staff": to})[0][0]
    return found


def seen(to: str, notices: Collection[UUID], now: datetime) -> int:
    """Somebody has seen these notices of theirs; how many of them were new. Those of others stay as they are."""
    return Notice.objects.filter(to=to, id__in=list(notices), seen_at=None).update(seen_at=now)
