"""What casework refuses, as pages: each says what to do next, and none says what a stranger may not know."""

from collections.abc import Callable
from typing import cast
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from lintel.casework.refusals import NotHere, Refused, StepUpNeeded
from lintel.desk.pages import frame
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
            return not_found(request)
        if isinstance(refused, StepUpNeeded):
            back = request.path if request.method == "GET" else reverse("today")
            return redirect(f"{reverse('step-up')}?{urlencode({'next': back})}")
        if isinstance(refused, Refused):
            return _shown(request, 409, "It was not done", str(refused))
        return None


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The same page, byte for byte, for what is not there and for what is not for this person."""
    return _shown(request, 404, "There is nothing here", "It may have moved, or it is not one of yours.")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A request that no form of ours makes."""
    return _shown(request, 400, "That could not be read", "Go back, and send the form once more.")


def forbidden(request: HttpRequest, exception: Exception | None = None, reason: str = "") -> HttpResponse:
    """A form that did not come from one of our pages, or was open for too long."""
    return _shown(request, 403, "That form is too old", "Go back, reload the page and send it once more.")


def failed(request: HttpRequest) -> HttpResponse:
    """Something of ours failed. Nothing was written, and nothing of it is told."""
    return _shown(request, 500, "Something went wrong", "Nothing was saved. Try again, and tell whoever runs Lintel.")


def _shown(request: HttpRequest, status: int, heading: str, words: str) -> HttpResponse:
    shown = {"heading": heading, "words": words, **(frame(cast(Asking, request)) if hasattr(request, "actor") else {})}
    return render(request, "desk/refused.html", shown, status=status)
