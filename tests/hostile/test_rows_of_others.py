"""Root on the database, signed in as themselves: they copy, bring back and write the rows that let others in."""

import hashlib
from datetime import timedelta

from django.test import Client

from lintel.outbound import feeds
from lintel.signin import tokens
from lintel.signin.models import Invitation, Token
from lintel.signin.sessions import places
from tests.api.machines import Machine
from tests.desk.conftest import Desk, desk
from tests.hostile.test_administrator import Root, root
from tests.signin.keys import PASSWORD, Person, browser

__all__ = ["desk", "root"]


def signed_in(desk: Desk, name: str) -> tuple[Person, Client, str]:
    """Somebody, their browser, and the digest by which the database knows it."""
    person = Person(desk, name)
    person.begin()
    client = browser()
    person.sign_in(client)
    return person, client, hashlib.sha256(str(client.session.session_key).encode()).hexdigest()


def test_the_data_of_her_session_in_my_row_lets_me_in_as_nobody(desk: Desk, root: Root) -> None:
    (_, client, mine), (her, _, hers) = signed_in(desk, "jo"), signed_in(desk, "ines")
    assert client.get("/").status_code == 200
    root.execute(
        "UPDATE signin_session SET session_data = hers.session_data FROM signin_session hers"
        " WHERE signin_session.session_key = %s AND hers.session_key = %s",
        [mine, hers],
    )
    assert client.get("/").headers["Location"] == "/sign-in"
    assert len(places(her.account, client.session, desk.now)) == 2  # the browsers that she did it in, and not mine


def test_nor_does_my_row_turned_into_hers(desk: Desk, root: Root) -> None:
    (_, client, mine), (her, _, _) = signed_in(desk, "jo"), signed_in(desk, "ines")
    root.execute("UPDATE signin_session SET account_id = %s WHERE session_key = %s", [her.account.pk, mine])
    assert client.get("/").headers["Location"] == "/sign-in"


def test_a_revoked_token_is_not_brought_back(desk: Desk, root: Root) -> None:
    until = desk.now + timedelta(days=30)
    secret = tokens.make(handle=desk.handle("sam"), label="x", until=until, by=desk.handle("adi"), now=desk.now)
    machine = Machine(secret, browser())
    assert machine.get("/token").status == 200
    tokens.revoke(token=Token.objects.get(staff=desk.handle("sam")).id, by=desk.handle("adi"), now=desk.now)
    root.execute(
        "UPDATE signin_token SET revoked_at = NULL, revoked_by = NULL WHERE staff_id = %s", [desk.handle("sam")]
    )
    assert machine.get("/token").status == 401


def test_a_link_that_was_used_is_not_brought_back(desk: Desk, root: Root) -> None:
    person, another = Person(desk, "jo"), {"password": "three other words", "again": "three other words"}
    link = person.link()
    assert browser().post(link, {"password": PASSWORD, "again": PASSWORD}).status_code == 302
    root.execute("UPDATE signin_invitation SET spent_at = NULL WHERE account_id = %s", [person.account.pk])
    assert Invitation.objects.filter(account=person.account, spent_at=None).exists()
    browser().post(link, another)
    assert person.account.check_password(PASSWORD)


def test_a_calendar_written_by_hand_is_read_by_nobody(desk: Desk, root: Root) -> None:
    made = feeds.make(desk.handle("sam"), desk.now)
    assert desk.stranger().get(made).status_code == 200
    root.execute(
        "INSERT INTO outbound_feed (staff, digest, bound, made_at, until) SELECT staff, %s, bound, made_at, until"
        " FROM outbound_feed WHERE staff = %s",
        [hashlib.sha256(b"mine").digest(), desk.handle("sam")],
    )
    assert desk.stranger().get("/calendar/mine.ics").status_code == 404
    root.execute("UPDATE outbound_feed SET until = until + interval '900 days' WHERE staff = %s", [desk.handle("sam")])
    assert desk.stranger().get(made).status_code == 404
