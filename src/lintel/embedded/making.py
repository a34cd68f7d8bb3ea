"""A database made: whole or not at all."""

import shutil
from subprocess import SubprocessError

from lintel.embedded import processes
from lintel.embedded.binaries import POSTGRESQL, programs_for
from lintel.embedded.folder import Layout, give, make_private
from lintel.embedded.privatefile import move_for_good, write_private
from lintel.embedded.refusal import EmbeddedRefused
from lintel.embedded.roles import ROOT, as_text, make_passwords
from lintel.embedded.systemuser import SystemUser

_SECONDS = 120.0


def ensure_made(layout: Layout, user: SystemUser) -> None:
    """Make the database where there is none yet. The caller holds the folder's lock.

    Raises EmbeddedRefused where it cannot be made, was made by another version of PostgreSQL, or is gone: an
    empty one in its place would say that there never was a case.
    """
    if layout.data.exists():
        _refuse_other_version(layout)
    elif layout.passwords.exists() and not layout.making.exists():
        raise EmbeddedRefused(
            f"{layout.data} is gone, and {layout.folder} had a database. "
            "Put it back from the backup, or choose a new folder."
        )
    else:
        _make(layout, user)


def _refuse_other_version(layout: Layout) -> None:
    try:
        made_by = (layout.data / "PG_VERSION").read_text(encoding="utf-8").strip()
    except OSError:
        raise EmbeddedRefused(f"{layout.data} is damaged: it has no PG_VERSION. Restore a backup.") from None
    if made_by != POSTGRESQL:
        raise EmbeddedRefused(
            f"{layout.data} was made by PostgreSQL {made_by}; this is PostgreSQL {POSTGRESQL}. "
            "Restore a backup into a new folder."
        )


def _make(layout: Layout, user: SystemUser) -> None:
    """The passwords come before the last rename and go before what was being made: a start that is broken off
    anywhere leaves `making`, and so is told from a database that is gone."""
    shutil.rmtree(layout.making, ignore_errors=True)
    make_private(layout.making, user)
    passwords = make_passwords()
    try:
        _initdb(layout, user, passwords[ROOT])
        write_private(layout.passwords, as_text(passwords))
        move_for_good(layout.making, layout.data)
    except BaseException:
        layout.passwords.unlink(missing_ok=True)
        shutil.rmtree(layout.making, ignore_errors=True)
        raise


def _initdb(layout: Layout, user: SystemUser, password: str) -> None:
    """What initdb says may be shown: no data of anybody's is there yet."""
    write_private(layout.first_password, password)
    give(layout.first_password, user)
    try:
        done = processes.run(_command(layout, user), user, _SECONDS)
    except (OSError, SubprocessError) as fault:
        raise EmbeddedRefused(f"PostgreSQL's initdb cannot be run: {fault}. Choose a folder on another disk.") from None
    finally:
        layout.first_password.unlink()
    if done.returncode != 0:
        raise EmbeddedRefused(f"The database could not be made. Mend this and start again: {done.stderr.strip()}")


def _command(layout: Layout, user: SystemUser) -> list[str]:
    return [
        str(programs_for(user, layout.folder) / "initdb"),
        f"--pgdata={layout.making}",
        f"--username={ROOT}",
        f"--pwfile={layout.first_password}",
        "--auth=scram-sha-256",
        "--data-checksums",
        "--encoding=UTF8",
        "--locale=C",
    ]
