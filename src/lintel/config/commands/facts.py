"""The facts of every case in the database, without a sealed word, for a command that judges files."""

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from lintel.casework.departures import depart


def write(arguments: argparse.Namespace) -> int:
    """Write the facts to `arguments.out`, and into the read log that `arguments.by` had them."""
    depart(arguments.out, by=arguments.by, now=datetime.now(UTC), watch=_unwatched, facts_only=True)
    return 0


@contextmanager
def _unwatched(doing: str, unit: str, total: int) -> Iterator[Callable[[int], None]]:
    yield lambda done: None
