"""Passkeys (WebAuthn): a challenge given, what the browser signs taken. The challenge stays in the session."""

import json
from datetime import datetime
from typing import Any, Final

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from django.core.exceptions import ValidationError

from lintel.signin.models import Account

LONGEST: Final = 20_000
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
    Authenticator.objects.filter(pk=made.instance.pk).update(created_at=now)
    return True


def offer_use(account: Account) -> dict[str, Any]:
    """What the browser needs to use one of this person's passkeys."""
    return dict(auth.begin_authentication(account))


def give(account: Account, answer: str, now: datetime) -> bool:
    """Whether this is the answer of one of their passkeys to our challenge, which is then spent."""
    try:
        said = _read(answer)
        auth.parse_authentication_response(said)
        used = auth.complete_authentication(account, said)
    except _HOSTILE:
        return False
    finally:
        auth.clear_state()
    Authenticator.objects.filter(pk=used.pk).update(last_used_at=now)
    return True


def _read(answer: str) -> dict[str, Any]:
    if len(answer) > LONGEST:
        raise ValueError("longer than any passkey's answer")
    said = json.loads(answer)
    if not isinstance(said, dict):
        raise TypeError("no object")
    return said
