"""`lintel anchor`, `verify` and `keys` on the command line: what is wrong usage, and what needs no database."""

from pathlib import Path

import pytest

from lintel.cli import main
from lintel.sealing.keyring import from_file

WRONG = {
    "anchor --every 0": "write whole seconds, as 300",
    "anchor --every -5": "write whole seconds, as 300",
    "anchor --every soon": "write whole seconds, as 300",
    "verify --key ab": "it is 64 hexadecimal digits, as `lintel keys show` prints them",
    "verify --key nothing": "it is 64 hexadecimal digits, as `lintel keys show` prints them",
    "keys": "the following arguments are required: COMMAND",
    "keys new": "the following arguments are required: FILE",
    "keys retire": "the following arguments are required: NAME",
}


@pytest.mark.parametrize("given", WRONG)
def test_wrong_usage_is_2_and_says_what_to_write(given: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(given.split())
    assert ended.value.code == 2
    assert WRONG[given] in capsys.readouterr().err


def test_keys_are_made_once_and_the_remedy_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "keys.toml"
    assert main(["keys", "new", str(file)]) == 0
    assert "Keep a copy apart from the database and its backups" in capsys.readouterr().out
    ring = from_file(file)
    assert main(["keys", "new", str(file)]) == 1
    assert "lintel keys new: there is a key file already" in capsys.readouterr().err
    assert from_file(file) == ring
