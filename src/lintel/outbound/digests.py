"""Telling staff that something waits for them: what is to be told becomes a message, and a message is sent.

Two steps, each safe beside another machine that does the same. First, under one lock, every notice that nobody was told
of is put into a message, at most one for a person in a window of time. Then each message that is due is sent while its
row is held, and what came of it is written down in the same transaction. Whoever is killed between sending and writing
leaves it due, and it is sent once more under the same id: an e-mail that says nothing does no harm twice, and one that
never comes may. No failure loses a notice: it stands on the page until it is seen, and the message is tried again.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from operator import attrgetter
from uuid import UUID

from django.conf import settings
from django.core import mail
from django.db import transaction

from lintel.casework import policy
from lintel.casework.conflicts import closed_to
from lintel.casework.models import Notice
from lintel.outbound import addresses, rounds
from lintel.outbound.letter import letter
from lintel.outbound.models import Attempt, Message, Told, Wish
from lintel.outbound.ways import OF_THE_SERVER, NotDelivered, is_open
from lintel.outbound.windows import AN_URGENT_WINDOW, URGENT, Hours, floor, window

_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(seconds=30), timedelta(hours=1)
_AT_ONCE = 25
"""So many letters at one go, the urgent ones first, so that no crowd of others keeps an alert waiting."""


@dataclass(frozen=True, slots=True)
class Came:
    """What came of a round: messages made, sent, found needless, and not delivered."""

    made: int = 0
    sent: int = 0
    needless: int = 0
    failed: int = 0


def run(now: datetime) -> Came:
    """Make the messages that are due and send them. Without a way out nothing is made, and notices wait on the page."""
    if not is_open():
        return Came()
    made = gather(now)
    outcomes = list(_delivered(now))
    sent, needless = outcomes.count("sent"), outcomes.count("needless")
    return Came(made, sent, needless, len(outcomes) - sent - needless)


def gather(now: datetime) -> int:
    """Put every notice that is to be told now into a message; how many messages there are for it."""
    with transaction.atomic(durable=True):
        if not rounds.alone("messages"):
            return 0
        working = policy.in_force().at(now).working
        hours = Hours(settings.OPTIONS.quiet_until, settings.OPTIONS.quiet_from, working)
        by_person = groupby(_untold(now), attrgetter("to"))
        return sum(_gathered(to, list(waiting), now, hours) for to, waiting in by_person)


def _untold(now: datetime) -> Iterator[Notice]:
    """What nobody saw or was told of, by person, of those who can be written to."""
    untold = Notice.objects.filter(seen_at=None, told=None, at__lte=now, to__in=addresses.addressed())
    return untold.order_by("to", "at", "id").iterator(chunk_size=1000)


def _gathered(to: str, waiting: Collection[Notice], now: datetime, hours: Hours) -> int:
    """Make the messages for one person, one at most; how many."""
    closed = closed_to(to)
    open_to_them = [each for each in waiting if each.book_id not in closed]
    how = Wish.objects.filter(staff=to).values_list("how", flat=True).first() or Wish.How.AS_IT_COMES
    since = window(how, now, hours)
    if since is not None and Message.objects.filter(to=to, urgent=False, window=since).exists():
        since = None
    told = [each for each in open_to_them if since is not None or each.kind in URGENT]
    if not told:
        return 0
    urgent = any(each.kind in URGENT for each in told)
    begun = since if since is not None and not urgent else floor(now, AN_URGENT_WINDOW)
    message, made = Message.objects.get_or_create(
        to=to, urgent=urgent, window=begun, defaults={"at": now, "next_at": now}
    )
    if made:
        Told.objects.bulk_create([Told(notice=each, message=message) for each in told])
    return int(made)


def _delivered(now: datetime) -> Iterator[str]:
    """Send what is due, the urgent first; what came of each. Where the server is at fault the others wait."""
    due = Message.objects.filter(next_at__lte=now).order_by("-urgent", "next_at", "id")
    for message in due.values_list("id", flat=True)[:_AT_ONCE]:
        outcome = _deliver(message, now)
        if outcome is not None:
            yield outcome
        if outcome in OF_THE_SERVER:
            return


def _deliver(message: UUID, now: datetime) -> str | None:
    """Send one message and write down what came of it; None where somebody else does that."""
    with transaction.atomic(durable=True):
        held = Message.objects.select_for_update(skip_locked=True)
        found = held.filter(id=message, next_at__lte=now).first()
        if found is None:
            return None
        outcome = _outcome(found, now)
        Attempt.objects.create(message=found, at=now, outcome=outcome)
        failed = found.attempts.count()
        again = now + min(_LONGEST_PAUSE, _FIRST_PAUSE * 2 ** min(failed - 1, 10))
        found.next_at = None if outcome in ("sent", "needless") else again
        found.save(update_fields=["next_at"])
        return outcome


def _outcome(message: Message, now: datetime) -> str:
    waiting = Notice.objects.filter(told__message=message, seen_at=None).values_list("book_id", flat=True)
    if not set(waiting) - closed_to(message.to):
        return "needless"
    to = addresses.address_of(message.to)
    if to is None:
        return "no_address"
    try:
        mail.get_connection().send_messages([letter(to, message.id, message.at)])
    except NotDelivered as failed:
        return failed.code
    return "sent"
