"""Sessions of browsers: kept in the database under a digest of their key, each with whose it is."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.serializers import JSONSerializer
from django.core import signing

from lintel.access.asked import rows
from lintel.signin.asking import BEGAN, FACTOR, SEEN, ended
from lintel.signin.models import Account, Session


def _digest(key: str | None) -> str:
    return hashlib.sha256((key or "").encode()).hexdigest()


_FOUND = """
    SELECT session_key, session_data, expire_date, account_id FROM signin_session
    WHERE session_key = %s AND expire_date > %s
"""


def _salt(place: str) -> str:
    return f"lintel.signin.session.{place}"


def _said(row: Session) -> dict[str, Any]:
    """What a row keeps, if it was written for this row and for whose it says it is; nothing otherwise."""
    try:
        said = signing.loads(row.session_data, salt=_salt(row.session_key), serializer=JSONSerializer)
    except (signing.BadSignature, ValueError):
        return {}
    return said if row.account_id == _account_of(said) else {}


def _account_of(said: Mapping[str, Any]) -> int | None:
    return int(said[SESSION_KEY]) if SESSION_KEY in said else None


class SessionStore(DatabaseStore):
    """Django's store of sessions, but that the key itself is in the cookie alone."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """The table of sessions."""
        return Session

    @property
    def key_salt(self) -> str:
        """What this session's data is signed for: this row alone. Copied into another, it is nobody's."""
        return _salt(_digest(self.session_key))

    def load(self) -> dict[str, Any]:
        """What is kept of this session; nothing where there is none, or the row is not as we wrote it."""
        row = self._get_session_from_db()
        return _said(row) if row else {}

    def _get_session_from_db(self) -> Session | None:
        found = rows(_FOUND, [_digest(self.session_key), settings.CLOCK()])
        if not found:
            self._session_key = None
            return None
        key, said, until, account = found[0]
        return Session(session_key=key, session_data=said, expire_date=until, account_id=account)

    def exists(self, session_key: str | None) -> bool:
        """Whether there is a session of this key."""
        return Session.objects.filter(session_key=_digest(session_key)).exists()

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """The row of this session."""
        made = cast(Session, super().create_model_instance(data))
        made.session_key = _digest(made.session_key)
        made.account_id = _account_of(data)
        return made

    def delete(self, session_key: str | None = None) -> None:
        """End the session of this key, or this one."""
        Session.objects.filter(session_key=_digest(session_key or self.session_key)).delete()


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere that somebody is signed in: since when, last used when (UTC), and whether it is this very browser."""

    began: datetime
    seen: datetime
    here: bool


def places(account: Account, here: SessionBase, now: datetime) -> list[Place]:
    """Where somebody is signed in, the last used first; sessions whose time is over are none."""
    found = []
    for row in Session.objects.filter(account=account):
        said = _said(row)
        if FACTOR in said and not ended(said, now):
            began, seen = (datetime.fromtimestamp(said[key], UTC) for key in (BEGAN, SEEN))
            found.append(Place(began, seen, row.session_key == _digest(here.session_key)))
    return sorted(found, key=lambda place: place.seen, reverse=True)


def end_all(account: Account, *, but: SessionBase | None = None) -> int:
    """End every session of somebody, save one that goes on; how many rows there were."""
    others = Session.objects.filter(account=account)
    gone, _ = (others.exclude(session_key=_digest(but.session_key)) if but else others).delete()
    return gone


def forget_expired(now: datetime) -> None:
    """Take away the rows of sessions that are over."""
    Session.objects.filter(expire_date__lt=now).delete()
