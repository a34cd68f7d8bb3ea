"""Tokens: what a machine shows instead of signing in. Each acts for one account, with its rights, until a day."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest

from lintel.access import accounts, rights
from lintel.access.accounts import Actor
from lintel.access.asked import rows
from lintel.access.models import Staff
from lintel.casework.refusals import NoAccount, NotHere
from lintel.events.faults import Fault, InputRefused
from lintel.sealing import bearer
from lintel.signin import binding, told
from lintel.signin.asking import NOBODY
from lintel.signin.models import Token
from lintel.signin.origin import origin_of

PLACE: Final = "/api/"
"""Below this address a token is asked for, and nothing else counts: no cookie. Above it no token counts."""

AT_MOST = timedelta(days=365)
_SCHEME = "bearer "
_MARK = "lintel_"
"""How every token begins, so that one that was left in a file is found by whoever looks for secrets."""
_LONGEST = 128
_LABEL = 64


@dataclass(frozen=True, slots=True)
class Held:
    """A token that may be used: its id, whose rights it carries, what it is for, and until when (UTC)."""

    id: UUID
    handle: str
    label: str
    until: datetime


_HELD = """
    SELECT token.bound, token.id, token.staff_id, token.label, token.until FROM signin_token token
    WHERE token.digest = %s AND token.revoked_at IS NULL AND token.until > %s
"""


def held(request: HttpRequest, now: datetime) -> Held | None:
    """The token that a request shows; None where it shows none, or one that is no token, is over or was revoked."""
    said = request.headers.get("Authorization", "")
    if said[: len(_SCHEME)].lower() != _SCHEME or len(said) > _LONGEST:
        return None
    token = said[len(_SCHEME) :].strip()
    for bound, *found in rows(_HELD, [bearer.digest(token), now]):
        kept = Held(*found)
        if binding.is_ours(bound, "token", kept.handle, *binding.lasting(token, kept.until)):
            return kept
    return None


def actor_of(request: HttpRequest, now: datetime, request_id: str) -> Actor:
    """Whose rights a request carries: looked up anew at every request, and never with a second factor."""
    token = held(request, now)
    if token is None:
        return NOBODY
    return accounts.actor(token.handle, request=request_id, origin=origin_of(request))


def make(*, handle: str, label: str, until: datetime, by: str, now: datetime) -> str:
    """A new token for an account. It is kept nowhere: this is the only time that it is shown.

    Its owner is told, and the data protection officers are. Raises `NotHere` where `by` looks after no accounts,
    `NoAccount` for who is no live one, `InputRefused` with all that is wrong with what it is for and how long it lasts.
    """
    if not rights.may(accounts.actor(by), "manage", "staff").allowed:
        raise NotHere
    _refuse_unfit(label, until, now)
    if not Staff.objects.filter(handle=handle, ended_at=None).exists():
        raise NoAccount
    token = _MARK + bearer.new()
    with transaction.atomic():
        bound = binding.mark("token", handle, *binding.lasting(token, until))
        Token.objects.create(
            staff_id=handle, label=label, digest=bearer.digest(token), bound=bound, made_at=now, made_by=by, until=until
        )
        told.tell_of_token(handle, now)
    return token


def _refuse_unfit(label: str, until: datetime, now: datetime) -> None:
    faults = []
    if not 0 < len(label.strip()) <= _LABEL or not label.isprintable():
        faults.append(Fault(0, "what it is for", "cannot be kept", f"1 to {_LABEL} characters in one line"))
    if not now < until <= now + AT_MOST:
        faults.append(Fault(0, "until when", "is out of reach", f"1 to {AT_MOST.days} days"))
    if faults:
        raise InputRefused(faults)


def revoke(*, token: UUID, by: str, now: datetime) -> bool:
    """End a token, as of the next request; whether there was one to end. Its owner is told.

    Its mark is gone with it: whoever takes the revoking back in the database alone has a token that opens nothing.

    Whoever looks after accounts may, the data protection officer, and its owner. Raises `NotHere` for anybody else.
    """
    found = Token.objects.filter(id=token, revoked_at=None).first()
    actor = accounts.actor(by)
    may = rights.may(actor, "manage", "staff").allowed or "data_protection_officer" in actor.roles
    if not may and not (actor.live and found and found.staff_id == by):
        raise NotHere
    return found is not None and _ended(found, by, now)


def _ended(token: Token, by: str, now: datetime) -> bool:
    with transaction.atomic():
        ended = Token.objects.filter(id=token.id, revoked_at=None).update(revoked_at=now, revoked_by=by, bound=b"")
        if ended:
            told.tell_of_revoking(token.staff_id, now)
    return bool(ended)


def end_all(handle: str, *, by: str, now: datetime) -> int:
    """End every token of somebody, as of the next request; how many there were."""
    return sum(_ended(each, by, now) for each in Token.objects.filter(staff_id=handle, revoked_at=None))


def in_use(handle: str, now: datetime) -> list[Token]:
    """The tokens of somebody that may be used now; the newest first."""
    return list(Token.objects.filter(staff_id=handle, revoked_at=None, until__gt=now).order_by("-made_at", "id"))


def kept(handle: str | None = None) -> list[Token]:
    """Every token that there ever was, or those of somebody; the newest first."""
    found = Token.objects.filter(staff_id=handle) if handle else Token.objects.all()
    return list(found.order_by("-made_at", "id"))
