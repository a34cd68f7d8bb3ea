"""People: searching one's own cases, and the plain list of them."""

import pytest

from tests.casework.test_look import identify
from tests.desk.conftest import Desk


def test_a_search_finds_her_in_a_case_of_ones_own_and_nobody_elses(desk: Desk) -> None:
    book = desk.case("sam")
    name = f"Grace X{desk.mark}"
    identify(desk, book, "v1", "person.identified", {"names": name, "date_of_birth": "1985-03-27"})
    asked = {"names": name, "birth_day": "27", "birth_month": "3", "birth_year": "1985"}
    shown = desk.browser("sam").post("/people", asked).content.decode()
    assert f'href="/case/{book}"' in shown
    assert "Two identifiers match" in shown
    for other in ("tomos", "olu", "saf", "hana"):
        found = desk.browser(other).post("/people", asked).content.decode()
        assert str(book) not in found
        assert "Nobody was found in your cases" in found


def test_nothing_of_a_search_comes_into_an_address(desk: Desk) -> None:
    asked = {"names": "Grace Nowhere"}
    shown = desk.browser("sam").get("/people", asked).content.decode()
    assert "Nowhere" not in shown
    found = desk.browser("sam").post("/people", asked)
    assert found.status_code == 200
    assert "Nowhere" not in found.content.decode().split("</title>")[0]


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({}, "Enter at least one thing to search for"),
        ({"phone": "none"}, "Enter a whole telephone number"),
        ({"birth_day": "31", "birth_month": "2", "birth_year": "1985"}, "Enter a real date of birth"),
        ({"birth_day": "1", "birth_month": "2", "birth_year": "85"}, "Enter a real date of birth"),
    ],
)
def test_what_cannot_be_searched_for_says_what_to_enter(desk: Desk, asked: dict[str, str], words: str) -> None:
    shown = desk.browser("sam").post("/people", asked)
    assert shown.status_code == 422
    text = shown.content.decode()
    assert words in text
    assert "<title>Error: People" in text


def test_a_field_that_the_form_does_not_have_is_refused(desk: Desk) -> None:
    assert desk.browser("sam").post("/people", {"names": "Grace", "sql": "x"}).status_code == 400


@pytest.mark.parametrize("name", ["max", "dee", "aud", "rae", "adi"])
def test_who_may_not_search_has_no_such_page(desk: Desk, name: str) -> None:
    browser = desk.browser(name)
    assert (browser.get("/people").status_code, browser.post("/people", {"names": "x"}).status_code) == (404, 404)


def test_the_list_has_the_cases_that_one_may_see_in_the_state_asked_for(desk: Desk) -> None:
    book, other = desk.case("sam"), desk.case("tomos")
    browser = desk.browser("sam")
    shown = browser.get("/cases").content.decode()
    assert (str(book) in shown, str(other) in shown) == (True, False)
    assert str(book) not in browser.get("/cases", {"state": "closed"}).content.decode()
    assert str(book) in browser.get("/cases", {"state": "nonsense"}).content.decode()
