"""`lintel keys new`: a file of new keys, before there is a database that needs them."""

import argparse
import sys
from datetime import UTC, datetime

from lintel.config import keyfile
from lintel.sealing.keyring import KeysRefused, new_ring


def run(arguments: argparse.Namespace) -> int:
    """Make a file of new random keys that only its owner may read; never over another."""
    try:
        keyfile.make(arguments.file, new_ring(f"{datetime.now(UTC):%Y-%m}"))
    except KeysRefused as refused:
        print(f"lintel keys new: {refused}", file=sys.stderr)
        return 1
    print(
        "The keys are made. Name the file in LINTEL_KEYS_FILE.\n"
        "Keep a copy apart from the database and its backups: without it nothing that is sealed can be read again."
    )
    return 0
