"""One's own account: passwords, factors and recovery codes, each changed by its owner alone, who is told."""

import re
from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from django.test import RequestFactory

from lintel.casework.models import Notice
from lintel.signin import enrolment, tokens, told
from lintel.signin.models import Token
from tests.desk.conftest import Desk
from tests.signin.keys import PASSWORD, Person, app_code, browser
from tests.signin.softkey import SoftKey

NEW = "seven quiet lanterns"


def test_a_password_is_changed_with_the_old_one_and_other_browsers_are_signed_out(desk: Desk) -> None:
    sam = Person(desk, "sam")
    here = sam.begin()
    there = browser()
    sam.sign_in(there)
    changed = here.post("/account/password", {"old": PASSWORD, "password": NEW, "again": NEW})
    assert changed.headers["Location"] == "/account"
    assert [each.get("/account").status_code for each in (here, there)] == [200, 302]
    assert browser().post("/sign-in", {"handle": sam.handle, "password": PASSWORD}).status_code == 422
    sam.password = NEW
    assert sam.sign_in(there).headers["Location"] == "/"
    assert "Your password was set." in there.get("/account").content.decode()
    assert "Your password was set." not in there.get("/account").content.decode()


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"old": "not the old one", "password": NEW, "again": NEW}, "#old"),
        ({"old": PASSWORD, "password": NEW, "again": "another one"}, "#again"),
        ({"old": PASSWORD, "password": "zq-zq-zq", "again": "zq-zq-zq"}, "#password"),
    ],
)
def test_a_password_that_cannot_be_is_refused_with_what_to_do(desk: Desk, sent: dict[str, str], field: str) -> None:
    client = Person(desk, "sam").begin()
    refused = client.post("/account/password", sent)
    assert refused.status_code == 422
    assert f'href="{field}"' in refused.content.decode()
    assert sent["password"] not in refused.content.decode()


def test_a_new_app_takes_the_place_of_the_old_one(desk: Desk) -> None:
    sam = Person(desk, "sam")
    client = sam.begin()
    old = sam.seed
    page = client.get("/account/another").content.decode()
    sam.seed = re.search(r"<code>([A-Z2-7 ]+)</code>", page)[1].replace(" ", "")  # type: ignore[index] # it is there
    sealed = unescape(re.search(r'name="seed" value="([^"]+)"', page)[1])  # type: ignore[index] # it is there
    assert client.post("/account/another", {"seed": sealed, "code": sam.code}).headers["Location"] == "/account"
    desk.later(minutes=6)
    assert client.post("/confirm", {"code": app_code(old, desk.now)}).status_code == 422
    assert client.post("/confirm", {"code": sam.code}).status_code == 302


def test_a_factor_is_removed_but_never_the_last_one(desk: Desk) -> None:
    sam = Person(desk, "sam")
    client = sam.begin()
    made = SoftKey().made(client.post("/passkey/make").json())
    assert client.post("/account/another", {"name": "on my ring", "credential": made}).headers["Location"] == "/account"
    assert "Passkey: on my ring" in client.get("/account").content.decode()
    app, _, key = Authenticator.objects.filter(user=sam.account).order_by("pk")
    for factor in (app.pk, key.pk):
        client.post(f"/account/factors/{factor}/remove")
    assert {each.type for each in Authenticator.objects.filter(user=sam.account)} == {"recovery_codes", "webauthn"}


def token(desk: Desk, whose: str, label: str) -> str:
    by = desk.handle("adi")
    return tokens.make(handle=desk.handle(whose), label=label, until=desk.now + timedelta(days=30), by=by, now=desk.now)


def works(desk: Desk, shown: str) -> bool:
    request = RequestFactory().get("/api/", headers={"Authorization": f"Bearer {shown}"})
    return tokens.held(request, desk.now) is not None


def test_machines_that_act_for_somebody_are_ended_by_them(desk: Desk) -> None:
    shown = token(desk, "sam", "Repairs, every night")
    client = Person(desk, "sam").begin()
    page = client.get("/account").content.decode()
    assert "Repairs, every night" in page
    assert shown not in page
    (end,) = re.findall(r'action="(/account/tokens/[0-9a-f-]+/end)"', page)
    assert works(desk, shown)
    assert client.post(end).headers["Location"] == "/account"
    assert not works(desk, shown)
    assert "Repairs, every night" not in client.get("/account").content.decode()


def test_nobody_sees_or_ends_a_machine_that_acts_for_another(desk: Desk) -> None:
    shown = token(desk, "jo", "Jo's own")
    client = Person(desk, "sam").begin()
    assert "Jo&#39;s own" not in client.get("/account").content.decode()
    made = Token.objects.get(staff_id=desk.handle("jo"), revoked_at=None)
    none = uuid4()
    answers = [client.post(f"/account/tokens/{each}/end") for each in (made.id, none)]
    assert [each.status_code for each in answers] == [404, 404]
    assert works(desk, shown)


def test_nobody_removes_a_factor_of_another(desk: Desk) -> None:
    sam, jo = Person(desk, "sam"), Person(desk, "jo")
    sam.begin()
    client = jo.begin()
    made = SoftKey().made(client.post("/passkey/make").json())
    client.post("/account/another", {"name": "", "credential": made})
    client.post(f"/account/factors/{Authenticator.objects.get(user=sam.account, type='totp').pk}/remove")
    assert Authenticator.objects.filter(user=sam.account, type="totp").exists()


def test_new_recovery_codes_take_the_place_of_the_old_ones(desk: Desk) -> None:
    sam = Person(desk, "sam")
    client = sam.begin()
    assert client.post("/account/codes/new").headers["Location"] == "/account/codes"
    new = re.findall(r"<code>(\d{4} \d{4} \d{4})</code>", client.get("/account/codes").content.decode())
    assert client.post("/confirm", {"code": sam.codes[0]}).status_code == 422
    assert client.post("/confirm", {"code": new[0]}).status_code == 302


@pytest.mark.parametrize("change", told.WORDS)
def test_every_change_is_told_at_the_next_sign_in(desk: Desk, change: told.Change) -> None:
    sam = Person(desk, "sam")
    sam.begin()
    told.tell(sam.account, change, desk.now)
    client = browser()
    sam.sign_in(client)
    assert told.WORDS[change] in client.get("/account").content.decode()


def test_a_reset_takes_everything_away_and_gives_a_link_that_its_owner_alone_uses(desk: Desk) -> None:
    sam = Person(desk, "sam")
    client = sam.begin()
    link = enrolment.reset(sam.account, desk.now)
    assert client.get("/account").status_code == 302
    assert browser().post("/sign-in", {"handle": sam.handle, "password": PASSWORD}).status_code == 422
    assert not Authenticator.objects.filter(user=sam.account).exists()
    assert Notice.objects.filter(to=desk.handle("dee"), kind="colleague_reset").exists()
    anew = browser()
    anew.post(link, {"password": NEW, "again": NEW})
    sam.enrol(anew)
    sam.password, later = NEW, browser()
    sam.sign_in(later)
    assert told.WORDS["sign_in_reset"] in later.get("/account").content.decode()
