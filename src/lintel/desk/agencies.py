"""The directory: which agency helps whom, where and in what; and keeping it right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from lintel.access import rights
from lintel.casework import agencies as listed
from lintel.casework.refusals import NotHere
from lintel.desk.pages import page
from lintel.desk.posted import Posted, by_field, summary
from lintel.events.entry import LONDON
from lintel.events.faults import Fault, InputRefused
from lintel.signin.asking import Asking

_FIELDS = (
    "agency", "name", "kind", "service", "areas", "needs", "languages", "phone", "email", "website", "emergency",
)  # fmt: skip
_SAID = {
    "agency": "Enter a short name without spaces, like rivergate-idva",
    "name": "Enter what the agency is called",
    "kind": "Enter what sort of agency it is, like charity",
    "service": "Choose a service",
    "phone": "Enter one telephone number, in digits",
    "email": "Enter one e-mail address",
    "website": "Enter an address that begins with https://",
}
_OLD = 180
"""Days after which an agency has to be looked at again."""


@dataclass(frozen=True, slots=True)
class Line:
    """An agency, and whether nobody has looked at it for too long."""

    listed: listed.Listed
    old: bool


@require_http_methods(["GET", "HEAD"])
def directory(request: Asking) -> HttpResponse:
    """Search the directory: nothing in it is about anybody, so the search stands in the address."""
    asked = {name: request.GET.get(name, "").strip()[:64] for name in ("area", "need", "service")}
    found = listed.search(actor=request.actor, now=request.now, **asked)
    today = request.now.astimezone(LONDON).date()
    return page(
        request,
        "directory.html",
        lines=[Line(each, _days(each.agency.last_checked, today) > _OLD) for each in found],
        asked=asked,
        services=listed.SERVICES,
        manages=rights.may(request.actor, "manage", "directory").allowed,
    )


def _days(since: date, today: date) -> int:
    return (today - since).days


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: Asking) -> HttpResponse:
    """Add an agency, or another service of one."""
    if not rights.may(request.actor, "manage", "directory").allowed:
        raise NotHere
    said: Mapping[str, str] = {}
    faults: Sequence[Fault] = ()
    if request.method == "POST":
        posted = Posted.of(request, _FIELDS)
        said = {name: posted.text(name) for name in _FIELDS}
        try:
            listed.add(actor=request.actor, said=said, now=request.now)
        except InputRefused as refused:
            faults = refused.faults
        else:
            return redirect("directory")
    return page(
        request,
        "directory_add.html",
        status=422 if faults else 200,
        said=said,
        services=listed.SERVICES,
        summary=summary(faults, _SAID),
        errors=by_field(faults, _SAID),
    )


@require_POST
def checked(request: Asking, agency: str) -> HttpResponse:
    """What it says of an agency is still so."""
    Posted.of(request, ())
    listed.checked(actor=request.actor, agency=agency, now=request.now)
    return redirect("directory")
