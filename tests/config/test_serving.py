"""Serving the staff pages: they answer, they say nothing of the machine, and they stop when told to."""

import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.embedded.place import fresh
from tests.environment import bare

_WITHIN = 120


@dataclass
class Installation:
    """A data folder, and commands run on it with nothing else in their environment."""

    folder: Path
    running: list[subprocess.Popen[str]] = field(default_factory=list)
    environment: Mapping[str, str] = field(default_factory=dict)

    def begin(self, *arguments: str) -> subprocess.Popen[str]:
        """Start a command."""
        begun = subprocess.Popen(
            [sys.executable, "-u", "-m", "lintel", *arguments],
            env={**bare(), "LINTEL_DATA": str(self.folder), **self.environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.running.append(begun)
        return begun

    def run(self, *arguments: str) -> tuple[int, str, str]:
        """Run a command to its end: its exit code, and what it said."""
        begun = self.begin(*arguments)
        out, err = begun.communicate(timeout=_WITHIN)
        self.running.remove(begun)
        return begun.returncode, out, err


def address(server: subprocess.Popen[str]) -> str:
    """Where a server answers, once it has said so."""
    assert server.stdout is not None
    said = next(line for line in server.stdout if "Serving at" in line)
    return said.split()[2]


def asked(where: str, path: str) -> tuple[int, str | None]:
    """The status of an answer, and which server it says that it is from."""
    connection = HTTPConnection(where.removeprefix("http://"), timeout=_WITHIN)
    with closing(connection):
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.headers["Server"]


@contextmanager
def commanded(folder: Path, environment: Mapping[str, str] | None = None) -> Iterator[Installation]:
    """Commands run on a data folder, none of which outlives this."""
    made = Installation(folder, environment=environment or {})
    try:
        yield made
    finally:
        for each in made.running:
            if each.poll() is None:
                each.terminate()
            each.communicate(timeout=_WITHIN)


@pytest.fixture
def installation(migrated: Path) -> Iterator[Installation]:
    with commanded(migrated) as made:
        yield made


def test_it_answers_and_logs_no_address_and_ends_when_told(installation: Installation) -> None:
    server = installation.begin("serve", "--port", "0", "--workers", "1")
    where = address(server)
    answers = [asked(where, path) for path in ("/sign-in?q=plantedword", "/plantedpath")]
    server.send_signal(signal.SIGINT)
    _, err = server.communicate(timeout=_WITHIN)
    installation.running.remove(server)

    assert answers == [(200, None), (404, None)]
    assert server.returncode == 0
    assert re.search(r" GET sign-in 200 \d+ms [0-9a-f]{32}$", err, re.MULTILINE)
    assert "planted" not in err


def test_it_serves_nothing_from_tables_of_another_version() -> None:
    folder = fresh()
    folder.mkdir(mode=0o711)
    with commanded(folder) as made:
        code, _, err = made.run("serve", "--port", "0")
        made.run("stop")
    shutil.rmtree(folder)

    assert code == 1
    assert err.strip() == "the tables are not up to date: run `lintel migrate`"


def test_a_port_that_is_taken_is_said_to_be(installation: Installation) -> None:
    first = installation.begin("serve", "--port", "0", "--workers", "1")
    port = address(first).rpartition(":")[2]
    code, _, err = installation.run("serve", "--port", port)

    assert code == 1
    assert err.strip() == f"port {port} of 127.0.0.1 cannot be had (address already in use): choose another with --port"
