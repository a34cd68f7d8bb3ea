"""Showing one thing that is masked: first the rule by which it may be used, then, once that was read, the thing itself.

Nothing is shown by an address alone: it takes a form, is written down, and stands on no page that could be gone
back to.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from lintel.access import rights
from lintel.access.grants import Thing
from lintel.casework.look import Masked, reveal
from lintel.casework.refusals import NotHere, StepUpNeeded
from lintel.desk.case import Shown, shown
from lintel.desk.caselines import MASKS
from lintel.desk.casewords import label, lines
from lintel.desk.pages import page
from lintel.events.entry import Entry
from lintel.events.faults import InputRefused
from lintel.people.identifiers import of_phone
from lintel.signin.asking import Asking

_REACHES: frozenset[Thing] = frozenset({"contact", "child_location", "perpetrator_contact"})
"""Things by which somebody could be rung or written to: the rule for that is read first, and said to have been."""


@dataclass(frozen=True, slots=True)
class Hidden:
    """One masked field: which, of which entry, of whose book (None: of the case itself), and what it is."""

    entry: Entry
    field: str
    thing: Thing
    person: str | None = None

    @property
    def label(self) -> str:
        return label(self.field)

    @property
    def behind(self) -> str:
        return MASKS[self.thing]

    @property
    def reaches(self) -> bool:
        return self.thing in _REACHES


@dataclass(frozen=True, slots=True)
class Said:
    """A line of what was hidden; `rings` is the number that a telephone is given, where it is one number."""

    text: str
    rings: str | None


@require_http_methods(["GET", "HEAD", "POST"])
def of_case(request: Asking, book: UUID, seq: int, field: str) -> HttpResponse:
    """A masked field of an entry of the case."""
    case = shown(request, book, "case")
    return _asked(request, case, _hidden(case.seen.entries, seq, field, None))


@require_http_methods(["GET", "HEAD", "POST"])
def of_person(request: Asking, book: UUID, place: int, seq: int, field: str) -> HttpResponse:
    """A masked field of an entry of somebody's own book; `place` is theirs in the list of people."""
    case = shown(request, book, "people-of-case")
    people = [each.person for each in case.seen.state.people]
    if place >= len(people):
        raise NotHere
    return _asked(request, case, _hidden(case.seen.persons.get(people[place], ()), seq, field, people[place]))


def _hidden(entries: Sequence[Entry], seq: int, field: str, person: str | None) -> Hidden:
    entry = next((each for each in entries if each.seq == seq), None)
    mask = entry.sealed.get(field) if entry else None
    if entry is None or not isinstance(mask, Masked):
        raise NotHere
    return Hidden(entry, field, mask.thing, person)


def _asked(request: Asking, case: Shown, hidden: Hidden) -> HttpResponse:
    right = rights.may(request.actor, "reveal", hidden.thing, case.seen.standing)
    if right.needs_step_up and request.method == "POST":
        return redirect(request.path)  # there it asks for the factor, and comes back
    if right.needs_step_up:
        raise StepUpNeeded
    if not right.allowed:
        raise NotHere
    read = request.POST.get("read") == "yes" or not hidden.reaches
    if request.method != "POST" or not read:
        missed = request.method == "POST"
        shown_ = {"case": case, "hidden": hidden, "whose": _whose(case, hidden), "missed": missed}
        return page(request, "reveal.html", status=422 if missed else 200, **shown_)
    said = _said(request, case, hidden)
    return _uncached(page(request, "revealed.html", case=case, hidden=hidden, whose=_whose(case, hidden), said=said))


def _whose(case: Shown, hidden: Hidden) -> str:
    """Whom it is about, so that nobody rings one and means the other."""
    people = (hidden.person,) if hidden.person else hidden.entry.about
    return ", ".join(case.naming.person(each) for each in people)


def _said(request: Asking, case: Shown, hidden: Hidden) -> tuple[Said, ...]:
    """What was hidden, once it has been written down that it was shown."""
    book, entry = case.seen.book, hidden.entry.id
    try:
        found = reveal(
            actor=request.actor, book=book, entry=entry, field=hidden.field, thing=hidden.thing, now=request.now,
            person=hidden.person,
        )  # fmt: skip
    except InputRefused as changed:  # it was put right since it was looked at: there is no such thing any longer
        raise NotHere from changed
    return tuple(Said(text, _rings(text) if hidden.reaches else None) for text in lines(found))


def _rings(text: str) -> str | None:
    """The one telephone number in a line; None where there is none, or more than one to choose from."""
    numbers = of_phone(text)
    return numbers[0].text if len(numbers) == 1 else None


def _uncached(response: HttpResponse) -> HttpResponse:
    """Shown once: no browser and no proxy keeps it."""
    response["Cache-Control"] = "no-store"
    return response
