"""`lintel serve`: the staff pages, until somebody stops it."""

import argparse
from collections.abc import Callable

from lintel.cli.database import with_database

_MOST_PORTS = 65_535
_MOST_WORKERS = 32


def add_serving(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the parser."""
    said = "Serve the staff pages until Ctrl-C."
    command = commands.add_parser("serve", help=said, description=said)
    add_place(command)
    command.set_defaults(run=with_database("serving", "serve", opens=False))  # it looks once it knows of tables


def add_place(command: argparse.ArgumentParser) -> None:
    """Where and with how many processes to serve."""
    command.add_argument("--port", type=_number(0, _MOST_PORTS), default=8000, help="which port (8000); 0: a free one")
    command.add_argument("--host", default="127.0.0.1", help="which address of this machine (127.0.0.1: itself alone)")
    command.add_argument("--workers", type=_number(1, _MOST_WORKERS), default=2, help="how many processes (2)")


def _number(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not (text.isdecimal() and least <= int(text) <= most):
            raise argparse.ArgumentTypeError(f"write a number from {least:,} to {most:,}")
        return int(text)

    return read
