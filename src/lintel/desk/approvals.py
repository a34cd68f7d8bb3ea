"""Waiting for approval: what one person asked for and another decides, signed in as themselves."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from lintel.access import accounts, rights
from lintel.casework import approving, breakglass, certified, liftable, policy, proposals, roles
from lintel.casework.approving import Asked
from lintel.casework.liftable import Placed
from lintel.casework.models import Proposal
from lintel.casework.refusals import NotHere, StepUpNeeded
from lintel.casework.roles import Proposed
from lintel.design.words import day
from lintel.desk import waysin
from lintel.desk.askedfor import said
from lintel.desk.deciding import ANSWERS, Wait, answer_of, decision
from lintel.desk.holds import placed_by
from lintel.desk.pages import page
from lintel.desk.posted import Posted
from lintel.desk.rolenames import ROLES
from lintel.desk.tabs import approves, tabs
from lintel.signin.asking import Asking


@require_http_methods(["GET", "HEAD"])
def approvals(request: Asking) -> HttpResponse:
    """Everything that waits for this person."""
    if not approves(request):
        raise NotHere
    return page(
        request,
        "approvals.html",
        tabs=tabs(request),
        proposed=_proposed(request),
        roles=[_role(each) for each in _roles(request)],
        ways_in=waysin.waits(request),
        in_cases=_in_cases(request),
        glasses=_glasses(request),
        certificates=rights.may(request.actor, "list", "certificate").allowed,
        proposes=rights.ever(request.actor, "propose", "erasure"),
    )


@dataclass(frozen=True, slots=True)
class InCase:
    """What waits in a case: what is asked in words, by whom, and where it is answered."""

    book: UUID
    name: str
    event: str
    entry: str
    what: str
    by: str
    at: datetime


def _in_cases(request: Asking) -> list[InCase]:
    if not rights.may(request.actor, "list", "discretion").allowed:
        return []
    found = approving.awaited(actor=request.actor, now=request.now)
    called, version = accounts.names_of(each.by for each in found if each.by), policy.in_force().at(request.now)
    return [_in_case(each, said(each.event, each.facts, version), called) for each in found]


def _in_case(each: Asked, what: str, called: Mapping[str, str]) -> InCase:
    by = called.get(each.by, each.by) if each.by else "Not recorded"
    return InCase(each.book, each.name, each.event, each.entry, what, by, each.at)


def _glasses(request: Asking) -> int:
    """How many broken glasses wait for this person's review."""
    if not rights.may(request.actor, "list", "break_glass_review").allowed:
        return 0
    return len(breakglass.waiting(actor=request.actor, now=request.now))


def _proposed(request: Asking) -> list[Wait]:
    found = proposals.waiting(actor=request.actor, now=request.now)
    placed = liftable.awaited(actor=request.actor, proposals=found, now=request.now)
    called = accounts.names_of([*(each.by for each in found), *(each.by for each in placed.values() if each.by)])
    return [_wait(each, called, placed.get(each.id)) for each in found]


def _wait(proposal: Proposal, called: Mapping[str, str], hold: Placed | None) -> Wait:
    asked = json.loads(proposal.asked)
    name = proposal.book.name if proposal.book else ""
    by = called.get(proposal.by, proposal.by)
    if proposal.what == "hold":
        return Wait(proposal.id, "Lift a legal hold", f"Case {name}{placed_by(hold, called)}", by, proposal.at)
    due = day(date.fromisoformat(asked["due"]))
    about = f"Case {name}. Kept as “{asked['class'].replace('-', ' ')}”; its time was up on {due}"
    never = "Its keys are destroyed. Nobody can read it again, and nothing brings it back."
    return Wait(proposal.id, "Erase a case", about, by, proposal.at, never)


def _roles(request: Asking) -> list[Proposed]:
    """The roles that this person could decide."""
    if not rights.may(request.actor, "list", "role_grant").allowed:
        return []
    return [each for each in roles.waiting(actor=request.actor, now=request.now) if each.decides]


def _role(each: Proposed) -> Wait:
    team = f", team {each.team}" if each.team else ""
    by = accounts.names_of([each.by]).get(each.by, each.by)
    return Wait(each.id, f"{each.called} as {ROLES[each.role].lower()}", f"Account {each.staff}{team}", by, each.at)


@require_http_methods(["GET", "HEAD", "POST"])
def proposal(request: Asking, proposal: UUID) -> HttpResponse:
    """Decide a proposal to erase a case or to lift a hold."""
    found = next((each for each in _proposed(request) if each.id == proposal), None)
    return _decided(request, found, "proposal")


@require_http_methods(["GET", "HEAD", "POST"])
def role(request: Asking, proposal: UUID) -> HttpResponse:
    """Decide a proposed role."""
    found = next((_role(each) for each in _roles(request) if each.id == proposal), None)
    return _decided(request, found, "role")


def _decided(request: Asking, found: Wait | None, kind: str) -> HttpResponse:
    """Ask for the decision, of somebody who has just confirmed that it is them; then make it."""
    if found is None:
        raise NotHere
    if not request.actor.stepped_up:
        raise StepUpNeeded
    answer = answer_of(request)
    if answer not in ANSWERS:
        return decision(request, found, answer)
    _decide(request, found.id, kind, approved=answer == "approve")
    return redirect("approvals")


def _decide(request: Asking, proposal: UUID, kind: str, *, approved: bool) -> None:
    decide = roles.decide_role if kind == "role" else proposals.decide
    decide(actor=request.actor, proposal=proposal, approved=approved, now=request.now)


@require_http_methods(["GET", "HEAD", "POST"])
def erasable(request: Asking) -> HttpResponse:
    """The cases whose time is up, for who may propose to erase them; proposing one."""
    if not rights.ever(request.actor, "propose", "erasure"):
        raise NotHere
    found = proposals.proposable(actor=request.actor, now=request.now)
    if request.method == "POST":
        asked = Posted.of(request, {"case"}).text("case")
        book = next((each.book for each in found if each.book.hex == asked), None)
        if book is None:
            raise NotHere
        proposals.propose(actor=request.actor, book=book, what="erasure", facts={}, now=request.now)
        return redirect("erasable")
    return page(request, "erasable.html", found=found)


@require_http_methods(["GET", "HEAD"])
def certificates(request: Asking) -> HttpResponse:
    """The certificates of the cases that were erased."""
    return page(request, "certificates.html", found=certified.certificates(actor=request.actor, now=request.now))
