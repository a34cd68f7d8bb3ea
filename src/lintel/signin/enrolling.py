"""The pages by which somebody comes to what they sign in with: a link, a password, a factor, recovery codes."""

from typing import cast

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from lintel.casework.refusals import StepUpNeeded
from lintel.signin import asking, enrolment, factors, passkeys, throttle, told
from lintel.signin.asking import Asking
from lintel.signin.enrolment import Link
from lintel.signin.entering import PASSKEY_WRONG, WAIT, enter, prove
from lintel.signin.given import given
from lintel.signin.middleware import open_to_strangers
from lintel.signin.models import Account
from lintel.signin.qr import picture
from lintel.signin.sealed import SealedFactors
from lintel.signin.showing import page

_APP_WRONG = "That code is not right. Check that the app holds the account shown here, and type its next code."
_SEED_WRONG = "This page was made for somebody else, or changed. Add the account shown now to your app."
_CODE_WRONG = "That code does not fit this link. Ask whoever looks after staff accounts for the code of 12 digits."
_UNLIKE = "The two are not the same. Type the password again in both."


@open_to_strangers
def invitation(request: Asking, token: str) -> HttpResponse:
    """Set a password by a one-time link. To open it changes nothing; a link that works no more says so, and no more."""
    link = enrolment.invited(token, request.now)
    if link is None:
        return page(request, "no_link.html", status=404)
    if request.method == "POST":
        return _password_chosen(request, token, link)
    return _choosing(request, link)


def _choosing(request: Asking, link: Link, *wrong: tuple[str, str], status: int = 0) -> HttpResponse:
    shown = {"handle": link.account.handle, "coded": link.coded}
    return page(request, "invitation.html", *wrong, status=status, **shown)


def _password_chosen(request: Asking, token: str, link: Link) -> HttpResponse:
    sent = given(request, "code", "password", "again")
    if wrong := _code_wrong(request, token, link, sent["code"]):
        return _choosing(request, link, ("code", wrong), status=429 if wrong == WAIT else 422)
    if sent["password"] != sent["again"]:
        return _choosing(request, link, ("again", _UNLIKE))
    try:
        made = enrolment.set_password(token, sent["code"], sent["password"], request.now)
    except ValidationError as refused:
        return _choosing(request, link, *(("password", words) for words in refused.messages))
    if made is None:
        return page(request, "no_link.html", status=404)
    prove(request, made)
    return redirect("second-factor")


def _code_wrong(request: Asking, token: str, link: Link, code: str) -> str | None:
    """What is wrong with the code that a link takes, in words; None where it is right, or the link takes none."""
    if not link.coded:
        return None
    tried = throttle.attempt(request, "link", link.account.handle, request.now)
    if tried is None:
        return WAIT
    if not enrolment.opens(token, code, request.now):
        return _CODE_WRONG
    tried.succeeded()
    return None


@open_to_strangers
def enrol(request: Asking) -> HttpResponse:
    """The first factor: nobody gets any further without one."""
    account = asking.halfway(request, request.now)
    if account is None:
        return redirect("sign-in")
    if factors.enrolled(account):
        return redirect("second-factor")
    if request.method != "POST":
        return _offered(request, account, "enrol.html")
    if wrong := _added(request, account):
        return _offered(request, account, "enrol.html", wrong)
    factors.renew_codes(account, request.now)
    return enter(request, account, "recovery-codes")


def another(request: Asking) -> HttpResponse:
    """One more passkey, or another authenticator app in place of the one there was."""
    account = stepped_up(request)
    if request.method != "POST":
        return _offered(request, account, "another.html")
    if wrong := _added(request, account):
        return _offered(request, account, "another.html", wrong)
    told.tell(account, "factor_added", request.now)
    return redirect("my-account")


def _added(request: Asking, account: Account) -> tuple[str, str] | None:
    """Hold the factor that was sent; the field and what is wrong with it, where it cannot be."""
    sent = given(request, "seed", "code", "name", "credential")
    if sent["credential"]:
        name = sent["name"].strip()[:60] or "Passkey"
        return None if passkeys.take(account, name, sent["credential"], request.now) else ("code", PASSKEY_WRONG)
    seed = factors.seed_of(account, sent["seed"])
    if seed is None:
        return ("code", _SEED_WRONG)
    code = sent["code"].replace(" ", "")
    return None if factors.take_app(account, seed, code, request.now) else ("code", _APP_WRONG)


def _offered(request: Asking, account: Account, template: str, *wrong: tuple[str, str]) -> HttpResponse:
    """The page with a seed: the one that was sent, after a code that was wrong; else a new one."""
    sealed = str(request.POST.get("seed", ""))
    seed = factors.seed_of(account, sealed) if sealed else None
    if seed is None:
        seed, sealed = factors.new_seed(account)
    written = " ".join(seed[at : at + 4] for at in range(0, len(seed), 4))
    code = picture(SealedFactors().build_totp_url(account, seed))
    return page(request, template, *wrong, sealed=sealed, seed=written, code=code)


def recovery_codes(request: Asking) -> HttpResponse:
    """The recovery codes, until their owner says that they are kept somewhere."""
    account = stepped_up(request)
    if request.method == "POST":
        given(request)
        factors.codes_kept(account)
        return redirect("today")
    codes = factors.codes_to_keep(account)
    return page(request, "recovery_codes.html", codes=codes) if codes else redirect("my-account")


@require_POST
def new_codes(request: Asking) -> HttpResponse:
    """Make new recovery codes: the old ones stop working."""
    account = stepped_up(request)
    factors.renew_codes(account, request.now)
    told.tell(account, "codes_renewed", request.now)
    return redirect("recovery-codes")


@open_to_strangers
@require_POST
def passkey_to_make(request: Asking) -> HttpResponse:
    """What the browser needs to make a passkey: for who enrols, or adds one with the second factor just given."""
    account = asking.halfway(request, request.now)
    if account is not None and factors.enrolled(account):
        return redirect("second-factor")
    if account is None and not request.actor.live:
        return redirect("sign-in")
    return JsonResponse(passkeys.offer_new(account or stepped_up(request)))


@open_to_strangers
@require_POST
def passkey_to_use(request: Asking) -> HttpResponse:
    """What the browser needs to use a passkey: for who has given a password, or confirms that it is them."""
    account = asking.halfway(request, request.now) or (owner(request) if request.actor.live else None)
    return redirect("sign-in") if account is None else JsonResponse(passkeys.offer_use(account))


def stepped_up(request: Asking) -> Account:
    """Whoever asks. Raises `StepUpNeeded` where their second factor was given longer than five minutes ago."""
    if not request.actor.stepped_up:
        raise StepUpNeeded
    return owner(request)


def owner(request: HttpRequest) -> Account:
    """What whoever asks signs in with. For requests that the gate has let through."""
    return cast(Account, request.user)
