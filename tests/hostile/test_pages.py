"""What a colleague or a stranger tries on the pages themselves, with a browser that says whatever they like."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from lintel.casework.models import Notice
from lintel.signin import enrolment, told
from lintel.signin.models import Account
from lintel.uploads.caps import CAPS
from tests.desk.conftest import Desk, desk

__all__ = ["desk"]

NOUGHT = "%00"
MEGABYTE = 1_000_000


def told_of(desk: Desk, names: Sequence[str], kind: told.Change) -> set[str]:
    """Who of some people has a notice of this kind."""
    return {name for name in names if Notice.objects.filter(to=desk.handle(name), kind=kind).exists()}


def account(desk: Desk, name: str) -> Account:
    """What somebody signs in with."""
    return enrolment.account_of(desk.handle(name))


def sent_to(client: Client, path: str, size: int) -> int:
    """The status of the answer to a form that brings a file of so many bytes."""
    return client.post(path, {"file": BytesIO(b"A" * size)}).status_code


@pytest.mark.parametrize(
    "path", ["/team?officer=", "/people?page=", "/directory?area=", "/sign-in?next=", "/nowhere?x="]
)
def test_a_nought_in_an_address_is_refused_and_never_a_failure(desk: Desk, path: str) -> None:
    assert desk.browser("ines").get(path + NOUGHT).status_code == 400
    assert desk.stranger().get(path + NOUGHT).status_code == 400


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/administration", "begins"),
        ("/administration/accounts/add", "handle"),
        ("/administration/accounts/add", "name"),
        ("/administration/teams", "handle"),
        ("/directory/add", "name"),
    ],
)
def test_a_nought_in_a_form_is_refused_and_never_a_failure(desk: Desk, path: str, field: str) -> None:
    assert desk.browser("adi").post(path, {field: "a\0b"}).status_code == 400


def test_a_stranger_may_send_no_more_than_what_signing_in_takes(desk: Desk) -> None:
    assert sent_to(desk.stranger(), "/sign-in", MEGABYTE) == 413
    assert sent_to(desk.stranger(), "/report", MEGABYTE) == 413
    assert sent_to(desk.stranger(), "/report", MEGABYTE // 2) == 302


def test_nobody_sends_more_at_once_than_a_file_may_take_twice(desk: Desk) -> None:
    assert sent_to(desk.browser("rae"), "/notices/seen", 2 * CAPS.bytes) == 413
    assert sent_to(desk.browser("rae"), "/notices/seen", MEGABYTE) != 413


def test_a_file_is_never_written_to_a_disk_in_clear_on_its_way_in(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "FILE_UPLOAD_TEMP_DIR", str(tmp_path / "nowhere"))  # to write there would fail
    assert sent_to(desk.browser("rae"), "/notices/seen", 4 * MEGABYTE) == 302


def test_whoever_comes_in_as_the_data_protection_officer_is_not_the_only_one_told(desk: Desk) -> None:
    enrolment.reset(account(desk, "dee"), desk.now)
    assert told_of(desk, ["ines", "olu", "sam", "dee"], "colleague_reset") == {"ines", "olu"}
    assert told_of(desk, ["dee"], "sign_in_reset") == {"dee"}


def test_the_reset_of_anybody_else_is_told_to_the_data_protection_officer_alone(desk: Desk) -> None:
    enrolment.reset(account(desk, "ines"), desk.now)
    assert told_of(desk, ["ines", "sam", "dee"], "colleague_reset") == {"dee"}
