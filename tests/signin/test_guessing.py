"""Guessing: slowed for every worker together, never a way to shut somebody out, and it tells nothing."""

import os
import re
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connections
from django.test import Client, RequestFactory

from lintel.casework.models import Notice
from lintel.signin.models import Attempt
from lintel.signin.origin import origin_of
from tests.desk.conftest import Desk
from tests.signin.keys import PASSWORD, Person, browser, network

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer  # what a client answers with, by its stubs

REAL_COST = {name: getattr(Argon2PasswordHasher, name) for name in ("time_cost", "memory_cost", "parallelism")}
FULL = os.environ.get("LINTEL_PROOF") == "full"
PAIRS = 500 if FULL else 5
_CHANGES = re.compile(r'(?<=name="csrfmiddlewaretoken" value=")[^"]+')


def guess(client: Client, handle: str, password: str | None = None) -> "Answer":
    return client.post("/sign-in", {"handle": handle, "password": password or "not the password"})


def test_the_sixth_wrong_password_within_five_minutes_waits(desk: Desk) -> None:
    sam = Person(desk, "sam")
    sam.begin()
    assert [guess(browser(), sam.handle).status_code for _ in range(6)] == [422] * 5 + [429]
    assert guess(browser(), sam.handle, PASSWORD).status_code == 429
    desk.later(minutes=5)
    assert guess(browser(), sam.handle, PASSWORD).status_code == 302


def test_whoever_came_a_moment_earlier_and_is_counted_later_waits_as_well(desk: Desk) -> None:
    sam = Person(desk, "sam")
    sam.begin()
    desk.later(seconds=1)
    assert [guess(browser(), sam.handle).status_code for _ in range(5)] == [422] * 5
    desk.later(seconds=-1)
    assert guess(browser(), sam.handle).status_code == 429


def test_the_eleventh_wrong_password_from_one_machine_within_a_minute_waits(desk: Desk) -> None:
    client = browser()
    assert [guess(client, desk.handle(f"n{each}")).status_code for each in range(11)] == [422] * 10 + [429]
    desk.later(minutes=1)
    assert guess(client, desk.handle("n11")).status_code == 422


def test_a_machine_with_many_addresses_is_one_machine(desk: Desk) -> None:
    home = network()
    machines = [browser(f"{home}::{each:x}") for each in range(1, 12)]
    tried = [guess(machine, desk.handle(f"n{at}")).status_code for at, machine in enumerate(machines)]
    assert tried == [422] * 10 + [429]


def test_those_who_sign_in_rightly_from_one_office_do_not_wait(desk: Desk) -> None:
    sam = Person(desk, "sam")
    sam.begin()
    office = f"{network()}::1"
    assert [guess(browser(office), sam.handle, PASSWORD).status_code for _ in range(15)] == [302] * 15


def test_many_workers_at_the_same_instant_count_together(desk: Desk) -> None:
    sam = Person(desk, "sam")
    sam.begin()

    def one(_: int) -> int:
        try:
            return guess(browser(), sam.handle).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(3) as workers:
        answers = list(workers.map(one, range(15)))
    assert sorted(answers) == [422] * 5 + [429] * 10


def test_a_device_that_somebody_has_signed_in_from_is_not_kept_out_by_what_others_try(desk: Desk) -> None:
    sam = Person(desk, "sam")
    known = sam.begin()
    known.post("/sign-out")
    for _ in range(8):
        guess(browser(), sam.handle)
    assert guess(browser(), sam.handle, PASSWORD).status_code == 429
    assert sam.sign_in(known).headers["Location"] == "/"


def test_a_known_device_guesses_no_faster(desk: Desk) -> None:
    sam = Person(desk, "sam")
    known = sam.begin()
    known.post("/sign-out")
    assert [guess(known, sam.handle).status_code for _ in range(6)] == [422] * 5 + [429]
    assert guess(known, Person(desk, "jo").handle).status_code == 422


def test_a_device_is_known_for_half_a_year_and_until_the_password_changes(desk: Desk) -> None:
    sam = Person(desk, "sam")
    known = sam.begin()
    known.post("/sign-out")
    desk.later(days=180)
    for _ in range(5):
        guess(browser(), sam.handle)
    assert guess(known, sam.handle, PASSWORD).status_code == 429


