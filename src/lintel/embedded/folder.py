"""The data folder: what lies where in it, who may enter it, and when we refuse to use one.

It belongs to whoever made it, and only they start its server. Made by a user, it is theirs alone (0700). Made by
root, it is root's, and the server's user may pass through it (0710) to the folders inside that are the server's;
root never writes into those by name, so the server cannot lead root astray with a link. We change the mode or
owner of nothing that we did not make.
"""

import os
import re
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex

from lintel.embedded.privatefile import MAKING, write_private
from lintel.embedded.refusal import EmbeddedRefused
from lintel.embedded.settings import SOCKET_NAME
from lintel.embedded.systemuser import SystemUser, blocked_at, new_server_user, server_user

_SOCKET_PATH_BYTES = 107
_TEMPORARY_SOCKETS = "lintel-socket-"
_PLAIN = re.compile(r"[^\s,\"\\]+")  # PostgreSQL reads the socket's folder as a list


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things lie in a data folder."""

    folder: Path

    @property
    def starting(self) -> Path:
        """Locked by whoever is making or starting the server."""
        return self.folder / "starting.lock"

    @property
    def living(self) -> Path:
        """Locked by the server and its children as long as one of them lives."""
        return self.folder / "server.lock"

    @property
    def passwords(self) -> Path:
        return self.folder / "passwords.json"

    @property
    def configuration(self) -> Path:
        return self.folder / "postgresql.conf"

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def making(self) -> Path:
        """The database before it is whole; renamed to `data` when it is."""
        return self.folder / f"data{MAKING}"

    @property
    def first_password(self) -> Path:
        return self.folder / "first-password"

    @property
    def socket(self) -> Path:
        return self.folder / "socket"

    @property
    def listening(self) -> Path:
        """Says in which folder the server's socket is."""
        return self.folder / "listening"

    @property
    def log(self) -> Path:
        return self.data / "server.log"


def claim(layout: Layout) -> SystemUser:
    """Make the data folder where it is missing, and return who runs its server.

    Raises EmbeddedRefused, having made nothing, where the folder cannot serve.
    """
    folder = layout.folder
    _refuse_elsewhere()
    _refuse_blocked(folder.parent, SystemUser(os.geteuid(), os.getegid()))
    user = server_user(layout.data) if is_ours(folder) else new_server_user()
    if not folder.parent.is_dir():
        raise EmbeddedRefused(f"{folder.parent} is not there, or is no folder. Make it first: mkdir -p {folder.parent}")
    _refuse_blocked(folder.parent, user)
    if not folder.exists():
        make_folder(folder, user)
    _refuse_unfit(layout, user)
    return user


def is_ours(folder: Path) -> bool:
    """Whether a data folder is there and is ours. Raises EmbeddedRefused where it is somebody else's."""
    if not folder.exists():
        return False
    found = folder.stat()
    if found.st_uid != os.geteuid():
        owner = SystemUser(found.st_uid, found.st_gid).name
        raise EmbeddedRefused(f"{folder} belongs to {owner}. Start Lintel as {owner}, or choose another folder.")
    return True


def _refuse_elsewhere() -> None:
    if not Path("/proc/self/stat").exists():
        raise EmbeddedRefused(
            "The embedded PostgreSQL needs Linux and its /proc. Set DATABASE_URL to a PostgreSQL of your own."
        )


def _refuse_blocked(folder: Path, user: SystemUser) -> None:
    if blocked := blocked_at(folder, user):
        raise EmbeddedRefused(
            f"The server runs as {user.name}, who may not pass through {blocked}. "
            f"Choose a data folder elsewhere, such as beneath /var/lib, or let others through: chmod o+x {blocked}"
        )


def make_folder(folder: Path, user: SystemUser) -> None:
    """Make a folder of ours that the server's user may pass through.

    Made under another name first: whoever starts at the same time never sees it with the wrong mode.
    """
    try:
        making = Path(tempfile.mkdtemp(prefix=".lintel-", dir=folder.parent))
    except OSError as fault:
        raise _cannot_make(folder, fault) from None
    try:
        if os.geteuid() == 0:
            os.chown(making, 0, user.gid)
            making.chmod(0o710)
        making.rename(folder)
    except OSError as fault:
        making.rmdir()
        if not folder.is_dir():  # otherwise another process was faster, and its folder serves as well
            raise _cannot_make(folder, fault) from None


