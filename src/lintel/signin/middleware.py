"""The one gate of the staff host: who asks is found at every request, and strangers reach sign-in and nothing else.

People are known by their session, and by nothing else; machines, below `tokens.PLACE`, by their token alone.
"""

from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import redirect

from lintel.signin import tokens
from lintel.signin.asking import Asking, actor_of, halfway, new_id, note
from lintel.signin.bounds import refuse_unfit

View = Callable[..., HttpResponseBase]

_OPEN = "open_to_strangers"
_METHODS = ("GET", "HEAD", "POST")


def open_to_strangers(view: View) -> View:
    """Mark a view that needs nobody signed in: sign-in itself, enrolment, health. Every other view is closed."""

    def opened(request: HttpRequest, *given: Any, **named: Any) -> HttpResponseBase:
        return view(request, *given, **named)

    setattr(opened, _OPEN, True)
    return opened


class GateMiddleware:
    """Puts `now`, `id` and `actor` on the request, and turns strangers away from whatever is not open to them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        of_machine = request.path_info.startswith(tokens.PLACE)
        if not of_machine and request.method not in _METHODS:
            return HttpResponseNotAllowed(_METHODS)  # a view asks only whether it is POST: the rest it would show
        asking = cast(Asking, request)
        asking.now, asking.id = settings.CLOCK(), new_id()
        if of_machine:
            asking.id = f"api-{asking.id}"  # the read log says by it that a machine looked
            asking.actor = tokens.actor_of(request, asking.now, asking.id)
        else:
            asking.actor = actor_of(request, asking.now, asking.id)
            if asking.actor.live:
                note(request.session, asking.now)
        refuse_unfit(asking, live=asking.actor.live)
        return self._get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, _given: tuple[Any, ...], _named: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Turn a stranger away, whatever was asked for; whoever has given a password only, to the second factor."""
        asking = cast(Asking, request)
        if asking.actor.live or getattr(view, _OPEN, False):
            return None
        return redirect("second-factor" if halfway(asking, asking.now) else "sign-in")
