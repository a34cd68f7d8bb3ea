"""Record something: what can be recorded, the form of each, and what came of it."""

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from lintel.access import rights
from lintel.casework import drafts, persons, policy, proposals
from lintel.casework.look import look
from lintel.casework.record import DOCUMENT, Draft, Recorded, record
from lintel.casework.refusals import NotHere, Refused, StepUpNeeded
from lintel.casework.things import thing_of, verb_of
from lintel.commitments.guards import allowed
from lintel.desk.askedfor import asked_for
from lintel.desk.case import framed
from lintel.desk.caselines import Reading
from lintel.desk.casewords import naming
from lintel.desk.forms.barring import Bar, Waiting, bars
from lintel.desk.forms.choices import Choice, Setting, choices
from lintel.desk.forms.fields import REGARDING, TWO_PEOPLE
from lintel.desk.forms.filling import as_sent, begun, due, kept_by, only_way, owed
from lintel.desk.forms.layouts import Form, Laid, form_of, in_words
from lintel.desk.forms.likely import groups, may_record
from lintel.desk.forms.outcome import outcome
from lintel.desk.forms.reading import Read, one, read
from lintel.desk.forms.sheet import Sheet, guidance, new_sheet, newcomer, refused, sent_sheet
from lintel.desk.forms.slugs import event_of, slug
from lintel.desk.keeping import kept_back
from lintel.desk.pages import page
from lintel.events.bookchecks import CORRECTION
from lintel.events.declaration import ACT
from lintel.events.entry import Book, Entry
from lintel.events.faults import InputRefused
from lintel.events.registry import KINDS
from lintel.signin.asking import Asking

_LONGEST_SEARCH = 100
_JOINED = "person.joined"


def setting_of(request: Asking, book: UUID) -> Setting:
    """The case that somebody is in, looked at once. Raises `NotHere`."""
    seen = look(actor=request.actor, book=book, now=request.now)
    return Setting(seen, naming(seen, request.now), request.actor, request.now)


@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: Asking, book: UUID) -> HttpResponse:
    """What can be recorded, the likeliest first. The words that narrow it are sent, and stand in no address."""
    setting = setting_of(request, book)
    if event := _keeping(setting, request.GET.get("for", "")):
        return redirect(f"{reverse('record-event', args=[book, event])}?{urlencode({'for': request.GET['for']})}")
    words = request.POST.get("words", "")[:_LONGEST_SEARCH]
    found = groups(setting, words)
    if not found and not words:
        raise NotHere
    frame = framed(request, setting.seen, "record")
    return page(request, "record.html", case=frame, groups=found, words=words)


def _keeping(setting: Setting, asked: str) -> str | None:
    """The event that keeps the obligation that somebody came from."""
    obligation = due(setting.seen.state.owed, asked) if asked else None
    return next((each.event for each in kept_by(obligation)), None) if obligation else None


@require_http_methods(["GET", "HEAD", "POST"])
def one_event(request: Asking, book: UUID, event: str) -> HttpResponse:
    """The form of one event."""
    setting = setting_of(request, book)
    if not may_record(setting, event):
        raise NotHere
    if event == DOCUMENT:
        return redirect("documents", book)
    form = form_of(event)
    offered = choices(form, setting)
    if request.method == "POST":
        return _sent(request, setting, sent_sheet(form, offered, request.POST))
    kept = drafts.kept(actor=request.actor, book=book, form=event, now=request.now)
    typed = kept.said if kept else as_sent(form, _known(request, setting, form))
    sheet = new_sheet(form, offered, typed, setting.seen.seq, kept.at if kept else None)
    only = only_way(form, setting.seen.state.contact, one(typed, REGARDING) or None)
    return _shown(request, setting, sheet, only if only == one(typed, "channel") else None)


