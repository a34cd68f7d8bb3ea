"""A question that hangs on an answer: put away by a script while another answer is chosen, always there without one."""

from uuid import UUID

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from tests.browser.site import Site, no_axe_violations


@pytest.fixture
def book(site: Site) -> UUID:
    return site.desk.case()


def opened(page: Page, book: UUID) -> Locator:
    """The form of a question of consent, and what hangs on its being given."""
    page.goto(reverse("record-event", args=[book, "consent.asked"]))
    return page.locator("[data-app-beneath=answer]")


def test_it_comes_with_its_answer_and_goes_with_another(site: Site, book: UUID) -> None:
    page = site.signed_in("sam")
    beneath = opened(page, book)
    expect(beneath).to_be_hidden()
    no_axe_violations(page)
    page.locator("[name=answer][value=given]").check()
    expect(page.get_by_label("If “Yes, we may”: what may be shared, and what not?")).to_be_visible()
    no_axe_violations(page)
    page.locator("[name=answer][value=refused]").check()
    expect(beneath).to_be_hidden()


def test_what_was_answered_beneath_is_never_out_of_sight(site: Site, book: UUID) -> None:
    page = site.signed_in("sam")
    beneath = opened(page, book)
    page.locator("[name=answer][value=given]").check()
    beneath.locator("textarea").fill("Only the council.")
    page.locator("[name=answer][value=refused]").check()
    expect(beneath).to_be_visible()


def test_by_keyboard_it_is_reached_right_after_its_answer(site: Site, book: UUID) -> None:
    page = site.signed_in("sam")
    beneath = opened(page, book)
    page.locator("[name=answer]").first.focus()
    page.keyboard.press("Space")
    expect(beneath).to_be_visible()
    page.keyboard.press("Tab")
    expect(beneath.locator(":focus")).to_have_count(1)


def test_without_scripts_it_is_always_there(site: Site, book: UUID) -> None:
    page = site.signed_in("sam", javascript=False)
    expect(opened(page, book)).to_be_visible()
