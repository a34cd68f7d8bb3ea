"""`lintel sheets`: what a DA lead has in hand out of hours, when Lintel cannot be reached."""

import argparse
from pathlib import Path

from lintel.cli.database import with_database, without_database


def add_sheets(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands to the parser."""
    said = "Out-of-hours sheets, sealed to a DA lead's own key: write them, open them without a database."
    parts = commands.add_parser("sheets", help=said, description=said).add_subparsers(required=True, metavar="COMMAND")
    writing = _command(parts, "write", "Write the sheets of a person's running cases into one sealed file. For cron.")
    writing.add_argument("folder", type=Path, metavar="FOLDER")
    writing.add_argument("--recipient", type=Path, required=True, metavar="PUBLICKEYFILE", help="whom to seal them to")
    writing.add_argument("--by", required=True, metavar="HANDLE", help="whose cases: what they may print, and no more")
    writing.set_defaults(run=with_database("sheeting", "write"))
    opening = _command(parts, "open", "Print the sheets in a sealed file. It needs the private key and nothing else.")
    opening.add_argument("file", type=Path, metavar="FILE")
    opening.add_argument("--key", type=Path, required=True, metavar="PRIVATEKEYFILE")
    opening.add_argument("--html", action="store_true", help="as a page to print, instead of text")
    opening.set_defaults(run=without_database("sheetopening", "open_sheets"))
    keys = _command(parts, "key", "The keys that sheets are sealed to.").add_subparsers(
        required=True, metavar="COMMAND"
    )
    new = _command(keys, "new", "Make a pair: FILE, which opens, and FILE.pub, which seals. Never over another.")
    new.add_argument("file", type=Path, metavar="FILE")
    new.set_defaults(run=without_database("sheetopening", "new_key"))


def _command(
    parts: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, said: str
) -> argparse.ArgumentParser:
    return parts.add_parser(name, help=said, description=said)
