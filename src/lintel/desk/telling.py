"""How somebody is told that something waits: by e-mail or not, and in a calendar of their own."""

from collections.abc import Mapping

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from lintel.casework.refusals import StepUpNeeded
from lintel.desk.pages import page
from lintel.desk.posted import Posted, by_field, summary
from lintel.events.faults import Fault
from lintel.outbound import delivery, feeds
from lintel.signin.asking import Asking
from lintel.signin.middleware import open_to_strangers
from lintel.signin.origin import origin_of

HOW: Mapping[str, tuple[str, str]] = {
    "as_it_comes": ("As it comes", "At most one e-mail in a quarter of an hour, in working hours."),
    "daily": ("Once a day", "The first thing that waits on a working day; what comes later waits for the next one."),
    "urgent": ("Only what cannot wait", "Everything else stands in your notices, where you look for it yourself."),
}
"""The ways to be told, in words, each with what it means."""
_SAID = {"how": "Choose how you want to be told"}


@require_http_methods(["GET", "HEAD", "POST"])
def my_notices(request: Asking) -> HttpResponse:
    """How the reader is told, and whether it gets through; and their calendar."""
    if request.method != "POST":
        return _shown(request)
    if delivery.wish(request.actor.handle, Posted.of(request, {"how"}).text("how")):
        return redirect("my-notices")
    faults = [Fault(0, "how", "is none of these", f"one of {', '.join(HOW)}")]
    return _shown(request, status=422, summary=summary(faults, _SAID), errors=by_field(faults, _SAID))


def _shown(request: Asking, *, status: int = 200, link: str = "", **more: object) -> HttpResponse:
    handle = request.actor.handle
    reached, until = delivery.of(handle), feeds.until(handle, request.now)
    shown: dict[str, object] = {"errors": {}, "summary": [], **more}
    hours = (settings.OPTIONS.quiet_until, settings.OPTIONS.quiet_from)
    return page(
        request,
        "my_notices.html",
        status=status,
        reached=reached,
        how=HOW,
        until=until,
        link=link,
        hours=hours,
        **shown,
    )


@require_POST
def new_calendar(request: Asking) -> HttpResponse:
    """Make the address of the reader's calendar anew, and show it this once."""
    if not request.actor.stepped_up:
        raise StepUpNeeded
    Posted.of(request, ())
    return _shown(request, link=settings.OPTIONS.site + feeds.make(request.actor.handle, request.now))


@require_POST
def end_calendar(request: Asking) -> HttpResponse:
    """End the address of the reader's calendar."""
    Posted.of(request, ())
    feeds.end(request.actor.handle, request.now)
    return redirect("my-notices")


@open_to_strangers
@require_http_methods(["GET", "HEAD"])
def calendar(request: Asking, token: str) -> HttpResponse:
    """A calendar, for whatever program its owner gave the address to. Any other address is no page."""
    owner = feeds.owner(token, request.now, request=request.id, origin=origin_of(request))
    if owner is None:
        raise Http404
    return HttpResponse(feeds.calendar(owner, request.now), content_type="text/calendar; charset=utf-8")


@require_http_methods(["GET", "HEAD"])
def undelivered(request: Asking) -> HttpResponse:
    """For whoever looks after accounts: what e-mail did not get through, and who cannot be written to."""
    return page(request, "undelivered.html", found=delivery.overview(actor=request.actor, now=request.now))
