"""To triage: reports that nobody has yet, and naming whose case it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from lintel.casework import policy
from lintel.casework import triage as waiting
from lintel.casework.record import Draft, new_key, record
from lintel.casework.refusals import Barred
from lintel.casework.triage import Assignable, Report
from lintel.desk.casewords import spaced
from lintel.desk.pages import page
from lintel.desk.paging import page_links, page_number
from lintel.desk.posted import Posted, by_field, summary
from lintel.desk.rolenames import with_posts
from lintel.desk.tabs import tabs
from lintel.events.faults import Fault, InputRefused
from lintel.signin.asking import Asking

AT_ONCE = 50
"""Reports on one page."""
_DANGER = {"yes": "Somebody may be in danger now", "no": "No immediate danger was reported"}
_SAID = {
    "officer": "Choose who is to have the case",
    "reason": "Choose why it changes hands",
}
REASONS: Mapping[str, str] = {
    "handover": "The officer before hands it over",
    "preference": "She asked for somebody else",
    "cover": "The officer is away, and somebody covers",
}
_NATURE: Mapping[str, str] = {
    "disclosure": "Disclosed",
    "concern": "Concern raised",
    "witnessed": "Seen or heard",
}
_SOURCE: Mapping[str, str] = {
    "family": "family or a friend",
    "neighbour": "a neighbour",
    "professional": "another professional",
    "staff": "a colleague",
    "contractor": "a contractor",
    "board_member": "a board member",
    "police": "the police",
    "marac": "MARAC",
    "agency": "another agency",
    "anonymous": "somebody who gave no name",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A report that waits, in words."""

    report: Report
    urgent: bool
    danger: str
    came: str
    safely: str


@require_http_methods(["GET", "HEAD"])
def triage(request: Asking) -> HttpResponse:
    """What waits for an officer, the most dangerous first."""
    victim = policy.in_force().at(request.now).words.get("victim", "victim")
    number = page_number(request)
    skip = (number - 1) * AT_ONCE
    found = waiting.reports(actor=request.actor, now=request.now, skip=skip, most=AT_ONCE)
    rows = [_row(each, victim) for each in found.shown]
    pages = page_links(number, {}, more=found.after > 0)
    return page(request, "triage.html", tabs=tabs(request), rows=rows, found=found, pages=pages)


def _row(report: Report, victim: str) -> Row:
    first = ", ".join(spaced(each) for each in report.safe_channels)
    return Row(
        report=report,
        urgent=report.danger == "yes",
        danger=_DANGER.get(report.danger, "Nobody said whether there is danger: treat it as if there were"),
        came=_came(report, victim),
        safely=f"For a first call: {first}" if first else "No way is known to be safe",
    )


def _came(report: Report, victim: str) -> str:
    """What sort of report it is, and from whom."""
    nature = _NATURE.get(report.nature or "", "Reported")
    source = {"victim": f"the {victim}", **_SOURCE}.get(report.source or "")
    return f"{nature} by {source}" if source else nature


@require_http_methods(["GET", "HEAD", "POST"])
def officer(request: Asking, book: UUID) -> HttpResponse:
    """Name whose case it is."""
    if request.method == "POST":
        return _named(request, book)
    found = waiting.assignable(actor=request.actor, book=book, now=request.now)
    return _form(request, found, {"seen": str(found.seq), "key": new_key()}, [])


def _named(request: Asking, book: UUID) -> HttpResponse:
    posted = Posted.of(request, {"officer", "reason", "seen", "key"})
    found = waiting.assignable(actor=request.actor, book=book, now=request.now)
    said = {name: posted.text(name) for name in ("officer", "reason", "seen", "key")}
    faults: Sequence[Fault] = _faults(said, found)
    if not faults:
        try:
            record(actor=request.actor, book=book, draft=_draft(said, found, request), now=request.now)
        except InputRefused as refused:
            faults = refused.faults
        except Barred as barred:
            faults = [Fault(0, "officer", "is barred by the policy", str(barred))]
        else:
            name = dict(found.could_be)[said["officer"]]
            messages.success(request, f"{name} is now the officer of this case.")
            return redirect(reverse("triage"))
    return _form(request, found, said, faults)


def _faults(said: Mapping[str, str], found: Assignable) -> list[Fault]:
    faults = []
    if said["officer"] not in dict(found.could_be):
        faults.append(Fault(0, "officer", "is nobody who could have it", "somebody on the list"))
    if found.officer and said["reason"] not in REASONS:
        faults.append(Fault(0, "reason", "is none", "one of the list"))
    if not said["seen"].isdecimal() or len(said["seen"]) > 9:
        faults.append(Fault(0, "seen", "is no place in a case", "the form as it was opened"))
    return faults


def _draft(said: Mapping[str, str], found: Assignable, request: Asking) -> Draft:
    reason = said["reason"] if found.officer else "first"
    return Draft(
        event="officer.named",
        at=request.now,
        seen=int(said["seen"]),
        key=said["key"],
        facts={"officer": said["officer"], "reason": reason},
    )


def _form(request: Asking, found: Assignable, said: Mapping[str, str], faults: Sequence[Fault]) -> HttpResponse:
    offered = with_posts(dict(found.could_be))
    shown = {"found": found, "offered": offered, "said": said, "reasons": REASONS, "summary": summary(faults, _SAID)}
    return page(request, "officer.html", status=422 if faults else 200, form=shown, errors=by_field(faults, _SAID))
