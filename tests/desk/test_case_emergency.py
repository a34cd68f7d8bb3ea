"""A case opened in an emergency, from the side of who opens it, of whose case it is, and of who looks at why."""

import html
from uuid import uuid4

from django.test import Client

from lintel.casework.models import BreakGlass
from lintel.ledger.models import Book
from tests.desk.caselike import HER, MASKED, NOTE, alike, plain, planted, text_of
from tests.desk.conftest import Desk

WHY = "She has rung from the street and sounds afraid"
WHERE = "An ambulance has to be told where to go"


def opened(browser: Client, reference: object, **more: str) -> tuple[int, str]:
    said = {"reference": str(reference), "code": "danger_now", "reason": WHY, **more}
    answer = browser.post("/emergency", said)
    return answer.status_code, alike(answer)


def test_a_case_is_opened_by_its_reference_to_read_and_says_for_how_long(desk: Desk) -> None:
    book = planted(desk).book
    browser = desk.browser("tomos", stepped_up=True)
    assert browser.get(f"/case/{book}").status_code == 404
    name = Book.objects.get(id=book).name.upper()
    answer = browser.post("/emergency", {"reference": name, "code": "danger_now", "reason": WHY})
    assert (answer.status_code, answer["Location"]) == (302, f"/case/{book}")
    desk.later(minutes=12, seconds=30)
    text = html.unescape(text_of(browser.get(f"/case/{book}")))
    assert "It closes in 48 minutes" in text
    assert "record nothing" in text
    assert HER in text
    assert "/record/" not in text
    desk.later(minutes=48)
    assert desk.browser("tomos", stepped_up=True).get(f"/case/{book}").status_code == 404


def test_what_is_opened_so_can_be_read_and_not_written_in(desk: Desk) -> None:
    book = planted(desk).book
    browser = desk.browser("tomos", stepped_up=True)
    assert opened(browser, book)[0] == 302
    for page in ("/people/add", "/people/find", "/people/0/name", "/print", "/chronology/print", "/who-looked"):
        assert browser.get(f"/case/{book}{page}").status_code == 404, page
    assert "Add a file" not in text_of(browser.get(f"/case/{book}/documents"))
    assert browser.post(f"/case/{book}/documents", {}).status_code == 404
    assert NOTE in html.unescape(text_of(browser.get(f"/case/{book}/chronology")))


def test_addresses_stay_hidden_unless_they_were_asked_for_with_their_own_reason(desk: Desk) -> None:
    book = planted(desk).book
    browser = desk.browser("tomos", stepped_up=True)
    assert opened(browser, book, address="yes")[0] == 422
    assert opened(browser, book)[0] == 302
    assert browser.get(f"/case/{book}/people/0/show/3/address").status_code == 404
    other = desk.browser("olu", stepped_up=True)
    assert opened(other, book, address="yes", address_reason=WHERE)[0] == 302
    shown = other.post(f"/case/{book}/people/0/show/3/address", {})
    assert "Planted Refuge" in text_of(shown)
    assert "tel:" not in text_of(shown)


def test_no_such_case_and_one_that_cannot_be_opened_are_answered_alike(desk: Desk) -> None:
    colleague = planted(desk, officer="hana", colleague_case=True).book
    conflicted = planted(desk).book
    desk.record(conflicted, "ines", "conflict.declared", {"staff": desk.handle("tomos"), "how": "friend"})
    browser = desk.browser("tomos", stepped_up=True)
    names = dict(Book.objects.values_list("id", "name"))
    asked = (uuid4(), "zzzz-9999", "nothing\x00at all", colleague, names[colleague], conflicted, names[conflicted])
    answers = {opened(browser, each) for each in asked}
    assert len(answers) == 1
    assert answers.pop()[0] == 404


def test_the_form_is_for_those_alone_who_could_open_a_case_by_it(desk: Desk) -> None:
    for name in ("max", "hana", "dee", "aud", "rae", "adi"):
        browser = desk.browser(name, stepped_up=True)
        assert browser.get("/emergency").status_code == 404, name
        assert opened(browser, "abcd-2345")[0] == 404, name


def test_the_second_factor_is_asked_for_before_anything_is_typed(desk: Desk) -> None:
    answer = desk.browser("tomos").get("/emergency")
    assert (answer.status_code, answer["Location"]) == (302, "/confirm?next=%2Femergency")


def test_a_second_factor_that_ran_out_meanwhile_takes_nothing_that_was_typed(desk: Desk) -> None:
    book = desk.case()
    answer = desk.browser("tomos").post("/emergency", {"reference": str(book), "code": "danger_now", "reason": WHY})
    text = html.unescape(text_of(answer))
    assert answer.status_code == 422
    assert 'href="/confirm"' in text
    assert WHY in text
    assert desk.browser("tomos").get(f"/case/{book}").status_code == 404


def test_everything_wrong_with_the_form_is_said_at_once_and_kept(desk: Desk) -> None:
    browser = desk.browser("tomos", stepped_up=True)
    answer = browser.post("/emergency", {"code": "nosy", "reason": "hm", "address": "yes", "more": "1"})
    said = html.unescape(plain(answer))
    assert answer.status_code == 422
    for wrong in ("Give the reference", "Choose why it cannot wait", "Say why, in at least 20", "why you need the"):
        assert wrong in said
    assert "not one of its own" in said


def test_a_fourth_time_in_a_week_is_refused_with_what_to_do(desk: Desk) -> None:
    cases = [desk.case() for _ in range(4)]
    browser = desk.browser("tomos", stepped_up=True)
    assert [opened(browser, each)[0] for each in cases[:3]] == [302, 302, 302]
    status, text = opened(browser, cases[3])
    assert status == 409
    assert "ring 999" in text


def test_somebody_else_reads_why_and_says_if_it_was_needed(desk: Desk) -> None:
    book = planted(desk).book
    opened(desk.browser("tomos", stepped_up=True), book)
    address = f"/emergency/reviews/{BreakGlass.objects.get(book_id=book).id}"
    for name in ("ines", "dee"):
        listed = html.unescape(text_of(desk.browser(name).get("/emergency/reviews")))
        assert f'href="{address}">Tomos, ' in listed
        assert WHY not in listed
    browser = desk.browser("dee")
    page = html.unescape(text_of(browser.get(address)))
    assert WHY in page
    assert [each for each in (*MASKED, HER) if each in page] == []
    assert browser.post(address, {"justified": "perhaps"}).status_code == 422
    answer = browser.post(address, {"justified": "yes", "findings": "She was in danger"})
    assert (answer.status_code, answer["Location"]) == (302, "/emergency/reviews")
    assert address not in text_of(browser.get("/emergency/reviews"))
    assert browser.get(address).status_code == 404


def test_nobody_reviews_their_own_and_officers_review_none(desk: Desk) -> None:
    book = planted(desk).book
    opened(desk.browser("olu", stepped_up=True), book)
    address = f"/emergency/reviews/{BreakGlass.objects.get(book_id=book).id}"
    assert address not in text_of(desk.browser("olu").get("/emergency/reviews"))
    assert desk.browser("olu").get(address).status_code == 404
    assert desk.browser("ines").get(address).status_code == 200
    for name in ("sam", "max", "saf", "hana", "aud", "rae", "adi"):
        assert desk.browser(name).get("/emergency/reviews").status_code == 404
        assert desk.browser(name).get(address).status_code == 404
