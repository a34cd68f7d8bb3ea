"""Sessions: they end by themselves, at a word, and with the account; and nobody can take one over."""

import os
import random
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.signing import loads
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lintel.access import accounts
from lintel.signin.models import Session
from tests.desk.conftest import Desk
from tests.signin.keys import PASSWORD, Person, browser

REVOCATIONS = 1_000 if os.environ.get("LINTEL_PROOF") == "full" else 50


def test_a_session_unused_for_a_quarter_of_an_hour_is_over(desk: Desk) -> None:
    client = Person(desk, "sam").begin()
    desk.later(minutes=13, seconds=59)
    assert client.get("/account").status_code == 200
    desk.later(minutes=15)
    assert client.get("/account").headers["Location"] == "/sign-in"


def test_whoever_says_that_they_are_there_stays_and_no_longer_than_ten_hours(desk: Desk) -> None:
    client = Person(desk, "sam").begin()
    began = desk.now
    while desk.now - began < timedelta(hours=9, minutes=50):
        desk.later(minutes=10)
        assert client.post("/stay-signed-in").status_code == 204
    desk.later(minutes=10)
    assert client.post("/stay-signed-in").headers["Location"] == "/sign-in"
    assert client.get("/account").headers["Location"] == "/sign-in"


def written(client: Client) -> int:
    """How many times a session is written down while its browser asks for one page."""
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/account").status_code == 200
    return sum('UPDATE "signin_session"' in each["sql"] for each in queries)


def test_a_session_is_written_down_twice_a_minute_at_most_and_not_at_every_request(desk: Desk) -> None:
    client = desk.browser("sam")
    assert [written(client) for _ in range(5)] == [0] * 5
    desk.later(seconds=29)
    assert written(client) == 0
    desk.later(seconds=1)
    assert [written(client), written(client)] == [1, 0]


def test_a_session_never_outlasts_a_quarter_of_an_hour_and_ends_at_most_half_a_minute_sooner(desk: Desk) -> None:
    for asked_after in range(0, 60, 5):
        client = desk.browser("sam")
        desk.later(seconds=asked_after)
        assert client.get("/account").status_code == 200
        unused = copied(client)
        desk.later(minutes=14, seconds=30 - 1)
        assert client.get("/account").status_code == 200
        desk.later(seconds=31)
        assert unused.get("/account").status_code == 200  # it is the same session, used half a minute before
        desk.later(minutes=15)
        assert client.get("/account").headers["Location"] == "/sign-in"


def copied(client: Client) -> Client:
    """Another window of the same browser."""
    other = browser()
    other.cookies[settings.SESSION_COOKIE_NAME] = client.cookies[settings.SESSION_COOKIE_NAME].value
    return other


def test_whoever_stays_has_the_whole_quarter_of_an_hour_from_then(desk: Desk) -> None:
    client = desk.browser("sam")
    desk.later(seconds=20)
    client.post("/stay-signed-in")
    desk.later(minutes=14, seconds=59)
    assert client.get("/account").status_code == 200


def test_what_is_taken_away_is_gone_at_once_where_nothing_was_written_down(desk: Desk) -> None:
    client = desk.browser("adi")
    assert client.get("/administration").status_code == 200
    accounts.end_role(desk.handle("adi"), "administrator", by="hana", now=desk.now)
    assert client.get("/administration").status_code == 404
    accounts.end_staff(desk.handle("adi"), by="hana", now=desk.now)
    assert client.get("/account").headers["Location"] == "/sign-in"


def test_to_stay_takes_a_post(desk: Desk) -> None:
    assert desk.browser("sam").get("/stay-signed-in").status_code == 405
    assert desk.browser("sam").get("/sign-out").status_code == 405