def test_a_cookie_of_another_makes_no_device_known(desk: Desk) -> None:
    sam, jo = Person(desk, "sam"), Person(desk, "jo")
    sam.begin()
    stranger = jo.begin()
    stranger.post("/sign-out")
    for _ in range(5):
        guess(browser(), sam.handle)
    assert guess(stranger, sam.handle, PASSWORD).status_code == 429
    stranger.cookies["__Host-device"] = stranger.cookies["__Host-device"].value + "x"
    assert guess(stranger, sam.handle, PASSWORD).status_code == 429


def test_wrong_codes_wait_too_and_their_owner_is_told(desk: Desk) -> None:
    sam = Person(desk, "sam")
    sam.begin()
    client = browser()
    guess(client, sam.handle, PASSWORD)
    codes = [client.post("/sign-in/factor", {"code": f"00000{each}"}).status_code for each in range(6)]
    assert codes == [422] * 5 + [429]
    assert client.post("/sign-in/factor", {"code": sam.code}).status_code == 429
    assert Notice.objects.filter(to=sam.handle, kind="factor_guessed").count() == 1
    desk.later(minutes=5)
    sam.sign_in(client)
    assert "codes that were wrong" in client.get("/account").content.decode()


def test_attempts_are_forgotten_after_an_hour_and_never_say_whose_they_were(desk: Desk) -> None:
    guess(browser(), desk.handle("sam"))
    before = Attempt.objects.filter(at=desk.now)
    assert {len(bytes(each.bucket)) for each in before} == {32}
    desk.later(hours=1, seconds=1)
    guess(browser(), desk.handle("jo"))
    assert not Attempt.objects.filter(at__lt=desk.now - timedelta(hours=1)).exists()


def test_a_wrong_password_and_an_unknown_handle_are_answered_alike(desk: Desk) -> None:
    Person(desk, "sam").begin()
    Person(desk, "max").link()  # has an account, and no password yet
    answers = set()
    for handle in map(desk.handle, ("sam", "max", "dee", "zed")):
        answer = guess(browser(), handle)
        body = _CHANGES.sub("", answer.content.decode()).replace(handle, "")
        answers.add(
            (
                answer.status_code,
                body,
                *((name, frozenset(value.split("; "))) for name, value in answer.headers.items()),
            )
        )
    assert len(answers) == 1


@pytest.mark.parametrize("who", ["sam", "jo", "nobody", "tomos"])
def test_one_password_is_hashed_whoever_is_named(desk: Desk, who: str, monkeypatch: pytest.MonkeyPatch) -> None:
    Person(desk, "sam").begin()
    Person(desk, "jo").link()
    hashed: list[int] = []
    for name in ("encode", "verify"):
        real = getattr(Argon2PasswordHasher, name)

        def counted(*given: object, real: object = real) -> object:
            hashed.append(1)
            return real(*given)  # type: ignore[operator] # a method of the class, called as it would be

        monkeypatch.setattr(Argon2PasswordHasher, name, counted)
    guess(browser(), desk.handle(who))
    assert len(hashed) == 1


def test_it_takes_as_long_for_a_handle_that_is_nobodys(desk: Desk, cheap: pytest.MonkeyPatch) -> None:
    for name, value in REAL_COST.items():
        cheap.setattr(Argon2PasswordHasher, name, value)
    sam = Person(desk, "sam")
    sam.begin()
    took: dict[str, list[float]] = {sam.handle: [], desk.handle("nobody"): []}
    for _ in range(PAIRS):
        desk.later(minutes=6)
        for handle, times in took.items():
            client = browser()
            began = time.process_time()
            guess(client, handle)
            times.append(time.process_time() - began)
    known, unknown = (statistics.median(times) for times in took.values())
    assert abs(known - unknown) < (0.010 if FULL else 0.5 * known)


@pytest.mark.parametrize(
    ("asked_by", "said", "counted_as"),
    [
        ("127.0.0.1", "192.0.2.7", "192.0.2.7"),
        ("::1", "10.1.1.1, 192.0.2.7", "192.0.2.7"),
        ("127.0.0.1", "what I like", "127.0.0.1"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("192.0.2.9", "192.0.2.7", "192.0.2.9"),
    ],
)
def test_a_proxy_on_this_machine_is_believed_and_nobody_else(asked_by: str, said: str, counted_as: str) -> None:
    request = RequestFactory(REMOTE_ADDR=asked_by).get("/", headers={"X-Forwarded-For": said})
    assert origin_of(request) == counted_as
