"""`lintel staff enrol`: the link by which a member of staff begins."""

import argparse

import pytest

from lintel.casework.models import Notice
from lintel.casework.refusals import NoAccount
from lintel.config.commands.enrolling import enrol
from lintel.signin.models import Account, Invitation
from tests.desk.conftest import Desk, desk
from tests.signin.keys import PASSWORD, browser

__all__ = ["desk"]


def asked(handle: str, *, reset: bool = False, host: str | None = None) -> argparse.Namespace:
    return argparse.Namespace(handle=handle, reset=reset, host=host)


def test_it_prints_a_link_that_sets_the_password(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    assert enrol(asked(desk.handle("sam"))) == 0
    link, said, told = capsys.readouterr().out.splitlines()
    assert link.startswith("http://localhost/enrol/")
    assert "once" in said
    assert "data protection officers are told" in told
    for name, kind in (("sam", "sign_in_link"), ("dee", "colleague_link")):
        assert Notice.objects.filter(to=desk.handle(name), kind=kind).exists()
    path = link.removeprefix("http://localhost")
    assert browser().post(path, {"password": PASSWORD, "again": PASSWORD}).status_code == 302
    assert Account.objects.get(handle=desk.handle("sam")).check_password(PASSWORD)


def test_a_host_is_reached_by_https(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    enrol(asked(desk.handle("sam"), host="lintel.example.org"))
    assert capsys.readouterr().out.startswith("https://lintel.example.org/enrol/")


def test_a_reset_takes_the_password_away(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    enrol(asked(desk.handle("sam")))
    path = capsys.readouterr().out.splitlines()[0].removeprefix("http://localhost")
    browser().post(path, {"password": PASSWORD, "again": PASSWORD})
    enrol(asked(desk.handle("sam"), reset=True))
    account = Account.objects.get(handle=desk.handle("sam"))
    assert not account.has_usable_password()
    assert Invitation.objects.filter(account=account, spent_at=None).count() == 1


def test_nobody_gets_a_link_who_does_not_work_here(desk: Desk) -> None:
    with pytest.raises(NoAccount):
        enrol(asked(desk.handle("nobody")))
