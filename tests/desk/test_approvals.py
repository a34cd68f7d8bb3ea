"""Waiting for approval: decided by somebody else, who has just confirmed that it is them."""

import re

import pytest

from lintel.access.models import RoleGrant
from lintel.casework.models import Decision, Proposal
from lintel.casework.roles import propose_role
from tests.casework.test_proposals import closed, proposed
from tests.desk.conftest import Desk


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
