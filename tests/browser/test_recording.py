"""Recording and reporting in a browser: without scripts and with them, on a narrow screen, and with nothing lost."""

from uuid import UUID

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.browser.site import Site, fits, no_axe_violations, screenshot


@pytest.fixture
def book(site: Site) -> UUID:
    """A case of sam's, in which it was agreed that the telephone is safe."""
    made = site.desk.case()
    site.desk.record(made, "sam", "contact.plan_agreed", {"channels": {"phone": "safe"}})
    return made


def form(book: UUID, event: str) -> str:
    return reverse("record-event", args=[book, event])


def report(page: Page) -> None:
    """Somebody fills in the one page while she speaks."""
    page.goto("/report")
    page.get_by_label("What were you told, or what did you see?").fill("She told me at the door that he hits her.")
    page.get_by_label("Who is it about?").fill("Flat 4, the tall house")
    page.get_by_label("She told me herself").check()
    page.get_by_label("Phone call").first.check()
    page.get_by_label("Which numbers or addresses are safe?").fill("07700 900123")
    page.get_by_label("Code word").fill("heron")
    page.get_by_role("button", name="Send").click()


def test_a_concern_is_reported_on_one_page(site: Site) -> None:
    page = site.signed_in("sam")
    report(page)
    expect(page.get_by_role("heading", name="Sent")).to_be_visible()
    no_axe_violations(page)
    screenshot(page, "report-sent")


def test_a_concern_is_reported_without_scripts(site: Site) -> None:
    page = site.signed_in("sam", javascript=False)
    report(page)
    expect(page.get_by_role("heading", name="Sent")).to_be_visible()


def test_the_page_of_a_report(site: Site) -> None:
    page = site.signed_in("rae")
    page.goto("/report")
    no_axe_violations(page)
    screenshot(page, "report")
    fits(page)


def test_what_can_be_recorded(site: Site, book: UUID) -> None:
    page = site.signed_in("sam")
    page.goto(reverse("record", args=[book]))
    no_axe_violations(page)
    screenshot(page, "record")
    page.get_by_label("What happened? Type a word or two").press_sequentially("lock")
    expect(page.get_by_role("link", name="I spoke to her")).to_have_count(0)
    expect(page.get_by_role("link", name="I am asking for the home to be made more secure")).to_be_visible()
    assert page.url.endswith(reverse("record", args=[book]))
    no_axe_violations(page)


@pytest.mark.parametrize(
    "event", ["contact.plan_agreed", "contact.made", "consent.asked", "person.joined", "case.closed"]
)
def test_a_form(site: Site, book: UUID, event: str) -> None:
    page = site.signed_in("sam")
    page.goto(f"{form(book, event)}")
    no_axe_violations(page)
    fits(page)
    screenshot(page, f"record-{event.replace('.', '-').replace('_', '-')}")


def test_a_form_with_faults_leads_to_each(site: Site, book: UUID) -> None:
    page = site.signed_in("sam")
    page.goto(form(book, "contact.made"))
    page.get_by_label("Time", exact=True).fill("soon")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    no_axe_violations(page)
    screenshot(page, "record-error")
    page.get_by_role("link", name="When did this happen: Type the time").click()
    expect(page.get_by_label("Day", exact=True)).to_be_focused()


def test_what_is_typed_is_kept_and_comes_back(site: Site, book: UUID) -> None:
    page = site.signed_in("sam")
    page.goto(form(book, "contact.made"))
    page.get_by_label("What was said").fill("She is well.")
    expect(page.get_by_text("Kept for you at")).to_be_visible(timeout=15_000)
    page.goto("/")
    page.goto(form(book, "contact.made"))
    expect(page.get_by_label("What was said")).to_have_value("She is well.")
    expect(page.get_by_text("This is what you had typed")).to_be_visible()
    no_axe_violations(page)


def test_after_saving(site: Site, book: UUID) -> None:
    page = site.signed_in("sam")
    page.goto(form(book, "contact.made"))
    page.get_by_label("E-mail", exact=True).check()
    page.get_by_label("What was said").fill("She is well.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name="Saved")).to_be_visible()
    expect(page.get_by_text("went against a rule")).to_be_visible()
    no_axe_violations(page)
    screenshot(page, "record-saved")
    page.get_by_role("link", name="Something is wrong with it").click()
    no_axe_violations(page)
    screenshot(page, "correct")


def test_what_is_barred(site: Site, book: UUID) -> None:
    page = site.signed_in("sam")
    page.goto(form(book, "case.closed"))
    page.get_by_label("She is safe at home").check()
    page.locator('[name="risk_mitigated"][value="no"]').check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Nothing was saved")).to_be_visible()
    no_axe_violations(page)
    screenshot(page, "record-barred")
