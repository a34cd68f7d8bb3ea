"""Tokens: shown once, kept as a digest, over on their day, gone when revoked; no way into a page."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client

from lintel.access import accounts
from lintel.access.models import Read, Staff
from lintel.casework.models import Notice
from lintel.casework.refusals import NoAccount, NotHere
from lintel.events.faults import InputRefused
from lintel.signin import enrolment, tokens
from lintel.signin.models import Account, Attempt, Token
from tests.api.machines import Machine, Machines
from tests.desk.conftest import Desk


def test_a_token_acts_for_its_account_with_the_roles_that_it_has_now(machines: Machines) -> None:
    machine = machines.machine("sam")
    before = machine.get("/token").said
    accounts.end_role(machines.handle("sam"), "officer", by=machines.handle("adi"), now=machines.now)

    assert (before["account"], before["roles"], before["label"]) == (machines.handle("sam"), ["officer"], "tests")
    assert machine.get("/token").said["roles"] == []


def test_nothing_of_a_token_but_its_digest_is_kept(machines: Machines) -> None:
    token = machines.token("sam")
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(t::text, ' ') FROM signin_token t")
        (kept,) = cursor.fetchone() or ("",)

    assert token.removeprefix("lintel_") not in kept
    assert len(token) > 40
    assert all(len(bytes(each.digest)) == 32 for each in Token.objects.all())


def test_a_token_is_over_on_its_day(machines: Machines) -> None:
    machine = Machine(machines.token("sam", until=machines.now + timedelta(days=1)), Client())
    before = machine.get("/token").status
    machines.later(hours=23, minutes=59)
    at_last = machine.get("/token").status
    machines.later(minutes=1)

    assert (before, at_last, machine.get("/token").status) == (200, 200, 401)


@pytest.mark.parametrize("days", [0, -1, 366])
def test_no_token_lasts_longer_than_a_year_or_is_over_before_it_begins(machines: Machines, days: int) -> None:
    with pytest.raises(InputRefused) as refused:
        machines.token("sam", until=machines.now + timedelta(days=days), label="")

    assert {each.field for each in refused.value.faults} == {"until when", "what it is for"}


def test_a_revoked_token_opens_nothing_at_the_next_request(machines: Machines) -> None:
    machine, other = machines.machine("sam"), machines.machine("sam")
    token = tokens.kept(machines.handle("sam"))[0].id
    held = {each: each.get("/token").status for each in (machine, other)}
    tokens.revoke(token=token, by=machines.handle("sam"), now=machines.now)

    assert set(held.values()) == {200}
    assert sorted(each.get("/token").status for each in (machine, other)) == [200, 401]


def test_a_row_that_was_changed_in_the_database_opens_nothing(machines: Machines) -> None:
    machine, lasting = machines.machine("sam"), machines.machine("jo")
    kept = Token.objects.using("owner")
    kept.filter(staff=machines.handle("sam")).update(staff=machines.handle("ines"))
    kept.filter(staff=machines.handle("jo")).update(until=machines.now + timedelta(days=300))

    assert (machine.get("/token").status, lasting.get("/token").status) == (401, 401)


def test_a_token_of_an_account_that_ended_opens_nothing(machines: Machines) -> None:
    machine = machines.machine("sam")
    accounts.end_staff(machines.handle("sam"), by=machines.handle("adi"), now=machines.now)

    assert machine.get("/token").status == 401


@pytest.mark.parametrize("taken", [enrolment.reset, enrolment.shut])
def test_whoever_is_given_a_new_sign_in_has_no_tokens_left(
    machines: Machines, taken: Callable[[Account, datetime], object]
) -> None:
    machine, other = machines.machine("sam"), machines.machine("jo")
    taken(enrolment.account_of(machines.handle("sam")), machines.now)

    assert (machine.get("/token").status, other.get("/token").status) == (401, 200)


def test_only_who_looks_after_accounts_has_tokens_made_and_only_for_accounts_that_live(machines: Machines) -> None:
    until = machines.now + timedelta(days=30)
    for by in ("sam", "ines", "dee", "rae"):
        with pytest.raises(NotHere):
            tokens.make(handle=machines.handle("sam"), label="x", until=until, by=machines.handle(by), now=machines.now)
    Staff.objects.filter(handle=machines.handle("sam")).update(ended_at=machines.now)
    with pytest.raises(NoAccount):
        machines.token("sam")


def test_a_stranger_and_a_colleague_revoke_nothing(machines: Machines) -> None:
    machine = machines.machine("sam")
    token = tokens.kept(machines.handle("sam"))[0].id
    for by in ("jo", "ines", "rae"):
        with pytest.raises(NotHere):
            tokens.revoke(token=token, by=machines.handle(by), now=machines.now)

    assert machine.get("/token").status == 200
    assert not tokens.revoke(token=UUID(int=0), by=machines.handle("adi"), now=machines.now)


def test_its_owner_is_told_of_a_token_and_so_are_the_data_protection_officers(machines: Machines) -> None:
    machines.token("sam")
    machines.token("dee")
    told = {(each.to, each.kind) for each in Notice.objects.filter(at=machines.now, to__endswith=machines.mark)}

    assert told == {
        (machines.handle("sam"), "token_made"),
        (machines.handle("dee"), "colleague_token"),
        (machines.handle("dee"), "token_made"),
        (machines.handle("ines"), "colleague_token"),
        (machines.handle("olu"), "colleague_token"),
    }


def test_every_token_that_opens_nothing_is_answered_alike(machines: Machines) -> None:
    revoked, over = machines.token("sam"), machines.token("sam", until=machines.now + timedelta(seconds=1))
    tokens.end_all(machines.handle("sam"), by=machines.handle("adi"), now=machines.now)
    machines.later(minutes=1)
    shown = [None, revoked, over, "lintel_nosuchtoken", "é", "x" * 4000, ""]
    answers = [Machine(token, Client()).get(path) for token in shown for path in ("/token", "/cases", "/nowhere")]

    assert {each.status for each in answers[:12]} == {401}
    assert len({each.wire[1] for each in answers[:12]}) == 1
    assert {each.response.headers["WWW-Authenticate"] for each in answers[:12]} == {"Bearer"}
    assert {each.kind for each in answers} <= {"no-token", "too-many"}


def test_whoever_tries_many_tokens_is_slowed_and_nobody_else_on_that_machine(machines: Machines) -> None:
    Attempt.objects.all().delete()
    wrong, right = Machine("lintel_wrong", Client()), machines.machine("sam")
    statuses = [wrong.get("/token").status for _ in range(12)]

    assert statuses == [401] * 10 + [429] * 2
    assert wrong.get("/token").response.headers["Retry-After"] == "60"
    assert right.get("/token").status == 200
    machines.later(minutes=2)
    assert wrong.get("/token").status == 401


def test_no_cookie_opens_the_interface_and_no_token_opens_a_page(
    machines: Machines, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk()
    desk.now = machines.now
    signed_in = desk.browser("sam", stepped_up=True)
    token = machines.token("sam")

    assert signed_in.get("/").status_code == 200
    assert signed_in.get("/api/v1/token").status_code == 401
    assert signed_in.post("/api/v1/reports", "{}", content_type="application/json").status_code == 401
    page = Client().get("/", headers={"Authorization": f"Bearer {token}"})
    assert (page.status_code, page.headers["Location"]) == (302, "/sign-in")


def test_the_interface_sets_no_cookie_and_is_stored_by_nobody(machines: Machines) -> None:
    machine = machines.machine("sam")
    for answer in (machine.get("/token"), machine.get("/nowhere"), Machine(None, Client()).get("/token")):
        headers = answer.response.headers
        assert not answer.response.cookies
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in headers["Content-Security-Policy"]


def test_the_read_log_says_that_a_machine_looked(machines: Machines) -> None:
    book = machines.case()
    machines.machine("sam").get(f"/cases/{book}")
    look = Read.objects.filter(reader=machines.handle("sam"), book=book).order_by("-seq")[0]

    assert (look.verb, look.thing, look.request[:4]) == ("read", "case", "api-")
