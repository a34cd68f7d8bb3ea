"""Waiting for approval: decided by somebody else, who has just confirmed that it is them."""

import re
from html import escape
from uuid import UUID

import pytest

from lintel.access.models import RoleGrant
from lintel.casework import policy
from lintel.casework.models import Decision, Proposal
from lintel.casework.proposals import propose
from lintel.casework.roles import propose_role
from lintel.design.addresses import address
from tests.casework.test_proposals import closed, proposed
from tests.desk.conftest import Desk
from tests.desk.forms import standing


def test_an_erasure_is_decided_after_confirming_and_by_somebody_else(desk: Desk) -> None:
    asked = proposed(desk, closed(desk, "duplicate"))
    path = f"/approvals/proposals/{asked.id}"
    assert desk.browser("dee").get(path).headers["Location"].startswith("/confirm")
    browser = desk.browser("dee", stepped_up=True)
    assert "nothing brings it back" in browser.get(path).content.decode()
    assert browser.post(path, {"answer": ""}).status_code == 422
    assert not Decision.objects.filter(proposal=asked).exists()
    assert browser.post(path, {"answer": "approve"}).headers["Location"] == "/approvals"
    assert Decision.objects.get(proposal=asked).approved
    assert browser.post(path, {"answer": "refuse"}).status_code == 404


@pytest.mark.parametrize("name", ["sam", "ines", "olu", "max", "saf", "hana", "aud", "rae", "adi"])
def test_an_erasure_is_there_for_nobody_else(desk: Desk, name: str) -> None:
    asked = proposed(desk, closed(desk, "duplicate"))
    browser = desk.browser(name, stepped_up=True)
    path = f"/approvals/proposals/{asked.id}"
    assert (browser.get(path).status_code, browser.post(path, {"answer": "approve"}).status_code) == (404, 404)
    assert not Decision.objects.filter(proposal=asked).exists()


def test_a_role_begins_when_a_second_person_approves_it(desk: Desk) -> None:
    handle = desk.handle("rae")
    asked = propose_role(actor=desk.actor("adi"), staff=handle, role="officer", team=desk.handle("north"), now=desk.now)
    browser = desk.browser("olu", stepped_up=True)
    assert "Rae as case officer" in browser.get("/approvals").content.decode()
    assert browser.post(f"/approvals/roles/{asked}", {"answer": "approve"}).status_code == 302
    held = RoleGrant.objects.get(staff_id=handle, role="officer")
    assert (held.by, held.approved_by) == (desk.handle("adi"), desk.handle("olu"))


def test_nobody_decides_a_role_of_their_own(desk: Desk) -> None:
    asked = propose_role(actor=desk.actor("adi"), staff=desk.handle("ines"), role="hr_partner", team=None, now=desk.now)
    browser = desk.browser("ines", stepped_up=True)
    assert browser.get(f"/approvals/roles/{asked}").status_code == 404


def test_a_departure_leads_to_the_form_that_answers_it(desk: Desk) -> None:
    book = desk.case("sam")
    desk.record(book, "sam", "discretion.asked", {"rule": "first-contact"}, {"reasons": "Hers."})
    browser = desk.browser("ines")
    links = re.findall(rf'/case/{book}/record/[^"]+', browser.get("/approvals").content.decode())
    assert len(links) == 2
    assert [browser.get(link).status_code for link in links] == [200, 200]


def test_a_case_whose_time_is_up_is_proposed_from_its_list(desk: Desk) -> None:
    book = closed(desk, "duplicate")
    browser = desk.browser("ines")
    assert str(book.hex) in browser.get("/approvals/erasable").content.decode()
    assert browser.post("/approvals/erasable", {"case": book.hex}).headers["Location"] == "/approvals/erasable"
    assert "Erase a case" in desk.browser("dee").get("/approvals").content.decode()
    assert browser.post("/approvals/erasable", {"case": "x"}).status_code == 404


def test_the_lifting_of_a_hold_is_proposed_from_its_list_and_decided_by_somebody_else(desk: Desk) -> None:
    book = desk.case("sam")
    hold = desk.record(book, "ines", "legal_hold.placed", {"why": "court"}).entry
    browser, sent = desk.browser("ines"), {"case": book.hex, "hold": hold}
    assert "Propose to lift it" in browser.get("/approvals/holds").content.decode()
    assert browser.post("/approvals/holds", {**sent, "hold": "x"}).status_code == 404
    assert browser.post("/approvals/holds", sent).headers["Location"] == "/approvals/holds"
    assert "it waits for a data protection officer" in browser.get("/approvals/holds").content.decode()
    assert browser.post("/approvals/holds", sent).status_code == 409
    assert "Lift a legal hold" in desk.browser("dee").get("/approvals").content.decode()
    asked = Proposal.objects.get(book_id=book, what="hold")
    path = f"/approvals/proposals/{asked.id}"
    assert desk.browser("dee", stepped_up=True).post(path, {"answer": "approve"}).headers["Location"] == "/approvals"
    assert book.hex not in browser.get("/approvals/holds").content.decode()


