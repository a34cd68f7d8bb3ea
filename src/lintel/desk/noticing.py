"""The bell: what happened that somebody should know of, in words that say nothing of what it was about."""

from collections.abc import Mapping
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from lintel.casework import notices as kept
from lintel.desk.pages import page
from lintel.desk.paging import page_links, page_number
from lintel.desk.posted import Posted
from lintel.desk.tabs import tabs
from lintel.outbound import delivery
from lintel.signin import told
from lintel.signin.asking import Asking

AT_ONCE = 100
"""Notices on one page."""
WORDS: Mapping[str, str] = {
    "report_received": "A report came in. It waits for an officer.",
    "reports_many": "Very many reports came from one account within an hour. See who sends them, and why.",
    "case_assigned": "You were named as the officer of a case.",
    "case_shared": "You were let into a case by name.",
    "guard_broken": "Something was recorded in a case that a rule of the policy does not allow.",
    "glass_broken": "Somebody opened a case in an emergency. It has to be reviewed.",
    "erasure_proposed": "It was proposed to erase a case.",
    "erasure_approved": "The erasure that you proposed was approved.",
    "erasure_refused": "The erasure that you proposed was refused.",
    "discretion_asked": "Somebody asked to depart from the policy in a case. It waits for you or another lead.",
    "discretion_approved": "The departure from the policy that you asked for was approved.",
    "discretion_refused": "The departure from the policy you asked for was refused. The case says what to do instead.",
    "closure_proposed": "It was proposed to close a case. It waits for you or another lead.",
    "closure_approved": "Somebody agreed that the case can close, as you proposed.",
    "closure_refused": "Somebody does not agree that the case can close, as you proposed. The case says why.",
    "hold_proposed": "It was proposed to lift a legal hold.",
    "hold_approved": "The lifting of a hold that you proposed was approved.",
    "hold_refused": "The lifting of a hold that you proposed was refused.",
    "role_proposed": "A role was proposed for somebody. It waits for a second person.",
    "sign_in_asked": "A sign-in link was asked for, for a colleague. It waits for a second person.",
    "sign_in_approved": "The sign-in link that you asked for was approved. It works with the code that you were given.",
    "sign_in_refused": "The sign-in link that you asked for was refused.",
    "officer_leaving": "An officer leaves, and a case of theirs could not be handed over.",
    "officer_away": "An officer is away, and a case of theirs could not be covered.",
    "plan_stale": "A plan of how to reach somebody in a case of yours is past its day. Ask her again.",
    "review_overdue": "Nobody has reviewed yet why a case was opened in an emergency. The day for it is over.",
    "approval_waiting": "Something has waited for two working days for a second person, and you could answer it.",
    "retention_due": "A case has been kept as long as it has to be. Whether to erase it is for two people to decide.",
    **told.WORDS,
}
"""What each kind of notice says. One that is not here is shown as its kind."""

PRESSING = frozenset({"glass_broken", "guard_broken", "review_overdue", "reports_many", *told.WORDS})
"""What cannot wait behind a crowd of others: a case was opened or a rule broken, a way in changed, reports pour in."""


@require_http_methods(["GET", "HEAD"])
def notices(request: Asking) -> HttpResponse:
    """The reader's own notices: what they have not seen first, and of it what cannot wait."""
    number = page_number(request)
    skip = (number - 1) * AT_ONCE
    found = kept.mine(actor=request.actor, now=request.now, first=PRESSING, skip=skip, most=AT_ONCE)
    return page(
        request,
        "notices.html",
        tabs=tabs(request),
        found=found,
        words=WORDS,
        new=[each.id.hex for each in found.shown if each.new],
        pages=page_links(number, {}, more=found.after > 0),
        reached=delivery.of(request.actor.handle),
    )


@require_POST
def seen(request: Asking) -> HttpResponse:
    """The reader has seen those that stood on their page."""
    posted = Posted.of(request, {"notice"})
    ids = [UUID(each) for each in posted.every("notice", AT_ONCE) if _is_id(each)]
    kept.seen(request.actor.handle, ids, request.now)
    return redirect("notices")


def _is_id(text: str) -> bool:
    return len(text) == 32 and all(each in "0123456789abcdef" for each in text)
