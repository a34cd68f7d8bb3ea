"""The parts of a case by what they are about: its plan, what is shared, the home, the alleged perpetrator."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import get_args
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from lintel.casework.state import Consent
from lintel.desk.case import Shown, shown
from lintel.desk.caselines import Line, Reading
from lintel.desk.casepaper import heading, on_paper
from lintel.desk.casethreads import Threaded, every_thread
from lintel.desk.casewords import article, spaced
from lintel.desk.pages import page
from lintel.events.registry import KINDS
from lintel.events.values import Purpose
from lintel.signin.asking import Asking


@dataclass(frozen=True, slots=True)
class Topic:
    """A section of a page: the threads and the entries that belong in it, and what teaches where there are none."""

    heading: str
    teaches: str
    threads: tuple[str, ...] = ()
    events: tuple[str, ...] = ()

    @property
    def begins(self) -> tuple[str, ...]:
        """The kinds of event that somebody records here in order to begin."""
        opening = (name for name, kind in KINDS.items() if kind.declaration.opens in self.threads)
        return (*self.events, *opening)


@dataclass(frozen=True, slots=True)
class Section:
    """A section with what it shows. `begins` are kinds of event, each as an officer would say it."""

    heading: str
    teaches: str
    threads: tuple[Threaded, ...]
    lines: tuple[Line, ...]
    begins: tuple[tuple[str, str], ...]


PLAN = (
    Topic("What is to be done", "Give every action one owner and a date.", ("action",)),
    Topic("Plans made together", "Plan for staying with the same care as for leaving.", (), ("plan.agreed",)),
    Topic("Visits", "Say where and when to check in before somebody goes.", ("visit",)),
    Topic("Reviews", "Look at the whole case again after every change.", (), ("review.held",)),
    Topic(
        "What stands in the way, and advice",
        "A barrier is something for us to help with.",
        (),
        ("barrier.noted", "advice.given"),
    ),
    Topic("Adjustments", "What somebody needs done differently, in their own words.", ("adjustment",)),
)
SHARING = (
    Topic("What was shared", "Share the least that serves, on one stated ground.", (), ("information.shared",)),
    Topic("Referrals for support", "Offer first, and send once it is accepted.", ("referral",)),
    Topic("MARAC", "Never by a score alone: each time a judgement.", ("marac",), ("marac.decided",)),
    Topic(
        "Safeguarding",
        "A child at risk is referred whether or not anybody consents.",
        ("safeguarding",),
        ("safeguarding.decided",),
    ),
    Topic("Police", "Danger now means 999 first.", (), ("police.decided", "police.reported")),
    Topic("Other agencies", "Make sure who asks before you answer.", ("request",), ("agency.lead_named",)),
)
HOME = (
    Topic("Repairs", "The clock runs from when we knew, nights and weekends too.", ("repair",)),
    Topic("Security", "Ask what would help, and who else has keys.", ("security",)),
    Topic(
        "Tenancy",
        "Look it up: asking the household may tell the wrong person why you ask.",
        (),
        ("tenancy.noted", "tenancy_advice.given", "tenancy.settled", "legal_advice.signposted"),
    ),
    Topic("Moves and offers", "A move is a choice, and saying no to a home is not saying no to help.", ("move",)),
    Topic(
        "Hidden addresses", "A new address must not show anywhere that it could be found.", (), ("address.protected",)
    ),
    Topic("Letters stopped", "Until a team confirms, count its letters as still going out.", ("mailing_hold",)),
)
PERPETRATOR = (
    Topic("Actions considered", "Check first what acting would do to safety. Unknown is not no.", ("enforcement",)),
    Topic("What the victim thinks", "Neither a veto nor a tick-box.", (), ("victim.consulted",)),
    Topic(
        "Breaches and evidence",
        "Nobody has to prove anything in order to be helped.",
        (),
        ("breach.recorded", "evidence.logged"),
    ),
    Topic("Orders", "Note when an order ends, and plan for that day.", (), ("legal_order.recorded",)),
    Topic(
        "Help to change",
        "By somebody other than the case officer; by itself it lowers no risk.",
        (),
        ("perpetrator_support.offered", "young_abuser.supported"),
    ),
)


@require_safe
def plan(request: Asking, book: UUID) -> HttpResponse:
    """Actions with owner and date, the plans that were made, reviews."""
    case = shown(request, book, "plan")
    prints = "plan-print" if case.may("print", "plan") else None
    return page(
        request, "case_part.html", case=case, title="Plan", sections=sections(case.reading, PLAN), prints=prints
    )


@require_safe
def plan_printed(request: Asking, book: UUID) -> HttpResponse:
    """The plan on paper."""
    reading = on_paper(request, book, "plan")
    shown_ = sections(reading, PLAN)
    return page(request, "part_print.html", paper=heading(request, reading), title="Plan", sections=shown_)


@require_safe
def sharing(request: Asking, book: UUID) -> HttpResponse:
    """What may be shared and what was: consents, disclosures, referrals, other agencies."""
    case = shown(request, book, "sharing")
    agreed, unasked = list(consents(case)), list(not_asked(case))
    found = sections(case.reading, SHARING)
    asks = case.reading.may_record("consent.asked")
    return page(request, "case_sharing.html", case=case, sections=found, consents=agreed, unasked=unasked, asks=asks)


@require_safe
def home(request: Asking, book: UUID) -> HttpResponse:
    """Repairs with their clocks, security, tenancy, moves."""
    case = shown(request, book, "home")
    return page(request, "case_part.html", case=case, title="Home", sections=sections(case.reading, HOME))


@require_safe
def perpetrator(request: Asking, book: UUID) -> HttpResponse:
    """What is done about the alleged perpetrator. Nothing leads here from their own record."""
    case = shown(request, book, "measures")
    found = sections(case.reading, PERPETRATOR)
    h1 = "What is done about the alleged perpetrator"
    return page(request, "case_part.html", case=case, title="Measures", h1=h1, sections=found)


def sections(reading: Reading, topics: tuple[Topic, ...]) -> tuple[Section, ...]:
    """The sections of a page, filled from a case."""
    return tuple(
        Section(
            topic.heading,
            topic.teaches,
            tuple(every_thread(reading, *topic.threads)),
            reading.lines(*topic.events),
            tuple((event, KINDS[event].declaration.label) for event in topic.begins if reading.may_record(event)),
        )
        for topic in topics
    )


@dataclass(frozen=True, slots=True)
class Agreed:
    """The last answer to a question of consent, in words."""

    who: str
    purpose: str
    agency: str
    answer: str
    line: Line


def consents(case: Shown) -> Iterator[Agreed]:
    """What was asked and answered, by agency and purpose."""
    for each in case.seen.state.consents:
        yield Agreed(
            who=case.naming.person(each.person),
            purpose=article(spaced(each.purpose)),
            agency=article(case.naming.agency(each.agency)) if each.agency else "No agency named",
            answer=article(each.answer),
            line=case.reading.line(each.asked),
        )


def not_asked(case: Shown) -> Iterator[str]:
    """The purposes for which nobody was asked, and the agencies in the case about which nobody was."""
    asked: tuple[Consent, ...] = case.seen.state.consents
    purposes = {each.purpose for each in asked}
    yield from (article(spaced(purpose)) for purpose in get_args(Purpose) if purpose not in purposes)
    agencies = {str(entry.facts["agency"]) for entry in case.seen.chronology.entries if entry.facts.get("agency")}
    yield from (
        f"Anything with {case.naming.agency(each)}" for each in sorted(agencies - {each.agency for each in asked})
    )
