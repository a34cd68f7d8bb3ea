"""Handover: an officer's cases given to others, or covered while they are away. Every clock runs on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from lintel.access import accounts
from lintel.access.grants import RUNNING
from lintel.casework import handover as moving
from lintel.casework.caseload import Carried, carried, officers
from lintel.casework.refusals import NotHere
from lintel.casework.triage import works_cases
from lintel.desk.briefly import ByWhen, by_when
from lintel.desk.pages import page
from lintel.desk.posted import Posted, by_field, summary
from lintel.desk.rolenames import with_posts
from lintel.events.faults import Fault, InputRefused
from lintel.signin.asking import Asking

WHY: Mapping[str, str] = {
    "cover": "They are away, and somebody covers until they are back",
    "handover": "The cases go to somebody else for good",
}
_SAID = {
    "officer": "Choose whose cases they are",
    "why": "Choose whether this is cover or for good",
    "everything": "Choose who is to have the cases: one person for all, or one for each",
}
_DONE = "handed over"
"""Key of the session under which what came of it waits to be shown once."""
OUTCOMES: Mapping[str, str] = {
    "done": "Moved",
    "already": "Was so already",
    "kept_out": "Not moved: they may not work this case. Choose somebody else",
    "barred": "Not moved: a rule of the policy bars it. Open the case to see which",
    "busy": "Not moved: others were writing in it. Try again in a minute",
    "out_of_reach": "Not moved: it is not one of yours any longer",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A case that is to be moved, and to whom."""

    case: Carried
    when: ByWhen
    to: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the form says: why, who is to have everything, and who is to have each case instead, by its field."""

    why: str
    everything: str
    each: Mapping[str, str]

    def to(self, case: Carried) -> str:
        return self.each.get(_field(case)) or self.everything


def _field(case: Carried) -> str:
    return f"to-{case.book.hex}"


@require_http_methods(["GET", "HEAD", "POST"])
def handover(request: Asking) -> HttpResponse:
    """Choose whose cases are to be moved."""
    found = officers(actor=request.actor, now=request.now)
    faults: list[Fault] = []
    if request.method == "POST":
        chosen = Posted.of(request, {"officer"}).text("officer")
        if chosen in {handle for handle, *_ in found}:
            return redirect("handover-of", chosen)
        faults = [Fault(0, "officer", "is none", "somebody on the list")]
    return page(
        request,
        "handover.html",
        status=422 if faults else 200,
        officers=found,
        summary=summary(faults, _SAID),
        errors=by_field(faults, _SAID),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def cases(request: Asking, officer: str) -> HttpResponse:
    """Choose to whom each case goes, what is due first at the top; then check it; then do it."""
    found = carried(actor=request.actor, officer=officer, now=request.now)
    if not found:
        raise NotHere
    if request.method != "POST":
        return _form(request, officer, found, Wanted("", "", {}), ())
    fields = {_field(case) for case in found}
    posted = Posted.of(request, {"why", "everything", "confirmed", "change", *fields})
    wanted = Wanted(posted.text("why"), posted.text("everything"), {name: posted.text(name) for name in fields})
    faults = _faults(wanted, found, officer)
    if faults or posted.text("change"):
        return _form(request, officer, found, wanted, faults)
    if not posted.text("confirmed"):
        return _check(request, officer, found, wanted)
    return _done(request, officer, found, wanted)


def _faults(wanted: Wanted, found: Sequence[Carried], officer: str) -> list[Fault]:
    faults = []
    could = set(works_cases())
    chosen = {wanted.to(case) for case in found} - {""}
    if wanted.why not in WHY:
        faults.append(Fault(0, "why", "is not said", "cover or for good"))
    if not chosen:
        faults.append(Fault(0, "everything", "is nobody", "somebody on the list"))
    elif not chosen <= could or (wanted.why == "handover" and officer in chosen):
        faults.append(Fault(0, "everything", "is nobody who could have them", "somebody else on the list"))
    return faults


def _form(
    request: Asking, officer: str, found: Sequence[Carried], wanted: Wanted, faults: Sequence[Fault]
) -> HttpResponse:
    return page(
        request,
        "handover_cases.html",
        status=422 if faults else 200,
        officer=officer,
        called=_called(officer),
        rows=_rows(request, found, wanted),
        wanted=wanted,
        why=WHY,
        could_be=with_posts(works_cases()),
        summary=summary(faults, _SAID),
        errors=by_field(faults, _SAID),
    )


def _rows(request: Asking, found: Sequence[Carried], wanted: Wanted) -> list[Row]:
    return [Row(case, by_when(case.due, request.now), wanted.each.get(_field(case), "")) for case in found]


def _called(officer: str) -> str:
    return accounts.names_of([officer]).get(officer, officer)


def _moved(found: Sequence[Carried], wanted: Wanted) -> list[tuple[Carried, str]]:
    """The cases that are to move, each with its new officer. Cover is for running cases alone."""
    running = [case for case in found if wanted.why == "handover" or (case.state in RUNNING and not case.covers)]
    return [(case, wanted.to(case)) for case in running if wanted.to(case)]


def _check(request: Asking, officer: str, found: Sequence[Carried], wanted: Wanted) -> HttpResponse:
    moved = _moved(found, wanted)
    names = works_cases()
    return page(
        request,
        "handover_check.html",
        officer=officer,
        called=_called(officer),
        moved=[(Row(case, by_when(case.due, request.now), to), names[to]) for case, to in moved],
        stays=len(found) - len(moved),
        wanted=wanted,
        why=WHY[wanted.why],
    )


def _done(request: Asking, officer: str, found: Sequence[Carried], wanted: Wanted) -> HttpResponse:
    names = works_cases()
    came = [(case.book.hex, case.name, names[to], _move(request, officer, case, to, wanted.why))
            for case, to in _moved(found, wanted)]  # fmt: skip
    request.session[_DONE] = {"officer": officer, "came": came}
    return redirect("handover-done")


def _move(request: Asking, officer: str, case: Carried, to: str, why: str) -> str:
    """Move one case; what came of it. Each is an entry of its own, so what was done before a failure stays done."""
    move = moving.cover if why == "cover" else moving.hand_over
    try:
        came = move(actor=request.actor, officer=officer, to=to, clock=lambda: request.now, cases=[case.book])
    except InputRefused:
        return "kept_out"
    return next(iter(came), "already")


@require_http_methods(["GET", "HEAD"])
def done(request: Asking) -> HttpResponse:
    """What came of it: what was moved, and what was not and why."""
    said = request.session.get(_DONE)
    if said is None:
        return redirect("handover")
    officer = str(said["officer"])
    left = carried(actor=request.actor, officer=officer, now=request.now)
    return page(
        request,
        "handover_done.html",
        officer=officer,
        called=_called(officer),
        came=[(name, to, OUTCOMES[outcome], outcome) for _, name, to, outcome in said["came"]],
        moved=sum(outcome in ("done", "already") for *_, outcome in said["came"]),
        stays=len(left),
    )
