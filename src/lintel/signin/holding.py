"""One's own account: what one signs in with and where, and machines that act for one. The second factor given again."""

from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from lintel.signin import asking, enrolment, factors, sessions, throttle, tokens, told
from lintel.signin.asking import Asking
from lintel.signin.enrolling import owner, stepped_up
from lintel.signin.entering import WAIT, factor_given, prove
from lintel.signin.given import given
from lintel.signin.models import Account
from lintel.signin.showing import page

_OLD_WRONG = "That is not your password. Type the one that you sign in with now."
_UNLIKE = "The two are not the same. Type the new password again in both."


def my_account(request: Asking) -> HttpResponse:
    """The factors that somebody holds, where they are signed in, and the machines that act for them."""
    account = owner(request)
    held = factors.held(account)
    proper = [each for each in held if each.kind != "codes"]
    codes = next((each for each in held if each.kind == "codes"), None)
    places = sessions.places(account, request.session, request.now)
    return page(
        request,
        "my_account.html",
        handle=account.handle,
        proper=proper,
        codes=codes,
        places=places,
        machines=tokens.in_use(account.handle, request.now),
    )


def password(request: Asking) -> HttpResponse:
    """Change one's password, with the old one and a fresh second factor. Every other session of theirs ends."""
    account = stepped_up(request)
    if request.method != "POST":
        return page(request, "password.html")
    sent = given(request, "old", "password", "again")
    tried = throttle.attempt(request, "password", account.handle, request.now)
    if tried is None:
        return page(request, "password.html", ("old", WAIT), status=429)
    if wrong := _password_wrong(account, sent):
        return page(request, "password.html", *wrong)
    tried.succeeded()
    enrolment.change_password(account, sent["password"], request.now)
    prove(request, account)
    asking.begin(request.session, request.now)
    return redirect("my-account")


def _password_wrong(account: Account, sent: dict[str, str]) -> list[tuple[str, str]]:
    wrong = [] if account.check_password(sent["old"]) else [("old", _OLD_WRONG)]
    if sent["password"] != sent["again"]:
        wrong.append(("again", _UNLIKE))
    try:
        validate_password(sent["password"], account)
    except ValidationError as refused:
        wrong += [("password", words) for words in refused.messages]
    return wrong


@require_POST
def remove(request: Asking, factor: int) -> HttpResponse:
    """Take away a factor that was lost. The last one stays until there is another."""
    account = stepped_up(request)
    given(request)
    if factors.remove(account, factor):
        told.tell(account, "factor_removed", request.now)
    return redirect("my-account")


@require_POST
def end_token(request: Asking, machine: UUID) -> HttpResponse:
    """End the token of a machine that acts for whoever asks, as of its next request."""
    account = stepped_up(request)
    given(request)
    tokens.revoke(token=machine, by=account.handle, now=request.now)
    return redirect("my-account")


def step_up(request: Asking) -> HttpResponse:
    """Give the second factor again, then go back to where it was asked for: a path of ours, or the desk."""
    account = owner(request)
    back = local(str(request.GET.get("next", "")))
    passkey = factors.has_passkey(account)
    if request.method != "POST":
        return page(request, "step_up.html", passkey=passkey)
    wrong = factor_given(request, account, given(request, "code", "credential"))
    if wrong:
        return page(request, "step_up.html", ("code", wrong), status=429 if wrong == WAIT else 422, passkey=passkey)
    asking.step_up(request.session, request.now)
    return redirect(back)


def local(path: str) -> str:
    """A path of this host; the desk for anything that would lead elsewhere."""
    safe = path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    return path if safe else reverse("today")
