"""PostgreSQL's own tools, run against a server.

They are told where the server is by their environment alone, for every user of a machine can read a command line.
What they say is shown to nobody: it may quote rows.
"""

import os
import subprocess
from collections.abc import Sequence

import psycopg
from django.conf import settings
from psycopg import pq

from lintel.config.database import NotReady
from lintel.embedded.binaries import tool_of


class ToolFailed(RuntimeError):
    """A tool of PostgreSQL's did not do what it was to do: which one, and where to look."""


def owner_url() -> str:
    """The database as the role that owns it. Raises `NotReady` where it is not named."""
    if settings.OPTIONS.owner_url is None:
        raise NotReady("this takes the role that owns the database: name it in DATABASE_OWNER_URL")
    return str(settings.OPTIONS.owner_url)


def run(url: str, name: str, arguments: Sequence[str]) -> None:
    """Run a tool of the server's version to its end. Raises `ToolFailed`, or `EmbeddedRefused` where there is none."""
    done = subprocess.run(  # noqa: S603 - no shell
        command(url, name, arguments), env=environment(url), capture_output=True, check=False
    )
    if done.returncode:
        raise ToolFailed(f"{name} ended with {done.returncode}: PostgreSQL's own log says why")


def command(url: str, name: str, arguments: Sequence[str]) -> list[str]:
    """The words of a command that asks for no password. Raises `EmbeddedRefused`."""
    with psycopg.connect(url) as connection:
        major = str(connection.info.server_version // 10_000)
    return [str(tool_of(major, name)), "--no-password", *arguments]


def environment(url: str) -> dict[str, str]:
    """What tells a tool where the server is, and nothing else."""
    where = {
        option.envvar.decode(): option.val.decode()
        for option in pq.Conninfo.parse(url.encode())
        if option.envvar and option.val
    }
    return {"PATH": os.defpath, "LC_ALL": "C", **where}
