"""Every kind of entry is recorded by a machine as the pages record it: the same facts, the same words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import jsonschema_rs
import pytest
from django.conf import settings

from lintel.api.kinds import sent_of
from lintel.casework.decisions import DECIDES
from lintel.casework.record import Draft, record
from lintel.casework.refusals import Refused
from lintel.directory.models import Agency
from lintel.events.bookchecks import CORRECTION
from lintel.events.declaration import CASE
from lintel.events.entry import Entry
from lintel.events.facts import FactType
from lintel.events.faults import InputRefused
from lintel.events.registry import KINDS, Kind
from lintel.ledger.actions import head
from tests.api.machines import Answer, Machines
from tests.casework.cast import key
from tests.database.server import TestServer

pytestmark = pytest.mark.xdist_group("every kind")

KINDS_OF_CASES = [name for name, kind in KINDS.items() if CASE[0] in kind.declaration.books]

BARRED = ("information.shared", "referral.sent", "enforcement.started", "case.closed")
"""What the policy asks for first was not done."""


def everything(machines: Machines) -> UUID:
    """A case with two people in which every sort of thread is open, worked by its lead."""
    Agency.objects.get_or_create(handle="harbour", defaults={"name": "Harbour", "last_checked": "2024-01-01"})
    book = machines.case("ines")
    machines.record(book, "ines", "person.joined", {"person": "x1", "role": "alleged_perpetrator"})
    machines.record(book, "ines", "contact.plan_agreed", {"channels": {"phone": "safe"}})
    machines.record(book, "ines", "wishes.recorded")
    for event in KINDS_OF_CASES:
        if KINDS[event].declaration.opens:
            machines.record(book, "ines", event)
    return book


def said(machines: Machines, book: UUID, kind: Kind) -> dict[str, Any]:
    """An entry of a kind with every fact and every word that it can have, in a thread where it continues one."""
    entries = machines.look(book, "ines").entries
    continues = kind.declaration.continues
    thread = next((e.id for e in entries if KINDS[e.event].declaration.opens and _fits(e.event, continues)), None)
    body: dict[str, Any] = {
        "event": kind.name, "at": machines.now.isoformat(), "seen": head(book)[0],
        "data": _facts(machines, kind, entries[0].id), "sealed": dict.fromkeys(kind.sealed, "Words of ours."),
    }  # fmt: skip
    return body | ({"thread": thread} if continues else {})


def _fits(event: str, continues: str | None) -> bool:
    return continues == "*" or KINDS[event].declaration.opens == continues


def _facts(machines: Machines, kind: Kind, entry: str = "") -> dict[str, Any]:
    if kind.name == CORRECTION:
        return {"entry": entry, "facts": {"channel": "email"}}
    own: Mapping[str, Any] = {
        "officer": machines.handle("ines"), "staff": machines.handle("jo"), "agency": "harbour",
        "person": "x9" if kind.name == "person.joined" else "x1",
    }  # fmt: skip
    facts = {name: own[name] if _is_own(name, fact) else _value(machines, fact) for name, fact in kind.facts.items()}
    return {name: value for name, value in facts.items() if name != "colleague_case"}


def _is_own(name: str, fact: FactType) -> bool:
    return name in ("officer", "staff", "agency", "person") and fact.kind != "listed"


def _value(machines: Machines, fact: FactType) -> Any:
    one: Any = {
        "listed": fact.values[0] if fact.values else None,
        "number": 3,
        "boolean": True,
        "date": machines.now.date().isoformat(),
        "instant": machines.now.isoformat(),
        "code": "some_code",
        "handle": "v1",
        "map": {},
        "facts": {},
    }[fact.kind]
    return [one] if fact.many else one


@dataclass(frozen=True)
class Outcome:
    """What came of a kind: what was sent, what a machine and a page were answered, and whether the same was stored."""

    sent: Mapping[str, Any]
    by_machine: str
    by_page: str
    alike: bool


@pytest.fixture(scope="module")
def outcomes(database: TestServer) -> Iterator[Mapping[str, Outcome]]:
    """Every kind, sent by a machine into one case, and recorded as by a page in another that is just like it."""
    machines = Machines()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "CLOCK", lambda: machines.now)
        books = everything(machines), everything(machines)
        yield {event: _outcome(machines, books, KINDS[event]) for event in KINDS_OF_CASES}


def _outcome(machines: Machines, books: tuple[UUID, UUID], kind: Kind) -> Outcome:
    machines.later(minutes=1)
    one, other = (said(machines, book, kind) for book in books)
    answer = machines.machine("ines").post(f"/cases/{books[0]}/entries", one)
    by_page = _recorded(machines, books[1], other)
    return Outcome(one, _in_a_word(answer), by_page, answer.status != 201 or _alike(machines, *books))


def test_a_machine_is_answered_as_a_page_is(outcomes: Mapping[str, Outcome]) -> None:
    assert {event: each for event, each in outcomes.items() if each.by_machine != each.by_page} == {}


def test_what_a_machine_recorded_is_stored_as_what_a_page_recorded(outcomes: Mapping[str, Outcome]) -> None:
    assert [event for event, each in outcomes.items() if not each.alike] == []


WHERE_SHE_IS = ("visit.planned", "home.offered", "move.completed")


def test_all_is_recorded_but_what_the_policy_bars_and_what_only_people_do(outcomes: Mapping[str, Outcome]) -> None:
    left = {event: each.by_machine for event, each in outcomes.items() if each.by_machine != "recorded"}

    assert left == {
        **dict.fromkeys(("contact.plan_agreed", *WHERE_SHE_IS), "step_up"),
        **dict.fromkeys(BARRED, "guard"),
        **dict.fromkeys((*sorted(DECIDES), "legal_hold.lifted"), "takes_two"),
        "document.added": "faults 1",
        "case.erased": "not_here",
    }


def test_what_is_recorded_fits_the_description_of_its_kind(outcomes: Mapping[str, Outcome]) -> None:
    unfit = {
        event: [str(error) for error in jsonschema_rs.validator_for(sent_of(event)).iter_errors(each.sent)]
        for event, each in outcomes.items()
    }

    assert {event: errors for event, errors in unfit.items() if errors} == {}


def _recorded(machines: Machines, book: UUID, body: Mapping[str, Any]) -> str:
    """What comes of the same said on a page by somebody who has not confirmed that it is them."""
    draft = Draft(
        event=body["event"], at=machines.now, seen=body["seen"], key=key(), facts=body["data"], sealed=body["sealed"],
        thread=body.get("thread"),
    )  # fmt: skip
    try:
        record(actor=machines.actor("ines"), book=book, draft=draft, now=machines.now)
    except InputRefused as refused:
        return f"faults {len(refused.faults)}"
    except Refused as refused:
        return refused.code
    return "recorded"


_CODES = {"barred": "guard", "not-here": "not_here", "step-up": "step_up", "takes-two": "takes_two"}


def _in_a_word(answer: Answer) -> str:
    if answer.status == 201:
        return "recorded"
    return f"faults {len(answer.places)}" if answer.kind == "faults" else _CODES[answer.kind]


def _alike(machines: Machines, *books: UUID) -> bool:
    one, other = (machines.look(book, "ines").entries[-1] for book in books)
    return _said(one) == _said(other)


def _said(entry: Entry) -> tuple[object, ...]:
    facts = {name: value for name, value in entry.facts.items() if name != "entry"}  # ids are random
    return entry.event, entry.at, facts, entry.sealed, entry.about, entry.thread is None
