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
