"""Signing in: a password and a second factor, always both."""

import pytest

from lintel.access import accounts
from lintel.config.urls import urlpatterns
from tests.desk.conftest import Desk
from tests.signin.addresses import addresses
from tests.signin.keys import PASSWORD, Person, browser

OPEN_TO_A_PASSWORD = {
    "sign-in",
    "second-factor",
    "sign-out",
    "enrol",
    "invitation",
    "calendar",
    "passkey-to-make",
    "passkey-to-use",
}


def test_somebody_begins_by_a_link_and_is_in_once_both_factors_are_set(desk: Desk) -> None:
    sam, client = Person(desk, "sam"), browser()
    assert sam.set_password(client).headers["Location"] == "/sign-in/factor"
    assert client.get("/sign-in/factor").headers["Location"] == "/enrol"
    assert sam.enrol(client).headers["Location"] == "/account/codes"
    assert client.get("/account").status_code == 200


def test_later_a_password_and_the_code_of_the_app_are_enough(desk: Desk) -> None:
    sam = Person(desk, "sam")
    sam.begin()
    client = browser()
    assert sam.sign_in(client).headers["Location"] == "/"
    assert client.get("/account").status_code == 200


@pytest.mark.parametrize("enrolled", [False, True])
def test_a_password_alone_reaches_nothing_but_enrolment_and_the_way_out(desk: Desk, enrolled: bool) -> None:
    sam, client = Person(desk, "sam"), browser()
    if enrolled:
        sam.begin()
        client.post("/sign-in", {"handle": sam.handle, "password": PASSWORD})
    else:
        sam.set_password(client)
    closed = [
        (name, path) for name, path in addresses(urlpatterns, desk.handle("jo")) if name not in OPEN_TO_A_PASSWORD
    ]
    assert len(closed) > 10
    for name, path in closed:
        for answer in (client.get(path), client.post(path), client.head(path)):
            assert (name, answer.status_code, answer.headers.get("Location")) == (name, 302, "/sign-in/factor")
        refused = client.delete(path)
        assert (name, refused.status_code, refused.content) == (name, 405, b"")


def test_the_pages_open_to_a_password_show_nothing_to_who_holds_factors(desk: Desk) -> None:
    sam, client = Person(desk, "sam"), browser()
    sam.begin()
    client.post("/sign-in", {"handle": sam.handle, "password": PASSWORD})
    assert client.get("/enrol").headers["Location"] == "/sign-in/factor"
    assert client.post("/enrol", {"seed": "x", "code": "1"}).headers["Location"] == "/sign-in/factor"
    assert client.post("/passkey/make").headers["Location"] == "/sign-in/factor"


def test_strangers_are_sent_to_sign_in_from_wherever(desk: Desk) -> None:
    closed = [path for name, path in addresses(urlpatterns, desk.handle("jo")) if name not in OPEN_TO_A_PASSWORD]
    assert {browser().get(path).headers.get("Location") for path in closed} == {"/sign-in"}


def test_a_password_counts_for_a_quarter_of_an_hour(desk: Desk) -> None:
    sam = Person(desk, "sam")
    sam.begin()
    client = browser()
    client.post("/sign-in", {"handle": sam.handle, "password": PASSWORD})
    desk.later(minutes=15)
    assert client.post("/sign-in/factor", {"code": sam.code}).headers["Location"] == "/sign-in"


def test_a_code_works_once(desk: Desk) -> None:
    sam, first, second = Person(desk, "sam"), browser(), browser()
    sam.begin()
    for client in (first, second):
        client.post("/sign-in", {"handle": sam.handle, "password": PASSWORD})
    assert first.post("/sign-in/factor", {"code": sam.code}).status_code == 302
    assert second.post("/sign-in/factor", {"code": sam.code}).status_code == 422
    desk.later(seconds=30)
    assert second.post("/sign-in/factor", {"code": sam.code}).status_code == 302


def test_the_code_that_enrolled_an_app_signs_nobody_in(desk: Desk) -> None:
    sam, client = Person(desk, "sam"), browser()
    sam.set_password(client)
    sam.enrol(client)
    other = browser()
    other.post("/sign-in", {"handle": sam.handle, "password": PASSWORD})
    assert other.post("/sign-in/factor", {"code": sam.code}).status_code == 422


def test_a_recovery_code_stands_in_once_and_its_owner_is_told(desk: Desk) -> None:
    sam = Person(desk, "sam")
    sam.begin()
    for expected in (302, 422):
        client = browser()
        client.post("/sign-in", {"handle": sam.handle, "password": PASSWORD})
        assert client.post("/sign-in/factor", {"code": sam.codes[3]}).status_code == expected
    client = browser()
    sam.sign_in(client)
    assert len(sam.codes) == 10
    assert "9 left to use" in client.get("/account").content.decode()


def test_recovery_codes_are_shown_until_they_are_kept_and_never_again(desk: Desk) -> None:
    sam, client = Person(desk, "sam"), browser()
    sam.set_password(client)
    sam.enrol(client)
    assert client.get("/account/codes").content.count(b"<code>") == 10
    assert client.get("/account/codes").content.count(b"<code>") == 10
    client.post("/account/codes")
    assert client.get("/account/codes").headers["Location"] == "/account"


def test_a_seed_made_for_another_enrols_nobody(desk: Desk) -> None:
    sam, jo, hers, his = Person(desk, "sam"), Person(desk, "jo"), browser(), browser()
    jo.set_password(his)
    jo.enrol(his)
    sam.set_password(hers)
    page = browser()
    Person(desk, "tomos").set_password(page)
    stolen = page.get("/enrol").content.decode().partition('name="seed" value="')[2].partition('"')[0]
    assert hers.post("/enrol", {"seed": stolen, "code": jo.code}).status_code == 422
    assert hers.post("/enrol", {"seed": "bm9uc2Vuc2U=", "code": jo.code}).status_code == 422
    assert hers.get("/account").status_code == 302


def test_somebody_who_has_left_cannot_sign_in(desk: Desk) -> None:
    sam = Person(desk, "sam")
    sam.begin()
    accounts.end_staff(sam.handle, by="hana", now=desk.now)
    assert browser().post("/sign-in", {"handle": sam.handle, "password": PASSWORD}).status_code == 422


def test_a_form_with_a_field_that_it_does_not_have_is_refused(desk: Desk) -> None:
    assert browser().post("/sign-in", {"handle": "x", "password": "y", "next": "/"}).status_code == 400
    assert browser().post("/sign-in", {"handle": ["x", "y"], "password": "y"}).status_code == 400
    assert browser().post("/sign-in", {"handle": "x", "password": "y" * 20_001}).status_code == 400
