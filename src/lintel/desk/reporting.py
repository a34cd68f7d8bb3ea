"""Report a concern: one page for anybody who works here, with no sign of what there is already."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from lintel.access import rights
from lintel.casework import drafts
from lintel.casework.doors import door
from lintel.casework.record import Draft
from lintel.casework.refusals import NotHere, Refused, TooManyReports
from lintel.casework.report import Reported, report
from lintel.desk.forms.filling import as_sent
from lintel.desk.forms.layouts import Form, Laid, Section, form_of
from lintel.desk.forms.reading import Read, read
from lintel.desk.forms.sheet import Sheet, guidance, new_sheet, refused, sent_sheet
from lintel.desk.keeping import kept_back
from lintel.desk.pages import page
from lintel.events.faults import InputRefused
from lintel.signin.asking import Asking

REPORT = "report.received"
_PLAN = "contact.plan_agreed"
_REPORTED = "reported"

_TOLD = ("account", "note", "source", "immediate_danger", "at")
_REACH = (
    "safe_channels",
    "numbers",
    "voicemail",
    "from_hour",
    "to_hour",
    "days",
    "code_word",
    "must_not_know",
    "wording",
)
_MORE = ("channel", "nature", "abuse_types", "pattern", "colleague_case", "reporter", "definition")
_OF_THE_PLAN = frozenset(_REACH[1:])
_TIMES = ("from_hour", "to_hour", "days")


@cache
def report_form() -> Form:
    """The one page: what you were told, how she can be reached, and whatever else you know."""
    own, plan = form_of(REPORT), form_of(_PLAN)
    fields: Mapping[str, Laid] = {each.name: each for form in (plan, own) for each in form.fields}
    who = replace(
        fields["note"], label="Who is it about?", hint="A name, an address, a flat: whatever you know.", rows=2
    )
    fields = {**fields, "note": who}
    titled = (
        ("What happened", "", _TOLD),
        (
            "How can somebody safely get back to her?",
            "Leave empty what you do not know. We treat that as not safe.",
            _REACH,
        ),
        ("More, if you know it", "None of this is needed.", _MORE),
    )
    sections = tuple(
        Section(title, words, tuple(fields[name] for name in names), folded=names is _MORE)
        for title, words, names in titled
    )
    return replace(own, sections=sections)


@require_http_methods(["GET", "HEAD", "POST"])
def concern(request: Asking) -> HttpResponse:
    """The page on which a concern is reported."""
    if not rights.may(request.actor, "record", "report").allowed:
        raise NotHere
    form = report_form()
    if request.method == "POST":
        return _sent(request, sent_sheet(form, {}, request.POST))
    kept = drafts.kept(actor=request.actor, book=None, form=REPORT, now=request.now)
    typed = kept.said if kept else as_sent(form, {"at": request.now})
    return _shown(request, new_sheet(form, {}, typed, 0, kept.at if kept else None))


def _shown(request: Asking, sheet: Sheet, wrong: int = 422) -> HttpResponse:
    status = wrong if sheet.wrong else 200
    return page(request, "report.html", status=status, sheet=sheet, guide=guidance(sheet.form, request.now))


def _back(request: Asking, sheet: Sheet, wrong: int = 422) -> HttpResponse:
    """The page again, and kept: nothing that was typed depends on this window."""
    return _shown(request, kept_back(request, None, REPORT, sheet), wrong)


def _sent(request: Asking, sheet: Sheet) -> HttpResponse:
    said = read(sheet.form, sheet.typed, {}, request.now)
    if said.problems:
        return _back(request, replace(sheet, problems=said.problems, twice=said.twice))
    try:
        made = _report(request, sheet, said)
    except NotHere:
        raise
    except TooManyReports as error:
        return _back(request, refused(sheet, error), 429)
    except (Refused, InputRefused) as error:
        return _back(request, refused(sheet, error))
    drafts.forget(actor=request.actor, book=None, form=REPORT)
    request.session[_REPORTED] = [made.book.hex, made.name]
    return redirect("reported")


def _report(request: Asking, sheet: Sheet, said: Read) -> Reported:
    """Send it. What she told herself is a disclosure, unless somebody says otherwise."""
    own = {"nature": "disclosure"} if said.facts.get("source") == "victim" else {}
    draft = Draft(
        event=REPORT,
        at=said.at or request.now,
        seen=0,
        key=sheet.key,
        facts=own | {name: value for name, value in said.facts.items() if name not in _OF_THE_PLAN},
        sealed={name: value for name, value in said.sealed.items() if name not in _OF_THE_PLAN},
    )
    return report(actor=request.actor, draft=draft, now=request.now, reach=_reach(draft, said))


def _reach(draft: Draft, said: Read) -> Draft | None:
    """The first contact plan, where more was said than which ways are safe. Hours and days hold for all of them."""
    facts = {name: value for name, value in said.facts.items() if name in _OF_THE_PLAN}
    sealed = {name: value for name, value in said.sealed.items() if name in _OF_THE_PLAN}
    if not facts and not sealed:
        return None
    standing = "conditional" if any(name in facts for name in _TIMES) else "safe"
    channels = draft.facts.get("safe_channels")
    if isinstance(channels, list):
        facts["channels"] = dict.fromkeys(channels, standing)
    facts["basis"] = "her_words" if draft.facts.get("source") == "victim" else "reporter"
    facts["verified"] = "first_plan"
    return Draft(event=_PLAN, at=draft.at, seen=0, key=f"{draft.key[:50]}-reach", facts=facts, sealed=sealed)


@require_safe
def reported(request: Asking) -> HttpResponse:
    """That it was passed on. The reference is given to those alone who deal with reports."""
    book, name = request.session.get(_REPORTED, ("", ""))
    if not book:
        return redirect("report")
    deals = rights.may(request.actor, "read", "report").allowed
    opens = door(request.actor, UUID(book), request.now).may("read", "case").allowed
    return page(request, "reported.html", reference=name if deals else "", book=UUID(book) if opens else None)