@pytest.mark.parametrize(("name", "status"), [("olu", 200), ("hana", 200), ("sam", 404), ("dee", 404), ("adi", 404)])
def test_a_hold_is_listed_for_who_leads_its_case_alone(desk: Desk, name: str, status: int) -> None:
    book = desk.case("sam")
    hold = desk.record(book, "ines", "legal_hold.placed", {"why": "court"}).entry
    found = desk.browser(name).get("/approvals/holds")
    assert (found.status_code, book.hex in found.content.decode()) == (status, False)
    assert desk.browser(name).post("/approvals/holds", {"case": book.hex, "hold": hold}).status_code == 404
    assert not Proposal.objects.filter(book_id=book).exists()


@pytest.mark.parametrize("name", ["sam", "max", "aud", "rae", "adi"])
def test_who_approves_nothing_has_no_such_page(desk: Desk, name: str) -> None:
    assert desk.browser(name).get("/approvals").status_code == 404


def proposed_closure(desk: Desk) -> UUID:
    book = desk.case("sam")
    hers = {"view_text": "She wants to be left alone for a while."}
    desk.record(book, "sam", "victim.consulted", {"topic": "closure", "view": "mixed"}, hers)
    facts = {"outcome": "victim_disengaged", "risk_mitigated": "unknown"}
    desk.record(book, "sam", "closure.proposed", facts, {"reasons": "Seven calls on three ways."})
    return book


def test_a_closure_says_what_is_asked_before_it_is_answered_and_why_only_in_its_case(desk: Desk) -> None:
    book = proposed_closure(desk)
    listed = desk.browser("ines").get("/approvals").content.decode()
    assert "how it would end: We have lost touch with her" in listed
    assert "Seven calls" not in listed
    for event in ("closure.approved", "closure.refused"):
        assert address("record-event", book, event) in listed
        form = desk.browser("ines").get(address("record-event", book, event)).content.decode()
        for told in ("We have lost touch with her", "Seven calls on three ways.", "left alone for a while", "by Sam"):
            assert told in form


@pytest.mark.parametrize("name", ["olu", "dee", "adi", "tomos"])
def test_the_words_of_an_asking_are_for_who_may_read_its_case_alone(desk: Desk, name: str) -> None:
    book = proposed_closure(desk)
    browser = desk.browser(name, stepped_up=True)
    for path in ("/approvals", address("record-event", book, "closure.approved")):
        assert "lost touch" not in browser.get(path).content.decode()


def test_a_departure_is_asked_in_the_words_of_its_rule(desk: Desk) -> None:
    book = desk.case("sam")
    rule = next(each for each in policy.in_force().at(desk.now).guards if each.strength == "reason")
    asked = desk.record(book, "sam", "discretion.asked", {"rule": rule.id}, {"reasons": "He is back tonight."}).entry
    browser = desk.browser("ines")
    form = browser.get(f"{address('record-event', book, 'discretion.approved')}?thread={asked}").content.decode()
    for shown in (browser.get("/approvals").content.decode(), form, browser.get(f"/case/{book}").content.decode()):
        assert escape(rule.says) in shown
        assert f"on {rule.id}" not in shown
    assert "He is back tonight." in form


def test_a_lead_can_say_no_to_a_closure_and_it_waits_no_longer(desk: Desk) -> None:
    book = proposed_closure(desk)
    browser, path = desk.browser("ines"), address("record-event", book, "closure.refused")
    sent = {**standing(browser.get(path).content), "reasons": "Try her sister first."}
    assert browser.post(path, sent).status_code == 302
    assert book.hex not in desk.browser("ines").get("/approvals").content.decode().replace("-", "")
    told = desk.browser("sam").get("/notices").content.decode()
    assert "does not agree that the case can close" in told
    assert "Closure not agreed" in desk.browser("sam").get(f"/case/{book}/chronology").content.decode()


def test_whoever_could_answer_is_told_of_an_asking_and_nobody_else(desk: Desk) -> None:
    proposed_closure(desk)
    said = "It was proposed to close a case."
    pages = {name: desk.browser(name).get("/notices").content.decode() for name in ("ines", "olu", "sam", "jo", "max")}
    assert [name for name, shown in pages.items() if said in shown] == ["ines"]


def test_nobody_is_offered_to_agree_to_what_they_proposed(desk: Desk) -> None:
    book = desk.case("sam")
    desk.record(book, "ines", "closure.proposed", {"outcome": "duplicate"})
    offered = "I agree that the case can close"
    assert offered not in desk.browser("ines").get(f"/case/{book}/record").content.decode()
    assert offered in desk.browser("sam").get(f"/case/{book}/record").content.decode()
    form = desk.browser("ines").get(address("record-event", book, "closure.approved")).content.decode()
    assert "You asked for this yourself" in form


def test_a_hold_says_why_it_was_placed_and_by_whom_before_it_is_lifted(desk: Desk) -> None:
    book = desk.case("sam")
    hold = desk.record(book, "ines", "legal_hold.placed", {"why": "police"}, {"note": "DC Grey rang."}).entry
    propose(actor=desk.actor("ines"), book=book, what="hold", facts={"thread": hold}, now=desk.now)
    asked = Proposal.objects.get(book_id=book, what="hold")
    browser = desk.browser("dee", stepped_up=True)
    for path in ("/approvals", f"/approvals/proposals/{asked.id}"):
        shown = browser.get(path).content.decode()
        assert "The police need it. Placed on Mon 8 April 2024 by Ines" in shown
        assert "DC Grey" not in shown
