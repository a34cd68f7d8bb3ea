"""`lintel token`: made by somebody who may, shown once, listed without what it opens with, and revoked."""

import argparse
import re

import pytest
from django.test import Client

from lintel.cli.tokens import add_tokens
from lintel.config.commands import tokens
from lintel.signin.models import Token
from tests.api.machines import Machine, Machines


def parsed(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_tokens(parser.add_subparsers())
    return parser.parse_args(["token", *words])


def made(machines: Machines, by: str = "adi", days: str = "30") -> int:
    handle = machines.handle("rae")
    return tokens.make(parsed("make", handle, "--for", "reports", "--days", days, "--by", machines.handle(by)))


def test_a_token_is_shown_once_and_opens_what_its_account_may(
    machines: Machines, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert made(machines) == 0
    token, until, told = capsys.readouterr().out.splitlines()
    row = Token.objects.get(staff=machines.handle("rae"))
    machines.now = row.made_at
    own = Machine(token, Client()).get("/token").said

    assert re.fullmatch(r"lintel_[\w-]{43}", token)
    assert (own["account"], own["label"]) == (machines.handle("rae"), "reports")
    assert (row.until - row.made_at).days == 30
    assert "once" in until
    assert "data protection officers" in told


def test_nobody_has_one_made_who_looks_after_no_accounts(
    machines: Machines, capsys: pytest.CaptureFixture[str]
) -> None:
    assert made(machines, by="sam") == 1
    assert capsys.readouterr().err.strip() == "Whoever is named by --by looks after no accounts."
    assert not Token.objects.filter(staff=machines.handle("rae")).exists()


@pytest.mark.parametrize("days", ["0", "366", "-1", "1.5", "٣", "99999999999"])
def test_it_lasts_a_year_at_most(machines: Machines, days: str) -> None:
    with pytest.raises(SystemExit):
        parsed("make", "rae", "--for", "reports", "--days", days, "--by", "adi")


def test_the_list_says_whose_and_what_for_and_never_what_it_opens_with(
    machines: Machines, capsys: pytest.CaptureFixture[str]
) -> None:
    made(machines)
    token = capsys.readouterr().out.splitlines()[0]
    row = Token.objects.get(staff=machines.handle("rae"))
    revoking = parsed("revoke", str(row.id), "--by", machines.handle("dee"))
    codes = tokens.revoke(revoking), tokens.revoke(revoking)
    said = capsys.readouterr()
    tokens.listed(parsed("list", machines.handle("rae")))
    (line,) = capsys.readouterr().out.splitlines()

    assert codes == (0, 1)
    assert "lintel token list" in said.err
    assert line.split()[:3] == [str(row.id), machines.handle("rae"), "revoked"]
    assert token.removeprefix("lintel_") not in line


def test_a_stranger_revokes_nothing(machines: Machines, capsys: pytest.CaptureFixture[str]) -> None:
    made(machines)
    row = Token.objects.get(staff=machines.handle("rae"))

    assert tokens.revoke(parsed("revoke", str(row.id), "--by", machines.handle("jo"))) == 1
    assert Token.objects.get(id=row.id).revoked_at is None
