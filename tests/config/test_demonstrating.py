"""The demonstration: made once, kept, thrown away when asked, and never made where there is anything else."""

import fcntl
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from lintel.config.demo.landlord import STAFF
from tests.embedded.place import fresh
from tests.environment import bare

_WITHIN = 240
_OF_ANOTHER = "postgresql://nobody@192.0.2.1:1/theirs"
"""A database that the environment of whoever tries the demonstration may name: it is never asked for."""


def demo(folder: Path, *arguments: str) -> tuple[int, str, str]:
    """Run the demonstration as far as it comes: on a port that cannot be had it ends when everything is made."""
    other = {"DATABASE_URL": _OF_ANOTHER, "DATABASE_OWNER_URL": _OF_ANOTHER, "LINTEL_POLICY": "nothing"}
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "lintel",
            "demo",
            "--data",
            str(folder),
            "--cases",
            "4",
            "--host",
            "192.0.2.1",
            *arguments,
        ],
        env=bare() | other,
        capture_output=True,
        text=True,
        check=False,
        timeout=_WITHIN,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.fixture
def folder() -> Iterator[Path]:
    made = fresh()
    yield made
    shutil.rmtree(made, ignore_errors=True)


def test_it_is_made_and_kept_until_it_is_made_anew(folder: Path) -> None:
    _, first, why = demo(folder)
    password = re.findall(r"password here: (\S+)", first)
    _, again, _ = demo(folder)
    code, _, refused = demo(folder, "--policy", "whg")
    only_of_a_demonstration(folder)
    _, other, _ = demo(folder, "--policy", "whg", "--fresh")

    assert "cannot be had" in why  # it came to serving
    assert all(f"{each.handle} " in first for each in STAFF if each.signs_in)
    assert re.search(r"first-contact +\d+", first)
    assert f"script/demo --data {folder} --code HANDLE" in first
    assert "sealed and judged" in first
    assert "sealed and judged" not in again
    assert re.findall(r"password here: (\S+)", again) == password
    assert (code, refused.count("--fresh")) == (1, 1)
    assert "sealed and judged" in other


def only_of_a_demonstration(folder: Path) -> None:
    """A code is printed for a demonstration, and for nothing that only looks like one."""
    code, out, _ = demo(folder, "--code", "sam")
    nobody, _, _ = demo(folder, "--code", "somebody")
    mark = folder / "demonstration.json"
    said = json.loads(mark.read_text(encoding="utf-8"))
    mark.write_text(json.dumps(said | {"proof": "0" * 64}), encoding="utf-8")
    copied, shown, why = demo(folder, "--code", "sam")
    mark.write_text(json.dumps(said), encoding="utf-8")

    assert (code, nobody, copied) == (0, 1, 1)
    assert re.fullmatch(r"\d{6}\n", out)
    assert shown == ""
    assert "no demonstration" in why


def test_it_touches_no_folder_that_holds_anything_else(folder: Path) -> None:
    folder.mkdir(mode=0o711)
    (folder / "keys.toml").write_text("theirs", encoding="utf-8")
    code, _, why = demo(folder, "--fresh")

    assert (code, "no demonstration" in why) == (1, True)
    assert (folder / "keys.toml").read_text(encoding="utf-8") == "theirs"


def test_one_that_runs_is_not_started_again(folder: Path) -> None:
    folder.mkdir(mode=0o711)
    with (folder / "demonstration.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        code, _, why = demo(folder, "--fresh")

    assert (code, "is running" in why) == (1, True)
