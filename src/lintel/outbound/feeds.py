"""A calendar of what somebody owes, at a secret address of their own: every line of it is a task, and says no more."""

import hashlib
import hmac
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from lintel.access import accounts
from lintel.access.accounts import Actor
from lintel.casework.coming import Dated, coming
from lintel.ledger import keys
from lintel.outbound.models import Feed
from lintel.sealing import bearer
from lintel.signin import binding

VALID_FOR: Final = timedelta(days=180)
AHEAD: Final = timedelta(days=60)
_QUARTER: Final = timedelta(minutes=15)
_KEPT_FOR: Final = timedelta(days=30)
TITLE: Final = "Lintel task"


def make(handle: str, now: datetime) -> str:
    """The path of a new secret address of somebody's calendar; the one before it ends. It is told to nobody else."""
    token, until = bearer.new(), now + VALID_FOR
    bound = binding.mark("calendar", handle, *binding.lasting(token, until))
    with transaction.atomic():
        end(handle, now)
        Feed.objects.create(staff=handle, digest=bearer.digest(token), bound=bound, made_at=now, until=until)
    return reverse("calendar", args=[token])


def end(handle: str, now: datetime) -> int:
    """End the address of somebody's calendar, as of the next request; how many there were."""
    return Feed.objects.filter(staff=handle, ended_at=None).update(ended_at=now, bound=b"")


def until(handle: str, now: datetime) -> datetime | None:
    """Until when the address of somebody's calendar is read; None where they have none."""
    live = Feed.objects.filter(staff=handle, ended_at=None, until__gt=now)
    return live.values_list("until", flat=True).first()


def forget_expired(now: datetime) -> int:
    """Take away addresses that ended a month ago; how many."""
    over = Feed.objects.filter(until__lt=now - _KEPT_FOR) | Feed.objects.filter(ended_at__lt=now - _KEPT_FOR)
    return over.delete()[0]


def owner(token: str, now: datetime, *, request: str, origin: str) -> Actor | None:
    """Whose calendar it is, as they are now; None where it is no address, ended, is too old, or they have left."""
    found = Feed.objects.filter(digest=bearer.digest(token), ended_at=None, until__gt=now).first()
    ours = found and binding.is_ours(found.bound, "calendar", found.staff, *binding.lasting(token, found.until))
    actor = accounts.actor(found.staff, request=request, origin=origin) if found and ours else None
    return actor if actor and actor.live else None


def calendar(actor: Actor, now: datetime) -> str:
    """What somebody owes in the coming sixty days, as iCalendar (RFC 5545). The look is written into the read log."""
    dates = coming(actor=actor, until=now + AHEAD, now=now)
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Lintel//Tasks//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
        f"X-WR-CALNAME:{text(TITLE)}", "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        *(line for each in dates for line in _event(each, actor.handle, now)),
        "END:VCALENDAR",
    ]  # fmt: skip
    return "".join(f"{folded(line)}\r\n" for line in lines)


def _event(dated: Dated, handle: str, now: datetime) -> Iterable[str]:
    """One task: the quarter of an hour that ends when it is due, so that what is due at midnight stands on its day."""
    yield "BEGIN:VEVENT"
    yield f"UID:{_uid(dated, handle)}"
    yield f"DTSTAMP:{_instant(now)}"
    yield f"DTSTART:{_instant(dated.due - _QUARTER)}"
    yield f"DTEND:{_instant(dated.due)}"
    yield f"SUMMARY:{text(TITLE)}"
    yield f"URL:{settings.OPTIONS.site}/"
    yield "CLASS:PRIVATE"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _uid(dated: Dated, handle: str) -> str:
    """The same for the same task at every reading, and nothing that anybody without our keys could trace back."""
    words = "\x1f".join(("calendar of", handle, *dated.of))
    return hmac.digest(keys.ring().index, words.encode(), hashlib.sha256).hex()[:40]


def _instant(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def text(said: str) -> str:
    """A text as a value of iCalendar."""
    for letter, instead in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        said = said.replace(letter, instead)
    return said


def folded(line: str) -> str:
    """A line in pieces of at most 75 bytes, none of which cuts a letter in two."""
    pieces, piece = [], ""
    for letter in line:
        if len((piece + letter).encode()) > 75:
            pieces.append(piece)
            piece = " "
        piece += letter
    return "\r\n".join([*pieces, piece])
