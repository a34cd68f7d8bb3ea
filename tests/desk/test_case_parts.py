"""The parts of a case by what they are about: threads with their clocks and next steps, and what was agreed."""

import html
import re
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest

from lintel.directory.models import Agency
from tests.desk.caselike import plain, text_of
from tests.desk.conftest import Desk


def words(desk: Desk, book: UUID, page: str, by: str = "sam") -> str:
    return html.unescape(plain(desk.browser(by).get(f"/case/{book}/{page}")))


def test_an_action_stands_with_its_owner_its_day_and_what_may_come_next(desk: Desk) -> None:
    book = desk.case()
    facts = {"owner": "landlord", "due_on": (desk.now + timedelta(days=1)).date().isoformat()}
    added = desk.record(book, "sam", "action.added", facts, {"what": "Ring the school"}).entry
    said = words(desk, book, "plan")
    assert "Action added for landlord, due 9 Apr 2024 Tue 9 April 2024 agreed" in said
    assert "What: Ring the school" in said
    assert "by the date that we gave: Tue 9 April 2024 due" in said
    assert "What may come next: That action is done" in said
    assert f"?thread={added}" in text_of(desk.browser("sam").get(f"/case/{book}/plan"))
    desk.now += timedelta(days=2)
    assert "by the date that we gave: Tue 9 April 2024 overdue" in words(desk, book, "plan")
    desk.record(book, "sam", "action.done", thread=added)
    done = words(desk, book, "plan")
    assert "due 9 Apr 2024 Ended" in done
    assert "by the date that we gave: Tue 9 April 2024 late" in done
    assert "What may come next" not in done


def test_a_repair_shows_every_step_so_far_and_the_neutral_words_for_the_contractor(desk: Desk) -> None:
    book = desk.case()
    repair = desk.record(book, "sam", "repair.needed", {"work": "safety"}, {"job_text": "Front door lock"}).entry
    desk.record(book, "sam", "repair.ordered", thread=repair)
    said = words(desk, book, "home")
    assert "What the contractor is told: Front door lock" in said
    assert said.index("Repair needed: safety") < said.index("Repair ordered")


def test_a_referral_is_one_thread_from_its_offer_on(desk: Desk) -> None:
    book = desk.case()
    offered = {"service": "idva", "agency": "rivergate", "answer": "accepted"}
    referral = desk.record(book, "sam", "referral.offered", offered, about=["v1"]).entry
    desk.record(book, "sam", "referral.sent", thread=referral)
    said = words(desk, book, "sharing")
    assert "Referral offered: idva, rivergate: accepted" in said
    assert "Referral sent" in said
    assert said.count("Referral offered: idva") == 2, "once as the heading of the thread, once as its first entry"
    assert "Not asked" in said
    assert "Anything with rivergate" in said


@pytest.mark.parametrize("answer", ["given", "refused", "undecided"])
def test_each_answer_to_a_question_of_consent_is_one_of_its_own(desk: Desk, answer: str) -> None:
    book = desk.case()
    desk.record(book, "sam", "consent.asked", {"purpose": "marac", "agency": "police", "answer": answer}, about=["v1"])
    said = words(desk, book, "sharing")
    assert f"MARAC Police {answer.capitalize()} Mon 8 April 2024, by Sam" in said
    assert "Not asked: Referral; Police; " in said


def test_consent_that_was_withdrawn_is_shown_as_withdrawn(desk: Desk) -> None:
    book = desk.case()
    facts = {"purpose": "marac", "agency": "police", "answer": "given"}
    asked = desk.record(book, "sam", "consent.asked", facts, about=["v1"]).entry
    desk.record(book, "sam", "consent.withdrawn", thread=asked)
    assert "MARAC Police Withdrawn" in words(desk, book, "sharing")


def test_what_was_shared_says_on_what_ground(desk: Desk) -> None:
    book = desk.case()
    facts = {"agency": "police", "purpose": "safeguarding", "items": ["address"], "basis": "child_at_risk"}
    desk.record(book, "ines", "information.shared", facts, {"reasons": "a child was in the room"})
    said = words(desk, book, "sharing")
    assert "ground: child at risk" in said
    assert "Reasons: a child was in the room" in said


def test_an_action_against_the_alleged_perpetrator_stands_with_its_safety_check(desk: Desk) -> None:
    book = desk.case()
    thread = desk.record(book, "sam", "enforcement.considered", {"tool": "warning", "proportionate": "yes"}).entry
    said = words(desk, book, "measures")
    assert "I checked what acting would do to her safety" in said
    desk.record(book, "sam", "enforcement.safety_checked", {"raises_risk": "unknown"}, thread=thread)
    assert "Safety checked before enforcement; raises risk: unknown" in words(desk, book, "measures")


def test_empty_parts_teach_and_lead_to_what_begins_them(desk: Desk) -> None:
    book = desk.case()
    for page in ("plan", "sharing", "home", "measures"):
        said = words(desk, book, page)
        assert "Nothing is recorded" in said
        assert f"/case/{book}/record/" in text_of(desk.browser("sam").get(f"/case/{book}/{page}"))


def test_whoever_may_record_some_things_is_led_to_those_alone(desk: Desk) -> None:
    book = desk.case()
    desk.record(book, "ines", "case.escalated", {"to": "safeguarding_lead"})
    said = words(desk, book, "plan", "saf")
    assert "There is something to do" in said
    assert "We made a plan together" not in said
    assert "We made a plan together" in words(desk, book, "plan", "sam")


@pytest.fixture
def agency(desk: Desk) -> Iterator[str]:
    """The handle of an agency that is in the directory for as long as a test lasts."""
    made = Agency.objects.create(
        handle=f"riv-{desk.mark}", name="Rivergate Made-up Services", kind="charity", emergency="unknown",
        last_checked=desk.now.date(),
    )  # fmt: skip
    yield made.handle
    made.delete()


def test_an_agency_goes_by_its_name_in_the_directory(desk: Desk, agency: str) -> None:
    book = desk.case()
    desk.record(book, "sam", "consent.asked", {"purpose": "marac", "agency": agency, "answer": "given"})
    assert "MARAC Rivergate Made-up Services Given" in words(desk, book, "sharing")


def test_whoever_may_record_nothing_is_led_to_no_form(desk: Desk) -> None:
    book = desk.case()
    desk.record(book, "sam", "action.added", {"owner": "landlord"})
    glass = {"reference": str(book), "code": "danger_now", "reason": "She has rung and sounds afraid"}
    browser = desk.browser("tomos", stepped_up=True)
    assert browser.post("/emergency", glass).status_code == 302
    for page in ("", "/plan", "/sharing", "/home", "/measures", "/people", "/chronology"):
        text = text_of(browser.get(f"/case/{book}{page}"))
        assert "/record" not in text, page
        assert "/correct/" not in text, page


def test_a_step_of_a_referral_that_is_behind_is_not_offered_again(desk: Desk) -> None:
    book = desk.case()
    offered = desk.record(book, "sam", "referral.offered", {"service": "idva", "answer": "accepted"}, about=("v1",))
    for event, left in (("sent", 3), ("received", 2), ("started", 1)):
        desk.record(book, "sam", f"referral.{event}", thread=offered.entry)
        shown = text_of(desk.browser("sam").get(f"/case/{book}/sharing"))
        assert len(re.findall(rf"\?thread={offered.entry}", shown)) == left
