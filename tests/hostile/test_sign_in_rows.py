"""Root on the database, with an account of their own: they copy what they sign in with into the rows of another."""

import hashlib
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from lintel.signin import enrolment
from lintel.signin.models import Account, Invitation
from tests.desk.conftest import Desk, desk
from tests.hostile.test_administrator import Root, root
from tests.signin.keys import PASSWORD, Person, browser
from tests.signin.softkey import SoftKey

__all__ = ["desk", "root"]

MINE = "my own three words"


@pytest.fixture
def me(desk: Desk) -> Person:
    """Who has root: an officer."""
    found = Person(desk, "jo")
    found.password = MINE
    found.begin()
    return found


@pytest.fixture
def her(desk: Desk) -> Person:
    """The DA lead."""
    found = Person(desk, "ines")
    found.begin()
    return found


def sign_in(handle: str, password: str) -> Client | None:
    """A browser halfway in; None where the password was refused."""
    client = browser()
    sent = client.post("/sign-in", {"handle": handle, "password": password})
    return client if sent.status_code == 302 else None


def refused(handle: str, password: str) -> str:
    """What a refusal says, in its own words."""
    page = browser().post("/sign-in", {"handle": handle, "password": password}).content.decode()
    return page.partition("There is a problem")[2].partition("</div>")[0]


def copy_password(root: Root, me: Person, her: Person) -> None:
    root.execute(
        "UPDATE signin_account hers SET password = mine.password, bound = mine.bound FROM signin_account mine"
        " WHERE mine.handle = %s AND hers.handle = %s",
        [me.handle, her.handle],
    )


def test_what_was_made_here_works(me: Person, her: Person) -> None:
    assert sign_in(me.handle, MINE)
    assert sign_in(her.handle, PASSWORD)


def test_my_password_in_her_row_opens_nothing(me: Person, her: Person, root: Root) -> None:
    copy_password(root, me, her)
    assert sign_in(her.handle, MINE) is None
    copied, wrong = (refused(her.handle, said) for said in (MINE, "not it at all"))
    assert "The username or the password is not right" in copied
    assert copied == wrong


def test_a_password_without_a_mark_opens_nothing_and_is_given_none(me: Person, her: Person, root: Root) -> None:
    copy_password(root, me, her)
    root.execute("UPDATE signin_account SET bound = '' WHERE handle = %s", [her.handle])
    assert sign_in(her.handle, MINE) is None
    assert not bytes(Account.objects.get(handle=her.handle).bound)


@pytest.mark.parametrize("kind", ["totp", "recovery_codes"])
def test_my_factor_under_her_account_opens_nothing(me: Person, her: Person, root: Root, kind: str) -> None:
    """Even for whoever knows her password."""
    root.execute("DELETE FROM mfa_authenticator WHERE user_id = %s", [her.account.pk])
    root.execute(
        "UPDATE mfa_authenticator SET user_id = %s WHERE user_id = %s AND type = %s",
        [her.account.pk, me.account.pk, kind],
    )
    if kind == "recovery_codes":  # alone they are no factor, and whoever has a password only would have to enrol
        copied = Authenticator.objects.get(user=her.account)
        Authenticator.objects.create(user=her.account, type="totp", data=copied.data)
    client = sign_in(her.handle, PASSWORD)
    assert client
    given = me.code if kind == "totp" else me.codes[0]
    assert client.post("/sign-in/factor", {"code": given}).status_code == 422
    assert client.get("/enrol").headers["Location"] == "/sign-in/factor"


def test_my_passkey_under_her_account_opens_nothing(me: Person, her: Person, root: Root) -> None:
    client, key = sign_in(me.handle, MINE), SoftKey()
    assert client
    me.desk.later(minutes=1)
    client.post("/sign-in/factor", {"code": me.code})
    assert (
        client.post("/account/another", {"credential": key.made(client.post("/passkey/make").json())}).status_code
        == 302
    )
    root.execute(
        "UPDATE mfa_authenticator SET user_id = %s WHERE user_id = %s AND type = 'webauthn'",
        [her.account.pk, me.account.pk],
    )
    halfway = sign_in(her.handle, PASSWORD)
    assert halfway
    answer = key.used(halfway.post("/passkey/use").json())
    assert halfway.post("/sign-in/factor", {"credential": answer}).status_code == 422


def test_to_be_renamed_in_the_middle_of_a_session_ends_it(me: Person, her: Person, root: Root) -> None:
    """The session is mine, and its row is hers from one request to the next."""
    client = sign_in(me.handle, MINE)
    assert client
    me.desk.later(minutes=1)
    client.post("/sign-in/factor", {"code": me.code})
    assert client.get("/account").status_code == 200
    mine, hers = me.account.pk, her.account.pk
    for pk, handle in ((hers, f"away-{her.handle}"), (mine, her.handle), (hers, me.handle)):
        root.execute("UPDATE signin_account SET handle = %s, staff_id = %s WHERE id = %s", [handle, handle, pk])
    assert client.get("/account").headers["Location"] == "/sign-in"
    assert sign_in(her.handle, MINE) is None


def test_a_link_written_by_hand_sets_no_password(me: Person, her: Person, root: Root) -> None:
    root.execute(
        "INSERT INTO signin_invitation (account_id, digest, coded, bound, made_at, until)"
        " VALUES (%s, %s, false, %s, %s, %s)",
        [her.account.pk, hashlib.sha256(b"mine").digest(), bytes(32), me.desk.now, me.desk.now + timedelta(hours=1)],
    )
    sent = {"password": MINE, "again": MINE}
    assert browser().post("/enrol/mine", sent).status_code == 404
    assert her.account.check_password(PASSWORD)


def test_my_own_link_turned_to_her_account_or_made_to_last_sets_no_password(
    me: Person, her: Person, root: Root
) -> None:
    sent = {"password": "quite another phrase", "again": "quite another phrase"}
    link = enrolment.new_link(me.account, me.desk.now)
    invitation = Invitation.objects.get(account=me.account, spent_at=None).pk
    root.execute("UPDATE signin_invitation SET account_id = %s WHERE id = %s", [her.account.pk, invitation])
    assert browser().post(link, sent).status_code == 404
    root.execute(
        "UPDATE signin_invitation SET account_id = %s, until = until + interval '1 year' WHERE id = %s",
        [me.account.pk, invitation],
    )
    assert browser().post(link, sent).status_code == 404
    assert her.account.check_password(PASSWORD)
