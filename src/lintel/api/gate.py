"""What every address of the machine interface asks first: a token, then a method that there is, then JSON."""

from collections.abc import Callable, Collection
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from ninja.security import HttpBearer

from lintel.access.accounts import Actor
from lintel.api import problems
from lintel.signin import throttle
from lintel.signin.asking import Asking
from lintel.signin.middleware import open_to_strangers

View = Callable[..., HttpResponseBase]
_JSON = "application/json"


class Token(HttpBearer):
    """Whose token it is was found at the gate of the host; this names it in the description."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        """Whoever the token acts for."""
        actor = cast(Asking, request).actor
        return actor if actor.live else None


def guarded(view: View, fields: Collection[str] = ()) -> View:
    """The view for whoever shows a token that is in use. To anybody else every address says the same.

    `fields` may stand after the question mark, and nothing else.
    """

    def asked(request: HttpRequest, *given: Any, **named: Any) -> HttpResponseBase:
        asking = cast(Asking, request)
        if not asking.actor.live:
            return _stranger(asking)
        if asking.method == "POST" and asking.content_type != _JSON:
            return problems.problem("media-type", f"Send Content-Type: {_JSON}.")
        if unknown := asking.GET.keys() - set(fields):
            return problems.unknown(unknown, fields)
        answer = view(request, *given, **named)
        return _not_done(answer) if isinstance(answer, HttpResponseNotAllowed) else answer

    return csrf_exempt(open_to_strangers(asked))  # no cookie counts here, so there is nothing to forge


def _stranger(request: Asking) -> HttpResponse:
    if "Authorization" in request.headers and throttle.guessed_token(request, request.now):
        return problems.too_many()
    return problems.no_token()


def _not_done(answer: HttpResponseNotAllowed) -> HttpResponse:
    allowed = ", ".join(sorted(answer.headers["Allow"].split(", ")))
    return problems.problem("method", f"Here one may send {allowed}.", headers={"Allow": allowed})


def nothing(_request: HttpRequest, rest: str = "") -> HttpResponse:
    """What an address is answered that there is not: the same as for a case that is not one's own."""
    return problems.not_here()
