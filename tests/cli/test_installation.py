"""An installation from nothing by the command line alone, as whoever looks after the machine does it."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from lintel.events.interchange import check
from tests.embedded.place import fresh
from tests.environment import bare

ROOT = Path(__file__).parent.parent.parent
CASES = ROOT / "tests" / "cli" / "cases.jsonl"
AS_OF = "2024-12-31"


@dataclass
class Installation:
    """A data folder, and the command line run on it with nothing else in its environment."""

    folder: Path

    def lintel(self, *arguments: str, code: int = 0) -> str:
        """Run a command; what it printed. Its exit code is checked."""
        done = subprocess.run(
            [sys.executable, "-m", "lintel", *arguments],
            env=bare() | {"LINTEL_DATA": str(self.folder), "LINTEL_POLICY": "whg"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == code, done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        return done.stdout if code == 0 else done.stderr + done.stdout


@pytest.fixture
def installation() -> Iterator[Installation]:
    made = Installation(fresh())
    made.folder.mkdir(mode=0o711)
    yield made
    made.lintel("stop")
    shutil.rmtree(made.folder)


def said(path: Path) -> dict[tuple[str, str], tuple[object, ...]]:
    """What the entries of a file say, by book and id, with every default filled in."""
    entries = [entry for book in check(path).each_book() for entry in book.entries]
    return {
        (each.book, each.id): (each.event, each.at, each.recorded_at, each.by, each.thread, each.about,
                               dict(each.facts), dict(each.sealed))
        for each in entries
    }  # fmt: skip


def test_from_nothing_to_a_restored_backup(installation: Installation, tmp_path: Path) -> None:
    lintel = installation.lintel
    assert "up to date" in lintel("migrate")
    lintel("staff", "add", "ada", "--name", "Ada", "--role", "administrator")
    lintel("staff", "add", "lea", "--name", "Lea", "--role", "da_lead", "--team", "north")
    lintel("staff", "add", "dee", "--name", "Dee", "--role", "data_protection_officer")
    assert "two people" in lintel("staff", "add", "eve", "--name", "Eve", "--role", "da_lead", code=1)
    assert "new books" in lintel("import", str(CASES), "--by", "lea")
    assert "nothing" in lintel("import", str(CASES), "--by", "lea").lower()
    out = tmp_path / "out.jsonl"
    lintel("export", str(out), "--by", "lea")
    assert said(out) == said(CASES)
    arguments = ("--policy", "whg", "--against", "settle", "--as-of", AS_OF, "--format", "json")
    by_file, by_database = (
        json.loads(lintel("replay", *which, *arguments)) for which in ((str(CASES),), ("--database", "--by", "lea"))
    )
    assert sorted(by_file["commitments"], key=str) == sorted(by_database["commitments"], key=str)
    lintel("anchor")
    assert "whole" in lintel("verify")
    backups = tmp_path / "backups"
    backups.mkdir()
    lintel("backup", str(backups))
    (dump,) = backups.glob("*.dump")
    assert "empty" in lintel("restore", str(dump), code=1)
    assert "derived" in lintel("rebuild")
    assert "whole" in lintel("verify")
