"""How often the server has its log put on the disk while one client commits: at least once for each commit."""

import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import psycopg

from bench.installation import Installation

_PATIENCE = 10.0
_PAUSE = 0.02
_OF_THE_LOG = re.compile(r"f(?:data)?sync\(\d+<[^>]*/pg_wal/")


def counted(installation: Installation, work: Callable[[], None]) -> int | None:
    """How many times the log was synced while `work` was done; None where strace is not there, or may not look."""
    strace = shutil.which("strace")
    if strace is None:
        return None
    with tempfile.NamedTemporaryFile(mode="r", encoding="utf-8", prefix="lintel-strace-") as file:
        servers = _servers(installation)
        watched = [word for pid in servers for word in ("-p", str(pid))]
        command = [strace, "-f", "-y", "-qq", "-e", "trace=fdatasync,fsync", "-o", file.name, *watched]
        with subprocess.Popen(command, stderr=subprocess.DEVNULL) as tracer:
            if not _all_watched(servers, tracer):
                return None
            work()
            tracer.terminate()
        return sum(_OF_THE_LOG.search(line) is not None for line in file)


def _servers(installation: Installation) -> list[int]:
    """The processes of the server, those that serve the clients of now among them."""
    with psycopg.connect(installation.root) as connection:
        found = connection.execute("SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid()").fetchall()
    return [pid for (pid,) in found]


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
