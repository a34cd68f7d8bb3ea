"""Lintel and a bare Django page, each served by gunicorn in processes of its own; and how busy these are."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg.conninfo import make_conninfo

from bench.browser import Browser
from bench.landlord import Landlord

ROOT = Path(__file__).parent.parent
WORKERS = 2
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Server:
    """A server: its port, its first process, what closes with it, and a session on it, if it made one."""

    port: int
    process: int
    closing: ExitStack
    session: str = ""

    def browser(self, token: str = "") -> Browser:
        """Somebody's browser, or a machine that shows a token, for as long as the server serves."""
        made = Browser(self.port, {"sessionid": self.session} if self.session else {}, token)
        self.closing.callback(made.close)
        return made


@contextmanager
def lintel(landlord: Landlord) -> Iterator[Server]:
    """The staff pages, served as `lintel serve` serves them."""
    made = landlord.installation
    named = {
        "DATABASE_URL": made.app, "DATABASE_OWNER_URL": made.owner, "LINTEL_KEYS": made.keys,
        "LINTEL_ERASURES_FILE": str(landlord.erasures), "LINTEL_DATA": str(landlord.folder),
    }  # fmt: skip
    command = [sys.executable, "-m", "lintel", "serve", "--port", "0", "--workers", str(WORKERS)]
    with _running(command, _environment() | named) as (said, process), ExitStack() as closing:
        yield Server(int(said.split(":")[2].split()[0]), process, closing)


@contextmanager
def bare(landlord: Landlord) -> Iterator[Server]:
    """The bare page, whose database stands beside Lintel's on the same server."""
    with psycopg.connect(landlord.installation.root, autocommit=True) as root:
        root.execute("DROP DATABASE IF EXISTS bare")
        root.execute("CREATE DATABASE bare")
    database = make_conninfo(landlord.installation.root, dbname="bare")
    command = [sys.executable, "-m", "bench.bare", database, str(WORKERS)]
    with _running(command, _environment()) as (said, process), ExitStack() as closing:
        yield Server(int(said.split()[2]), process, closing, said.split()[4])


def _environment() -> dict[str, str]:
    """The environment without what names another installation, or a folder of modules of ours."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "LINTEL_", "DJANGO"))
    }
    return kept | {"PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT)))}


@contextmanager
def _running(command: list[str], environment: dict[str, str]) -> Iterator[tuple[str, int]]:
    """A server for as long as this lasts: the line by which it said where it serves, and its number."""
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        try:
            said = next((line for line in process.stdout or () if line.startswith("Serving")), "")
            if not said:
                raise AssertionError(f"{' '.join(command[:4])} does not serve")
            yield said, process.pid
        finally:
            process.terminate()


def busy(process: int) -> float:
    """Seconds of processor time that a process and those which it started have taken since they began."""
    taken = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            _, _, said = stat.read_text().rpartition(")")
        except OSError:
            continue  # it has just ended
        numbers = said.split()
        own, parent = int(stat.parent.name) == process, int(numbers[1]) == process
        if own or parent:
            taken += sum(map(int, numbers[11 : 15 if own else 13]))
    return taken / _TICKS


def database(landlord: Landlord) -> int:
    """The number of the first process of the database."""
    lines = (landlord.installation.folder / "data" / "postmaster.pid").read_text().splitlines()
    return int(lines[0])
