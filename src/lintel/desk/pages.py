"""Showing a page of the desk: every view ends here, so that each is given the same frame."""

from collections.abc import Iterator

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from lintel.access import rights
from lintel.access.grants import Thing, Verb
from lintel.signin.asking import Asking


def page(request: Asking, template: str, *, status: int = 200, **shown: object) -> HttpResponse:
    """The page made of a template of the desk, in the frame that every page has."""
    return render(request, f"desk/{template}", {**shown, **frame(request)}, status=status)


def frame(request: Asking) -> dict[str, object]:
    """What the frame shows: who is signed in, and the parts of the desk that are for them."""
    return {"now": request.now, "actor": request.actor, "navigation": list(_navigation(request))}


_PARTS: tuple[tuple[str, str, Verb, Thing], ...] = (
    ("today", "Today", "list", "desk"),
    ("people", "People", "list", "search"),
    ("commitments", "Commitments", "read", "figures"),
    ("policy", "Policy", "read", "policy"),
    ("report", "Report a concern", "record", "report"),
    ("administration", "Administration", "list", "staff"),
)
"""The parts of the desk: the name of the address, what it is called, and what one must be allowed to be shown it."""


def _navigation(request: Asking) -> Iterator[dict[str, object]]:
    for name, text, verb, thing in _PARTS:
        if rights.may(request.actor, verb, thing).allowed:
            href = reverse(name)
            here = request.path == href or (href != "/" and request.path.startswith(f"{href}/"))
            yield {"href": href, "text": text, "here": here}
