"""Legal holds in force, for whoever may propose to lift one; somebody else decides it in Approvals."""

from collections.abc import Mapping

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from lintel.access import accounts, rights
from lintel.casework import liftable, proposals
from lintel.casework.liftable import Placed
from lintel.casework.refusals import NotHere
from lintel.design.words import day
from lintel.desk.forms.layouts import in_words
from lintel.desk.pages import page
from lintel.desk.posted import Posted
from lintel.signin.asking import Asking


@require_http_methods(["GET", "HEAD", "POST"])
def holds(request: Asking) -> HttpResponse:
    """The holds of one's cases; proposing to lift one."""
    if not rights.ever(request.actor, "propose", "hold"):
        raise NotHere
    found = liftable.liftable(actor=request.actor, now=request.now)
    if request.method == "POST":
        posted = Posted.of(request, {"case", "hold"})
        asked = (posted.text("case"), posted.text("hold"))
        hold = next((each for each in found if (each.book.hex, each.entry) == asked), None)
        if hold is None:
            raise NotHere
        facts = {"thread": hold.entry}
        proposals.propose(actor=request.actor, book=hold.book, what="hold", facts=facts, now=request.now)
        return redirect("holds")
    called = accounts.names_of(each.by for each in found if each.by)
    return page(request, "holds.html", found=[(each, _why(each), called.get(each.by or "", each.by)) for each in found])


def _why(hold: Placed) -> str:
    """Why a hold was placed, as its form says it."""
    return in_words("legal_hold.placed", "why", hold.why) if hold.why else "It was not said why"


def placed_by(hold: Placed | None, called: Mapping[str, str]) -> str:
    """Why a hold was placed, when and by whom, as the end of a sentence; nothing of one that is no longer in force."""
    if hold is None:
        return ""
    by = called.get(hold.by, hold.by) if hold.by else "somebody who is not recorded"
    return f". {_why(hold)}. Placed on {day(hold.at)} by {by}"
