"""Passkeys (WebAuthn): a challenge given, what the browser signs taken. The challenge stays in the session."""

import json
from datetime import datetime
from typing import Any, Final

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from django.core.exceptions import ValidationError
from django.db import transaction

from lintel.signin import marks, told
from lintel.signin.models import Account

LONGEST: Final = 20_000
_COUNT: Final = "count"
"""In a passkey's row: how often it had been used when it was last taken, as the passkey itself counts."""
_HOSTILE = (ValidationError, ValueError, TypeError, KeyError, AttributeError, IndexError)
"""What reading the answer of a browser that lies may come to, in the libraries that read it."""


def offer_new(account: Account) -> dict[str, Any]:
    """What the browser needs to make a passkey for this person."""
    return dict(auth.begin_registration(account, passwordless=False))


def take(account: Account, name: str, answer: str, now: datetime) -> bool:
    """Hold the passkey that the browser has made; False where the answer is none, or not to our challenge."""
    try:
        said = _read(answer)
        auth.parse_registration_response(said)
        auth.complete_registration(said)
        made = auth.WebAuthn.add(account, name, said)
    except _HOSTILE:
        return False
    row = made.instance
    row.created_at, row.data[_COUNT] = now, made.authenticator_data.counter
    row.save(update_fields=["created_at"])
    marks.bind(row)
    return True


def offer_use(account: Account) -> dict[str, Any]:
    """What the browser needs to use one of this person's passkeys."""
    return dict(auth.begin_authentication(account))


def give(account: Account, answer: str, now: datetime) -> bool:
    """Whether this is the answer of one of their passkeys to our challenge, which is then spent.

    A passkey that has counted no further than before is refused (WebAuthn 6.1.1): there may be a copy of it. Its owner
    and the data protection officers are told.
    """
    try:
        said = _read(answer)
        count = auth.parse_authentication_response(said).response.authenticator_data.counter
        used = auth.complete_authentication(account, said)
    except _HOSTILE:
        return False
    finally:
        auth.clear_state()
    return marks.is_ours(used) and _counted(used.pk, account, count, now)


def _counted(passkey: int, account: Account, count: int, now: datetime) -> bool:
    """Whether a passkey has counted on, and then its count is kept. One that always says nought does not count."""
    with transaction.atomic():
        row = Authenticator.objects.select_for_update().get(pk=passkey)
        before = int(row.data.get(_COUNT, 0))
        on = count > before or count == before == 0
        if on:
            row.data[_COUNT], row.last_used_at = count, now
            row.save(update_fields=["data", "last_used_at"])
        else:
            told.tell(account, "passkey_copied", now)
            told.tell_officers(account, "colleague_passkey", now)
    return on


def _read(answer: str) -> dict[str, Any]:
    if len(answer) > LONGEST:
        raise ValueError("longer than any passkey's answer")
    said = json.loads(answer)
    if not isinstance(said, dict):
        raise TypeError("no object")
    return said
