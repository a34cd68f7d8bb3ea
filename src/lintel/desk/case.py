"""A case: the frame that each of its pages has, and the overview."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from lintel.access import rights
from lintel.access.grants import Thing, Verb
from lintel.casework import policy
from lintel.casework.look import Case, look
from lintel.casework.state import Claim
from lintel.commitments.obligations import Obligation
from lintel.commitments.reasons import promise, reason
from lintel.design.addresses import address
from lintel.desk.casebanner import Banner, banner
from lintel.desk.caseclosing import bars
from lintel.desk.caselines import Line, Reading
from lintel.desk.casepaper import heading, on_paper
from lintel.desk.casethreads import Threaded, going_on
from lintel.desk.casewords import Naming, article, naming
from lintel.desk.forms.barring import Bar
from lintel.desk.pages import page
from lintel.events.registry import KINDS
from lintel.signin.asking import Asking

PARTS: tuple[tuple[str, str, Verb, Thing], ...] = (
    ("case", "Overview", "read", "case"),
    ("chronology", "Chronology", "read", "case"),
    ("risk", "Risk", "read", "risk"),
    ("plan", "Plan", "read", "plan"),
    ("sharing", "Sharing", "read", "sharing"),
    ("home", "Home", "read", "action"),
    ("measures", "Alleged perpetrator", "read", "action"),
    ("people-of-case", "People", "read", "people"),
    ("documents", "Documents", "read", "document"),
    ("who-looked", "Who looked", "read", "case_read_log"),
)
"""The parts of a case: the name of the address, what it is called, and what one must be allowed to be shown it."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A case as the frame of its pages shows it. `seen` is what was looked at; `reading` makes lines of it."""

    seen: Case
    reading: Reading
    banner: Banner
    parts: tuple[dict[str, object], ...]
    officer: str
    records: bool

    @property
    def naming(self) -> Naming:
        return self.reading.naming

    def may(self, verb: Verb, thing: Thing) -> bool:
        """Whether whoever looks may do this here, with a fresh second factor if it takes one."""
        right = rights.may(self.reading.actor, verb, thing, self.seen.standing)
        return right.allowed or right.needs_step_up


def shown(request: Asking, book: UUID, here: str) -> Shown:
    """Look at a case once, for the page that is called `here`. Raises `NotHere`."""
    return framed(request, look(actor=request.actor, book=book, now=request.now), here)


def framed(request: Asking, seen: Case, here: str) -> Shown:
    """The frame around a case that was looked at."""
    named = naming(seen, request.now)
    reading = Reading(seen, named, request.actor)
    return Shown(
        seen=seen,
        reading=reading,
        banner=banner(reading, _minutes(seen, request.now)),
        parts=tuple(_parts(request, seen, here)),
        officer=named.colleague(seen.officer) if seen.officer else "Nobody yet",
        records=rights.may(request.actor, "record", "note", seen.standing).allowed,
    )


def _minutes(seen: Case, now: datetime) -> int | None:
    """The whole minutes that a broken glass stays open, counted up so that it never says none while it is."""
    return -(-int((seen.open_until - now).total_seconds()) // 60) if seen.open_until else None


def _parts(request: Asking, seen: Case, here: str) -> Iterator[dict[str, object]]:
    for name, text, verb, thing in PARTS:
        if rights.may(request.actor, verb, thing, seen.standing).allowed:
            yield {"text": text, "href": address(name, seen.book), "here": name == here}


@dataclass(frozen=True, slots=True)
class Part:
    """Somebody's part in the case: a claim, by whom and since when."""

    who: str
    role: str
    by: str
    since: datetime
    ended: str


@dataclass(frozen=True, slots=True)
class Owed:
    """Something that is owed: what, by when, why, and what does it. `on` is the last day, in London.

    `does` is the kind of event that keeps it and `asked` what its form is given beforehand.
    """

    what: str
    whose: str
    on: date | None
    at: datetime | None
    overdue: bool
    why: str
    clauses: tuple[tuple[str, str], ...]
    does: str | None
    label: str
    asked: str


@dataclass(frozen=True, slots=True)
class Overview:
    """What the overview shows besides the frame."""

    people: tuple[Part, ...]
    owed: tuple[Owed, ...]
    reports: tuple[Line, ...]
    threads: tuple[Threaded, ...]
    wishes: tuple[Line, ...]
    options: tuple[Line, ...]
    closing: tuple[Bar, ...]


@require_safe
def overview(request: Asking, book: UUID) -> HttpResponse:
    """Who is in the case, what is owed and why, what is going on, what is wanted."""
    case = shown(request, book, "case")
    return page(request, "case.html", case=case, over=overview_of(case.reading), can_close=case.may("close", "case"))


@require_safe
def printed(request: Asking, book: UUID) -> HttpResponse:
    """The overview on paper."""
    reading = on_paper(request, book, "case")
    return page(request, "case_print.html", paper=heading(request, reading), over=overview_of(reading))


def overview_of(reading: Reading) -> Overview:
    """What the overview shows of a case."""
    seen, named = reading.seen, reading.naming
    return Overview(
        people=tuple(_part(each, named) for each in seen.state.people),
        owed=tuple(_owed(each, reading) for each in sorted(seen.state.owed, key=_soonest)),
        reports=reading.lines("report.received")[:1],
        threads=tuple(going_on(reading)),
        wishes=reading.lines("wishes.recorded"),
        options=reading.lines("options.discussed"),
        closing=bars(reading),
    )


def _soonest(owed: Obligation) -> tuple[bool, float]:
    return owed.due_at is None, owed.due_at.timestamp() if owed.due_at else 0.0


def _part(claim: Claim, named: Naming) -> Part:
    return Part(
        who=article(named.who(claim.person)),
        role=article(named.role(claim.role)),
        by=named.colleague(claim.by),
        since=claim.since,
        ended="" if claim.left is None else "died" if claim.died else "no longer in the case",
    )


def _owed(owed: Obligation, reading: Reading) -> Owed:
    named = reading.naming
    version = policy.in_force().at(owed.opened_at)
    ways = owed.rule.do.alternatives if owed.rule.do else ()  # the likeliest is named first
    does = next((each.event for each in ways if reading.may_record(each.event)), None)
    return Owed(
        what=promise(owed.rule),
        whose=named.person(owed.subject) if owed.subject else "",
        on=owed.due_on,
        at=owed.due_at if owed.due and owed.due.exact else None,
        overdue=owed.state == "overdue",
        why=reason(named.of(owed), policy.in_force()),
        clauses=version.said(owed.rule.clause),
        does=does,
        label=KINDS[does].declaration.label if does else "",
        asked=urlencode({name: said for name, said in (("thread", owed.thread), ("about", owed.subject)) if said}),
    )
