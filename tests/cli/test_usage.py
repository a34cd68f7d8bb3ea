"""Exit codes, and what a person sees who gives a command something that it cannot use."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import TextIO

import pytest

from lintel.cli import main

CASES = Path(__file__).parent / "cases.jsonl"
AS_OF = ("--as-of", "2024-05-01T12:00:00+01:00")
COMMAND = (sys.executable, "-m", "lintel")

WRONG = [
    [],
    ["chekc"],
    ["check"],
    ["check", "--policy", "settle"],
    ["check", str(CASES)],
    ["check", str(CASES), "--policy"],
    ["check", str(CASES), "--policy", "settle", "--format", "xml"],
    ["check", str(CASES), "--policy", "settle", "--colour"],
    ["check", str(CASES), str(CASES), "--policy", "settle"],
    ["replay", str(CASES), "--policy", "settle"],
    ["replay", str(CASES), "--against", "settle"],
    ["policy"],
    ["policy", "check"],
    ["policy", "clauses"],
    ["policy", "clauses", "settle", "whg"],
    ["policy", "schema", "settle"],
    ["events", "contact.made", "contact.attempted"],
]


@pytest.mark.parametrize("arguments", WRONG, ids=" ".join)
def test_wrong_usage_is_told_how_it_is_used(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    printed = capsys.readouterr()
    assert (ended.value.code, printed.out) == (2, "")
    assert printed.err.startswith("usage: lintel")


NO_DATE = "is no date; write 2024-05-01 or 2024-05-01T12:00:00+01:00"
NO_OFFSET = "has no offset; write it as 2024-05-01T12:00:00+01:00"
NO_PERIOD = "is no period; write all, or as 2024, 2024-Q2 or 2024-04"
OUT_OF_REACH = "is in the year {}; write a year from 1900 to 2199"
VALUES = [
    ("--as-of", "2024-05-01T12:00:00", NO_OFFSET),
    ("--known-on", "2024-05-01 12:00", NO_OFFSET),
    ("--as-of", "yesterday", NO_DATE),
    ("--as-of", "2024-02-30", NO_DATE),
    ("--as-of", "", NO_DATE),
    ("--as-of", "0001-01-01", OUT_OF_REACH.format(1)),
    ("--as-of", "0001-01-01T00:00:00+14:00", OUT_OF_REACH.format(1)),
    ("--known-on", "9999-12-31T23:59:59-14:00", OUT_OF_REACH.format(9999)),
    ("--period", "2024-Q5", NO_PERIOD),
    ("--period", "spring", NO_PERIOD),
]


@pytest.mark.parametrize(("option", "value", "said"), VALUES)
def test_an_option_that_cannot_be_is_wrong_usage(
    capsys: pytest.CaptureFixture[str], option: str, value: str, said: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["check", str(CASES), "--policy", "settle", option, value])
    printed = capsys.readouterr()
    assert (ended.value.code, printed.out) == (2, "")
    assert printed.err.splitlines()[-1] == f'lintel check: error: argument {option}: "{value}" {said}'


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "nothing to replay; name one or more files"),
        (["--database"], "--database needs --by: whoever has the facts of every case is written down"),
        (["--database", str(CASES)], "name files, or --database, not both"),
    ],
)
def test_replaying_nothing_or_nobody_is_wrong_usage(
    capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    assert main(["replay", *arguments, "--policy", "settle", "--against", "whg"]) == 2
    printed = capsys.readouterr()
    assert (printed.out, printed.err) == ("", f"lintel replay: {said}\n")


KNOWN = "aspire, aspire-2024, association, midland-heart, settle, settle-2024, whg, whg-2022"
UNKNOWN = f'policy: "nobody" is none that Lintel has; write a file\'s path, or one of: {KNOWN}\n'
ANYWHERE = [
    ["check", str(CASES), "--policy", "nobody"],
    ["replay", str(CASES), "--policy", "nobody", "--against", "settle"],
    ["replay", str(CASES), "--policy", "settle", "--against", "nobody"],
    ["replay", str(CASES), "--policy", "nobody", "--against", "nobody"],
    ["policy", "check", "nobody"],
    ["policy", "clauses", "nobody"],
    ["events", "contact.made", "--policy", "nobody"],
]


@pytest.mark.parametrize("arguments", ANYWHERE, ids=lambda arguments: " ".join(arguments[-4:]))
def test_a_provider_without_a_policy_is_refused_with_those_that_have_one(
    capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    assert main(arguments) == 1
    assert capsys.readouterr() == ("", UNKNOWN)


def test_a_name_too_long_for_any_file_is_no_policy(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["policy", "clauses", "x" * 5000]) == 1
    assert "is none that Lintel has" in capsys.readouterr().err


def test_everything_that_is_wrong_with_everything_given_is_said_at_once(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    policy, one, other = (tmp_path / name for name in ("bad.toml", "one.jsonl", "other.jsonl"))
    policy.write_text("[policy]\nid = 'small'\n", encoding="utf-8")
    one.write_text("5\n", encoding="utf-8")
    other.write_text("\n[]\n{}\n", encoding="utf-8")
    assert main(["replay", str(one), str(other), "--policy", str(policy), "--against", "nobody"]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert [line.split(" is ")[0] for line in printed.err.splitlines()] == [
        "bad.toml: policy.provider", 'policy: "nobody"', "one.jsonl: line 1", "other.jsonl: line 2",
        "other.jsonl: line 3: at", "other.jsonl: line 3: book", "other.jsonl: line 3: event", "other.jsonl: line 3: id",
    ]  # fmt: skip


def run(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run([*COMMAND, *arguments], capture_output=True, env={**os.environ, **environment}, check=False)


def test_the_command_line_runs_as_a_module_and_ends_with_its_code(tmp_path: Path) -> None:
    (tmp_path / "bad.jsonl").write_text("5\n", encoding="utf-8")
    refused = run("check", str(tmp_path / "bad.jsonl"), "--policy", "settle")
    assert (refused.returncode, refused.stdout) == (1, b"")
    assert refused.stderr == b"bad.jsonl: line 1 is a number; expected one JSON object on each line\n"


def test_a_terminal_without_utf_8_shows_everything_in_plain_letters() -> None:
    done = run("check", str(CASES), "--policy", "settle", *AS_OF, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"#####" in done.stdout
    assert done.stdout.isascii()


def test_whoever_has_read_enough_may_leave() -> None:
    with subprocess.Popen(
        [*COMMAND, "events", "--format", "json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as run:
        assert run.stdout is not None
        assert run.stderr is not None
        run.stdout.read(1)
        run.stdout.close()
        assert (run.stderr.read(), run.wait()) == (b"", 0)


@pytest.fixture
def unread() -> Iterator[TextIO]:
    """The end of a pipe that nobody reads from."""
    reading, writing = os.pipe()
    os.close(reading)
    with open(writing, "w", encoding="utf-8") as pipe:
        yield pipe


def test_whoever_has_read_enough_faults_may_leave(tmp_path: Path, unread: TextIO) -> None:
    (tmp_path / "bad.jsonl").write_text("5\n" * 9000, encoding="utf-8")
    with redirect_stderr(unread):
        assert main(["check", str(tmp_path / "bad.jsonl"), "--policy", "settle"]) == 1


def test_nobody_need_read_anything(capsys: pytest.CaptureFixture[str], unread: TextIO) -> None:
    with redirect_stdout(unread):
        assert main(["events", "--format", "json"]) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device here that is always full")
def test_a_full_disk_is_said_and_is_no_success(capsys: pytest.CaptureFixture[str]) -> None:
    with open("/dev/full", "w", encoding="utf-8") as full, redirect_stdout(full):
        assert main(["events"]) == 1
    assert capsys.readouterr().err == "lintel: cannot go on (no space left on device)\n"
