"""The server's processes: started as the right user, found again, stopped, killed."""

import os
import signal
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from lintel.embedded.systemuser import SystemUser

_PROC = Path("/proc")
_ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}  # nobody's PGDATA, PGPORT or language

# The shell ends at once, so the server is nobody's child and outlives us without becoming a zombie of ours.
_DETACHED = 'log=$1; shift; "$@" </dev/null >>"$log" 2>&1 &'


def run(command: Sequence[str], user: SystemUser, seconds: float) -> subprocess.CompletedProcess[str]:
    """Run a program to its end as a user. Raises OSError, or subprocess.TimeoutExpired after some seconds."""
    return subprocess.run(  # noqa: S603 -- our own command lines, without a shell
        command, capture_output=True, text=True, check=False, timeout=seconds, stdin=subprocess.DEVNULL, **_as(user)
    )


def begin(command: Sequence[str], user: SystemUser, log: IO[bytes]) -> subprocess.Popen[bytes]:
    """Start a program as a user, as a child of ours. Ctrl-C at our terminal is not for it."""
    return subprocess.Popen(  # noqa: S603 -- our own command line, without a shell
        command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, **_as(user)
    )


def launch(command: Sequence[str], user: SystemUser, log: Path, inherited: int) -> None:
    """Start a program as a user and let go of it. It inherits one open file: the lock that says it lives."""
    subprocess.run(  # noqa: S603 -- a fixed script; what varies are its arguments
        ["/bin/sh", "-c", _DETACHED, "sh", str(log), *command],
        check=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        pass_fds=(inherited,),
        start_new_session=True,
        **_as(user),
    )


def _as(user: SystemUser) -> dict[str, Any]:
    """Who, where and with what a program runs. The working folder is one that everybody may enter."""
    ours = {"cwd": "/", "env": _ENVIRONMENT, "umask": 0o077}
    if os.geteuid() != 0:
        return ours
    return ours | {"user": user.uid, "group": user.gid, "extra_groups": []}


def postmaster(data: Path) -> int | None:
    """The number of the server's first process, where the process that its file names is that server.

    The file outlives a killed server, and the number may be another process's by then.
    """
    try:
        with (data / "postmaster.pid").open(encoding="utf-8", errors="replace") as file:
            number = int(file.readline())
        words = (_PROC / str(number) / "cmdline").read_bytes().split(b"\0")
    except (OSError, ValueError):
        return None
    is_it = Path(os.fsdecode(words[0])).name == "postgres" and os.fsencode(data) in words
    return number if is_it else None


def end_fast(postmaster: int) -> None:
    """Have the server break off what its clients are doing, and end."""
    _tell(postmaster, signal.SIGINT)


def end_slowly(postmaster: int) -> None:
    """Have the server end when its clients have."""
    _tell(postmaster, signal.SIGTERM)


def kill(postmaster: int) -> None:
    """Kill -9 the server and all its children. It is halted first, so that it makes no more of them."""
    for pid in (postmaster, *_halted_children(postmaster)):
        _tell(pid, signal.SIGKILL)


def _halted_children(parent: int) -> list[int]:
    _tell(parent, signal.SIGSTOP)
    found = []
    for folder in _PROC.iterdir():
        if folder.name.isdigit():
            with suppress(OSError):
                # The name, in brackets, may hold anything; the parent is the second word after it.
                after_name = (folder / "stat").read_text(errors="replace").rpartition(")")[2].split()
                if int(after_name[1]) == parent:
                    found.append(int(folder.name))
    return found


def _tell(pid: int, word: signal.Signals) -> None:
    with suppress(ProcessLookupError):  # it has ended by itself
        os.kill(pid, word)
