"""What casework refuses, as pages: each says what to do next, and none says what a stranger may not know."""

from collections.abc import Callable
from typing import cast
from urllib.parse import urlencode, urlsplit

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from lintel.casework.certified import certificate_of
from lintel.casework.refusals import NotHere, Refused, StepUpNeeded
from lintel.signin.asking import Asking


class RefusalMiddleware:
    """Turns the refusals that a view lets through into pages. What is no refusal stays a failure."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, refused: Exception) -> HttpResponse | None:
        """The page for a refusal; None for anything else."""
        if isinstance(refused, NotHere):
            return _erased(request) or not_found(request)
        if isinstance(refused, StepUpNeeded):
            return redirect(f"{reverse('step-up')}?{urlencode({'next': _page_of(request)})}")
        if isinstance(refused, Refused):
            return _shown(request, 409, "It was not done", str(refused))
        return None


def _erased(request: HttpRequest) -> HttpResponse | None:
    """That a case was erased, for whoever could have listed it; None for everybody else, and of everything else."""
    match = request.resolver_match
    if request.method != "GET" or match is None or match.url_name != "case":
        return None
    asking = cast(Asking, request)
    try:
        found = certificate_of(actor=asking.actor, book=match.kwargs["book"], now=asking.now)
    except NotHere:
        return None
    return render(request, "desk/erased.html", {"erased": found.erased, "n": found.n}, status=410)


def _page_of(request: HttpRequest) -> str:
    """The page that somebody was on: what they opened, or where the form was that they sent."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    came_from = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(came_from, {request.get_host()}):
        return reverse("today")
    page = urlsplit(came_from)
    return f"{page.path}?{page.query}" if page.query else page.path


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The same page, byte for byte, for what is not there and for what is not for this person."""
    return _shown(request, 404, "There is nothing here", "It may have moved, or it is not one of yours.")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A request that no form of ours makes, or one that brings more than any of them may."""
    if isinstance(exception, RequestDataTooBig):
        return _shown(request, 413, "That is too much at once", "Go back, and send less, or a smaller file.")
    return _shown(request, 400, "That could not be read", "Go back, and send the form once more.")


def forbidden(request: HttpRequest, exception: Exception | None = None, reason: str = "") -> HttpResponse:
    """A form that did not come from one of our pages, or was open for too long."""
    return _shown(request, 403, "That form is too old", _TOO_OLD, sign_in=True)


_TOO_OLD = (
    "It was open for too long, or you signed in again since. Nothing was sent. What you typed is still on the page "
    "before this one: leave this tab open, sign in again in another, and open the same form there. A form of a case "
    "keeps what you type as you go, and has it; copy over what it has not."
)


def failed(request: HttpRequest) -> HttpResponse:
    """Something of ours failed, maybe the database. Nothing was written, and nothing of it is told."""
    return HttpResponse(render_to_string("desk/failed.html"), status=500)


def _shown(request: HttpRequest, status: int, heading: str, words: str, *, sign_in: bool = False) -> HttpResponse:
    said = {"heading": heading, "words": words, "sign_in": sign_in}
    return render(request, "desk/refused.html", said, status=status)
