"""A request with whoever makes it and the instant it came: what every page of the staff host is given."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import uuid4

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from lintel.access import accounts
from lintel.access.accounts import Actor
from lintel.signin.models import Account
from lintel.signin.origin import origin_of

STEPPED_UP_FOR = timedelta(minutes=5)
IDLE_FOR = timedelta(minutes=15)
NOTED_EVERY = timedelta(seconds=30)
"""How often it is written down that a session is used: so much sooner than `IDLE_FOR` it may end, and never later."""
AT_MOST = timedelta(hours=10)
HALFWAY_FOR = timedelta(minutes=15)

BEGAN: Final = "began"
SEEN: Final = "seen"
FACTOR: Final = "factor"
PROVED: Final = "proved"
"""Keys of the session: when it began, when it was last used, when the second factor was last given, and when the
password was given to which no factor has come yet (POSIX seconds). A session without `FACTOR` has given a password
only, and reaches nothing but enrolment."""

NOBODY = Actor(live=False, roles=frozenset())


class Asking(HttpRequest):
    """A request once it is known who asks. `now` is the instant it came, UTC; `id` stands in the logs."""

    now: datetime
    actor: Actor
    id: str


def new_id() -> str:
    """The id of a request."""
    return uuid4().hex


def prove(session: SessionBase, now: datetime) -> None:
    """Somebody has given a password just now, and nothing else."""
    for key in (BEGAN, SEEN, FACTOR):
        session.pop(key, None)
    session[PROVED] = now.timestamp()


def begin(session: SessionBase, now: datetime) -> None:
    """Somebody has given both factors just now."""
    session.pop(PROVED, None)
    for key in (BEGAN, SEEN, FACTOR):
        session[key] = now.timestamp()


def step_up(session: SessionBase, now: datetime) -> None:
    """The second factor was given again just now: the session goes on under another key."""
    session[FACTOR] = now.timestamp()
    session.cycle_key()


def note(session: SessionBase, now: datetime) -> None:
    """Somebody is there. It is written down where that was not done just now."""
    if now.timestamp() - float(session.get(SEEN, 0.0)) >= NOTED_EVERY.total_seconds():
        session[SEEN] = now.timestamp()


def halfway(request: HttpRequest, now: datetime) -> Account | None:
    """Who has given a password in the last quarter of an hour, and no second factor to it yet."""
    user, proved = request.user, request.session.get(PROVED)
    if not isinstance(user, Account) or proved is None or FACTOR in request.session:
        return None
    return user if now.timestamp() - float(proved) < HALFWAY_FOR.total_seconds() else None


def ended(session: SessionBase | Mapping[str, Any], now: datetime) -> bool:
    """Whether a session has been idle for too long, or has lasted as long as one may."""
    idle, lasted = (now.timestamp() - float(session.get(key, 0.0)) for key in (SEEN, BEGAN))
    return idle >= IDLE_FOR.total_seconds() or lasted >= AT_MOST.total_seconds()


def actor_of(request: HttpRequest, now: datetime, request_id: str) -> Actor:
    """Who asks: looked up anew at every request, and nobody without a second factor or after the session's time."""
    user = request.user
    if not isinstance(user, Account) or FACTOR not in request.session or ended(request.session, now):
        return NOBODY
    stepped_up = now.timestamp() - float(request.session[FACTOR]) < STEPPED_UP_FOR.total_seconds()
    return accounts.actor(user.handle, stepped_up=stepped_up, request=request_id, origin=origin_of(request))
