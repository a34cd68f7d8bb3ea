"""`lintel backup`, `lintel restore`."""

import argparse
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
    backup.set_defaults(run=with_database("backing", "backup", opens=False))
    said = "Put a backup into an empty database, destroy again what was erased since, and look whether it is whole."
    restore = commands.add_parser("restore", help=said, description=said)
    restore.add_argument("file", type=Path, metavar="FILE", help="the dump; its manifest has to be beside it")
    restore.add_argument("--private-key", type=Path, metavar="FILE", help="what opens a sealed one; kept elsewhere")
    restore.set_defaults(run=with_database("backing", "restore", opens=False))
