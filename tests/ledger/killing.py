"""Rotates keys over and over, kills every attempt at some moment, and counts the keys that cannot be read any more.

    python -m tests.ledger.killing ROUNDS SEED

with the environment of an installation. What it found stands on one line of JSON.
"""

import json
import os
import select
import signal
import sys
import time
from argparse import Namespace
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random
from uuid import UUID

import psycopg

from lintel.config.database import prepare
from lintel.sealing.aead import SealBroken
from lintel.sealing.keyring import KeysRefused, from_file

prepare("2024-04")

from lintel.config.commands import keeping  # noqa: E402 - after Django is set up
from lintel.ledger import keys  # noqa: E402 - likewise
from lintel.ledger.rows import key_place  # noqa: E402 - likewise

KEY_FILE = Path(os.environ["LINTEL_KEYS_FILE"])


def rotate() -> None:
    keeping.rotate(Namespace())


def rotate_one_batch() -> None:
    """The same, until a batch is done and then no further."""
    keys.rewrap(lambda _: os.kill(os.getpid(), signal.SIGKILL))


def attempt(work: Callable[[], None], seconds: float) -> tuple[bool, float]:
    """Whether it was killed before its end, after at most so many seconds; and how long it had."""
    here, there = os.pipe()
    begun = time.perf_counter()
    pid = os.fork()
    if pid == 0:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        work()
        os._exit(0)
    os.close(there)
    select.select([here], [], [], seconds)
    os.kill(pid, signal.SIGKILL)  # nothing happens to one that has ended
    _, status = os.waitpid(pid, 0)
    os.close(here)
    return os.WIFSIGNALED(status), time.perf_counter() - begun


def wrapped_by() -> Counter[str]:
    """How many keys each master key wraps, and under "unreadable" those that do not open."""
    ring = from_file(KEY_FILE)
    found: Counter[str] = Counter()
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"]) as connection:
        for book, master, wrapped in connection.execute("SELECT book_id, master, wrapped FROM ledger_key"):
            found[master if _opens(ring.unwrap, master, wrapped, book) else "unreadable"] += 1
    return found


def _opens(unwrap: Callable[[str, bytes, bytes], bytes], master: str, wrapped: bytes, book: UUID) -> bool:
    try:
        return len(unwrap(master, wrapped, key_place(book))) == 32
    except (SealBroken, KeysRefused):
        return False


def main(rounds: int, seed: int) -> None:
    dice = Random(seed)
    _, whole = attempt(rotate, 60.0)
    killed = halfway = unreadable = 0
    for _ in range(rounds):
        was_killed, _ = attempt(rotate, dice.uniform(0, 1.1 * whole))
        found = wrapped_by()
        killed, halfway, unreadable = killed + was_killed, halfway + (len(found) > 1), unreadable + found["unreadable"]
    attempt(rotate, 60.0)  # whatever was left half done is done now
    kept = from_file(KEY_FILE)
    KEY_FILE.write_text(kept.with_new_master("half-done").as_toml())
    cut, _ = attempt(rotate_one_batch, 60.0)
    between = wrapped_by()
    attempt(rotate, 60.0)
    sys.stdout.write(json.dumps({
        "killed": killed, "halfway": halfway, "unreadable": unreadable, "cut": cut, "between": between,
        "after": wrapped_by(), "current": from_file(KEY_FILE).current,
    }))  # fmt: skip


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
