"""Forms that somebody began and has not sent: sealed, for whoever typed them alone, and deleted after a week.

Nothing here is a look at a case, so nothing of it stands in the read log: all that comes back is what the same person
typed. The door is asked every time all the same, so that a draft is closed to whoever may no longer see its case.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet

from lintel.access.accounts import Actor
from lintel.access.asked import rows
from lintel.casework.doors import door
from lintel.casework.models import Unfinished
from lintel.casework.refusals import NotHere
from lintel.events.faults import Fault, InputRefused
from lintel.ledger import keys
from lintel.sealing.aead import SealBroken, seal, unseal

KEPT_FOR = timedelta(days=7)
_MOST = 400_000
_LONGEST_NAME = 96

Said = Mapping[str, list[str]]
"""What stands in a form, as a browser sends it."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft with what was typed in it. `at` is when it was last kept, UTC."""

    said: Said
    at: datetime


@dataclass(frozen=True, slots=True)
class Waiting:
    """A draft in a list: which form, of which case (None: a report), since when it waits. Not a word of it."""

    book: UUID | None
    form: str
    at: datetime


def keep(*, actor: Actor, book: UUID | None, form: str, said: Said, now: datetime) -> None:
    """Keep what somebody has typed so far, in the place of what they had typed before; and delete what is too old.

    Raises `NotHere` where they may not see the case, `InputRefused` for more than a form holds.
    """
    _ask(actor, book, now)
    text = json.dumps(said, ensure_ascii=False)
    if len(text) > _MOST or len(form) > _LONGEST_NAME:
        raise InputRefused([Fault(0, "the form", "holds too much to be kept", f"at most {_MOST:,} characters")])
    words = seal(_key(actor, book), text.encode(), _place(actor, book, form))
    with transaction.atomic():
        forget_expired(now)
        Unfinished.objects.bulk_create(
            [Unfinished(by=actor.handle, book_id=book, form=form, words=words, at=now, until=now + KEPT_FOR)],
            update_conflicts=True,
            unique_fields=["by", "book", "form"],
            update_fields=["words", "at", "until"],
        )


def keep_if_it_fits(*, actor: Actor, book: UUID | None, form: str, said: Said, now: datetime) -> bool:
    """Keep what stands in a form that nobody asked to keep; whether it was: not an empty one, nor more than fits.

    Raises `NotHere` where they may not see the case.
    """
    with suppress(InputRefused):
        if said:
            keep(actor=actor, book=book, form=form, said=said, now=now)
            return True
    return False


def kept(*, actor: Actor, book: UUID | None, form: str, now: datetime) -> Kept | None:
    """What somebody had typed in a form; None where there is nothing, or nothing that still opens.

    Raises `NotHere` where they may not see the case.
    """
    _ask(actor, book, now)
    found = _of(actor, book, form).filter(until__gt=now).first()
    if found is None:
        return None
    with suppress(SealBroken, keys.BookErased):
        text = unseal(_key(actor, book), bytes(found.words), _place(actor, book, form))
        return Kept(json.loads(text), found.at)
    return None


_FORGET = """
    DELETE FROM casework_unfinished WHERE by = %s AND form = %s AND book_id IS NOT DISTINCT FROM %s::uuid
"""


def forget(*, actor: Actor, book: UUID | None, form: str) -> None:
    """Delete a draft: it was sent, or is not wanted any more."""
    with connection.cursor() as cursor:
        cursor.execute(_FORGET, [actor.handle, form, book])


def forget_expired(now: datetime) -> int:
    """Delete drafts whose week is over; how many."""
    return Unfinished.objects.filter(until__lte=now).delete()[0]


_WAITING = "SELECT book_id, form, at FROM casework_unfinished WHERE by = %s AND until > %s ORDER BY at DESC"


def waiting(*, actor: Actor, now: datetime) -> list[Waiting]:
    """Somebody's own drafts, the newest first: none of a case that they may not see any longer."""
    found = [Waiting(*each) for each in rows(_WAITING, [actor.handle, now])]
    return [each for each in found if each.book is None or door(actor, each.book, now).may("read", "case").allowed]


def _of(actor: Actor, book: UUID | None, form: str) -> QuerySet[Unfinished]:
    whose = Unfinished.objects.filter(by=actor.handle, form=form)
    return whose.filter(book_id=book) if book is not None else whose.filter(book=None)


def _ask(actor: Actor, book: UUID | None, now: datetime) -> None:
    allowed = actor.live if book is None else door(actor, book, now).may("read", "case").allowed
    if not allowed:
        raise NotHere


def _key(actor: Actor, book: UUID | None) -> bytes:
    """The case's key; of a report that is no case yet, one that only this installation can make for this person."""
    if book is not None:
        return keys.key_of(book)
    return hmac.digest(keys.ring().index, b"drafts of\x1f" + actor.handle.encode(), hashlib.sha256)


def _place(actor: Actor, book: UUID | None, form: str) -> bytes:
    return "\x1f".join(("draft", actor.handle, book.hex if book else "", form)).encode()
