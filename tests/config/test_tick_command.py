"""`lintel tick` and `lintel staff address` as whoever looks after the machine runs them, on an installation."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.environment import bare

_WITHIN = 120


@dataclass
class Installation:
    """A data folder, and commands run on it with little else in their environment."""

    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        mail = {"LINTEL_MAIL_FOLDER": str(self.folder / "outbox"), "LINTEL_MAIL_FROM": "lintel@landlord.example"}
        return bare() | mail | {"LINTEL_DATA": str(self.folder)}

    def run(self, *arguments: str, said: str = "", **more: str) -> tuple[int, str, str]:
        """Run a command: its exit code, and what it printed."""
        command = [sys.executable, "-m", "lintel", *arguments]
        done = subprocess.run(
            command,
            env=self.environment | more,
            input=said,
            capture_output=True,
            text=True,
            check=False,
            timeout=_WITHIN,
        )
        return done.returncode, done.stdout, done.stderr


@pytest.fixture
def installation(migrated: Path) -> Installation:
    return Installation(migrated)


STEPS = [
    "messages",
    "stale plans",
    "overdue reviews",
    "unanswered",
    "retention",
    "anchors",
    "deadlines",
    "reaping",
    "tick",
]


def test_it_does_every_step_says_so_and_tells_what_failed(installation: Installation) -> None:
    code, out, err = installation.run("tick")
    blocked, _, why = installation.run("tick", LINTEL_ANCHORS_COMMAND="/nowhere/at/all")

    assert (code, err) == (0, "")
    assert [line.partition(":")[0] for line in out.splitlines()] == STEPS
    assert "anchors: 1 made" in out
    assert (blocked, why) == (1, "lintel tick: anchors: failed (NotAllDone)\n")


def test_an_address_is_set_without_standing_among_the_arguments(installation: Installation) -> None:
    assert installation.run("staff", "add", "sam", "--name", "Sam")[0] == 0
    code, out, err = installation.run("staff", "address", "sam", said="sam@landlord.example\n")
    wrong, _, why = installation.run("staff", "address", "sam", said="zanzibar at landlord\n")

    assert (code, out, err) == (0, "sam: will be written to\n", "")
    assert wrong == 1
    assert "is no address that mail is sent to" in why
    assert "zanzibar" not in why


def test_whoever_ticks_beside_another_ends_with_them(installation: Installation) -> None:
    """A supervisor that is killed outright leaves nobody behind who goes on in its name."""
    code, out, err = installation.run("tick", "--every", "1", "--beside", "1")
    assert (code, out, err) == (0, "", "")
