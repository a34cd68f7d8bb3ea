"""The options of `lintel import` and `lintel export`."""

import argparse
from pathlib import Path

from lintel.cli.database import with_database


def add_moving(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add both commands."""
    _add_import(commands)
    _add_export(commands)


def _add_import(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    said = "Take case histories from a file into the database: all of it, or nothing."
    command = commands.add_parser("import", help=said, description=said)
    command.set_defaults(run=with_database("interchange", "run_import"))
    command.add_argument("file", type=Path, metavar="FILE.jsonl", help="entries, one JSON object a line")
    command.add_argument("--by", required=True, metavar="HANDLE", help="who imports it: somebody with a live account")
    command.add_argument("--dry-run", action="store_true", help="say what is wrong, or would come of it; write nothing")


def _add_export(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    said = "Write everything in the database to a file that `lintel import` reads. It holds every sealed word in clear."
    command = commands.add_parser("export", help=said, description=said)
    command.set_defaults(run=with_database("interchange", "run_export"))
    command.add_argument("out", type=Path, metavar="OUT.jsonl", help="a file that is not there yet")
    command.add_argument("--by", required=True, metavar="HANDLE", help="who exports it: somebody with a live account")
    command.add_argument("--facts-only", action="store_true", help="without names, addresses and anything in words")
