"""The pages by which somebody comes in: a password, then a second factor; and goes out again."""

from typing import cast

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from lintel.design.headers import CLEAR_SITE_DATA
from lintel.design.words import instant
from lintel.signin import asking, devices, factors, passkeys, passwords, sessions, throttle, told
from lintel.signin.asking import Asking
from lintel.signin.given import given
from lintel.signin.middleware import open_to_strangers
from lintel.signin.models import Account
from lintel.signin.showing import page

WAIT = "There were too many attempts. Wait five minutes, then try once more."
_NOT_RIGHT = "The username or the password is not right. Check both, and type the password again."
CODE_WRONG = "That code is not right, or was used already. Wait for the next code of your app, and type that one."
PASSKEY_WRONG = "That passkey could not be read. Try it once more, or use a code."
_BACKEND = "lintel.signin.backend.SessionOwners"


@open_to_strangers
def sign_in(request: Asking) -> HttpResponse:
    """A handle and a password. Whoever has given both factors is taken to their desk."""
    if request.actor.live:
        return redirect("today")
    if request.method == "POST":
        return _password_given(request)
    return page(request, "sign_in.html", handle="")


def _password_given(request: Asking) -> HttpResponse:
    sent = given(request, "handle", "password")
    handle = sent["handle"].strip()
    tried = throttle.attempt(request, "password", handle, request.now)
    if tried is None:
        return page(request, "sign_in.html", ("handle", WAIT), status=429, handle=handle)
    account = passwords.proven(handle, sent["password"])
    if account is None:
        return page(request, "sign_in.html", ("handle", _NOT_RIGHT), handle=handle)
    tried.succeeded()
    prove(request, account)
    return redirect("second-factor")


def prove(request: Asking, account: Account) -> None:
    """Somebody has given their password: a session under a new key, which reaches the second factor and no further."""
    login(request, account, _BACKEND)
    asking.prove(request.session, request.now)


@open_to_strangers
def second_factor(request: Asking) -> HttpResponse:
    """The second factor, after the password. Who holds none yet has to enrol first."""
    account = asking.halfway(request, request.now)
    if account is None:
        return redirect("sign-in")
    if not factors.enrolled(account):
        return redirect("enrol")
    if request.method == "POST":
        return _factor_sent(request, account)
    return page(request, "second_factor.html", passkey=factors.has_passkey(account))


def _factor_sent(request: Asking, account: Account) -> HttpResponse:
    if wrong := factor_given(request, account, given(request, "code", "credential")):
        status, passkey = 429 if wrong == WAIT else 422, factors.has_passkey(account)
        return page(request, "second_factor.html", ("code", wrong), status=status, passkey=passkey)
    entered = enter(request, account, "today")
    for words, at in told.news(account, request.now):
        messages.warning(request, f"{instant(at)}: {words}")
    return entered


def factor_given(request: Asking, account: Account, sent: dict[str, str]) -> str | None:
    """What is wrong with the second factor that was sent, in words; None where it is right, and then it is spent."""
    tried = throttle.attempt(request, "factor", account.handle, request.now)
    if tried is None:
        return WAIT
    if sent["credential"]:
        right, said = passkeys.give(account, sent["credential"], request.now), PASSKEY_WRONG
    else:
        kind = factors.give_code(account, sent["code"], request.now)
        right, said = kind is not None, CODE_WRONG
        if kind == "codes":
            told.tell(account, "code_used", request.now)
    if right:
        tried.succeeded()
    elif tried.last:
        told.tell(account, "factor_guessed", request.now)
    return None if right else said


def enter(request: Asking, account: Account, to: str) -> HttpResponse:
    """Both factors were given: the session begins under a new key, and the device is known from now on."""
    request.session.cycle_key()
    asking.begin(request.session, request.now)
    Account.objects.filter(pk=account.pk).update(last_login=request.now)
    sessions.forget_expired(request.now)
    entered = redirect(to)
    devices.remember(request, entered, account, request.now)
    return entered


@open_to_strangers
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session here and now."""
    return _out(request)


@require_POST
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """End every session of whoever asks, this one too."""
    sessions.end_all(cast(Account, request.user))
    return _out(request)


def _out(request: HttpRequest) -> HttpResponse:
    """The way out: the browser forgets every page. It keeps the cookie by which it is known, which opens nothing."""
    request.session.flush()
    gone = redirect("sign-in")
    gone.headers["Clear-Site-Data"] = CLEAR_SITE_DATA
    return gone


@require_POST
def stay(request: Asking) -> HttpResponse:
    """Somebody is still there: their quarter of an hour begins anew, to the second."""
    request.session[asking.SEEN] = request.now.timestamp()
    return HttpResponse(status=204)
