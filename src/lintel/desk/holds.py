"""Legal holds in force, for whoever may propose to lift one; somebody else decides it in Approvals."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from lintel.access import rights
from lintel.casework import liftable, proposals
from lintel.casework.refusals import NotHere
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
    return page(request, "holds.html", found=found)
