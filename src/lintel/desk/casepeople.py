"""The people in a case: their parts, what they are called, how and where they are reached, each behind its rule."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import get_args
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from lintel.access import rights
from lintel.casework import persons
from lintel.casework.record import Draft, new_key, record
from lintel.casework.refusals import NotHere, StepUpNeeded
from lintel.casework.things import of_somebody
from lintel.desk import caseforms
from lintel.desk.case import Shown, shown
from lintel.desk.caseforms import Problem
from lintel.desk.caselines import Line, Word
from lintel.desk.casewords import article, spaced
from lintel.desk.forms.sheet import newcomer
from lintel.desk.pages import page
from lintel.events.entry import Entry
from lintel.events.registry import KINDS
from lintel.events.values import PersonRole
from lintel.signin.asking import Asking

JOINED = "person.joined"
ROLES = get_args(PersonRole)
CHOICES = ("role", "connection", "age_band", "lives", "adult_at_risk")
"""The facts of somebody's joining that are chosen from a list."""

DETAILS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "name": ("person.identified", ("names", "date_of_birth")),
    "contact": ("person.contact_changed", ("phone", "email", "read_by")),
    "address": ("person.address_changed", ("address", "uprn")),
    "needs": ("person.needs_changed", ("details",)),
}
"""What can be said of somebody in a book of their own: by which kind of entry, in which fields."""


@dataclass(frozen=True, slots=True)
class Known:
    """An entry of somebody's own book: what it is, by whom, and its words or the way to them."""

    line: Line
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person in the case. `claims` are what was said of their part, `may` the details that the reader may add."""

    place: int
    handle: str
    who: str
    role: str
    ended: str
    claims: tuple[Line, ...]
    known: tuple[Known, ...]
    may: tuple[str, ...]
    flagged: bool


@require_safe
def people(request: Asking, book: UUID) -> HttpResponse:
    """Everybody in the case, each with their part and what their own book holds."""
    case = shown(request, book, "people-of-case")
    joins = rights.may(request.actor, "record", "people", case.seen.standing).allowed
    return page(request, "people_of_case.html", case=case, everybody=list(_everybody(case)), joins=joins)


def _everybody(case: Shown) -> Iterator[Somebody]:
    claims = case.reading.lines(JOINED, "person.role_changed", "person.left", "person.died")
    for place, each in enumerate(case.seen.state.people):
        own = case.seen.persons.get(each.person, ())
        yield Somebody(
            place=place,
            handle=each.person,
            who=article(case.naming.who(each.person)),
            role=article(case.naming.role(each.role)),
            ended="" if each.left is None else "died" if each.died else "no longer in the case",
            claims=tuple(line for line in claims if each.person in line.people),
            known=tuple(_known(case, entry, place) for entry in reversed(own)),
            may=tuple(what for what in DETAILS if _writes(case, what, each.role)),
            flagged=each.person in case.seen.state.flagged,
        )


def _known(case: Shown, entry: Entry, place: int) -> Known:
    return Known(case.reading.line(entry), tuple(case.reading.words(entry, place)))


def _writes(case: Shown, what: str, role: str) -> bool:
    return case.may("record", of_somebody(DETAILS[what][0], role))


@require_http_methods(["GET", "HEAD", "POST"])
def details(request: Asking, book: UUID, place: int, what: str) -> HttpResponse:
    """Say what somebody is called, or how or where they are reached, in a book of their own."""
    case = shown(request, book, "people-of-case")
    somebody = _at(case, place)
    if what not in DETAILS or not _writes(case, what, somebody.role):
        raise NotHere
    event, fields = DETAILS[what]
    right = rights.may(request.actor, "record", of_somebody(event, somebody.role), case.seen.standing)
    if request.method != "POST":
        if right.needs_step_up:
            raise StepUpNeeded
        return _details(request, case, somebody, what, [])
    confirm = [caseforms.confirm_first()] if right.needs_step_up else []
    wrong = confirm or _written(request, book, somebody.person, event, fields)
    if wrong:
        return _details(request, case, somebody, what, wrong)
    messages.success(request, "Saved in their own book.")
    return redirect("people-of-case", book)


def _details(request: Asking, case: Shown, somebody: "_Place", what: str, wrong: list[Problem]) -> HttpResponse:
    event, fields = DETAILS[what]
    own = case.seen.persons.get(somebody.person, ())
    return page(
        request,
        "person_details.html",
        status=422 if wrong else 200,
        case=case,
        whose=case.naming.person(somebody.person),
        said=KINDS[event].declaration,
        fields=fields,
        typed={field: request.POST.get(field, "") for field in fields},
        wrong=wrong,
        errors=caseforms.errors(wrong),
        key=new_key(),
        seen=own[-1].seq if own else 0,
    )


@dataclass(frozen=True, slots=True)
class _Place:
    person: str
    role: str


def _at(case: Shown, place: int) -> _Place:
    """Who stands at a place in the list of people. Raises `NotHere` where nobody does."""
    there = case.seen.state.people
    if place >= len(there):
        raise NotHere
    return _Place(there[place].person, there[place].role)


def _written(request: Asking, book: UUID, person: str, event: str, fields: tuple[str, ...]) -> list[Problem]:
    form = request.POST
    wrong = caseforms.unknown_fields(request, fields) + caseforms.too_long(form, fields, 2_000)
    sealed = {field: form[field].strip() for field in fields if form.get(field, "").strip()}
    if not sealed:
        wrong.append(Problem(fields[0], "Fill in at least one of these"))
    if wrong:
        return wrong
    draft = Draft(event=event, at=request.now, seen=caseforms.seen_of(form), key=form.get("key", ""), sealed=sealed)
    try:
        persons.write(actor=request.actor, case=book, person=person, draft=draft, now=request.now)
    except caseforms.CANNOT as refused:
        return caseforms.problems(refused)
    return []


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: Asking, book: UUID) -> HttpResponse:
    """Somebody joins the case who is in no other."""
    case = shown(request, book, "people-of-case")
    if not rights.may(request.actor, "record", "people", case.seen.standing).allowed:
        raise NotHere
    wrong = _joined(request, book) if request.method == "POST" else []
    if request.method == "POST" and not wrong:
        messages.success(request, "Added to the case.")
        return redirect("people-of-case", book)
    return page(
        request,
        "person_add.html",
        status=422 if wrong else 200,
        case=case,
        choices=choices(case),
        typed={field: request.POST.get(field, "") for field in (*CHOICES, "names", "date_of_birth")},
        wrong=wrong,
        errors=caseforms.errors(wrong),
        key=request.POST.get("key") or new_key(),  # the same, so that nobody is added twice
    )


@dataclass(frozen=True, slots=True)
class Choice:
    """A fact that is chosen from a list: its name, the question, and each value in words."""

    name: str
    asks: str
    items: tuple[tuple[str, str], ...]


_ASKS = {
    "role": "What part do they have in the case?",
    "connection": "How are they connected with the person who is harmed? (optional)",
    "age_band": "How old are they? (optional)",
    "lives": "Where do they live? (optional)",
    "adult_at_risk": "Are they an adult at risk? (optional)",
}


def choices(case: Shown) -> tuple[Choice, ...]:
    """The questions about somebody's part, with the answers that there are."""
    types = KINDS[JOINED].facts
    return tuple(
        Choice(
            name,
            _ASKS[name],
            tuple((value, article(case.naming.role(value) if name == "role" else spaced(value))) for value in values),
        )
        for name in CHOICES
        for values in (types[name].values,)
    )


