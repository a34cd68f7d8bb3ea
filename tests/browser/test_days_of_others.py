"""The days of a DA lead, an HR partner with a colleague's case, an auditor, and a contractor with a concern."""

import pytest
from playwright.sync_api import expect

from lintel.casework.models import Standing
from lintel.ledger.models import Book
from tests.browser.site import Site
from tests.browser.working import FIRST_OFFERED, Working

pytestmark = pytest.mark.usefixtures("database_of_its_own")


def test_a_lead_gives_out_what_came_in_and_lets_an_officer_depart_from_a_rule(site: Site) -> None:
    book = site.desk.report()
    wanted = f"Name an officer for case {Book.objects.get(id=book).name}"
    ines = Working(site, "ines")
    ines.open("today")
    ines.page.get_by_role("link", name="To triage").click()
    ines.page.get_by_role("button", name=wanted, exact=True).click()
    ines.fill({"officer": site.desk.handle("jo")})
    ines.page.locator("main form button").first.click()
    expect(ines.page.get_by_text(wanted)).to_have_count(0)
    standing = Standing.objects.get(book_id=book, officer=site.desk.handle("jo"))
    jo = Working(site, "jo")
    jo.record(standing.book_id, "person.joined", {"role": "victim"})
    jo.page.goto(f"{jo.page.url.split('/case/')[0]}/case/{standing.book_id}/record")
    jo.record(
        standing.book_id,
        "discretion.asked",
        {"rule": FIRST_OFFERED, "reasons": "She cannot be asked this week."},
        "?rule=closing-with-her-view",
    )
    ines.again()
    assert "discretion" in ines.open("approvals").lower() or "depart" in ines.text().lower()


def test_a_colleagues_case_is_the_hr_partners_and_no_leads(site: Site) -> None:
    book = site.desk.report("rae", {"colleague_case": True})
    hana, ines = Working(site, "hana"), Working(site, "ines")
    assert str(book) in hana.page.request.get("/triage").text() or "Nobody has these yet" in hana.open("triage")
    assert "There is nothing here" in ines.open("case", book)
    hana.open("officer", book)
    hana.fill({"officer": site.desk.handle("hana")})
    hana.page.locator("main form button").first.click()
    hana.again()
    hana.open("case", book)
    hana.sees("Existence hidden")
    assert "There is nothing here" in ines.open("chronology", book)


def test_an_auditor_reads_figures_and_the_policy_and_opens_no_case(site: Site) -> None:
    book = site.desk.case("sam")
    aud = Working(site, "aud")
    aud.open("commitments")
    aud.sees("Commitments")
    aud.open("policy")
    aud.sees("Clause")
    assert "There is nothing here" in aud.open("case", book)
    assert aud.page.locator(f'a[href*="{book}"]').count() == 0


def test_a_contractor_reports_a_concern_on_one_page_and_learns_nothing(site: Site) -> None:
    there = site.desk.case("sam")
    rae = Working(site, "rae")
    before = set(Standing.objects.values_list("book_id", flat=True))
    rae.open("report")
    rae.fill({"source": "contractor", "immediate_danger": "unknown", "account": "The door was kicked in from inside."})
    rae.send()
    rae.sees("You did right.")
    assert site.desk.look(there, "sam").name not in rae.page.content()
    (book,) = set(Standing.objects.values_list("book_id", flat=True)) - before
    assert "There is nothing here" in rae.open("case", book)
