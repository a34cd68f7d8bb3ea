"""Today: what is owed, soonest first, how to reach her safely, and the one thing to do about each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse

from lintel.access import rights
from lintel.casework import policy
from lintel.casework.agenda import Agenda, Scope, Task, agenda, counts
from lintel.casework.caseload import assigns
from lintel.casework.refusals import NotHere
from lintel.commitments.policy import Versions
from lintel.design.addresses import address
from lintel.desk.briefly import ByWhen, ToDo, by_when, reached, to_do
from lintel.desk.drafting import Unfinished, unfinished
from lintel.desk.pages import page
from lintel.desk.paging import page_links, page_number
from lintel.desk.tabs import leads, tabs
from lintel.signin.asking import Asking

_A_PAGE = 50
_TO_PRINT = 500
NOBODY = "-"
"""Stands for nobody in the address of a list by officer; no handle is called so."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the desk, in words."""

    book: UUID
    case: str
    called: str | None
    do: ToDo
    when: ByWhen
    reach: str
    officer: str | None
    href: str | None


def today(request: Asking) -> HttpResponse:
    """The home of a case officer; in numbers alone for a manager; for everybody else, what is for them."""
    begun = unfinished(request.actor, request.now)
    if rights.may(request.actor, "list", "desk").allowed:
        return _desk(request, Scope(skip=_skipped(request), most=_A_PAGE), "today.html", begun)
    if rights.may(request.actor, "count", "desk").allowed:
        return page(request, "today_counts.html", counts=_suppressed(request), unfinished=begun)
    return page(request, "today_elsewhere.html", tabs=tabs(request), unfinished=begun)


def team(request: Asking) -> HttpResponse:
    """What is owed in every case that a lead may list: by officer, or by nobody yet."""
    if not leads(request):
        raise NotHere
    officer = request.GET.get("officer") or None
    scope = Scope(
        "all",
        officer=officer if officer != NOBODY else None,
        unassigned=officer == NOBODY,
        skip=_skipped(request),
        most=_A_PAGE,
    )
    return _desk(request, scope, "team.html")


def printed(request: Asking) -> HttpResponse:
    """The reader's own desk, on paper."""
    return _desk(request, Scope(most=_TO_PRINT), "today_print.html")


def _skipped(request: Asking) -> int:
    return (page_number(request) - 1) * _A_PAGE


def _desk(request: Asking, scope: Scope, template: str, begun: Sequence[Unfinished] = ()) -> HttpResponse:
    found = agenda(actor=request.actor, scope=scope, now=request.now)
    kept = {"officer": request.GET["officer"]} if "officer" in request.GET else {}
    called = {load.officer: load.called for load in found.loads if load.officer}
    return page(
        request,
        template,
        tabs=tabs(request),
        lines=lines(found, policy.in_force(), request.now),
        pages=page_links(page_number(request), kept, more=found.more),
        loads=found.loads,
        called=called,
        officer=NOBODY if scope.unassigned else scope.officer,
        nobody=NOBODY,
        assigns=assigns(request.actor),
        unfinished=begun,
    )


def lines(found: Agenda, versions: Versions, now: datetime) -> list[Line]:
    """The rows of the desk, in words."""
    asked = {(task.policy, task.commitment) for task in found.tasks}
    do = {each: to_do(versions, *each) for each in asked}
    return [_line(task, do[task.policy, task.commitment], now) for task in found.tasks]


def _line(task: Task, do: ToDo, now: datetime) -> Line:
    return Line(
        book=task.book,
        case=task.name,
        called=task.called,
        do=do,
        when=by_when(task.due, now),
        reach=reached(task.way),
        officer=task.officer,
        href=_form(task, do.event),
    )


def _form(task: Task, event: str | None) -> str | None:
    """Where the entry that keeps it is recorded, filled in as far as it is known."""
    if event is None:
        return None
    known = {"thread": task.thread, "about": task.subject}
    asked = urlencode({name: said for name, said in known.items() if said})
    href = address("record-event", task.book, event)
    return f"{href}?{asked}" if asked else href


_FEW = 5


def _suppressed(request: Asking) -> list[tuple[str, str]]:
    """The desk in numbers. Those so small that they could tell of somebody are not said."""
    found = counts(actor=request.actor, now=request.now)
    named = {
        "Open cases": found.running,
        "Cases that wait for an officer": found.unassigned,
        "Things owed": found.owed,
        "Things overdue": found.overdue,
    }
    return [(name, f"fewer than {_FEW}" if 0 < count < _FEW else f"{count:,}") for name, count in named.items()]