def facts_of(request: Asking) -> tuple[dict[str, object], list[Problem]]:
    """What a form says of somebody's part, and what is wrong with it."""
    types = KINDS[JOINED].facts
    said: dict[str, object] = {name: request.POST[name] for name in CHOICES if request.POST.get(name)}
    wrong = [Problem(name, "Choose one of the answers") for name in said if said[name] not in types[name].values]
    if "role" not in said:
        wrong.append(Problem("role", "Choose what part they have in the case"))
    return said, wrong


def _joined(request: Asking, book: UUID) -> list[Problem]:
    """Let somebody join, and write down what they are called in a book of their own."""
    form, words = request.POST, ("names", "date_of_birth")
    said, wrong = facts_of(request)
    wrong += caseforms.unknown_fields(request, (*CHOICES, *words)) + caseforms.too_long(form, words)
    if wrong:
        return wrong
    key = form.get("key", "")
    person = newcomer(key)
    facts = {**said, "person": person}
    joins = Draft(event=JOINED, at=request.now, seen=caseforms.seen_of(form), key=key, facts=facts)
    sealed = {field: form[field].strip() for field in words if form.get(field, "").strip()}
    called = Draft(event="person.identified", at=request.now, seen=0, key=f"{key}-name", sealed=sealed)
    try:
        record(actor=request.actor, book=book, draft=joins, now=request.now)
        if sealed:
            persons.write(actor=request.actor, case=book, person=person, draft=called, now=request.now)
    except caseforms.CANNOT as refused:
        return caseforms.problems(refused)
    return []
