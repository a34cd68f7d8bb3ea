"""To triage: what nobody has yet, and naming whose it is."""

import re

import pytest
from django.test import Client

from lintel.casework.models import Standing
from lintel.casework.triage import reports
from lintel.desk.triage import AT_ONCE
from tests.casework.cast import key
from tests.desk.conftest import Desk


def every_page(browser: Client) -> str:
    """All that waits, page after page: other tests leave theirs in the database."""
    found, href = "", "?page=1"
    while href:
        shown = browser.get(f"/triage{href}").content.decode()
        found += shown
        (href,) = re.findall(r'href="(\?page=\d+)" rel="next"', shown) or ("",)
    return found


def test_a_lead_names_an_officer_and_it_waits_no_longer(desk: Desk) -> None:
    book = desk.report()
    browser = desk.browser("ines")
    assert f"/triage/{book}" in every_page(browser)
    shown = browser.get(f"/triage/{book}").content.decode()
    form = dict(re.findall(r'name="(key|seen)" value="([^"]+)"', shown))
    sent = browser.post(f"/triage/{book}", {**form, "officer": desk.handle("sam")})
    assert sent.headers["Location"] == "/triage"
    assert "Sam is now the officer of this case" in browser.get("/triage").content.decode()
    assert Standing.objects.get(book_id=book).officer == desk.handle("sam")
    assert f"/triage/{book}" not in every_page(browser)


def test_the_list_and_the_form_say_what_was_reported_to_who_may_read_it(desk: Desk) -> None:
    book = desk.report(sealed={"account": "Invented words of a report", "reporter": "An invented neighbour"})
    lead, officer = (every_page(desk.browser(name)) for name in ("ines", "sam"))
    form = desk.browser("ines").get(f"/triage/{book}").content.decode()
    assert ["Invented words of a report" in page for page in (lead, form, officer)] == [True, True, False]
    assert "An invented neighbour" not in lead + form + officer


def test_what_came_in_is_said_in_a_sentence(desk: Desk) -> None:
    desk.report(facts={"nature": "witnessed", "source": "contractor"})
    assert "Seen or heard by a contractor" in every_page(desk.browser("ines"))


def test_a_page_says_which_of_how_many_it_has_and_leads_to_the_next(desk: Desk) -> None:
    for _ in range(AT_ONCE + 1):
        desk.report()
    browser = desk.browser("ines")
    first, second = (browser.get("/triage", {"page": number}).content.decode() for number in (1, 2))
    every = reports(actor=desk.actor("ines"), now=desk.now).every
    assert f"These are 1 to {AT_ONCE} of {every} reports. {every - AT_ONCE} more come on later pages." in first
    assert 'href="?page=2"' in first
    assert f"These are {AT_ONCE + 1} to" in second
    assert 'href="?page=1"' in second


def test_a_page_behind_the_last_leads_back(desk: Desk) -> None:
    desk.report()
    assert "There is no report on this page." in desk.browser("ines").get("/triage?page=200").content.decode()


def test_each_officer_who_could_have_it_is_named_with_role_and_team(desk: Desk) -> None:
    shown = desk.browser("ines").get(f"/triage/{desk.report()}").content.decode()
    assert "Sam (case officer, north)" in shown
    assert "Hana (HR partner)" in shown


def test_the_same_form_sent_twice_names_once(desk: Desk) -> None:
    book = desk.report()
    form = {"key": key(), "seen": "1", "officer": desk.handle("sam")}
    browser = desk.browser("ines")
    for _ in range(2):
        assert browser.post(f"/triage/{book}", form).status_code in (302, 422)
    assert len([each for each in desk.look(book, "sam").entries if each.event == "officer.named"]) == 1


@pytest.mark.parametrize("officer", ["", "nobody"])
def test_a_name_that_is_not_on_the_list_is_refused_and_the_form_kept(desk: Desk, officer: str) -> None:
    book = desk.report()
    shown = desk.browser("ines").post(f"/triage/{book}", {"key": key(), "seen": "1", "officer": officer})
    assert shown.status_code == 422
    assert "There is a problem" in shown.content.decode()
    assert Standing.objects.get(book_id=book).officer is None


@pytest.mark.parametrize("name", ["sam", "max", "saf", "hana", "dee", "aud", "rae", "adi"])
def test_nobody_else_names_an_officer(desk: Desk, name: str) -> None:
    book = desk.report()
    browser = desk.browser(name, stepped_up=True)
    assert browser.get(f"/triage/{book}").status_code == 404
    form = {"key": key(), "seen": "1", "officer": desk.handle("sam")}
    assert browser.post(f"/triage/{book}", form).status_code == 404
    assert Standing.objects.get(book_id=book).officer is None
