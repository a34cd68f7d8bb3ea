"""Every kind of event that a case can hold has a form, and what is answered on it is what is written."""

from uuid import UUID

from django.urls import reverse

from lintel.desk.forms.layouts import form_of
from lintel.directory.models import Agency
from lintel.events.declaration import CASE
from lintel.events.registry import KINDS
from tests.desk.conftest import Desk
from tests.desk.forms import answers, offered, standing

ELSEWHERE = {"entry.corrected", "document.added"}
"""They have pages of their own."""

BARRED = {"referral.sent", "enforcement.started", "case.closed"}
"""The first answer to each question of these breaks a rule."""

TAKES_TWO = {"discretion.approved", "discretion.refused", "closure.approved", "closure.refused"}

EVENTS = [name for name, kind in KINDS.items() if CASE[0] in kind.declaration.books and name not in ELSEWHERE]


def everything(desk: Desk) -> UUID:
    """A case in which every kind of thread is open, with two people and an agency, worked by its lead."""
    Agency.objects.get_or_create(handle="harbour", defaults={"name": "Harbour", "last_checked": "2024-01-01"})
    desk.case("ines")
    book = desk.case("ines")
    desk.record(book, "ines", "person.joined", {"person": "x1", "role": "alleged_perpetrator"})
    desk.record(book, "ines", "contact.plan_agreed", {"channels": {"phone": "safe"}})
    desk.record(book, "ines", "wishes.recorded")
    desk.record(book, "ines", "access.given", {"staff": desk.handle("jo"), "reason": "advice"})
    for event in EVENTS:
        if KINDS[event].declaration.opens:
            desk.record(book, "ines", event)
    return book


def test_every_event_of_a_case_is_recorded_with_every_field_answered(desk: Desk) -> None:
    book = everything(desk)
    left = {event: tried for event in EVENTS if (tried := _tried(desk, book, event)) != "saved"}
    assert left == {
        **dict.fromkeys(BARRED, "barred"),
        **dict.fromkeys(TAKES_TWO, "refused"),
        "legal_hold.lifted": "proposed",
        "case.erased": "not here",
    }


def _tried(desk: Desk, book: UUID, event: str) -> str:
    """What comes of the form of an event with an answer to every question, sent by somebody who has confirmed."""
    desk.later(minutes=1)
    browser = desk.browser("ines", stepped_up=True)
    page = browser.get(reverse("record-event", args=[book, event]))
    if page.status_code == 404:
        return "not here"
    said = {**standing(page.content), **answers(form_of(event), offered(page.content))}
    said |= {"colleague_case": "no"} if "colleague_case" in said else {}
    response = browser.post(reverse("record-event", args=[book, event]), said)
    if response.status_code == 422:
        return "barred" if "does not allow this yet" in response.content.decode() else "refused"
    if response["Location"] == reverse("case", args=[book]):
        return "proposed"
    entry = desk.look(book, "ines").entries[-1]
    asked = {each.name for each in form_of(event).fields if not each.field.sealed} & set(KINDS[event].facts)
    asked |= {"person"} if event == "person.joined" else set()
    return "saved" if (entry.event, set(entry.facts)) == (event, asked) else f"lost {asked - set(entry.facts)}"
