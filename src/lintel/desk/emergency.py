"""Opening a case in an emergency, and the second look that somebody else takes at why."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from lintel.access import accounts, rights
from lintel.casework import breakglass
from lintel.casework.breakglass import CODES, LONGEST, SHORTEST, Waiting, break_glass, called
from lintel.casework.refusals import NotHere, StepUpNeeded
from lintel.casework.wholooked import sees_who_looked
from lintel.desk import caseforms
from lintel.desk.caseforms import Problem
from lintel.desk.casewords import article
from lintel.desk.pages import page
from lintel.events.faults import InputRefused
from lintel.signin.asking import Asking

_FIELDS = ("reference", "code", "reason", "address", "address_reason")
_LONGEST_REFERENCE = 64


@require_http_methods(["GET", "HEAD", "POST"])
def emergency(request: Asking) -> HttpResponse:
    """The form by which a case that is not one's own is opened, to read for an hour."""
    wrong = [caseforms.confirm_first()] if _confirms(request) else []
    if request.method == "POST" and not wrong:
        wrong = _wrong(request)
    if request.method == "POST" and not wrong:
        form = request.POST
        book, ticked = called(form["reference"]), form.get("address") == "yes"
        reason = f"{form['reason']}\n\nAddresses: {form['address_reason']}" if ticked else form["reason"]
        try:
            break_glass(
                actor=request.actor, book=book, code=form["code"], reason=reason, address=ticked, now=request.now
            )
        except InputRefused as refused:
            wrong = caseforms.problems(refused)
        else:
            return redirect("case", book)
    return page(
        request,
        "emergency.html",
        status=422 if wrong else 200,
        codes=[(code, article(words)) for code, words in CODES.items()],
        typed={field: request.POST.get(field, "") for field in _FIELDS},
        wrong=wrong,
        errors=caseforms.errors(wrong),
        shortest=SHORTEST,
    )


def _confirms(request: Asking) -> bool:
    """Whether the second factor has to be given once more before the form that was sent can be taken.

    The form is only for those who could open some case by it; the same, whichever case they think of.
    """
    anybodys = rights.Standing("none", state="open", stepped_up=request.actor.stepped_up)
    right = rights.may(request.actor, "open", "break_glass", anybodys)
    if right.needs_step_up and request.method != "POST":
        raise StepUpNeeded
    if not (right.allowed or right.needs_step_up):
        raise NotHere
    return right.needs_step_up


def _wrong(request: Asking) -> list[Problem]:
    form = request.POST
    wrong = caseforms.unknown_fields(request, _FIELDS)
    if not 0 < len(form.get("reference", "").strip()) <= _LONGEST_REFERENCE:
        wrong.append(Problem("reference", "Give the reference of the case, as it was told to you"))
    if form.get("code") not in CODES:
        wrong.append(Problem("code", "Choose why it cannot wait"))
    wrong += _too_little(form.get("reason", ""), "reason", "Say why")
    if form.get("address") == "yes":
        wrong += _too_little(form.get("address_reason", ""), "address_reason", "Say why you need the address")
    return wrong


def _too_little(text: str, field: str, asks: str) -> list[Problem]:
    if len(" ".join(text.split())) < SHORTEST:
        return [Problem(field, f"{asks}, in at least {SHORTEST} characters")]
    if len(text) > LONGEST // 2 - 20:
        return [Problem(field, f"{asks}, in at most {LONGEST // 2 - 20:,} characters")]
    return []


@dataclass(frozen=True, slots=True)
class Broken:
    """A glass that waits for its review, in words."""

    glass: Waiting
    who: str
    why: str


@require_safe
def reviews(request: Asking) -> HttpResponse:
    """The emergencies that wait for a second look."""
    found = _broken(request)
    return page(request, "reviews.html", waiting=found, now_at=request.now)


def _broken(request: Asking) -> list[Broken]:
    waiting = breakglass.waiting(actor=request.actor, now=request.now)
    names = accounts.names_of(each.staff for each in waiting)
    return [
        Broken(each, names.get(each.staff, each.staff), article(CODES.get(each.code, each.code))) for each in waiting
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: Asking, glass: UUID) -> HttpResponse:
    """One emergency: why, in the words of whoever opened the case, and the finding."""
    found = next((each for each in _broken(request) if each.glass.id == glass), None)
    if found is None:
        raise NotHere
    wrong = _review_wrong(request) if request.method == "POST" else []
    if request.method == "POST" and not wrong:
        form = request.POST
        try:
            breakglass.review(
                actor=request.actor, glass=glass, justified=form["justified"] == "yes", findings=form["findings"],
                now=request.now,
            )  # fmt: skip
        except InputRefused as refused:
            wrong = caseforms.problems(refused)
        else:
            messages.success(request, "The review is saved.")
            return redirect("reviews")
    return page(
        request,
        "review.html",
        status=422 if wrong else 200,
        found=found,
        sees_looks=sees_who_looked(request.actor, found.glass.book, request.now),
        reason=breakglass.reason_of(actor=request.actor, glass=glass, now=request.now),
        typed={field: request.POST.get(field, "") for field in ("justified", "findings")},
        wrong=wrong,
        errors=caseforms.errors(wrong),
    )


def _review_wrong(request: Asking) -> list[Problem]:
    form = request.POST
    wrong = caseforms.unknown_fields(request, ("justified", "findings"))
    if form.get("justified") not in ("yes", "no"):
        wrong.append(Problem("justified", "Say if it was needed"))
    if not form.get("findings", "").strip():
        wrong.append(Problem("findings", "Say what you found"))
    return wrong + caseforms.too_long(form, ("findings",), LONGEST)