def test_the_key_of_the_session_changes_at_each_factor(desk: Desk) -> None:
    sam = Person(desk, "sam")
    sam.begin()
    client, keys = browser(), set()
    client.post("/sign-in", {"handle": sam.handle, "password": PASSWORD})
    keys.add(client.cookies[settings.SESSION_COOKIE_NAME].value)
    client.post("/sign-in/factor", {"code": sam.code})
    keys.add(client.cookies[settings.SESSION_COOKIE_NAME].value)
    desk.later(minutes=1)
    client.post("/confirm", {"code": sam.code})
    keys.add(client.cookies[settings.SESSION_COOKIE_NAME].value)
    assert len(keys) == 3
    for old in keys - {client.cookies[settings.SESSION_COOKIE_NAME].value}:
        other = browser()
        other.cookies[settings.SESSION_COOKIE_NAME] = old
        assert other.get("/account").headers["Location"] == "/sign-in"


def test_a_key_that_was_set_by_another_is_never_used(desk: Desk) -> None:
    sam, client = Person(desk, "sam"), browser()
    sam.begin()
    client.cookies[settings.SESSION_COOKIE_NAME] = "chosenbysomebodyelsechosenbysome"
    sam.sign_in(client)
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != "chosenbysomebodyelsechosenbysome"


def test_signing_out_ends_the_session_and_has_the_browser_forget(desk: Desk) -> None:
    client = Person(desk, "sam").begin()
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    gone = client.post("/sign-out")
    assert gone.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert gone.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == 0
    client.cookies[settings.SESSION_COOKIE_NAME] = key
    assert client.get("/account").headers["Location"] == "/sign-in"


def test_signing_out_everywhere_ends_every_session_of_that_person_alone(desk: Desk) -> None:
    sam, jo = Person(desk, "sam"), desk.browser("jo")
    first = sam.begin()
    second = browser()
    sam.sign_in(second)
    assert "Another browser" in second.get("/account").content.decode()
    first.post("/sign-out/everywhere")
    assert [each.get("/account").status_code for each in (first, second, jo)] == [302, 302, 200]


def test_the_database_holds_no_key_that_opens_a_session_and_nothing_about_a_person(desk: Desk) -> None:
    sam = Person(desk, "sam")
    client = sam.begin()
    rows = Session.objects.filter(account=sam.account)
    assert not rows.filter(session_key=client.cookies[settings.SESSION_COOKIE_NAME].value).exists()
    said = [client.session.decode(row.session_data) for row in rows]
    assert [set(each) - {"_auth_user_id", "_auth_user_backend", "_auth_user_hash"} for each in said] == [
        {"began", "seen", "factor"}
    ]
    assert sam.handle not in str(said)
    assert loads(rows[0].session_data, salt=client.session.key_salt, serializer=client.session.serializer) == said[0]


def test_what_is_taken_away_is_gone_at_the_next_request(desk: Desk) -> None:
    dice = random.Random(4)
    for _ in range(REVOCATIONS):
        name = f"n{desk.later(seconds=1).timestamp():.0f}"
        accounts.add_staff(desk.handle(name), "Newcomer", desk.now)
        desk.give(name, "administrator", None)
        client = desk.browser(name)
        for _ in range(dice.randrange(3)):
            assert client.get("/account").status_code == 200
        if dice.random() < 0.5:
            accounts.end_role(desk.handle(name), "administrator", by="hana", now=desk.now)
            assert "Administration" not in client.get("/account").content.decode()
        else:
            accounts.end_staff(desk.handle(name), by="hana", now=desk.now)
            assert client.get("/account").headers["Location"] == "/sign-in"


@pytest.mark.parametrize("name", [settings.SESSION_COOKIE_NAME, "__Host-device"])
def test_cookies_are_for_this_host_alone_and_for_no_script(desk: Desk, name: str) -> None:
    cookie = Person(desk, "sam").begin().cookies[name]
    assert (cookie["secure"], cookie["httponly"], cookie["path"], cookie["domain"]) == (True, True, "/", "")
    assert cookie["samesite"] in ("Lax", "Strict")