def _known(request: Asking, setting: Setting, form: Form) -> dict[str, object]:
    """What is known before anybody types: now, and what the way that they came by says."""
    known = begun(form, request.now)
    if obligation := due(setting.seen.state.owed, request.GET.get("for", "")):
        known |= owed(form, obligation)
    if thread := request.GET.get("thread"):
        known["thread"] = thread
    if about := request.GET.get("about"):
        known[REGARDING] = [about]
        known["person"] = about
    known |= _beside(request, setting, form)
    if rule := request.GET.get("rule"):
        known["rule"] = rule
    if channel := only_way(form, setting.seen.state.contact, _whom(known)):
        known["channel"] = channel
    return known


_SHARED = ("thread", REGARDING, "agency", "purpose")
"""What two forms have in common where one waits for the other."""


def _beside(request: Asking, setting: Setting, form: Form) -> dict[str, object]:
    """What the form that waits for this one says of both: read from what was kept of it, and carried in no address."""
    waits = event_of(request.GET.get("beside", ""))
    if waits is None or form.event == waits:
        return {}
    kept = drafts.kept(actor=request.actor, book=setting.seen.book, form=waits, now=request.now)
    said = kept.said if kept else {}
    return {name: said[name] if name == REGARDING else one(said, name) for name in _SHARED if one(said, name)}


def _whom(known: Mapping[str, object]) -> str | None:
    """Whom a form is about, where that is said before anybody types; whoever the case is about otherwise."""
    said = known.get(REGARDING)
    return str(said[0]) if isinstance(said, list) and len(said) == 1 else None


def _shown(request: Asking, setting: Setting, sheet: Sheet, channel: str | None = None) -> HttpResponse:
    """The form. `channel` is the only one that is safe, where it is filled in."""
    event = sheet.form.event
    version = policy.in_force().at(request.now)
    barred = bars(sheet.broken.guards, version, setting.naming, _waiting(sheet)) if sheet.broken else ()
    right = rights.may(setting.actor, verb_of(event), thing_of(event), setting.seen.standing)
    return page(
        request,
        "record_event.html",
        status=409 if sheet.first else 422 if sheet.wrong else 200,
        case=framed(request, setting.seen, "record"),
        sheet=sheet,
        barred=barred,
        standing=() if sheet.wrong else _standing(setting, sheet),
        first=[(setting.naming.line(each), setting.naming.colleague(each.by), each.at) for each in sheet.first],
        guide=guidance(sheet.form, request.now),
        only=in_words(event, "channel", channel).lower() if channel else "",
        confirms=right.needs_step_up,
        two_people=event in TWO_PEOPLE,
        asked=asked_for(Reading(setting.seen, setting.naming, setting.actor), event, one(sheet.typed, "thread")),
    )


def _standing(setting: Setting, sheet: Sheet) -> tuple[Bar, ...]:
    """What of the policy bars an act even before its answers are known, and what would mend it."""
    event = sheet.form.event
    if KINDS[event].declaration.moment != ACT or event in TWO_PEOPLE:
        return ()
    seen, now = setting.seen, setting.now
    said = read(sheet.form, sheet.typed, sheet.offered, now)
    probe = Entry(seen.name, "probe", event, now, now, setting.actor.handle, said.thread, said.about, seq=seen.seq + 1)
    court = policy.court(now)
    found = allowed(probe, Book(seen.name, seen.entries), court.policy, court.own)
    known = bars(
        [each for each in found if each[0].strength != "remind"], court.policy.at(now), setting.naming, _waiting(sheet)
    )
    return tuple(each for each in known if each.steps)


def _waiting(sheet: Sheet) -> Waiting:
    """The form as what is missing has to fit it."""
    chosen = {each.name: choice for each in sheet.form.fields if (choice := _choice(each, sheet))}
    return Waiting(chosen, slug(sheet.form.event) if sheet.kept or sheet.kept_at else "")


def _choice(laid: Laid, sheet: Sheet) -> Choice | None:
    """The one thing that was chosen in a field, as the form says it."""
    value = one(sheet.typed, laid.name)
    every = {**laid.words, **{each.value: each.text for each in sheet.offered.get(laid.name, ())}}
    return Choice(value, every[value]) if value in every else None


