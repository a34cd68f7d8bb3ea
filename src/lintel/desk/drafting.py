"""Forms that are not finished: kept while somebody types, kept for later by a button, and thrown away on request."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from lintel.access import rights
from lintel.access.accounts import Actor
from lintel.casework import drafts
from lintel.casework.refusals import NotHere
from lintel.desk.assessment import FORM as ASSESSMENT
from lintel.desk.forms.layouts import Form, form_of
from lintel.desk.forms.sheet import to_keep
from lintel.desk.pages import page
from lintel.desk.reporting import REPORT, report_form
from lintel.events.faults import InputRefused
from lintel.signin.asking import Asking


@require_POST
def keep(request: Asking, book: UUID, event: str) -> HttpResponse:
    """Keep the form of an event as far as it was filled in."""
    return _keep(request, book, form_of(event))


@require_POST
def keep_report(request: Asking) -> HttpResponse:
    """Keep a report of a concern as far as it was filled in."""
    return _keep(request, None, report_form())


def _keep(request: Asking, book: UUID | None, form: Form) -> HttpResponse:
    """By itself while somebody types it answers with a line; by the button it goes back to where the case is."""
    try:
        drafts.keep(actor=request.actor, book=book, form=form.event, said=to_keep(form, request.POST), now=request.now)
        kept = True
    except InputRefused:
        kept = False
    if request.headers.get("HX-Request") == "true":
        return page(request, "draft_kept.html", kept=kept)
    if kept:
        messages.success(request, "Your form is kept for seven days. Only you can see it.")
    else:
        messages.error(request, "The form holds more than can be kept. Shorten it, or save it.")
    return redirect("case", book) if book else redirect("today")


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A form that waits to be finished: where it is, since when (UTC). Its name says nothing of a person."""

    label: str
    href: str
    at: datetime


def unfinished(actor: Actor, now: datetime) -> list[Unfinished]:
    """The forms that somebody has not finished, the newest first: their own alone."""
    return [_unfinished(each) for each in drafts.waiting(actor=actor, now=now)]


def _unfinished(found: drafts.Waiting) -> Unfinished:
    if found.book is None:
        return Unfinished("A report", reverse("report"), found.at)
    if found.form == ASSESSMENT:
        return Unfinished("An assessment", reverse("assess", args=[found.book]), found.at)
    event, _, entry = found.form.partition(":")
    if entry:
        return Unfinished("A correction", reverse("correct", args=[found.book, entry]), found.at)
    return Unfinished(form_of(event).label, reverse("record-event", args=[found.book, event]), found.at)


@require_POST
def discard(request: Asking, book: UUID, event: str) -> HttpResponse:
    """Throw away what was kept of the form of an event."""
    drafts.forget(actor=request.actor, book=book, form=event)
    return redirect("record-event", book, event)


@require_POST
def discard_report(request: Asking) -> HttpResponse:
    """Throw away what was kept of a report."""
    if not rights.may(request.actor, "record", "report").allowed:
        raise NotHere
    drafts.forget(actor=request.actor, book=None, form=REPORT)
    return redirect("report")
