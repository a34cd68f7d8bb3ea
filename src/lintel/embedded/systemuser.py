"""Who runs the server, and how far that user can reach.

PostgreSQL refuses to run as root. Under root, the server therefore runs as the first of these that the machine
has: `lintel` (for who makes a user for it alone: `adduser --system --group lintel`), `postgres` (Debian's own,
where its package is installed), `nobody` (always there; owns nothing else, but other programs may run as it).
A data folder keeps the user it was made with. Anyone else runs the server as themselves.
"""

import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path

from lintel.embedded.refusal import EmbeddedRefused

_CANDIDATES = ("lintel", "postgres", "nobody")


@dataclass(frozen=True, slots=True)
class SystemUser:
    """A user of the machine, by number, without the user's further groups."""

    uid: int
    gid: int

    @property
    def name(self) -> str:
        try:
            return pwd.getpwuid(self.uid).pw_name
        except KeyError:
            return str(self.uid)


def server_user(data: Path) -> SystemUser:
    """Who runs the server of a database folder that may not be there yet.

    Raises EmbeddedRefused: under root, where the folder is root's, or where the machine has no user for it.
    """
    if os.geteuid() != 0:
        return new_server_user()
    return _owner(data) if data.exists() else new_server_user()


def new_server_user() -> SystemUser:
    """Who would run the server of a new folder. Raises EmbeddedRefused where the machine has no user for it."""
    if os.geteuid() != 0:
        return SystemUser(os.geteuid(), os.getegid())
    for name in _CANDIDATES:
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        return SystemUser(found.pw_uid, found.pw_gid)
    raise EmbeddedRefused(
        "PostgreSQL does not run as root, and this machine has no user to run it as. "
        "Make one: adduser --system --group lintel. Or start Lintel as another user than root."
    )


def _owner(data: Path) -> SystemUser:
    found = data.stat()
    if found.st_uid == 0:
        raise EmbeddedRefused(
            f"{data} belongs to root, and PostgreSQL does not run as root. "
            f"Give it to the user who ran it before, such as: chown -R postgres: {data}"
        )
    return SystemUser(found.st_uid, found.st_gid)


def may(user: SystemUser, bit: int, path: Path) -> bool:
    """Whether a user may do something with a file that is there: 4 read, 2 write, 1 run it or pass through it.

    Of ourselves the system knows. Of another user only the modes are read: lists of further rights (ACL) are not.
    """
    if user.uid == os.geteuid():
        return os.access(path, bit, effective_ids=True)
    found = path.stat()
    if user.uid == found.st_uid:
        bit <<= 6
    elif user.gid == found.st_gid:
        bit <<= 3
    return bool(stat.S_IMODE(found.st_mode) & bit)


def blocked_at(folder: Path, user: SystemUser) -> Path | None:
    """The first folder on the way to one, from the top and itself included, that a user may not pass through."""
    for each in (*reversed(folder.parents), folder):
        if not each.exists():
            return None
        if not may(user, 1, each):
            return each
    return None
