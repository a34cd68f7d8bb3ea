"""To triage: what nobody has yet, and naming whose it is."""

import re

import pytest

from lintel.casework.models import Standing
from tests.casework.cast import key
from tests.desk.conftest import Desk


def test_a_lead_names_an_officer_and_it_waits_no_longer(desk: Desk) -> None:
    book = desk.report()
    browser = desk.browser("ines")
    assert f"/triage/{book}" in browser.get("/triage").content.decode()
    shown = browser.get(f"/triage/{book}").content.decode()
    form = dict(re.findall(r'name="(key|seen)" value="([^"]+)"', shown))
    sent = browser.post(f"/triage/{book}", {**form, "officer": desk.handle("sam")})
    assert sent.headers["Location"] == "/triage"
    assert Standing.objects.get(book_id=book).officer == desk.handle("sam")
    assert f"/triage/{book}" not in browser.get("/triage").content.decode()


def test_the_list_and_the_form_say_what_was_reported_to_who_may_read_it(desk: Desk) -> None:
    book = desk.report(sealed={"account": "Invented words of a report", "reporter": "An invented neighbour"})
    lead, officer = (desk.browser(name).get("/triage").content.decode() for name in ("ines", "sam"))
    form = desk.browser("ines").get(f"/triage/{book}").content.decode()
    assert ["Invented words of a report" in page for page in (lead, form, officer)] == [True, True, False]
    assert "An invented neighbour" not in lead + form + officer


def test_what_came_in_is_said_in_a_sentence(desk: Desk) -> None:
    desk.report(facts={"nature": "witnessed", "source": "contractor"})
    assert "Seen or heard by a contractor" in desk.browser("ines").get("/triage").content.decode()


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
