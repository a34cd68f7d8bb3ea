"""The second factor given again, before what matters; and back to where one was."""

import pytest

from tests.desk.conftest import Desk
from tests.signin.keys import Person

ELSEWHERE = [
    "//evil.example/",
    "https://evil.example/",
    "/\\evil.example",
    "javascript:alert(1)",
    "evil",
    "",
    "\n//evil.example",
]


def test_the_second_factor_counts_for_five_minutes(desk: Desk) -> None:
    sam = Person(desk, "sam")
    client = sam.begin()
    desk.later(minutes=3, seconds=59)
    assert client.get("/account/password").status_code == 200
    desk.later(seconds=1)
    assert client.get("/account/password").headers["Location"] == "/confirm?next=%2Faccount%2Fpassword"
    desk.later(minutes=1)
    back = client.post("/confirm?next=%2Faccount%2Fpassword", {"code": sam.code})
    assert back.headers["Location"] == "/account/password"
    assert client.get("/account/password").status_code == 200


def test_a_recovery_code_confirms_too(desk: Desk) -> None:
    sam = Person(desk, "sam")
    client = sam.begin()
    desk.later(minutes=6)
    assert client.post("/confirm?next=/account", {"code": sam.codes[0]}).headers["Location"] == "/account"
    assert client.post("/confirm?next=/account", {"code": sam.codes[0]}).status_code == 422


def test_a_wrong_code_confirms_nothing(desk: Desk) -> None:
    sam = Person(desk, "sam")
    client = sam.begin()
    desk.later(minutes=6)
    refused = client.post("/confirm?next=/account", {"code": "000000"})
    assert (refused.status_code, "There is a problem" in refused.content.decode()) == (422, True)
    assert client.get("/account/password").status_code == 302


@pytest.mark.parametrize("next_page", ELSEWHERE)
def test_nobody_is_led_to_another_host(desk: Desk, next_page: str) -> None:
    sam = Person(desk, "sam")
    client = sam.begin()
    desk.later(minutes=6)
    answer = client.post("/confirm", {"code": sam.code}, query_params={"next": next_page})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")


@pytest.mark.parametrize(
    ("came_from", "back"),
    [
        ("http://localhost/account?x=1", "%2Faccount%3Fx%3D1"),
        ("http://evil.example/account", "%2F"),
        ("", "%2F"),
    ],
)
def test_a_form_that_was_refused_for_want_of_it_leads_back_to_its_page(desk: Desk, came_from: str, back: str) -> None:
    client = Person(desk, "sam").begin()
    desk.later(minutes=6)
    refused = client.post("/account/codes/new", headers={"Referer": came_from})
    assert refused.headers["Location"] == f"/confirm?next={back}"


def test_whatever_changes_a_sign_in_asks_for_it(desk: Desk) -> None:
    client = Person(desk, "sam").begin()
    desk.later(minutes=6)
    for path in ("/account/password", "/account/another", "/account/codes", "/account/codes/new",
                 "/account/factors/1/remove", "/passkey/make",
                 "/account/tokens/0b5f5a5c-6f39-4f5e-9b57-6c7b0d6a1f4e/end"):  # fmt: skip
        assert client.post(path).headers["Location"].startswith("/confirm?next=")
