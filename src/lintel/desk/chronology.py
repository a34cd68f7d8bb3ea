"""The chronology of a case: newest first, by kind and by person, as it is known now or was on a day."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.core.exceptions import BadRequest
from django.http import HttpResponse, QueryDict
from django.views.decorators.http import require_http_methods, require_safe

from lintel.casework.look import look
from lintel.desk.case import Shown, shown
from lintel.desk.caselines import Line, Reading
from lintel.desk.casepaper import heading, on_paper
from lintel.desk.pages import page
from lintel.events.declaration import CASE
from lintel.events.entry import LONDON
from lintel.events.faults import Fault
from lintel.events.registry import KINDS
from lintel.signin.asking import Asking

AT_ONCE = 50
"""So many entries stand on one page."""

KINDS_OF_ENTRY: Mapping[str, str] = {
    "intake": "Reports, incidents, whose case it is",
    "people": "People",
    "contact": "Contact",
    "risk": "Risk, plans, wishes",
    "sharing": "Consent and sharing",
    "support": "Referrals for support",
    "home": "The home",
    "movehome": "Moving",
    "perpetrator": "The alleged perpetrator",
    "closure": "Closing, surveys, complaints",
    "needtoknow": "Who may see the case",
    "notes": "Notes, files, letters",
}
"""What the filter calls each kind of entry."""

_FIELDS = frozenset({"csrfmiddlewaretoken", "kind", "person", "day", "month", "year", "page"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for. `person` is a place in the list of people; `known_on` a day in London, as does `typed`."""

    kind: str = ""
    person: int | None = None
    known_on: date | None = None
    typed: tuple[str, str, str] = ("", "", "")
    page: int = 1
    faults: tuple[Fault, ...] = ()

    @property
    def any(self) -> bool:
        return bool(self.kind or self.person is not None or self.known_on)


@require_http_methods(["GET", "HEAD", "POST"])
def chronology(request: Asking, book: UUID) -> HttpResponse:
    """The chronology. What is asked for comes in a form and stands in no address."""
    wanted = wanted_of(request.POST, request.now) if request.method == "POST" else Wanted()
    case = shown(request, book, "chronology")
    people = [(place, case.naming.person(each.person)) for place, each in enumerate(case.seen.state.people)]
    lines = list(chosen(case, _reading(request, case, wanted.known_on), wanted))
    begin = (wanted.page - 1) * AT_ONCE
    return page(
        request,
        "chronology.html",
        status=422 if wanted.faults else 200,
        case=case,
        wanted=wanted,
        people=people,
        kinds=[(name, text) for name, text in KINDS_OF_ENTRY.items() if name in _AREAS],
        lines=lines[begin : begin + AT_ONCE],
        found=len(lines),
        pages=range(1, max(1, -(-len(lines) // AT_ONCE)) + 1),
    )


def wanted_of(form: QueryDict, now: datetime) -> Wanted:
    """What a form asks for; with every fault of it, and nothing filtered by what is wrong."""
    faults = [Fault(0, "page", "has a field that is not of this form", "the fields of the form")] if (
        form.keys() - _FIELDS
    ) else []  # fmt: skip
    kind, person = form.get("kind", ""), form.get("person", "")
    if kind and kind not in KINDS_OF_ENTRY:
        faults.append(Fault(0, "kind", "is not on the list", "one of the kinds"))
    if person and not _whole(person):
        faults.append(Fault(0, "person", "is not on the list", "one of the people"))
    typed = (form.get("day", "").strip(), form.get("month", "").strip(), form.get("year", "").strip())
    on = _day(typed)
    if any(typed) and (on is None or on > now.astimezone(LONDON).date()):
        faults.append(Fault(0, "day", "is not a day that has been", "a day, as 8 4 2024, today at the latest"))
    if faults:
        return Wanted(typed=typed, faults=tuple(faults))
    return Wanted(kind, int(person) if person else None, on, typed, _page(form.get("page", "")))


def _whole(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 4


def _page(text: str) -> int:
    return max(1, int(text)) if _whole(text) else 1


def _day(typed: tuple[str, str, str]) -> date | None:
    if not all(_whole(each) for each in typed):
        return None
    day, month, year = map(int, typed)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _end_of(day: date) -> datetime:
    """The last instant of a day in London."""
    return datetime.combine(day + timedelta(days=1), time(), LONDON) - timedelta(microseconds=1)


def _areas() -> Iterator[tuple[str, str]]:
    for name, kind in KINDS.items():
        if set(CASE) <= set(kind.declaration.books):
            yield name, kind.model.__module__.rpartition(".")[2]


_AREA_OF = dict(_areas())
_AREAS = frozenset(_AREA_OF.values())


def _reading(request: Asking, case: Shown, known_on: date | None) -> Reading:
    """The case as it is known, or was on a day: beneath the same banner, which always says what is safe now."""
    if known_on is None:
        return case.reading
    book, end = case.seen.book, _end_of(known_on)
    return replace(case.reading, seen=look(actor=request.actor, book=book, now=request.now, known_on=end))


def chosen(case: Shown, reading: Reading, wanted: Wanted) -> Iterable[Line]:
    """The lines that were asked for, the newest first."""
    people = [each.person for each in case.seen.state.people]
    person = people[wanted.person] if wanted.person is not None and wanted.person < len(people) else None
    for line in reading.whole():
        of_kind = not wanted.kind or _AREA_OF.get(line.event) == wanted.kind
        if of_kind and (wanted.person is None or person in line.people):
            yield line


@require_safe
def printed(request: Asking, book: UUID) -> HttpResponse:
    """The whole chronology on paper, the oldest first; as it was known on a day, where one is asked for."""
    known_on = _asked(request.GET.get("on", ""), request.now)
    reading = on_paper(request, book, "case")
    then = on_paper(request, book, "case", _end_of(known_on)) if known_on else reading
    lines: Sequence[Line] = then.whole()[::-1]
    return page(request, "chronology_print.html", paper=heading(request, reading), lines=lines, known_on=known_on)


def _asked(text: str, now: datetime) -> date | None:
    """The day that an address asks for. Raises `BadRequest` for one that none of ours does."""
    if not text:
        return None
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise BadRequest from None
    if found > now.astimezone(LONDON).date():
        raise BadRequest
    return found