def _cannot_make(folder: Path, fault: OSError) -> EmbeddedRefused:
    return EmbeddedRefused(
        f"{folder} cannot be made ({fault.strerror}). Choose another folder, or give yourself the right to make it."
    )


def _refuse_unfit(layout: Layout, user: SystemUser) -> None:
    """Judge a folder that is there, whoever made it."""
    folder = layout.folder
    is_ours(folder)
    if not folder.is_dir():
        raise EmbeddedRefused(f"{folder} is no folder. Choose another name.")
    open_to_others = 0o066 if os.geteuid() == 0 else 0o077
    if folder.stat().st_mode & open_to_others:
        fit = "710" if os.geteuid() == 0 else "700"
        raise EmbeddedRefused(f"{folder} is open to other users. Close it: chmod {fit} {folder}")
    _refuse_blocked(folder, user)
    if not layout.data.exists() and (strange := _strange(layout)):
        raise EmbeddedRefused(
            f"{folder} is no data folder of Lintel: it holds {strange} other files. Choose an empty or a new folder."
        )


def _strange(layout: Layout) -> int:
    """How many things lie in a folder that we do not put there."""
    ours = [layout.starting, layout.living, layout.passwords, layout.configuration, layout.data]
    ours += [layout.first_password, layout.socket, layout.listening]
    names = {each.name for each in ours}
    found = (each.name.removesuffix(MAKING) for each in layout.folder.iterdir())
    return sum(name not in names and not name.startswith("programs-") for name in found)


def make_private(folder: Path, user: SystemUser) -> None:
    """Make a folder for the server's user alone."""
    folder.mkdir(mode=0o700)
    give(folder, user)


def give(path: Path, user: SystemUser) -> None:
    """Hand something that we made to the server's user."""
    if os.geteuid() == 0:
        os.chown(path, user.uid, user.gid, follow_symlinks=False)


def make_socket_folder(layout: Layout, user: SystemUser) -> Path:
    """An empty private folder for the server's socket. The caller holds the lock, and no server lives.

    A socket in a folder that only its owner may enter is safer than a port, which every user of the machine can
    call, and another program can take before us. Its path may not be long: where the data folder's is, a new
    folder in the machine's temporary folder serves until the server stops.
    """
    remove_socket_folder(layout)
    if _fits(layout.socket):
        made = layout.socket
        made.mkdir(mode=0o700)
    else:
        made = Path(tempfile.mkdtemp(prefix=_TEMPORARY_SOCKETS, dir=_temporary_root(user)))
    write_private(layout.listening, str(made))
    give(made, user)
    return made


def socket_folder(layout: Layout) -> Path | None:
    """Where the server's socket is, or was when it was killed; None where it has been stopped."""
    try:
        found = Path(layout.listening.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return found if found == layout.socket or found.name.startswith(_TEMPORARY_SOCKETS) else None


def remove_socket_folder(layout: Layout) -> None:
    """Remove the socket's folder, which we made. The caller holds the lock, and no server lives."""
    for each in (socket_folder(layout), layout.socket):
        if each is not None:
            shutil.rmtree(each, ignore_errors=True)
    layout.listening.unlink(missing_ok=True)


def _fits(folder: Path) -> bool:
    return _PLAIN.fullmatch(str(folder)) is not None and len(os.fsencode(folder / SOCKET_NAME)) <= _SOCKET_PATH_BYTES


def _temporary_root(user: SystemUser) -> Path:
    """The machine's temporary folder, or /tmp where the server's user cannot reach that or its path is too long."""
    root = Path(tempfile.gettempdir()).resolve()
    longest = root / f"{_TEMPORARY_SOCKETS}{token_hex(4)}"
    return root if blocked_at(root, user) is None and _fits(longest) else Path("/tmp")  # noqa: S108 -- mkdtemp in it


def unused_folder() -> Path:
    """A path for a cluster to throw away, such as a test's, that nothing has yet and the server's user can reach.

    A folder that is made beforehand does not do under root: the server's user may not pass through it.
    """
    name = f"lintel-{token_hex(8)}"
    return _temporary_root(new_server_user()) / name
