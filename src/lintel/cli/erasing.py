"""`lintel erase`: erasing what two people decided to erase."""

import argparse

from lintel.cli.database import with_database


def add_erasing(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the parser."""
    said = "Erase the cases that two people have decided to erase. What a kill broke off, the next run finishes."
    erase = commands.add_parser("erase", help=said, description=said)
    instead = erase.add_mutually_exclusive_group()
    instead.add_argument("--due", action="store_true", help="only list the cases that may be proposed for erasure")
    instead.add_argument("--replay", action="store_true", help="destroy again what a restore has brought back")
    instead.add_argument("--certificate", metavar="REFERENCE", help="print the certificate of an erased case")
    erase.set_defaults(run=with_database("erasing", opens=False))
