"""An assessment in a browser: on one page and one question a page, kept as one goes, with and without scripts."""

from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from lintel.instruments.loading import shipped
from tests.browser.site import Site, fits, no_axe_violations, screenshot

QUESTIONS = shipped().questions
CRITICAL = [each for each in QUESTIONS if each.critical]


@pytest.fixture
def book(site: Site) -> UUID:
    """A case with three incidents and a referral before the last of them."""
    desk = site.desk
    made = desk.case("sam")
    desk.record(made, "sam", "incident.recorded", {"police_aware": "yes"}, about=["v1"], at=desk.now)
    desk.later(days=1)
    desk.record(made, "sam", "marac.referred", {"by": "agency"}, about=["v1"])
    desk.later(days=1)
    for _ in range(2):
        desk.later(days=1)
        desk.record(made, "sam", "incident.recorded", {"police_aware": "unknown"}, about=["v1"])
    return made


def answered(page: Page, place: int, answer: str) -> None:
    page.locator(f'[name="q-{QUESTIONS[place].id}"][value="{answer}"]').check()


def test_an_assessment_from_the_first_question_to_what_is_owed(site: Site, book: UUID) -> None:
    page = site.signed_in("sam")
    page.goto(f"/case/{book}/risk")
    no_axe_violations(page)
    screenshot(page, "risk-empty")
    page.get_by_role("button", name="Start an assessment").first.click()
    no_axe_violations(page)
    for place in range(len(QUESTIONS)):
        answered(page, place, "yes" if QUESTIONS[place] in CRITICAL[:2] else "no")
    screenshot(page, "risk-questions")
    page.get_by_role("button", name="See what it comes to").click()
    no_axe_violations(page)
    page.get_by_role("button", name="Save the assessment").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    no_axe_violations(page)
    screenshot(page, "risk-check-error")
    page.get_by_label("We went through it").check()
    page.get_by_label("High", exact=True).check()
    page.get_by_label("Why you judge it so").fill("They believe the threats, and have been right before.")
    page.get_by_role("button", name="Save the assessment").click()
    expect(page.get_by_text("The assessment is saved.")).to_be_visible()
    no_axe_violations(page)
    screenshot(page, "risk")
    fits(page)
    screenshot(page, "risk-small")


def test_answers_are_kept_as_one_goes(site: Site, book: UUID) -> None:
    page = site.signed_in("sam")
    page.goto(f"/case/{book}/risk/assess")
    with page.expect_response(lambda answer: answer.request.method == "POST" and answer.status == 204):
        answered(page, 0, "yes")
    page.goto(f"/case/{book}/risk/assess")
    expect(page.get_by_text("You began this before, and have not saved it.")).to_be_visible()
    expect(page.locator(f'[name="q-{QUESTIONS[0].id}"][value="yes"]')).to_be_checked()
    no_axe_violations(page)


@pytest.mark.parametrize("javascript", [True, False])
def test_one_question_a_page_by_keyboard_alone(site: Site, book: UUID, javascript: bool) -> None:
    page = site.signed_in("sam", javascript=javascript)
    page.goto(f"/case/{book}/risk/assess?one")
    for place in range(2):
        expect(page.get_by_role("heading", level=1, name=QUESTIONS[place].words)).to_be_visible()
        page.locator(f'[name="q-{QUESTIONS[place].id}"]:checked').focus()
        page.keyboard.press("ArrowUp")
        page.keyboard.press("Enter")
    expect(page.get_by_text(f"question 3 of {len(QUESTIONS)}")).to_be_visible()
    page.get_by_role("button", name="See what it comes to").click()
    expect(page.get_by_text("0 yes, 0 no, 0 not known, 2 did not want to say, 22 not asked.")).to_be_visible()


@pytest.mark.parametrize("path", ["risk", "risk/assess", "risk/assess?one"])
def test_nothing_runs_off_a_small_screen_and_all_of_it_stands_without_scripts(
    site: Site, book: UUID, path: str
) -> None:
    page = site.signed_in("sam", javascript=False)
    page.goto(f"/case/{book}/{path}")
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    fits(page)
