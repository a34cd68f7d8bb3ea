"""The staff pages served by gunicorn in processes of their own, at an instant that whoever asks for them gives.

python -m tests.hostile.serving INSTANT SINCE WORKERS: it was INSTANT (ISO 8601) when the machine's monotonic clock said
SINCE (seconds), so that this process and the one that began it agree on what time it is.
"""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory

import django
from django.conf import settings

from lintel.embedded.roles import Addresses

_WITHIN = 60
_ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Clock:
    """An instant, and what the monotonic clock said at it."""

    began: datetime
    since: float

    @classmethod
    def beginning(cls, at: datetime) -> "Clock":
        """A clock that says this now."""
        return cls(at, time.monotonic())

    def now(self) -> datetime:
        """What instant it is by now."""
        return self.began + timedelta(seconds=time.monotonic() - self.since)


@dataclass(frozen=True, slots=True)
class Answer:
    """The status of an answer, what it says, and where it leads to."""

    status: int
    text: str
    location: str


@dataclass
class Browser:
    """A browser with cookies. It connects anew for each request, and so comes to one process or another.

    `machine` is the address of this machine that it connects from: any that begins with 127.
    """

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    machine: str = "127.0.0.1"

    def ask(self, method: str, path: str, body: str | None = None) -> Answer:
        """Ask for a path, with the form if there is one."""
        said = {"Host": "localhost", "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            said["Content-Type"] = "application/x-www-form-urlencoded"
        with closing(HTTPConnection("127.0.0.1", self.port, _WITHIN, (self.machine, 0))) as connection:
            connection.request(method, path, body, said)
            response = connection.getresponse()
            text = response.read().decode(errors="replace")
        given = [each.partition(";")[0].partition("=") for each in response.headers.get_all("Set-Cookie", [])]
        self.cookies |= {name: value for name, _, value in given}
        return Answer(response.status, text, response.headers.get("Location", ""))


@dataclass(frozen=True, slots=True)
class Served:
    """Where the pages are served, by which process, and what time it is there."""

    port: int
    pid: int
    clock: Clock

    def workers(self) -> dict[int, float]:
        """The processes that answer, and the seconds of processor time that each has had."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text(encoding="ascii").split()
        return {int(child): _seconds(int(child)) for child in children}


def _seconds(pid: int) -> float:
    said = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(said[11]) + int(said[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def served(addresses: Addresses, at: datetime, workers: int) -> Iterator[Served]:
    """Serve this database with the keys of this process, beginning at an instant, until the block is over."""
    clock = Clock.beginning(at)
    command = [sys.executable, "-m", "tests.hostile.serving", clock.began.isoformat(), str(clock.since), str(workers)]
    with (
        TemporaryDirectory() as folder,
        subprocess.Popen(
            command, cwd=_ROOT, env=_environment(addresses, Path(folder)), stdout=subprocess.PIPE, text=True
        ) as process,
    ):
        try:
            assert process.stdout is not None
            said = next(line for line in process.stdout if "Serving at" in line)
            yield Served(int(said.split()[2].rpartition(":")[2]), process.pid, clock)
        finally:
            process.terminate()
            process.wait(_WITHIN)


def _environment(addresses: Addresses, folder: Path) -> dict[str, str]:
    return os.environ | {
        "DATABASE_URL": addresses.app,
        "LINTEL_ERASURES_FILE": str(folder / "erasures.jsonl"),
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
    }


def main(began: str, since: str, workers: str) -> int:
    """Serve until told to end."""
    clock = Clock(datetime.fromisoformat(began), float(since))
    settings.CLOCK = clock.now
    return serve(argparse.Namespace(host="127.0.0.1", port=0, workers=int(workers), quiet=True))


if __name__ == "__main__":
    django.setup()
    from lintel.config.commands.serving import serve  # its modules name tables: Django has to be set up before

    sys.exit(main(*sys.argv[1:]))
