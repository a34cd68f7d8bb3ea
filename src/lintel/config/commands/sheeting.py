"""`lintel sheets write`: the sheets of somebody's cases in one file, sealed to a key that is not on this machine."""

import argparse
import hashlib
import os
import secrets
import sys
from datetime import UTC, datetime
from pathlib import Path

from lintel.access import accounts
from lintel.casework.refusals import Refused
from lintel.casework.sheetprint import packed
from lintel.casework.sheets import sheets
from lintel.embedded.privatefile import MAKING, move_for_good
from lintel.sealing.keyring import KeysRefused
from lintel.sealing.recipients import public_key, seal_to

_REFUSED = 1


def write(arguments: argparse.Namespace) -> int:
    """Write the sheets of every running case that somebody may print them of, in the place of the last ones.

    Whoever runs commands on this machine has its keys as well, so no second factor is asked for here.
    """
    try:
        public = public_key(arguments.recipient)
        actor = accounts.actor(
            arguments.by, stepped_up=True, request=f"command-{secrets.token_hex(8)}", origin="command line"
        )
        found = list(sheets(actor=actor, clock=lambda: datetime.now(UTC)))
    except KeysRefused as refused:
        print(refused, file=sys.stderr)
        return _REFUSED
    except Refused:
        print("Whoever is named by --by has no cases to print.", file=sys.stderr)
        return _REFUSED
    path = arguments.folder / f"sheet-{hashlib.sha256(public).hexdigest()[:8]}.sealed"
    _write(path, seal_to(public, packed(found)))
    print(f"{len(found):,} sheets are in {path}")
    return 0


def _write(path: Path, sealed: bytes) -> None:
    """A file that only its owner may read (mode 0600), in place of an older one; whole or not there."""
    making = path.with_name(path.name + MAKING)
    making.unlink(missing_ok=True)
    with os.fdopen(os.open(making, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(sealed)
        file.flush()
        os.fsync(file.fileno())
    move_for_good(making, path)
