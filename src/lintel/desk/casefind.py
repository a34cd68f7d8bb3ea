"""Finding that somebody who joins a case is known from another: by two identifiers, and then said to be the same."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from lintel.access import rights
from lintel.casework import lists, persons
from lintel.casework.record import Draft, new_key
from lintel.casework.refusals import NotHere
from lintel.desk import caseforms
from lintel.desk.case import Shown, shown
from lintel.desk.caseforms import Problem
from lintel.desk.casepeople import CHOICES, JOINED, choices, facts_of
from lintel.desk.casewords import spaced
from lintel.desk.pages import page
from lintel.events.faults import InputRefused
from lintel.people.identifiers import Identifier, of_person_facts
from lintel.signin.asking import Asking

SEARCHED = ("names", "date_of_birth", "phone", "email", "address")
ASKS: Mapping[str, str] = {
    "names": "Name",
    "date_of_birth": "Date of birth",
    "phone": "Telephone number",
    "email": "E-mail address",
    "address": "Address",
}


@dataclass(frozen=True, slots=True)
class Same:
    """Somebody who agrees with what was searched for, in cases that the searcher may list."""

    person: UUID
    agrees: str
    cases: tuple[UUID, ...]
    here: bool


@require_http_methods(["GET", "HEAD", "POST"])
def find(request: Asking, book: UUID) -> HttpResponse:
    """Search the register for somebody who is to join the case. What is searched for stands in no address."""
    case = _joinable(request, book)
    sent = request.method == "POST"
    wrong = _wrong(request, SEARCHED) if sent else []
    found: list[Same] = []
    if sent and not wrong:
        try:
            found = list(_found(request, book))
        except InputRefused as refused:
            wrong = caseforms.problems(refused)
    return _page(request, case, wrong, found, searched=sent and not wrong)


@require_http_methods(["POST"])
def link(request: Asking, book: UUID) -> HttpResponse:
    """Say that somebody who was found is who joins the case."""
    case = _joinable(request, book)
    said, wrong = facts_of(request)
    wrong += _wrong(request, (*SEARCHED, *CHOICES, "person"))
    if wrong:
        return _page(request, case, wrong, list(_found(request, book)), searched=True)
    form = request.POST
    draft = Draft(
        event=JOINED, at=request.now, seen=caseforms.seen_of(form), key=form.get("key", ""), facts=said
    )  # fmt: skip
    try:
        persons.link(
            actor=request.actor, case=book, person=_uuid(form.get("person", "")), found_by=_identifiers(form),
            draft=draft, now=request.now,
        )  # fmt: skip
    except caseforms.CANNOT as refused:
        return _page(request, case, caseforms.problems(refused), list(_found(request, book)), searched=True)
    messages.success(request, "Added to the case, as the same person.")
    return redirect("people-of-case", book)


def _joinable(request: Asking, book: UUID) -> Shown:
    case = shown(request, book, "people-of-case")
    if not rights.may(request.actor, "record", "people", case.seen.standing).allowed:
        raise NotHere
    return case


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotHere from None


def _wrong(request: Asking, fields: tuple[str, ...]) -> list[Problem]:
    wrong = caseforms.unknown_fields(request, fields) + caseforms.too_long(request.POST, SEARCHED)
    filled = [field for field in SEARCHED if request.POST.get(field, "").strip()]
    if len(filled) < 2:
        wrong.append(Problem("names", "Fill in at least two of these: one alone is a guess"))
    return wrong


def _identifiers(form: QueryDict) -> frozenset[Identifier]:
    return of_person_facts({field: form.get(field, "") for field in SEARCHED})


def _found(request: Asking, book: UUID) -> Iterator[Same]:
    """Whoever agrees and is in a case of the searcher's: of anybody else nothing is said, not even that they exist."""
    matches = lists.search(actor=request.actor, identifiers=_identifiers(request.POST), now=request.now)
    for match in matches:
        if match.cases:
            agrees = ", ".join(sorted({spaced(kind) for kind in match.kinds}))
            yield Same(match.person, agrees, tuple(each for each in match.cases if each != book), book in match.cases)


def _page(request: Asking, case: Shown, wrong: list[Problem], found: list[Same], *, searched: bool) -> HttpResponse:
    return page(
        request,
        "person_find.html",
        status=422 if wrong else 200,
        case=case,
        asks=ASKS,
        typed={field: request.POST.get(field, "") for field in (*SEARCHED, *CHOICES)},
        choices=choices(case)[:1],
        found=found,
        searched=searched,
        wrong=wrong,
        errors=caseforms.errors(wrong),
        key=new_key(),
    )
