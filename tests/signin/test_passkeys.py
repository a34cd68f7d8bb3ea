"""Passkeys: made, used, and refused for whatever is not the answer of this key to our challenge for this host."""

import json
from copy import copy

import pytest
from django.test import Client
from fido2.utils import websafe_decode, websafe_encode
from hypothesis import given, settings
from hypothesis import strategies as some

from lintel.casework.models import Notice
from tests.desk.conftest import Desk
from tests.signin.keys import PASSWORD, Person, browser
from tests.signin.softkey import SoftKey


def with_passkey(desk: Desk) -> tuple[Person, SoftKey]:
    """Somebody who has enrolled with a passkey and nothing else."""
    sam, client, key = Person(desk, "sam"), browser(), SoftKey()
    sam.set_password(client)
    made = key.made(client.post("/passkey/make").json())
    assert client.post("/enrol", {"name": "", "credential": made}).headers["Location"] == "/account/codes"
    return sam, key


def halfway(sam: Person) -> Client:
    client = browser()
    client.post("/sign-in", {"handle": sam.handle, "password": PASSWORD})
    return client


def test_somebody_enrols_with_a_passkey_and_signs_in_by_it(desk: Desk) -> None:
    sam, key = with_passkey(desk)
    client = halfway(sam)
    assert "Use a passkey" in client.get("/sign-in/factor").content.decode()
    answer = key.used(client.post("/passkey/use").json())
    assert client.post("/sign-in/factor", {"credential": answer}).headers["Location"] == "/"
    assert "Passkey: Passkey" in client.get("/account").content.decode()


def test_an_answer_counts_once(desk: Desk) -> None:
    sam, key = with_passkey(desk)
    client, other = halfway(sam), halfway(sam)
    answer = key.used(client.post("/passkey/use").json())
    other.post("/passkey/use")
    assert other.post("/sign-in/factor", {"credential": answer}).status_code == 422
    assert client.post("/sign-in/factor", {"credential": answer}).status_code == 302
    assert client.post("/confirm", {"credential": answer}).status_code == 422


@pytest.mark.parametrize("origin", ["http://localhost.example", "https://lintel.example", "http://127.0.0.1"])
def test_an_answer_given_to_another_page_is_refused(desk: Desk, origin: str) -> None:
    sam, key = with_passkey(desk)
    client = halfway(sam)
    answer = key.used(client.post("/passkey/use").json(), origin=origin)
    assert client.post("/sign-in/factor", {"credential": answer}).status_code == 422


def test_another_key_under_the_same_name_is_refused(desk: Desk) -> None:
    sam, _ = with_passkey(desk)
    client = halfway(sam)
    answer = SoftKey().used(client.post("/passkey/use").json())
    assert client.post("/sign-in/factor", {"credential": answer}).status_code == 422


def test_an_answer_without_a_challenge_of_ours_is_refused(desk: Desk) -> None:
    sam, key = with_passkey(desk)
    options = halfway(sam).post("/passkey/use").json()
    assert halfway(sam).post("/sign-in/factor", {"credential": key.used(options)}).status_code == 422


def test_a_passkey_that_answers_another_challenge_is_not_taken(desk: Desk) -> None:
    sam, client, other = Person(desk, "sam"), browser(), browser()
    sam.set_password(client)
    Person(desk, "jo").set_password(other)
    client.post("/passkey/make")
    made = SoftKey().made(other.post("/passkey/make").json())
    assert client.post("/enrol", {"credential": made}).status_code == 422
    assert client.get("/account").status_code == 302


def used(sam: Person, key: SoftKey, *, counts: bool = True) -> int:
    """Sign in with a passkey: the status of the answer. A minute passes."""
    sam.desk.later(minutes=1)
    client = halfway(sam)
    answer = key.used(client.post("/passkey/use").json(), counts=counts)
    return client.post("/sign-in/factor", {"credential": answer}).status_code


def told(desk: Desk) -> list[tuple[str, str]]:
    found = Notice.objects.filter(to__endswith=desk.mark, kind__contains="passkey")
    return sorted((each.to.partition("-")[0], each.kind) for each in found)


def test_a_passkey_that_counts_on_is_taken_each_time(desk: Desk) -> None:
    sam, key = with_passkey(desk)
    assert [used(sam, key) for _ in range(3)] == [302] * 3
    key.count += 100
    assert used(sam, key) == 302
    assert told(desk) == []


@pytest.mark.parametrize("back", [0, 1, 3])
def test_a_passkey_that_counts_no_further_is_refused_and_told(desk: Desk, back: int) -> None:
    sam, key = with_passkey(desk)
    for _ in range(3):
        used(sam, key)
    key.count -= back
    assert used(sam, key, counts=False) == 422
    assert told(desk) == [("dee", "colleague_passkey"), ("sam", "passkey_copied")]
    key.count = 4
    assert used(sam, key, counts=False) == 302


def test_of_a_passkey_and_its_copy_the_one_that_is_behind_is_refused(desk: Desk) -> None:
    sam, key = with_passkey(desk)
    used(sam, key)
    copied = copy(key)  # the same key in other hands, which counts for itself from here on
    assert used(sam, copied) == 302
    assert used(sam, key) == 422
    assert told(desk) == [("dee", "colleague_passkey"), ("sam", "passkey_copied")]


def test_a_passkey_that_never_counts_is_taken_each_time(desk: Desk) -> None:
    """Many keep no count, and say nought for ever."""
    sam, key = with_passkey(desk)
    assert [used(sam, key, counts=False) for _ in range(3)] == [302] * 3
    assert told(desk) == []


_JSON = some.recursive(
    some.none() | some.booleans() | some.integers() | some.text(max_size=8),
    lambda inner: some.lists(inner, max_size=3)
    | some.dictionaries(some.sampled_from(["id", "rawId", "type", "response", "clientDataJSON", "signature",
        "authenticatorData", "attestationObject", "clientExtensionResults"]), inner, max_size=6),
    max_leaves=12,
)  # fmt: skip


@pytest.fixture
def halfway_in(desk: Desk) -> Client:
    """A browser at the page where a first factor is added, with a challenge given to it."""
    client = browser()
    Person(desk, "sam").set_password(client)
    client.post("/passkey/make")
    return client


@settings(max_examples=settings.default.max_examples // 4)  # type: ignore[union-attr] # a profile is loaded
@given(_JSON | some.text(max_size=30))
def test_whatever_a_browser_answers_is_refused_and_nothing_fails(halfway_in: Client, answer: object) -> None:
    said = answer if isinstance(answer, str) else json.dumps(answer)
    assert halfway_in.post("/enrol", {"credential": said.replace("\0", "") or "x"}).status_code == 422


@pytest.mark.parametrize("field", ["clientDataJSON", "authenticatorData", "signature"])
def test_an_answer_that_was_cut_or_changed_is_refused_and_nothing_fails(desk: Desk, field: str) -> None:
    sam, key = with_passkey(desk)
    client = halfway(sam)
    for kept in (0, 1, 7, -9, -1):
        desk.later(minutes=2)
        said = json.loads(key.used(client.post("/passkey/use").json()))
        whole = websafe_decode(said["response"][field])
        said["response"][field] = websafe_encode(whole[:kept] + bytes([whole[kept] ^ 1]))
        assert client.post("/sign-in/factor", {"credential": json.dumps(said)}).status_code == 422
