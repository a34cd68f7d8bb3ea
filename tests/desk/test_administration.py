"""Administration: accounts, roles, teams, ways in and the directory, for whoever administers; and never a case."""

import re

import pytest
from django.urls import reverse

from lintel.access import accounts
from lintel.access.models import RoleGrant, Staff, StaffMark, Team
from lintel.casework.models import Proposal
from lintel.desk.colleagues import opaque
from lintel.signin.models import Invitation
from tests.desk.conftest import Desk

PAGES = (
    "/administration",
    "/administration/accounts/add",
    "/administration/accounts/of/{sam}",
    "/administration/teams",
    "/directory/add",
)


def account_of(desk: Desk, name: str, what: str = "") -> str:
    return reverse("account", args=[desk.handle(name)]) + what


@pytest.mark.parametrize("name", ["sam", "ines", "max", "saf", "hana", "dee", "aud", "rae"])
def test_nobody_else_has_any_of_these_pages(desk: Desk, name: str) -> None:
    browser = desk.browser(name, stepped_up=True)
    assert {browser.get(page.format(sam=opaque(desk.handle("sam")))).status_code for page in PAGES} == {404}
    for what in ("propose", "take", "link", "end"):
        assert browser.post(account_of(desk, "jo", f"/{what}"), {"sure": "yes"}).status_code == 404
    assert accounts.actor(desk.handle("jo")).live


def test_an_account_is_added_and_found_by_how_its_name_begins(desk: Desk) -> None:
    browser = desk.browser("adi")
    sent = browser.post("/administration/accounts/add", {"handle": f"new-{desk.mark}", "name": f"Zed {desk.mark}"})
    assert sent.headers["Location"] == reverse("account", args=[f"new-{desk.mark}"])
    shown = browser.post("/administration", {"begins": f"zed {desk.mark}"}).content.decode()
    assert f"new-{desk.mark}" in shown
    wrong = browser.post("/administration/accounts/add", {"handle": "two words", "name": ""})
    assert wrong.status_code == 422
    assert not Staff.objects.filter(handle="two words").exists()


def test_a_role_is_proposed_and_waits(desk: Desk) -> None:
    browser = desk.browser("adi", stepped_up=True)
    asked = {"role": "officer", "team": desk.handle("north")}
    assert browser.post(account_of(desk, "rae", "/propose"), asked).status_code == 302
    assert Proposal.objects.filter(by=desk.handle("adi"), what="role_grant").count() == 1
    assert "It waits for a domestic abuse lead" in browser.get(account_of(desk, "rae")).content.decode()
    assert browser.post(account_of(desk, "rae", "/propose"), {"role": "king", "team": ""}).status_code == 422
    assert not RoleGrant.objects.filter(staff_id=desk.handle("rae"), role="officer").exists()


@pytest.mark.parametrize(("team", "warned"), [("", True), ("north", False)])
def test_a_case_officer_in_no_team_is_warned_of(desk: Desk, team: str, warned: bool) -> None:
    browser = desk.browser("adi", stepped_up=True)
    asked = {"role": "officer", "team": desk.handle(team) if team else ""}
    assert browser.post(account_of(desk, "rae", "/propose"), asked).status_code == 302
    assert ("A case officer in no team" in browser.get(account_of(desk, "rae")).content.decode()) is warned


def test_every_change_asks_who_it_is_first(desk: Desk) -> None:
    browser = desk.browser("adi")
    for what in ("propose", "take", "link", "end"):
        sent = browser.post(account_of(desk, "sam", f"/{what}"), {"sure": "yes"})
        assert sent.headers["Location"].startswith("/confirm")
    assert accounts.actor(desk.handle("sam")).roles == {"officer"}


def test_a_role_is_taken_away_and_an_account_ended_at_once(desk: Desk) -> None:
    browser = desk.browser("adi", stepped_up=True)
    browser.post(account_of(desk, "sam", "/take"), {"role": "officer"})
    assert not accounts.actor(desk.handle("sam")).roles
    assert browser.post(account_of(desk, "jo", "/end"), {}).status_code == 422
    assert accounts.actor(desk.handle("jo")).live
    assert browser.post(account_of(desk, "jo", "/end"), {"sure": "yes"}).status_code == 302
    assert not accounts.actor(desk.handle("jo")).live


def test_a_link_is_asked_for_and_shown_to_nobody_here(desk: Desk) -> None:
    browser, said = desk.browser("adi", stepped_up=True), {"why": "begins", "sure": "yes"}
    shown = browser.post(account_of(desk, "sam", "/link"), said).content.decode()
    assert re.search(r"<code>\d{4} \d{4} \d{4}</code>", shown)
    assert "/enrol/" not in shown
    assert "<code>" not in browser.get(account_of(desk, "sam")).content.decode()
    accounts.end_staff(desk.handle("jo"), by=desk.handle("adi"), now=desk.now)
    assert browser.post(account_of(desk, "jo", "/link"), said).status_code == 404
    assert browser.post(account_of(desk, "adi", "/link"), said).status_code == 404
    assert not Invitation.objects.filter(account__handle=desk.handle("sam")).exists()


def test_what_cannot_be_done_to_an_account_is_not_there(desk: Desk) -> None:
    browser = desk.browser("adi", stepped_up=True)
    assert browser.post(account_of(desk, "sam", "/promote")).status_code == 404
    assert browser.get(account_of(desk, "sam", "/end")).status_code == 405
    assert browser.get("/administration/accounts/of/nobody").status_code == 404


def test_a_team_is_added(desk: Desk) -> None:
    browser = desk.browser("adi")
    assert browser.post("/administration/teams", {"handle": f"west-{desk.mark}", "name": "West"}).status_code == 302
    assert Team.objects.filter(handle=f"west-{desk.mark}").exists()
    assert browser.post("/administration/teams", {"handle": f"west-{desk.mark}", "name": "West"}).status_code == 422


def test_an_agency_is_added_by_an_administrator_and_found_by_an_officer(desk: Desk) -> None:
    said = {"agency": f"river-{desk.mark}", "name": f"River {desk.mark}", "kind": "charity", "service": "idva"}
    browser = desk.browser("adi")
    assert browser.post("/directory/add", {**said, "areas": "Northmarsh"}).status_code == 302
    shown = desk.browser("sam").get("/directory", {"area": "northmarsh"}).content.decode()
    assert f"River {desk.mark}" in shown
    assert "It is still so" not in shown
    assert browser.post(f"/directory/checked/river-{desk.mark}").status_code == 302
    assert desk.browser("sam").post(f"/directory/checked/river-{desk.mark}").status_code == 404
    wrong = browser.post("/directory/add", {**said, "phone": "none"})
    assert wrong.status_code == 422
    assert "Enter one telephone number" in wrong.content.decode()


def test_somebody_close_is_declared_by_whoever_works_here_and_kept_as_marks_alone(desk: Desk) -> None:
    browser = desk.browser("rae")
    assert browser.post("/close-to-me", {"names": "Ada Close", "phone": "07700 900444"}).status_code == 302
    assert "It is noted" in browser.get("/close-to-me").content.decode()
    assert "It is noted" not in browser.get("/close-to-me").content.decode()
    assert StaffMark.objects.filter(staff=desk.handle("rae"), source="declared", kind="phone").exists()
    assert browser.post("/close-to-me", {"names": ""}).status_code == 422
