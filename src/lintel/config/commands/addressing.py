"""`lintel staff address`: where somebody is e-mailed that a task waits."""

import argparse
import sys
from datetime import UTC, datetime

from lintel.outbound import addresses


def address(arguments: argparse.Namespace) -> int:
    """Set a work address, from standard input: it then stands in no history of commands and no list of processes."""
    if sys.stdin.isatty():
        print("Their work e-mail address, or nothing to take it away: ", end="", file=sys.stderr, flush=True)
    said = sys.stdin.readline().strip()
    addresses.set_address(arguments.handle, said, datetime.now(UTC))
    print(f"{arguments.handle}: {'will be written to' if said else 'is not written to any more'}")
    return 0
