"""The main things that are done with the keyboard alone, from the page that they begin on to what came of them."""

from uuid import UUID

import pytest
from playwright.sync_api import expect

from lintel.casework.models import Standing
from lintel.ledger.models import Book
from tests.browser.keys import Keys
from tests.browser.site import Site
from tests.desk.caselike import write_of

pytestmark = pytest.mark.usefixtures("database_of_its_own")


@pytest.fixture
def book(site: Site) -> UUID:
    """A case of sam's with a victim who has a name."""
    made = site.desk.case()
    write_of(site.desk, made, "v1", "person.identified", {"names": "Grace Plantedname"})
    return made


def keys(site: Site, name: str, address: str) -> Keys:
    """Somebody's keyboard on a page."""
    page = site.signed_in(name, stepped_up=True)
    page.goto(address)
    return Keys(page)


def last(site: Site, book: UUID) -> tuple[str, dict[str, object]]:
    entry = site.desk.look(book, "sam").entries[-1]
    return entry.event, dict(entry.facts)


def test_a_contact_is_recorded(site: Site, book: UUID) -> None:
    by = keys(site, "sam", f"/case/{book}")
    by.press("Record something")
    by.press("I spoke to her")
    by.choose("channel", "text")
    by.choose("safe_to_talk_checked", "yes")
    by.type("summary", "She is well.")
    by.press("Save")
    expect(by.page.get_by_role("heading", name="Saved")).to_be_visible()
    said = {"channel": "text", "started_by": "us", "safe_to_talk_checked": True}
    assert last(site, book) == ("contact.made", said)


def test_a_safe_contact_plan_is_agreed(site: Site, book: UUID) -> None:
    by = keys(site, "sam", f"/case/{book}")
    by.press("Record something")
    by.press("We agreed how it is safe to reach her")
    by.choose("channels-phone", "unsafe")
    by.choose("channels-text", "safe")
    by.choose("voicemail", "no")
    by.press("Save")
    said = {"channels": {"phone": "unsafe", "text": "safe"}, "voicemail": False}
    assert last(site, book) == ("contact.plan_agreed", said)


def test_a_report_is_triaged_and_given_to_an_officer(site: Site) -> None:
    book = site.desk.report(facts={"immediate_danger": "yes"})
    name = Book.objects.get(id=book).name
    by = keys(site, "ines", "/triage")
    by.press(f"Name an officer for case {name}")
    by.pick("officer", site.desk.handle("sam"))
    by.press("Name the officer")
    expect(by.page.get_by_role("heading", name="To triage")).to_be_visible()
    assert Standing.objects.get(book_id=book).officer == site.desk.handle("sam")


def test_an_entry_is_put_right(site: Site, book: UUID) -> None:
    site.desk.record(book, "sam", "contact.made", {"channel": "phone"})
    by = keys(site, "sam", f"/case/{book}/chronology")
    by.press("Put this right: Contact made")
    by.choose("correction", "right")
    by.type("correction-why", "She told me again.")
    by.choose("channel", "text")
    by.press("Save")
    event, facts = last(site, book)
    assert (event, facts["facts"]) == ("entry.corrected", {"channel": "text"})


def test_somebody_is_searched_for(site: Site, book: UUID) -> None:
    by = keys(site, "sam", "/people")
    by.type("reference", Book.objects.get(id=book).name)
    by.press("Search")
    by.press(Book.objects.get(id=book).name)
    assert by.page.url.endswith(f"/case/{book}")


def test_the_glass_is_broken(site: Site, book: UUID) -> None:
    by = keys(site, "tomos", "/people")
    by.press("Open a case in an emergency")
    by.type("reference", Book.objects.get(id=book).name)
    by.choose("code", "she_is_in_touch")
    by.type("reason", "She stands at the desk of our office and is afraid to go home.")
    by.press("Open the case for 60 minutes")
    expect(by.page.get_by_text("You opened this case in an emergency.")).to_be_visible()
