"""A case as the pictures in docs show it, and what they are to show: short banners, names for people, no handles."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from playwright.sync_api import Page

from tests.browser.site import Site, no_axe_violations, screenshot
from tests.desk.caselike import write_of
from tests.desk.conftest import Desk

pytestmark = pytest.mark.usefixtures("database_of_its_own")

TALL = 240
"""Pixels: so high the banner of an ordinary case may be, on a screen of 1280."""


@pytest.fixture
def book(site: Site) -> UUID:
    """A case three weeks old: a plan, an assessment, a referral, two children whom nobody has named."""
    desk = site.desk
    said = "She rang about a repair and stayed on the line: he took her keys, and she slept in the car."
    facts = {"channel": "phone", "source": "victim", "nature": "disclosure", "immediate_danger": "no"}
    made = desk.report(facts=facts, sealed={"account": said})
    desk.record(made, "ines", "officer.named", {"officer": desk.handle("sam"), "reason": "first"})
    _people(desk, made)
    desk.record(made, "sam", "needs.recorded", {"interpreter": True, "language": "polish"}, about=("v1",))
    desk.record(
        made, "sam", "contact.plan_agreed",
        {"channels": {"text": "safe", "phone": "unsafe", "letter": "unsafe"}, "voicemail": False, "letters": False,
         "from_hour": 10, "to_hour": 15},
        {"must_not_know": "Owen, and his sister", "wording": "Your boiler check is due", "numbers": "07700 900123",
         "code_word": "heron"},
        about=("v1",),
    )  # fmt: skip
    desk.record(made, "sam", "contact.made", {"channel": "text"}, {"summary": "She is with a friend."}, about=("v1",))
    desk.record(made, "sam", "wishes.recorded", {"topics": ["staying"]}, {"wishes": "To stay, with new locks."})
    desk.record(made, "sam", "risk.assessed", {"instrument": "dash", "outcome": "completed", "level": "high",
                "grounds": ["score", "judgement"], "yes": 15, "no": 8, "unanswered": 1}, about=("v1",))  # fmt: skip
    desk.record(made, "sam", "marac.referred", {"by": "us"}, about=("v1",))
    desk.later(days=8)
    return made


def _people(desk: Desk, book: UUID) -> None:
    for person, role, age in (
        ("v1", "victim", "18_64"), ("c1", "child_victim", "under_16"), ("c2", "child_victim", "under_16"),
        ("a1", "alleged_perpetrator", "18_64"),
    ):  # fmt: skip
        desk.record(book, "sam", "person.joined", {"person": person, "role": role, "age_band": age})
    write_of(desk, book, "v1", "person.identified", {"names": "Grace Example"})
    write_of(desk, book, "a1", "person.identified", {"names": "Owen Example"})


def seen(site: Site, who: str, address: str) -> Page:
    """A page as somebody sees it, without a fault that axe finds."""
    page = site.signed_in(who, stepped_up=True)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(address)
    no_axe_violations(page)
    return page


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("case", ""),
        ("chronology", "/chronology"),
        ("risk", "/risk"),
        ("people-of-a-case", "/people"),
        ("plan", "/plan"),
    ],
)
def test_a_case(site: Site, book: UUID, name: str, part: str) -> None:
    page = seen(site, "sam", f"/case/{book}{part}")
    screenshot(page, name)
    box = page.locator(".app-banner").bounding_box()
    assert box is not None
    assert box["height"] <= TALL
    assert not re.search(r"\b[vca][12]\b", page.locator("main").inner_text())


def test_what_is_owed_today_with_no_form_left_over(site: Site, book: UUID) -> None:
    page = seen(site, "sam", "/")
    screenshot(page, "today")
    assert "Text only; never voicemail; no letters; 10am to 3pm." in page.locator("main").inner_text()
    assert "unfinished" not in page.locator("main").inner_text()


def test_the_form_of_a_contact_says_which_way_is_safe(site: Site, book: UUID) -> None:
    page = seen(site, "sam", f"/case/{book}")
    page.get_by_role("button", name="Record something").click()
    page.get_by_role("link", name="I spoke to her").first.click()
    screenshot(page, "record-contact")
    assert page.get_by_label("Text message").is_checked()


def test_reports_that_nobody_has(site: Site) -> None:
    desk = site.desk
    desk.later(days=-1)
    said = "The joiner who mended the back door says that it had been kicked in from outside."
    facts = {"channel": "other", "source": "contractor", "nature": "witnessed", "immediate_danger": "unknown"}
    made = desk.report(facts=facts, sealed={"account": said})
    desk.now += timedelta(hours=2)
    page = seen(site, "ines", "/triage")
    screenshot(page, "triage")
    assert said in page.locator("main").inner_text()
    page.goto(f"/triage/{made}")
    no_axe_violations(page)
    screenshot(page, "triage-officer")


def test_what_came_of_a_commitment(site: Site, book: UUID) -> None:
    page = seen(site, "ines", "/commitments/first-contact")
    screenshot(page, "commitments")
    assert page.locator("svg").count() >= 1
    assert page.locator("table").count() >= 1


def test_the_policy_and_what_honours_it(site: Site) -> None:
    page = seen(site, "sam", "/policy")
    assert page.locator("tbody tr").count() >= 40
    page.evaluate("document.querySelectorAll('tbody tr').forEach((row, at) => at > 12 && row.remove())")
    screenshot(page, "policy")
