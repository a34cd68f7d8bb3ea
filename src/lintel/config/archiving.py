"""`lintel archive`: follows the database's log for as long as it runs, and takes copies that the log goes on from.

What was committed is in the archive a moment later: it is noted, and whoever watches is told where it is not so after a
minute. Nothing that the pages do waits for it. The server keeps what the archive has not had, up to the limit that
`max_slot_wal_keep_size` sets; beyond it something is missing, and the archive begins anew with a copy of its own.
"""

import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from signal import SIGINT
from typing import Any, Final, NoReturn

import psycopg

from lintel.config.archive import Archive, Base, Stretch
from lintel.config.copies import wrong_with
from lintel.config.database import NotReady
from lintel.config.servertools import ToolFailed, command, environment, run

Say = Callable[[str], None]
Note = Callable[[datetime], None]

SLOT: Final = "lintel_archive"
"""What the server knows the archive by. One archive follows a server."""

_ENDING_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class _Server:
    """How a server stands: its clock, its number, how far its log goes, how far the archive has it.

    `kept` says whether the server still has all that the archive needs; None where it knows no archive.
    """

    at: datetime
    system: str
    written: int
    archived: int
    kept: bool | None


def follow(url: str, archive: Archive, say: Say, note: Note, *, every: float = 10.0) -> NoReturn:
    """Follow the log until interrupted. `note` is told up to which moment all is in the archive, every some seconds.

    Raises `NotReady`, `EmbeddedRefused`, or `ToolFailed` where the server went away or no longer has what is needed:
    whoever runs this runs it again.
    """
    stretch = _stretch(url, archive, say)
    with _receiving(url, stretch) as receiver:
        if not stretch.bases():
            say(f"a first copy: {copied(url, stretch).folder.name}")
        followed = False
        while True:
            before = _look(url)
            with suppress(subprocess.TimeoutExpired):
                receiver.wait(every)
                raise ToolFailed(
                    "the archive does not go on: see that its disk has room, that the server runs, and that no other "
                    f"follows it: {_last_word(receiver)}"
                )
            now = _look(url)
            if now.kept is not True or now.system != stretch.system:
                raise ToolFailed("the server no longer has what the archive needs: start this again, it begins anew")
            if now.archived >= before.written:
                note(before.at)
                if not followed:
                    say("all that was written is in the archive, and what comes will be")
                followed = True


def copied(url: str, stretch: Stretch) -> Base:
    """Take a copy of the server's files, and hold it against its manifest. Raises `ToolFailed`."""
    how = ["--checkpoint=fast", "--wal-method=stream", "--manifest-checksums=SHA256"]
    with stretch.making() as making:
        run(url, "pg_basebackup", [f"--pgdata={making}", *how])
        if wrong := wrong_with(making):
            raise ToolFailed("\n".join(("a copy of the database is not whole: see that the archive's disk is", *wrong)))
        return stretch.add(making, _look(url).at)


def _stretch(url: str, archive: Archive, say: Say) -> Stretch:
    """The part of the archive that goes on: the last, where the server has kept all that comes after it."""
    server = _look(url)
    last = archive.stretches()[-1:]
    if server.kept and last and last[0].system == server.system:
        return last[0]
    if last:
        say("Of what was written since the archive stood still something is missing: it begins anew.")
    with psycopg.connect(url, autocommit=True) as connection:
        if server.kept is not None:
            connection.execute("SELECT pg_drop_replication_slot(%s)", [SLOT])
        connection.execute("SELECT pg_create_physical_replication_slot(%s, true)", [SLOT])
    return archive.begin(server.system, server.at)


def _look(url: str) -> _Server:
    """How the server stands. Raises `NotReady` where the role may not follow its log, `ToolFailed` where it is gone."""
    try:
        with psycopg.connect(url, autocommit=True) as connection:
            return _asked(connection)
    except psycopg.OperationalError:
        raise ToolFailed("the database cannot be reached: see that it runs") from None


def _asked(connection: "psycopg.Connection[Any]") -> _Server:
    ((may, at, system, written, archived, kept),) = connection.execute(_STANDS, [SLOT]).fetchall()
    if not may:
        raise NotReady(
            "the role in DATABASE_OWNER_URL may not follow the server's log: ALTER ROLE … REPLICATION, and let it in "
            "for replication in pg_hba.conf"
        )
    return _Server(at, str(system), int(written), int(archived), kept)


_STANDS: Final = """
    SELECT
        (SELECT rolreplication OR rolsuper FROM pg_roles WHERE rolname = current_user),
        clock_timestamp(), (SELECT system_identifier FROM pg_control_system()),
        pg_current_wal_flush_lsn() - '0/0'::pg_lsn, coalesce(slot.restart_lsn - '0/0'::pg_lsn, 0),
        slot.wal_status <> 'lost'
    FROM (VALUES (%s)) AS archive (name) LEFT JOIN pg_replication_slots slot ON slot.slot_name = archive.name
"""


@contextmanager
def _receiving(url: str, stretch: Stretch) -> "Iterator[subprocess.Popen[bytes]]":
    """pg_receivewal, writing the log into a stretch: what has come is on the disk before the server hears of it."""
    how = [f"--directory={stretch.wal}", f"--slot={SLOT}", "--synchronous", "--status-interval=1", "--no-loop"]
    words = command(url, "pg_receivewal", how)
    receiver = subprocess.Popen(  # noqa: S603 - no shell
        words, env=environment(url), stdin=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    try:
        yield receiver
    finally:
        receiver.send_signal(SIGINT)
        try:
            receiver.wait(_ENDING_SECONDS)
        except subprocess.TimeoutExpired:
            receiver.kill()
            receiver.wait()
        if receiver.stderr:
            receiver.stderr.close()


def _last_word(receiver: "subprocess.Popen[bytes]") -> str:
    """The last line that it said: of a disk or a connection, never of a row."""
    said = receiver.stderr.read().decode(errors="replace") if receiver.stderr else ""
    return (said.strip().splitlines() or ["it said nothing"])[-1]
