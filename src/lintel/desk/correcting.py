"""Putting an entry right, or taking it back: what was first written stays, beside what it should have said."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from lintel.access import rights
from lintel.casework import drafts
from lintel.casework.decisions import DECIDES
from lintel.casework.look import Masked
from lintel.casework.record import Draft, record
from lintel.casework.refusals import NotHere, Refused, StepUpNeeded
from lintel.casework.things import thing_of
from lintel.desk.case import framed
from lintel.desk.casewords import article, spaced
from lintel.desk.forms.choices import Choice, Choices, Setting, choices
from lintel.desk.forms.fields import CALLED, REGARDING, TWO_PEOPLE, Field
from lintel.desk.forms.filling import as_sent
from lintel.desk.forms.layouts import Form, Laid, Section, form_of
from lintel.desk.forms.reading import Problem, Read, read
from lintel.desk.forms.sheet import Sheet, new_sheet, refused, sent_sheet
from lintel.desk.forms.showing import Filled, asked
from lintel.desk.keeping import kept_back
from lintel.desk.pages import page
from lintel.desk.recording import setting_of
from lintel.events.bookchecks import CORRECTION
from lintel.events.declaration import CASE
from lintel.events.entry import Entry
from lintel.events.faults import InputRefused
from lintel.events.registry import KINDS
from lintel.signin.asking import Asking

HOW, WHY = "correction", "correction-why"
RIGHT = "right"

_HOW = Laid(
    Field(HOW, "listed", required=True, values=(RIGHT, "mistaken", "duplicate", "wrong_case")),
    "What is wrong with it?",
    "",
    {
        RIGHT: "Something in it is wrong: I put that right",
        "mistaken": "It did not happen: I take it back",
        "duplicate": "It stands here twice: I take this one back",
        "wrong_case": "It belongs in another case: I take it back",
    },
)
_WHY = Laid(Field(WHY, "words", sealed=True, required=True), "Why?", "How you know what is right.", {}, rows=2)


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: Asking, book: UUID, entry: str) -> HttpResponse:
    """The form that puts one entry right. Raises `NotHere`, and `StepUpNeeded` where it asks for that."""
    setting = setting_of(request, book)
    original = next((each for each in setting.seen.entries if each.id == entry), None)
    if original is None or not _may_correct(setting, original):
        raise NotHere
    reads = next((each for each in setting.seen.chronology.entries if each.id == entry), original)
    form = _form(original.event, reads)
    offered = _with_present(choices(form, setting), form, reads, setting)
    if request.method == "POST":
        return _sent(request, setting, sent_sheet(form, offered, request.POST), reads)
    _confirm(setting, original)
    kept = drafts.kept(actor=request.actor, book=book, form=_name(original), now=request.now)
    typed = kept.said if kept else as_sent(form, _present(reads))
    sheet = new_sheet(form, offered, typed, setting.seen.seq, kept.at if kept else None)
    return _shown(request, setting, sheet, reads)


def _name(original: Entry) -> str:
    return f"{CORRECTION}:{original.id}"


def _may_correct(setting: Setting, original: Entry) -> bool:
    """Whether somebody may put this sort of entry right, once they have confirmed that it is them."""
    if (
        original.event == CORRECTION
        or original.event in TWO_PEOPLE
        or (original.event in DECIDES and original.by != setting.actor.handle)
        or CASE[0] not in KINDS[original.event].declaration.books
    ):
        return False
    right = _right(setting, original)
    return rights.may(setting.actor, "correct", "case", setting.seen.standing).allowed and (
        right.allowed or right.needs_step_up
    )


def _right(setting: Setting, original: Entry) -> rights.Right:
    thing = thing_of(original.event)
    if thing == "assignment" or original.event == "conflict.declared":
        return rights.may(setting.actor, "manage", "assignment", setting.seen.standing)
    return rights.may(setting.actor, "correct", thing, setting.seen.standing)


def _confirm(setting: Setting, original: Entry) -> None:
    if _right(setting, original).needs_step_up:
        raise StepUpNeeded


def _form(event: str, reads: Entry) -> Form:
    """What is wrong with it and why; and then the form of the entry itself, for what it should say."""
    own = form_of(event)
    fields = tuple(
        replace(_listing(each, reads), hint=_hint(each, reads), needed=False, needed_if=None, among=())
        for each in own.fields
        if each.name != CALLED
    )
    should = Section("What it should say", "Only if you put something right: change that, and leave the rest.", fields)
    return replace(own, sections=(Section("", "", (_HOW, _WHY)), should))


def _hint(laid: Laid, reads: Entry) -> str:
    masked = isinstance(reads.sealed.get(laid.name), Masked)
    return "What it says now is masked. Leave this empty to leave it as it is." if masked else laid.hint


def _listing(laid: Laid, reads: Entry) -> Laid:
    """A field whose list has what stands there already: a code from a file may be on no list of ours."""
    value = reads.facts.get(laid.name)
    if laid.field.shape not in ("code", "codes") or value is None:
        return laid
    own = value if isinstance(value, tuple) else (value,)
    return replace(laid, words={**{str(each): str(each).replace("_", " ") for each in own}, **laid.words})


def _with_present(offered: Choices, form: Form, reads: Entry, setting: Setting) -> Choices:
    """The choices, and whatever stands there now: a thread that is over, somebody who has left."""
    present = {**reads.facts, "thread": reads.thread}
    found = dict(offered)
    for name, several in offered.items():
        value = present.get(name)
        if isinstance(value, str) and value not in {each.value for each in several}:
            found[name] = (*several, Choice(value, _called(setting, name, value)))
    return found


def _called(setting: Setting, name: str, value: str) -> str:
    if name == "thread":
        opener = next((each for each in setting.seen.entries if each.id == value), None)
        return setting.naming.line(opener) if opener else "What it belongs to now"
    named = setting.naming
    return article(named.who(value)) if value in named.roles else named.staff.get(value) or article(spaced(value))


def _present(reads: Entry) -> dict[str, object]:
    """What an entry says now, as its form would hold it. What is masked stays behind its mask."""
    words = {name: said for name, said in reads.sealed.items() if isinstance(said, str)}
    return {**reads.facts, **words, "at": reads.at, "thread": reads.thread, REGARDING: list(reads.about)}


def _shown(request: Asking, setting: Setting, sheet: Sheet, reads: Entry) -> HttpResponse:
    return page(
        request,
        "correct.html",
        status=409 if sheet.first else 422 if sheet.wrong else 200,
        case=framed(request, setting.seen, "record"),
        sheet=replace(sheet, clearable=True),
        entry=reads.id,
        line=setting.naming.line(reads),
        at=reads.at,
        first=[(setting.naming.line(each), setting.naming.colleague(each.by), each.at) for each in sheet.first],
    )


def _sent(request: Asking, setting: Setting, sheet: Sheet, reads: Entry) -> HttpResponse:
    said = read(sheet.form, sheet.typed, sheet.offered, request.now)
    found = [each for each in said.problems if said.facts.get(HOW) in (None, RIGHT) or each.field in ("", HOW, WHY)]
    draft, problems = _draft(request, sheet, said, reads)
    sheet = replace(sheet, problems=(*found, *problems), twice=said.twice)
    if sheet.problems:
        return _back(request, setting, sheet, reads)
    book = setting.seen.book
    try:
        _confirm(setting, reads)
        made = record(actor=request.actor, book=book, draft=draft, now=request.now)
    except StepUpNeeded:
        kept_back(request, book, _name(reads), sheet)
        return redirect(f"{reverse('step-up')}?{urlencode({'next': request.path})}")
    except NotHere:
        raise
    except (Refused, InputRefused) as error:
        return _back(request, setting, refused(sheet, error), reads)
    drafts.forget(actor=request.actor, book=book, form=_name(reads))
    return redirect("saved", book, made.entry)


def _back(request: Asking, setting: Setting, sheet: Sheet, reads: Entry) -> HttpResponse:
    """The form again, and kept: whoever looks elsewhere first comes back to what they typed."""
    return _shown(request, setting, kept_back(request, setting.seen.book, _name(reads), sheet), reads)


def _draft(request: Asking, sheet: Sheet, said: Read, reads: Entry) -> tuple[Draft, list[Problem]]:
    """The correction that a form says, and what keeps it from being one."""
    how = said.facts.get(HOW)
    facts: dict[str, object] = {"entry": reads.id}
    sealed: dict[str, object] = {"reasons": said.sealed.get(WHY, "")}
    problems = []
    if how == RIGHT:
        changed, words = _changes(sheet, said, reads)
        facts |= changed
        if words:
            sealed["replacement"] = words
        if not changed and not words and not said.problems:
            text = "Nothing in it was changed. Change what is wrong, or take it back"
            problems.append(Problem(HOW, f"field-{HOW}", text))
    else:
        facts["withdrawn"] = how
    draft = Draft(event=CORRECTION, at=request.now, seen=sheet.seen, key=sheet.key, facts=facts, sealed=sealed)
    return draft, problems


def _changes(sheet: Sheet, said: Read, reads: Entry) -> tuple[dict[str, object], dict[str, str]]:
    """What the form says otherwise than the entry does: its facts and envelope, and its words."""
    fields = [each for each in sheet.form.fields if each.name not in (HOW, WHY, "at", "thread", REGARDING)]
    facts = {
        each.name: said.facts.get(each.name)
        for each in fields
        if not each.field.sealed and _plain(said.facts.get(each.name)) != _plain(reads.facts.get(each.name))
    }
    words = {
        each.name: str(said.sealed.get(each.name, ""))
        for each in fields
        if each.field.sealed and _says_otherwise(said.sealed.get(each.name), reads.sealed.get(each.name))
    }
    return {**({"facts": facts} if facts else {}), **_moved(sheet, said, reads)}, words


def _says_otherwise(now: object, before: object) -> bool:
    """Whether words were changed: none typed over a mask, or over what is no text, leave it as it is."""
    if isinstance(before, str) or before is None:
        return (now or "") != (before or "")
    return bool(now)


def _moved(sheet: Sheet, said: Read, reads: Entry) -> dict[str, object]:
    """When it happened, what it belongs to and whom it is about, where that is otherwise."""
    found: dict[str, object] = {}
    if said.at is not None and said.at != reads.at:
        found["at"] = said.at.isoformat()
    if said.thread and said.thread != reads.thread:
        found["thread"] = said.thread
    regarding = next((each for each in sheet.form.fields if each.name == REGARDING), None)
    if regarding and asked(regarding, Filled({}, sheet.offered)) and set(said.about) != set(reads.about):
        found["about"] = list(said.about)
    return found


def _plain(value: object) -> object:
    """A fact as it is compared: text for days and instants, a list for several in any order, a map as it is."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return sorted(map(str, value))
    return dict(value) if isinstance(value, Mapping) else value
