"""`lintel settings`: what this installation has set."""

import argparse

from lintel.cli.database import without_database


def add_showing(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the parser."""
    said = "Every setting: its value (never a secret), where that comes from, what it means; and what is unsafe."
    command = commands.add_parser("settings", help=said, description=said)
    command.add_argument("--check", action="store_true", help="exit 1 where anything is unsafe")
    command.add_argument("--format", choices=("text", "json"), default="text", help="how to print (text)")
    command.set_defaults(run=without_database("showing", "show"))
