"""The verifier as a program of its own: without Django, without the app's keys, with an exit code for whoever waits."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from lintel.ledger.verification import main
from tests.ledger.conftest import Ledger

WITHOUT_DJANGO = """
import sys
class Barred:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("django", "pydantic", "pydantic_settings"):
            raise ImportError(f"{name} is barred")
sys.meta_path.insert(0, Barred())
import runpy
sys.argv[0] = "verification"
runpy.run_module("lintel.ledger.verification", run_name="__main__", alter_sys=True)
"""


@pytest.fixture
def outside(tmp_path: Path, ledger: Ledger) -> Path:
    file = tmp_path / "anchors.jsonl"
    file.write_text("".join(f"{line}\n" for line in ledger.lines), encoding="utf-8")
    return file


@pytest.fixture
def tampered(ledger: Ledger) -> Iterator[None]:
    """A hash in the database is another for a while, for everybody to see."""
    with psycopg.connect(ledger.addresses.root, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        kept = connection.execute(
            "SELECT book_id, seq, hash FROM ledger_entry ORDER BY book_id, seq LIMIT 1"
        ).fetchone()
        assert kept is not None
        change = "UPDATE ledger_entry SET hash = %s WHERE (book_id, seq) = (%s, %s)"
        connection.execute(change, [bytes(32), *kept[:2]])
        yield
        connection.execute(change, [kept[2], *kept[:2]])


def arguments(ledger: Ledger, outside: Path) -> list[str]:
    return [ledger.addresses.app, "--anchors", str(outside), "--key", ledger.key.hex()]


def test_it_needs_neither_django_nor_keys(ledger: Ledger, outside: Path) -> None:
    bare = {name: value for name, value in os.environ.items() if not name.startswith(("LINTEL_", "DJANGO", "DATABASE"))}
    ended = subprocess.run(
        [sys.executable, "-c", WITHOUT_DJANGO, *arguments(ledger, outside)],
        capture_output=True, text=True, env=bare, check=False,
    )  # fmt: skip
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.splitlines()[-1].startswith("whole: ")


def test_whole_is_0(ledger: Ledger, outside: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments(ledger, outside)) == 0
    assert capsys.readouterr().out.splitlines()[0] == (
        "against 3 anchors from outside; the last of all was signed 08 Apr 2024 12:10 UTC"
    )


@pytest.mark.usefixtures("tampered")
def test_not_whole_is_1_and_the_first_bad_row_is_named(
    ledger: Ledger, outside: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments(ledger, outside)) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].endswith("row 1: is not what was written, or does not follow the one before it")
    assert lines[-1].startswith("NOT WHOLE: ")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({0: "postgresql://lintel_app@127.0.0.1:1/none"}, "OperationalError"),
        ({2: "/nowhere/anchors.jsonl"}, "FileNotFoundError"),
        ({4: "ab"}, "ValueError"),
        ({4: "no hex"}, "ValueError"),
    ],
    ids=("no server", "no file", "a short key", "no key"),
)
def test_what_cannot_be_looked_at_is_2_and_quotes_nothing(
    ledger: Ledger, outside: Path, capsys: pytest.CaptureFixture[str], change: dict[int, str], reason: str
) -> None:
    given = [change.get(place, each) for place, each in enumerate(arguments(ledger, outside))]
    assert main(given) == 2
    assert capsys.readouterr().err == f"lintel verify: could not look ({reason})\n"


def test_anchors_without_a_key_prove_nothing(ledger: Ledger, outside: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([ledger.addresses.app, "--anchors", str(outside)])
    assert ended.value.code == 2
    assert "anchors that anybody may have signed prove nothing" in capsys.readouterr().err


def test_bytes_that_are_no_text_are_a_fault(ledger: Ledger, outside: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with outside.open("ab") as file:
        file.write(b"\xff\xfe\x00\n")
    assert main(arguments(ledger, outside)) == 1
    assert capsys.readouterr().out.startswith("anchor 4: is not signed by this key, or was changed\n")


def test_without_anchors_it_says_what_it_cannot_see(ledger: Ledger, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([ledger.addresses.app]) == 0
    assert capsys.readouterr().out.startswith("by their chains alone, without anchors: ")
