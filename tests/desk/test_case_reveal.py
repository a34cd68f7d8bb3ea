"""Showing what is masked: the rule first, then the thing, once, and written down."""

import html

import pytest

from lintel.access.models import Read
from tests.desk.caselike import (
    CODE_WORD,
    HER,
    HIS,
    HIS_NUMBER,
    INFORMANT,
    NUMBER,
    REFUGE,
    SAFE_NUMBER,
    alike,
    plain,
    planted,
    text_of,
    write_of,
)  # fmt: skip
from tests.desk.conftest import Desk

FIELDS = (
    ("/show/5/numbers", SAFE_NUMBER, "contact"),
    ("/show/5/code_word", CODE_WORD, "contact"),
    ("/show/1/reporter", INFORMANT, "informant"),
    ("/people/0/show/2/phone", NUMBER, "contact"),
    ("/people/0/show/3/address", REFUGE, "safe_address"),
    ("/people/1/show/2/phone", HIS_NUMBER, "perpetrator_contact"),
)


@pytest.mark.parametrize(("page", "secret", "thing"), FIELDS)
def test_an_address_alone_shows_nothing_and_the_form_shows_it_once_and_logs_it(
    desk: Desk, page: str, secret: str, thing: str
) -> None:
    book = planted(desk).book
    browser = desk.browser("sam", stepped_up=True)
    asked = browser.get(f"/case/{book}{page}")
    assert asked.status_code == 200
    assert secret not in html.unescape(text_of(asked))
    assert not Read.objects.filter(reader=desk.handle("sam"), verb="reveal").exists()
    shown = browser.post(f"/case/{book}{page}", {"read": "yes"})
    said = html.unescape(plain(shown))
    assert secret in said
    assert "Shown to you at 10:05am and written down" in said
    assert "no-store" in shown["Cache-Control"]
    rows = Read.objects.filter(reader=desk.handle("sam"), verb="reveal").values_list("thing", "book")
    assert list(rows) == [(thing, book)]
    assert secret not in html.unescape(text_of(browser.get(f"/case/{book}{page}")))


def test_the_rule_of_contact_is_read_and_said_to_have_been_before_any_number(desk: Desk) -> None:
    book = planted(desk).book
    browser = desk.browser("sam")
    said = html.unescape(plain(browser.get(f"/case/{book}/show/5/numbers")))
    assert "Safe: phone Unsafe: text Only after 10am" in said
    refused = browser.post(f"/case/{book}/show/5/numbers", {})
    assert refused.status_code == 422
    assert "Say that you have read how contact is safe" in html.unescape(plain(refused))
    assert SAFE_NUMBER not in html.unescape(text_of(refused))
    assert not Read.objects.filter(reader=desk.handle("sam"), verb="reveal").exists()


def test_a_number_can_be_rung_from_the_page_only_once_it_was_shown(desk: Desk) -> None:
    book = planted(desk).book
    browser = desk.browser("sam")
    for page in ("", "/people", "/chronology", "/people/0/show/2/phone"):
        assert "tel:" not in text_of(browser.get(f"/case/{book}{page}"))
    shown = browser.post(f"/case/{book}/people/0/show/2/phone", {"read": "yes"})
    assert 'href="tel:+447700900123"' in text_of(shown)


@pytest.mark.parametrize("page", [page for page, _, thing in FIELDS if thing != "contact"])
def test_where_the_table_says_so_the_second_factor_comes_first_and_leads_back(desk: Desk, page: str) -> None:
    book = planted(desk).book
    asked = desk.browser("sam").get(f"/case/{book}{page}")
    assert asked.status_code == 302
    assert asked["Location"].startswith("/confirm?next=%2Fcase%2F")
    sent = desk.browser("sam").post(f"/case/{book}{page}", {"read": "yes"})
    assert (sent.status_code, sent["Location"]) == (302, f"/case/{book}{page}")


def test_how_she_is_reached_needs_no_second_factor(desk: Desk) -> None:
    book = planted(desk).book
    assert desk.browser("sam").post(f"/case/{book}/show/5/numbers", {"read": "yes"}).status_code == 200


def test_what_is_not_masked_or_not_there_is_not_shown_so(desk: Desk) -> None:
    case = planted(desk)
    browser = desk.browser("sam", stepped_up=True)
    answers = [
        browser.post(f"/case/{case.book}{page}", {"read": "yes"})
        for page in (
            f"/show/{case.note}/note", "/show/99/numbers", "/show/5/address", "/people/9/show/1/phone",
            "/people/0/show/1/names", "/people/1/show/3/address",
        )
    ]  # fmt: skip
    assert {each.status_code for each in answers} == {404}
    assert len({alike(each) for each in answers}) == 1


def test_whose_it_is_stands_with_it_before_and_after(desk: Desk) -> None:
    book = planted(desk).book
    browser = desk.browser("sam", stepped_up=True)
    for page, whose in (("/people/1/show/2/phone", HIS), ("/people/0/show/2/phone", HER), ("/show/5/numbers", HER)):
        answers = (browser.get(f"/case/{book}{page}"), browser.post(f"/case/{book}{page}", {"read": "yes"}))
        for answer in answers:
            heading = html.unescape(text_of(answer)).split("<h1")[1].split("</h1>")[0]
            assert whose in heading


def test_a_stale_rule_warns_where_the_number_is_asked_for(desk: Desk) -> None:
    book = planted(desk).book
    desk.later(days=40)
    said = html.unescape(plain(desk.browser("sam").get(f"/case/{book}/show/5/numbers")))
    assert said.count("Not confirmed since Mon 6 May 2024: treat as unknown") == 2


def test_a_number_that_somebody_unsafe_has_too_warns_where_it_is_asked_for(desk: Desk) -> None:
    book = planted(desk).book
    write_of(desk, book, "a1", "person.contact_changed", {"phone": NUMBER}, seen=2)
    said = html.unescape(plain(desk.browser("sam").get(f"/case/{book}/people/0/show/2/phone")))
    assert said.count("has this telephone number too. Unsafe.") == 2
