"""Showing a page of the desk: every view ends here, so that each is given the same frame."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lintel.access import rights
from lintel.access.accounts import Actor
from lintel.access.grants import Thing, Verb
from lintel.casework import notices
from lintel.design.addresses import address
from lintel.signin.asking import AT_MOST, BEGAN, IDLE_FOR, NOTED_EVERY, Asking
from lintel.signin.models import Account


def page(request: Asking, template: str, *, status: int = 200, **shown: object) -> HttpResponse:
    """The page made of a template of the desk."""
    return render(request, f"desk/{template}", shown, status=status)


def frame(request: HttpRequest) -> dict[str, object]:
    """What the frame shows, given to every template: who is signed in, since when, and the parts that are for them.

    `session` is None where nobody is signed in, and `nobody` is true. Where a request came to grief before it was
    known who asks, the frame shows neither.
    """
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None or not actor.live or not isinstance(request.user, Account):
        return {"session": None, "nobody": actor is not None}
    asking = cast(Asking, request)
    return {
        "now": asking.now,
        "actor": actor,
        "who": request.user.staff.name,
        "session": _Session.of(asking),
        "navigation": list(_navigation(asking)),
    }


@dataclass(frozen=True, slots=True)
class _Session:
    """How long the session lasts at least: `idle` unused, `left` in all, in whole seconds."""

    idle: int
    left: int

    @classmethod
    def of(cls, request: Asking) -> Self:
        lasted = request.now.timestamp() - float(request.session.get(BEGAN, 0.0))
        return cls(int((IDLE_FOR - NOTED_EVERY).total_seconds()), int(AT_MOST.total_seconds() - lasted))


_PARTS: tuple[tuple[str, str, Verb, Thing], ...] = (
    ("today", "Today", "list", "desk"),
    ("people", "People", "list", "search"),
    ("commitments", "Commitments", "read", "figures"),
    ("policy", "Policy", "read", "policy"),
    ("report", "Report a concern", "record", "report"),
    ("administration", "Administration", "manage", "staff"),
)
"""The parts of the desk: the name of the address, what it is called, and what one must be allowed to be shown it."""


def _navigation(request: Asking) -> Iterator[dict[str, object]]:
    for name, text, verb, thing in _PARTS:
        if rights.may(request.actor, verb, thing).allowed:
            href = address(name)
            here = request.path == href or (href != "/" and request.path.startswith(f"{href}/"))
            yield {"href": href, "text": text, "active": here, "current": request.path == href}
    new = notices.unseen(request.actor.handle)
    href = address("notices")
    here = request.path == href
    yield {"href": href, "text": f"Notices ({new} new)" if new else "Notices", "active": here, "current": here}
