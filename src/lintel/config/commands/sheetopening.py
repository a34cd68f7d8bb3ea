"""`lintel sheets open` and `lintel sheets key`: for when nothing else runs. They need no database and no settings."""

import argparse
import sys

from lintel.casework.sheetprint import unpacked
from lintel.sealing.aead import SealBroken
from lintel.sealing.keyring import KeysRefused
from lintel.sealing.recipients import open_sealed, private_key, write_pair

_REFUSED = 1


def open_sheets(arguments: argparse.Namespace) -> int:
    """Print the sheets in a sealed file."""
    try:
        said = unpacked(open_sealed(private_key(arguments.key), arguments.file.read_bytes()))
    except KeysRefused as refused:
        print(refused, file=sys.stderr)
        return _REFUSED
    except (SealBroken, ValueError):
        print(
            "The file does not open: it was sealed to another key, is no file of sheets, or was changed.",
            file=sys.stderr,
        )
        return _REFUSED
    sys.stdout.write(said.html if arguments.html else said.text)
    return 0


def new_key(arguments: argparse.Namespace) -> int:
    """Make a pair of keys."""
    try:
        public = write_pair(arguments.file)
    except KeysRefused as refused:
        print(refused, file=sys.stderr)
        return _REFUSED
    print(f"The private key is in {arguments.file}: keep it with whoever is on call, and away from the server.")
    print(f"The public key is in {public}: give that one to `lintel sheets write --recipient`.")
    return 0
