"""`lintel keys show`, `rotate`, `retire`: master keys changed without a moment in which anything cannot be read."""

import argparse
import sys
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from django.conf import settings
from tqdm import tqdm

from lintel.config import keyfile
from lintel.config.database import NotReady
from lintel.ledger import keys
from lintel.sealing.keyring import KeyRing, KeysRefused


def show(arguments: argparse.Namespace) -> int:
    """Name the master keys and how many books' keys each wraps, and the public key of the anchors. Never a key."""
    ring, wraps = keys.ring(), keys.wrapped_by()
    for name in sorted({*ring.masters, *wraps}):
        current = " (current)" if name == ring.current else ""
        missing = "" if name in ring.masters else "; it is NOT in the key file: put it back from the copy kept apart"
        print(f"master key {name}{current}: wraps {wraps.get(name, 0):,} keys{missing}")
    print(f"public key of the anchors: {ring.signer.public_key().public_bytes_raw().hex()}")
    return 0 if wraps.keys() <= ring.masters.keys() else 1


def rotate(arguments: argparse.Namespace) -> int:
    """Put a new master key in the file and wrap every book's key by it. Goes on where an earlier run was cut short."""
    _refuse_without_owner()
    with keys.unchanging() as wraps:
        ring = keys.fresh_ring()
        if wraps.keys() <= {ring.current}:
            ring = ring.with_new_master(_free_name(ring, datetime.now(UTC)))
            keyfile.replace(_key_file(), ring)
        else:
            print("An earlier rotation was cut short: going on with it.")
    with tqdm(total=sum(wraps.values()), unit=" keys", disable=not sys.stderr.isatty(), leave=False) as bar:
        done = keys.rewrap(bar.update)
    print(
        f"{done:,} keys were wrapped anew, by the master key {ring.current}. Copy the key file to where its copy is\n"
        "kept, and to every other machine of this database. Then the older ones may go: `lintel keys retire NAME`."
    )
    return 0


def retire(arguments: argparse.Namespace) -> int:
    """Take a master key out of the file, once it wraps nothing any more."""
    _refuse_without_owner()
    with keys.unchanging() as wraps:
        if wraps.get(arguments.name):
            raise KeysRefused(f"it still wraps {wraps[arguments.name]:,} keys: run `lintel keys rotate` first")
        keyfile.replace(_key_file(), keys.fresh_ring().without_master(arguments.name))
    print("It is gone from the key file. Backups from before the rotation still need it: keep it beside them.")
    return 0


def _key_file() -> Path:
    options = settings.OPTIONS
    if options.keys or not options.keys_file:
        raise KeysRefused(
            "the keys come from LINTEL_KEYS, which nobody can change from here: put a new master key in that text "
            "yourself, make it current, start Lintel anew, and run `lintel keys rotate` to wrap by it"
        )
    return Path(options.keys_file)


def _free_name(ring: KeyRing, now: datetime) -> str:
    """Today, or today and a number."""
    day = f"{now:%Y-%m-%d}"
    return next(name for n in count(1) if (name := day if n == 1 else f"{day}.{n}") not in ring.masters)


def _refuse_without_owner() -> None:
    if settings.OPTIONS.owner_url is None:
        raise NotReady("changing keys takes the role that owns the database: name it in DATABASE_OWNER_URL")
