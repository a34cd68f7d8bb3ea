"""The pages of signing in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from lintel.signin.middleware import open_to_strangers


@open_to_strangers
def sign_in(request: HttpRequest) -> HttpResponse:
    """Where strangers are sent."""
    return render(request, "signin/sign_in.html")


@open_to_strangers
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session here and now."""
    request.session.flush()
    return redirect("sign-in")


def step_up(request: HttpRequest) -> HttpResponse:
    """Give the second factor again."""
    return render(request, "signin/step_up.html")
