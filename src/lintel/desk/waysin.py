"""Deciding on a sign-in link for a colleague. It is shown once, to whoever approved it, and takes a code as well."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from lintel.access import accounts, rights
from lintel.casework import waysin
from lintel.casework.refusals import NotHere, StepUpNeeded
from lintel.casework.waysin import Asked, Why
from lintel.desk.deciding import ANSWERS, Wait, answer_of, decision
from lintel.desk.pages import page
from lintel.signin import linking
from lintel.signin.asking import Asking


@dataclass(frozen=True, slots=True)
class Reason:
    """Why somebody needs a link, as it is chosen, and what the link then does."""

    short: str
    does: str


WHYS: Final[Mapping[Why, Reason]] = {
    "begins": Reason("They are new here", "They choose a password, and add a way to confirm that it is them."),
    "password": Reason("They forgot their password", "What they confirm with stays as it is, and is asked for."),
    "lost": Reason(
        "They lost their phone or key",
        "Once it is approved, their password, every way to confirm and every session end, and they begin anew.",
    ),
    "seized": Reason(
        "Somebody else may have come by their password, phone or key",
        "They are signed out and shut out at once. Once it is approved, they begin anew.",
    ),
}
"""The reasons that a link may be asked for."""


def waits(request: Asking) -> list[Wait]:
    """The links that this person could decide on."""
    if not rights.may(request.actor, "list", "sign_in").allowed:
        return []
    found = [each for each in waysin.waiting(actor=request.actor, now=request.now) if each.decides]
    called = accounts.names_of(name for each in found for name in (each.staff, each.by))
    return [_wait(each, called) for each in found]


def _wait(each: Asked, called: Mapping[str, str]) -> Wait:
    reason = WHYS[each.why]
    about = f"Account {each.staff}. {reason.short}. {reason.does}"
    name = called.get(each.staff, each.staff)
    sure = f"Approve it only if you have seen or spoken to {name}. It lets in whoever has the link and the code."
    return Wait(each.id, f"A sign-in link for {name}", about, called.get(each.by, each.by), each.at, sure)


@require_http_methods(["GET", "HEAD", "POST"])
def way_in(request: Asking, proposal: UUID) -> HttpResponse:
    """Decide on a sign-in link. The page that answers an approval shows it, this once."""
    found = next((each for each in waits(request) if each.id == proposal), None)
    if found is None:
        raise NotHere
    if not request.actor.stepped_up:
        raise StepUpNeeded
    answer = answer_of(request)
    if answer not in ANSWERS:
        return decision(request, found, answer)
    path = linking.decide(actor=request.actor, proposal=proposal, approved=answer == "approve", now=request.now)
    link = request.build_absolute_uri(path) if path else ""
    return page(request, "way_in.html", wait=found, link=link)
