"""**`Cluster`**: a PostgreSQL of our own in one data folder."""

import os
import time
from collections.abc import Callable
from pathlib import Path

from lintel.embedded import processes
from lintel.embedded.binaries import programs_for
from lintel.embedded.folder import (
    Layout,
    claim,
    give,
    is_ours,
    make_socket_folder,
    remove_socket_folder,
    socket_folder,
)
from lintel.embedded.locks import held, is_free, take
from lintel.embedded.making import ensure_made
from lintel.embedded.privatefile import write_private
from lintel.embedded.refusal import EmbeddedRefused
from lintel.embedded.roles import Addresses, Reply, addresses, ask, furnish, read_passwords
from lintel.embedded.settings import configuration
from lintel.embedded.systemuser import SystemUser

_ANSWER_SECONDS = 120.0  # after a crash the server first reads back what it had not yet put in place
_STOPPING_SECONDS = 60.0
_REMAINS_SECONDS = 30.0
_TRIES = 5
_PAUSE = 0.02


class Cluster:
    """A PostgreSQL server in a data folder of its own, made at the first start.

    Any number of processes may start the same folder: one of them starts the server, all use it. It outlives
    the process that started it, and stops when somebody says so. The folder's parent must be there.
    """

    def __init__(self, folder: Path) -> None:
        self._layout = Layout(folder.resolve())

    def start(self) -> Addresses:
        """Start the server unless it runs, and return its addresses once it has answered a query of the app's.

        Waits for another process that is starting it, and for the remains of a killed server to end.
        Raises EmbeddedRefused.
        """
        layout = self._layout
        user = claim(layout)
        with held(layout.starting):
            ensure_made(layout, user)
            passwords = read_passwords(layout.passwords)
            return self._found(passwords) or self._started(passwords, user)

    def _found(self, passwords: dict[str, str]) -> Addresses | None:
        """The addresses of a server that runs already and answers the app."""
        sockets = socket_folder(self._layout)
        if sockets is None or is_free(self._layout.living):
            return None
        where = addresses(passwords, sockets)
        return where if ask(where.app) is Reply.ANSWERED else None

    def _started(self, passwords: dict[str, str], user: SystemUser) -> Addresses:
        for _ in range(_TRIES):
            _launch(self._layout, user)
            sockets = socket_folder(self._layout)
            if sockets is not None and self._answers(addresses(passwords, sockets, "postgres").root):
                furnish(passwords, sockets)
                if where := self._found(passwords):
                    return where
        raise EmbeddedRefused(
            f"PostgreSQL does not start, or does not answer. {self._layout.log} says why; mend that and start again."
        )

    def _answers(self, address: str) -> bool:
        """Whether the server comes to answer a query; it may also end first, or stay silent."""
        _wait(lambda: ask(address) is not Reply.SILENT or is_free(self._layout.living), _ANSWER_SECONDS)
        reply = ask(address)
        if reply is Reply.WRONG_PASSWORD:
            raise EmbeddedRefused(
                f"{self._layout.passwords} does not hold this database's password. Put it back from the backup."
            )
        return reply is Reply.ANSWERED

    def stop(self, *, fast: bool = True) -> None:
        """Stop the server, whoever started it; nothing happens where none runs.

        Fast breaks off what its clients are doing, which leaves no trace of it; otherwise it waits for them.
        Raises EmbeddedRefused where it has not stopped after a minute.
        """
        layout = self._layout
        if not self._is_there:
            return
        self._end(processes.end_fast if fast else processes.end_slowly)
        with held(layout.starting):
            if is_free(layout.living):  # otherwise somebody has started it again
                remove_socket_folder(layout)

    def kill(self) -> None:
        """Kill the server and its children with -9 and wait until they are gone; what they leave stays behind."""
        if self._is_there:
            self._end(processes.kill)

    @property
    def _is_there(self) -> bool:
        return is_ours(self._layout.folder) and self._layout.data.exists()

    def _end(self, tell: Callable[[int], None]) -> None:
        layout = self._layout
        if (pid := processes.postmaster(layout.data)) is not None:
            tell(pid)
        if not _wait(lambda: is_free(layout.living), _STOPPING_SECONDS):
            raise EmbeddedRefused(
                f"The server of {layout.folder} has not stopped. Close what is connected to it and try again."
            )

    @property
    def running(self) -> bool:
        """Whether the server answers a query of the app's now."""
        layout = self._layout
        if not self._is_there or is_free(layout.living):
            return False
        return self._found(read_passwords(layout.passwords)) is not None


def _launch(layout: Layout, user: SystemUser) -> None:
    """Start the server where none lives. The lock that it inherits tells everybody that it does."""
    lock = _lock_of_the_living(layout)
    if lock is None:
        return
    try:
        # The process number in it may be somebody else's by now, and a new server would take that one for the old.
        (layout.data / "postmaster.pid").unlink(missing_ok=True)
        write_private(layout.configuration, configuration())
        give(layout.configuration, user)
        command = [str(programs_for(user, layout.folder) / "postgres"), "-D", str(layout.data)]
        command += ["-c", f"config_file={layout.configuration}", "-k", str(make_socket_folder(layout, user))]
        processes.launch(command, user, layout.log, lock)
    finally:
        os.close(lock)


def _lock_of_the_living(layout: Layout) -> int | None:
    """The lock, once the remains of a killed server have ended; None where a whole one lives on."""
    taken: list[int] = []

    def settled() -> bool:
        lock = take(layout.living)
        taken.extend([] if lock is None else [lock])
        return lock is not None or processes.postmaster(layout.data) is not None

    if not _wait(settled, _REMAINS_SECONDS):
        raise EmbeddedRefused(
            f"Remains of a killed server of {layout.folder} do not end. End its processes named postgres and try again."
        )
    return taken[0] if taken else None


def _wait(until: Callable[[], bool], seconds: float) -> bool:
    """Whether something came true in time."""
    ends = time.monotonic() + seconds
    while not until():
        if time.monotonic() > ends:
            return False
        time.sleep(_PAUSE)
    return True
