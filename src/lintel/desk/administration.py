"""Administration: accounts, roles and teams. Whoever is here reads no case, whatever else they hold."""

from collections.abc import Callable, Mapping, Sequence

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from lintel.access import rights
from lintel.casework import roles, staffing, waysin
from lintel.casework.refusals import NotHere, StepUpNeeded
from lintel.casework.roles import Proposed
from lintel.casework.staffing import Held
from lintel.desk.pages import page
from lintel.desk.paging import page_links, page_number
from lintel.desk.posted import Posted, by_field, summary
from lintel.desk.rolenames import ROLES
from lintel.desk.waysin import WHYS
from lintel.events.faults import Fault, InputRefused
from lintel.outbound import addresses
from lintel.signin import linking
from lintel.signin.asking import Asking

_A_PAGE = 50
_SAID = {
    "name": "Enter what colleagues call them, at most 120 characters",
    "role": "Choose a role",
    "team": "Choose a team from the list",
    "sure": "Confirm that you mean it",
    "why": "Choose why they need a link",
    "address": "Enter a work e-mail address of yours, like name@example.org, or leave it empty",
}
_DOES: Mapping[str, tuple[str, ...]] = {
    "propose": ("role", "team"),
    "take": ("role",),
    "link": ("why", "sure"),
    "address": ("address",),
    "end": ("sure",),
}
"""What may be done to an account, and the fields that each form has."""


@require_http_methods(["GET", "HEAD", "POST"])
def administration(request: Asking) -> HttpResponse:
    """The accounts; what is searched for stands in no address."""
    begins = Posted.of(request, {"begins"}).text("begins")[:64] if request.method == "POST" else ""
    number = page_number(request)
    skip = 0 if begins else (number - 1) * _A_PAGE
    found = staffing.every(actor=request.actor, now=request.now, begins=begins, skip=skip, most=_A_PAGE + 1)
    return page(
        request,
        "administration.html",
        accounts=found[:_A_PAGE],
        begins=begins,
        pages={} if begins else page_links(number, {}, more=len(found) > _A_PAGE),
        role_names=ROLES,
        proposed=roles.waiting(actor=request.actor, now=request.now),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: Asking) -> HttpResponse:
    """A new account."""
    return _adding(request, "account_add.html", staffing.add, lambda said: redirect("account", said["handle"]))


@require_http_methods(["GET", "HEAD", "POST"])
def teams(request: Asking) -> HttpResponse:
    """The teams, and a new one."""
    return _adding(request, "teams.html", staffing.add_team, lambda _: redirect("teams"))


def _adding(
    request: Asking, template: str, add_one: Callable[..., None], go_on: Callable[[Mapping[str, str]], HttpResponse]
) -> HttpResponse:
    """The form for something that has a handle and a name."""
    said: dict[str, str] = {}
    faults: Sequence[Fault] = ()
    found = staffing.teams(actor=request.actor, now=request.now)
    if request.method == "POST":
        posted = Posted.of(request, {"handle", "name"})
        said = {name: posted.text(name) for name in ("handle", "name")}
        try:
            add_one(actor=request.actor, **said, now=request.now)
        except InputRefused as refused:
            faults = refused.faults
        else:
            return go_on(said)
    return page(
        request,
        template,
        status=422 if faults else 200,
        said=said,
        teams=found,
        summary=summary(faults, _SAID),
        errors=by_field(faults, _SAID),
    )


@require_http_methods(["GET", "HEAD"])
def account(request: Asking, handle: str) -> HttpResponse:
    """One account: what it may do, and what may be done about it."""
    return _account(request, handle)


def _account(
    request: Asking, handle: str, *, faults: Sequence[Fault] = (), said: Mapping[str, str] | None = None, code: str = ""
) -> HttpResponse:
    found = staffing.one(actor=request.actor, handle=handle, now=request.now)
    waiting = [each for each in roles.waiting(actor=request.actor, now=request.now) if each.staff == handle]
    return page(
        request,
        "account.html",
        status=422 if faults else 200,
        account=found,
        own=handle == request.actor.handle,
        waiting=waiting,
        teamless=_in_no_team([*found.roles, *waiting]),
        asked=[each for each in waysin.waiting(actor=request.actor, now=request.now) if each.staff == handle],
        whys=WHYS,
        teams=staffing.teams(actor=request.actor, now=request.now),
        role_names=ROLES,
        said=said or {},
        code=code,
        address=(said or {}).get("address", addresses.written(handle)),
        summary=summary(faults, _SAID),
        errors=by_field(faults, _SAID),
    )


def _in_no_team(held: Sequence[Held | Proposed]) -> bool:
    """Whether somebody is a case officer, or is to be one, and in no team."""
    officer = [each.team for each in held if each.role == "officer"]
    return bool(officer) and not any(officer)


@require_http_methods(["POST"])
def change(request: Asking, handle: str, what: str) -> HttpResponse:
    """Change something about an account. Whoever does has just confirmed that it is them."""
    if what not in _DOES or not rights.may(request.actor, "manage", "staff").allowed:
        raise NotHere
    if not request.actor.stepped_up:
        raise StepUpNeeded
    posted = Posted.of(request, _DOES[what])
    said = {name: posted.text(name) for name in _DOES[what]}
    if "sure" in said and said["sure"] != "yes":
        return _account(request, handle, faults=[Fault(0, "sure", "is not ticked", "tick it")], said=said)
    try:
        code = _CHANGES[what](request, handle, said)
    except InputRefused as refused:
        return _account(request, handle, faults=refused.faults, said=said)
    return _account(request, handle, code=code) if code else redirect("account", handle)


def _propose(request: Asking, handle: str, said: Mapping[str, str]) -> None:
    team = said["team"] or None
    roles.propose_role(actor=request.actor, staff=handle, role=said["role"], team=team, now=request.now)


def _take(request: Asking, handle: str, said: Mapping[str, str]) -> None:
    roles.end_role(actor=request.actor, staff=handle, role=said["role"], now=request.now)


def _link(request: Asking, handle: str, said: Mapping[str, str]) -> str:
    """Ask for a sign-in link; the code that it will take, which is shown this once."""
    return linking.ask(actor=request.actor, staff=handle, why=said["why"], now=request.now)


def _address(request: Asking, handle: str, said: Mapping[str, str]) -> None:
    staffing.one(actor=request.actor, handle=handle, now=request.now)
    if handle == request.actor.handle:
        raise NotHere
    addresses.set_address(handle, said["address"], request.now)


def _end(request: Asking, handle: str, _: Mapping[str, str]) -> None:
    roles.end_account(actor=request.actor, staff=handle, now=request.now)


_CHANGES: Mapping[str, Callable[[Asking, str, Mapping[str, str]], str | None]] = {
    "propose": _propose,
    "take": _take,
    "link": _link,
    "address": _address,
    "end": _end,
}
