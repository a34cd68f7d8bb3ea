"""The server watched by strace: how often it has its log put on the disk, and what it does when the disk fails."""

import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from bench.installation import Installation

_PATIENCE = 10.0
_PAUSE = 0.02
_OF_THE_LOG = re.compile(r"f(?:data)?sync\(\d+<[^>]*/pg_wal/")


def counted(installation: Installation, work: Callable[[], None]) -> int | None:
    """How many times the log was synced while `work` was done; None where strace is not there, or may not look."""
    with tempfile.NamedTemporaryFile(mode="r", encoding="utf-8", prefix="lintel-strace-") as file:
        with watched(installation, "-y", "-e", "trace=fdatasync,fsync", "-o", file.name) as looks:
            if not looks:
                return None
            work()
        return sum(_OF_THE_LOG.search(line) is not None for line in file)


@contextmanager
def watched(installation: Installation, *how: str) -> Iterator[bool]:
    """For as long as this lasts strace is at the server and at whatever it begins; False where it cannot be."""
    strace = shutil.which("strace")
    if strace is None:
        yield False
        return
    servers = _servers(installation)
    whom = [word for pid in servers for word in ("-p", str(pid))]
    with subprocess.Popen([strace, "-f", "-qq", *how, *whom], stderr=subprocess.DEVNULL) as tracer:
        yield _all_watched(servers, tracer)
        tracer.terminate()


def _servers(installation: Installation) -> list[int]:
    """The processes of the server: the first, and those that serve the clients of now."""
    first = (installation.folder / "data" / "postmaster.pid").read_text(encoding="utf-8").split()[0]
    with psycopg.connect(installation.root) as connection:
        found = connection.execute("SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid()").fetchall()
    return [int(first), *(pid for (pid,) in found)]


def _all_watched(servers: list[int], tracer: "subprocess.Popen[bytes]") -> bool:
    ends = time.monotonic() + _PATIENCE
    while time.monotonic() < ends and tracer.poll() is None:
        if all(_is_watched(pid) for pid in servers):
            return True
        time.sleep(_PAUSE)
    tracer.terminate()
    return False


def _is_watched(pid: int) -> bool:
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except FileNotFoundError:
        return True  # it has ended by itself
    return "\nTracerPid:\t0\n" not in status
