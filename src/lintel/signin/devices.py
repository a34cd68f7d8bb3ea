"""Devices that somebody has signed in from before, known by a signed cookie. Knowing one is no factor."""

import secrets
from datetime import datetime, timedelta
from typing import Any, Final

from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse

from lintel.signin.models import Account

COOKIE: Final = "__Host-device"
KNOWN_FOR = timedelta(days=180)
_AT_MOST = 5
"""People who share one device. The one who was there longest ago is forgotten first."""


def known(request: HttpRequest, account: Account, now: datetime) -> str | None:
    """The random name of this device, where this person has signed in from it since their password was set."""
    said = _said(request)
    at, mark = said["of"].get(str(account.pk), (0, ""))
    fresh = now.timestamp() - at < KNOWN_FOR.total_seconds()
    return said["name"] if fresh and mark == _mark(account) else None


def remember(request: HttpRequest, response: HttpResponse, account: Account, now: datetime) -> None:
    """Know this device again. To be called once both factors were given."""
    said = _said(request)
    others = {key: value for key, value in said["of"].items() if key != str(account.pk)}
    kept = dict(list(others.items())[1 - _AT_MOST :])
    said["of"] = {**kept, str(account.pk): (int(now.timestamp()), _mark(account))}
    response.set_cookie(
        COOKIE, Signer(salt=COOKIE).sign_object(said), max_age=KNOWN_FOR, path="/", secure=True, httponly=True,
        samesite="Lax",
    )  # fmt: skip


def _mark(account: Account) -> str:
    """Another one for each password: what knew the old one is forgotten."""
    return str(account.get_session_auth_hash())[:24]


def _said(request: HttpRequest) -> dict[str, Any]:
    try:
        said: dict[str, Any] = Signer(salt=COOKIE).unsign_object(request.COOKIES.get(COOKIE, ""))
    except BadSignature:
        return {"name": secrets.token_urlsafe(16), "of": {}}
    return said
