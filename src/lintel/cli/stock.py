"""`lintel homes import`, `lintel directory import`: what other systems and people know, read from CSV."""

import argparse
from pathlib import Path

from lintel.cli.database import with_database


def add_stock(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands to the parser."""
    for name, said in (
        ("homes", "Homes and tenancies, as the housing system exports them."),
        ("directory", "Agencies and their services."),
    ):
        parts = commands.add_parser(name, help=said, description=said).add_subparsers(required=True, metavar="COMMAND")
        reading = parts.add_parser("import", help="Read them from a CSV file; docs/files.md lists the columns.")
        reading.add_argument("file", type=Path, metavar="FILE.csv")
        reading.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")
        reading.set_defaults(run=with_database("stock", name))
