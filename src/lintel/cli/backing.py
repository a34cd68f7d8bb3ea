"""`lintel backup`, `lintel restore`, `lintel archive`."""

import argparse
from datetime import datetime
from pathlib import Path

from lintel.cli.database import with_database


def add_backing(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands to the parser."""
    said = "Make a backup, restore it into a scratch database, and follow every chain there. Exit 0: it is good."
    backup = commands.add_parser("backup", help=said, description=said)
    backup.add_argument(
        "folder", type=Path, nargs="?", metavar="FOLDER",
        help="where to put it: best on another machine's disk (LINTEL_BACKUPS)",
    )  # fmt: skip
    backup.add_argument(
        "--recipient", type=Path, metavar="FILE.pub", help="seal it to this public key (`lintel sheets key new`)"
    )
    backup.add_argument(
        "--at", type=_moment, metavar="TIME",
        help="as it stood then, out of the archive: 2026-11-22T09:48:40Z, or `end` for as far as the archive goes",
    )  # fmt: skip
    backup.set_defaults(run=with_database("backing", "backup", opens=False))
    said = "Put a backup into an empty database, destroy again what was erased since, and look whether it is whole."
    restore = commands.add_parser("restore", help=said, description=said)
    restore.add_argument("file", type=Path, metavar="FILE", help="the dump; its manifest has to be beside it")
    restore.add_argument("--private-key", type=Path, metavar="FILE", help="what opens a sealed one; kept elsewhere")
    restore.set_defaults(run=with_database("backing", "restore", opens=False))
    said = "Follow what the database writes, into the archive, for as long as this runs (LINTEL_ARCHIVE)."
    archive = commands.add_parser("archive", help=said, description=said)
    archive.add_argument(
        "--every", type=float, default=10.0, metavar="SECONDS", help="how often it is noted that all is there (10)"
    )
    archive.set_defaults(run=with_database("backing", "archive", opens=False))


def _moment(text: str) -> datetime | str:
    """A moment with its time zone, or the end."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        at = None
    if at is not None and at.tzinfo is not None:
        return at
    if text == "end":
        return text
    raise argparse.ArgumentTypeError("write a time with its zone, as 2026-11-22T09:48:40Z, or `end`")