def _sent(request: Asking, setting: Setting, sheet: Sheet) -> HttpResponse:
    """Save what was sent, or show the form again with everything that was typed."""
    said = read(sheet.form, sheet.typed, sheet.offered, request.now)
    sheet = replace(sheet, problems=said.problems, twice=said.twice)
    if said.problems:
        return _back(request, setting, sheet)
    try:
        entry = _saved(request, setting, sheet, said)
    except StepUpNeeded:
        return _confirmed_first(request, setting, sheet)
    except NotHere:
        raise
    except (Refused, InputRefused) as error:
        return _back(request, setting, refused(sheet, error))
    book = setting.seen.book
    drafts.forget(actor=request.actor, book=book, form=sheet.form.event)
    if entry is None:
        messages.success(request, "It waits for somebody else to decide it. Nothing is done before that.")
        return redirect("case", book)
    return redirect("saved", book, entry.entry)


def _back(request: Asking, setting: Setting, sheet: Sheet) -> HttpResponse:
    """The form again, and kept: whoever first does what it takes comes back to what they typed."""
    return _shown(request, setting, kept_back(request, setting.seen.book, sheet.form.event, sheet))


def _confirmed_first(request: Asking, setting: Setting, sheet: Sheet) -> HttpResponse:
    """Keep what was typed, and let them confirm that it is them: they come back to the form as they left it."""
    kept_back(request, setting.seen.book, sheet.form.event, sheet)
    return redirect(f"{reverse('step-up')}?{urlencode({'next': request.path})}")


def _saved(request: Asking, setting: Setting, sheet: Sheet, said: Read) -> Recorded | None:
    """Record what was sent; None where it was only proposed."""
    event, book = sheet.form.event, setting.seen.book
    if event in TWO_PEOPLE:
        facts = {"thread": said.thread} if said.thread else {}
        what: proposals.What = "erasure" if event == "case.erased" else "hold"
        proposals.propose(actor=request.actor, book=book, what=what, facts=facts, now=request.now)
        return None
    draft = draft_of(sheet, said, request)
    made = record(actor=request.actor, book=book, draft=draft, now=request.now)
    if event == _JOINED and said.called:
        _called(request, book, draft, said.called)
    return made


def draft_of(sheet: Sheet, said: Read, request: Asking) -> Draft:
    """What a form says, as the draft of an entry."""
    facts = dict(said.facts)
    if sheet.form.event == _JOINED:
        facts["person"] = newcomer(sheet.key)
    return Draft(
        event=sheet.form.event,
        at=said.at or request.now,
        seen=sheet.seen,
        key=sheet.key,
        facts=facts,
        sealed=said.sealed,
        thread=said.thread,
        about=said.about,
    )


def _called(request: Asking, book: UUID, joined: Draft, called: str) -> None:
    """Write down what somebody who joined is called, in a book of their own."""
    person = str(joined.facts["person"])
    named = Draft(
        event="person.identified", at=joined.at, seen=0, key=f"{joined.key[:50]}-name", sealed={"names": called}
    )
    persons.write(actor=request.actor, case=book, person=person, draft=named, now=request.now)


@require_safe
def saved(request: Asking, book: UUID, entry: str) -> HttpResponse:
    """That something was saved, and what it changed in what is owed."""
    setting = setting_of(request, book)
    found = next((each for each in setting.seen.entries if each.id == entry), None)
    if found is None or found.by != request.actor.handle:
        raise NotHere
    return page(
        request,
        "saved.html",
        case=framed(request, setting.seen, "record"),
        entry=found,
        line=_line(setting, found),
        outcome=outcome(setting.seen, found, setting.naming),
        next=[form_of(each) for each in form_of(found.event).follows if may_record(setting, each)],
    )


def _line(setting: Setting, entry: Entry) -> str:
    """What an entry says; of a correction, what it put right and how that reads now."""
    if entry.event != CORRECTION:
        return setting.naming.line(entry)
    name = entry.facts["entry"]
    reads = next((each for each in setting.seen.chronology.entries if each.id == name), None)
    if reads is not None:
        return f"Put right. It now reads: {setting.naming.line(reads)}"
    first = next(each for each in setting.seen.entries if each.id == name)
    return f"Taken back: {setting.naming.line(first)}"
