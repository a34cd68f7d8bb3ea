"""A server for a while over a copy of another's files, brought forward to a moment: to look at what was then.

Nothing of where the copy and the log are kept is changed. It listens in a folder of its own and asks nobody for a
password: whoever may enter that folder may read the files themselves as well.
"""

import os
import shutil
import subprocess
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from lintel.embedded import processes
from lintel.embedded.binaries import POSTGRESQL, programs_for, tool_of
from lintel.embedded.folder import give, make_folder, make_private, unused_folder
from lintel.embedded.roles import Reply, ask
from lintel.embedded.settings import PORT, configuration
from lintel.embedded.systemuser import SystemUser, new_server_user

_UNFINISHED = ".partial"
"""What pg_receivewal ends the name of the file with that it is still writing."""

_PAUSE = 0.05
_STOPPING_SECONDS = 60.0
_BEYOND = "recovery ended before configured recovery target was reached"


class NotRecovered(RuntimeError):
    """The server did not come to that moment: why, and what to do."""


@contextmanager
def recovered(copy: Path, log: Iterable[Path], until: datetime | None, *, user: str, database: str) -> Iterator[str]:
    """The URL of a server over a copy of the files of a whole server, brought forward by the files of its log.

    It is then as it was at `until` (with a time zone), or where the log ends: what was committed by then is there, and
    nothing else. It stops, and its files go, at the end. There has to be room for them in the temporary folder. Raises
    `NotRecovered`, or `EmbeddedRefused` where the programs of the copy's version are not there.
    """
    folder, runs_as = unused_folder(), new_server_user()
    try:
        make_folder(folder, runs_as)
        socket = folder / "socket"
        make_private(socket, runs_as)
        _lay_out(folder, copy, log, until)
        _give_all(folder / "data", runs_as)
        with _running(folder, socket, runs_as) as server:
            _await(_url(user, "template1", socket), server, folder / "log")
            url = _url(user, database, socket)
            if ask(url) is not Reply.ANSWERED:
                raise NotRecovered("there was no such database then: choose another moment")
            yield url
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _url(user: str, database: str, socket: Path) -> str:
    return f"postgresql://{quote(user)}@/{quote(database)}?host={quote(str(socket), safe='')}&port={PORT}"


def _lay_out(folder: Path, copy: Path, log: Iterable[Path], until: datetime | None) -> None:
    """Put the copy, the files of the log and what the server is told into its folder."""
    data = folder / "data"
    try:
        shutil.copytree(copy, data, symlinks=True)
        for each in log:
            shutil.copyfile(each, data / "pg_wal" / each.name.removesuffix(_UNFINISHED))
    except OSError:
        raise NotRecovered(
            f"what is kept cannot be copied to {folder.parent}: see that it can be read, and that there is room for it "
            "there, or name another folder in TMPDIR"
        ) from None
    (data / "recovery.signal").touch(mode=0o600)
    (data / "postgresql.auto.conf").write_text("", encoding="utf-8")  # what was set there is not for this one
    (data / "lintel-hba.conf").write_text("local all all trust\n", encoding="utf-8")
    (data / "lintel.conf").write_text(configuration() + "\n".join(_told(data, until)) + "\n", encoding="utf-8")


def _told(data: Path, until: datetime | None) -> Iterator[str]:
    """Settings of such a server, over ours. What it writes is thrown away, so nothing need reach the disk."""
    yield from ("fsync = off", "jit = off", "hot_standby = off", "shared_preload_libraries = ''")
    yield f"hba_file = '{data / 'lintel-hba.conf'}'"
    yield "restore_command = 'false'"  # all that there is of the log is in its place already
    yield "recovery_target_action = 'promote'"
    if until is not None:
        yield f"recovery_target_time = '{until.astimezone(UTC).isoformat()}'"


def _give_all(folder: Path, user: SystemUser) -> None:
    if os.geteuid() == 0:
        for each in (folder, *folder.rglob("*")):
            give(each, user)


@contextmanager
def _running(folder: Path, socket: Path, user: SystemUser) -> "Iterator[subprocess.Popen[bytes]]":
    """The server as a child of ours, for a while."""
    data = folder / "data"
    major = (data / "PG_VERSION").read_text(encoding="utf-8").strip()
    program = programs_for(user, folder) / "postgres" if major == POSTGRESQL else tool_of(major, "postgres")
    command = [str(program), "-D", str(data), "-c", f"config_file={data / 'lintel.conf'}", "-k", str(socket)]
    with (folder / "log").open("wb") as log:
        server = processes.begin(command, user, log)
    try:
        yield server
    finally:
        if server.poll() is None:  # else its number may be another's by now
            processes.end_fast(server.pid)
        try:
            server.wait(_STOPPING_SECONDS)
        except subprocess.TimeoutExpired:
            processes.kill(server.pid)
            server.wait()


def _await(url: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    """Wait until it answers, which it does once it has come to its moment. It takes as long as there is log to read."""
    while ask(url) is not Reply.ANSWERED:
        if server.poll() is not None:
            raise NotRecovered(_why(log.read_text(encoding="utf-8", errors="replace")))
        time.sleep(_PAUSE)


def _why(said: str) -> str:
    """Of what the server said, whether its log came to an end first. Nothing of it is shown: it may quote rows."""
    if _BEYOND in said:
        return "the log that is kept ends before that moment, or has a gap: choose an earlier one, or its end"
    return "its copy or its log is damaged: choose an earlier moment, or restore a dump"
