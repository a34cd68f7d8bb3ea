"""`lintel keys`: the keys made, shown by name, rotated and retired."""

import argparse
from pathlib import Path

from lintel.cli.database import with_database, without_database


def add_keys(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands to the parser."""
    said = "The keys that seal what is confidential: make, show (by name), rotate, retire."
    parts = commands.add_parser("keys", help=said, description=said).add_subparsers(required=True, metavar="COMMAND")
    new = _command(parts, "new", "Make a file of new keys, never over another.")
    new.add_argument("file", type=Path, metavar="FILE")
    new.set_defaults(run=without_database("newkeys"))
    show = _command(parts, "show", "The names of the master keys, what they wrap, and the public key of the anchors.")
    show.set_defaults(run=with_database("keeping", "show", opens=False))
    rotate = _command(parts, "rotate", "Put a new master key in use; or go on with a rotation that was cut short.")
    rotate.set_defaults(run=with_database("keeping", "rotate"))
    retire = _command(parts, "retire", "Take a master key that wraps nothing any more out of the key file.")
    retire.add_argument("name", metavar="NAME")
    retire.set_defaults(run=with_database("keeping", "retire"))


def _command(
    parts: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, said: str
) -> argparse.ArgumentParser:
    return parts.add_parser(name, help=said, description=said)
