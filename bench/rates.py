"""How many entries a second several processes record together, beside bare inserts of rows as long."""

import secrets
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import count, cycle
from multiprocessing import get_context
from multiprocessing.queues import SimpleQueue
from multiprocessing.synchronize import Barrier
from typing import NamedTuple
from uuid import uuid4

import psycopg

from bench.filling import note
from bench.installation import Installation, writer
from lintel.casework.models import Standing

_PROCESSES = get_context("forkserver")
_PROCESSES.set_forkserver_preload(["bench.rates"])
_EACH = 20
"""So many cases does one process go round in."""
_PATIENCE = 300.0

_LIKE = """
    CREATE TABLE IF NOT EXISTS bench_entry (LIKE ledger_entry INCLUDING ALL);
    GRANT SELECT, INSERT ON bench_entry TO lintel_app
"""
_INSERT = """
    INSERT INTO bench_entry (book_id, seq, entry, event, at, recorded_at, by, about, facts, sealed, hash)
    VALUES (%s, %s, %s, 'note.added', %s, %s, 'w0', '', '{}', %s, %s)
"""

Turn = Callable[[Installation, int], Iterator[None]]
"""One piece of work after another, each done when it is asked for the next; for one process, by its number."""


def a_second(installation: Installation, turn: Turn, *, processes: int, seconds: float) -> float:
    """How many pieces of work so many processes do together in a second. They begin at once, when all are ready."""
    together, results = _PROCESSES.Barrier(processes), _PROCESSES.SimpleQueue()
    workers = [
        _PROCESSES.Process(target=_work, args=(installation, turn, number, _Start(together, results, seconds)))
        for number in range(processes)
    ]
    for each in workers:
        each.start()
    for each in workers:
        each.join(_PATIENCE)
    if any(each.exitcode != 0 for each in workers):
        raise AssertionError(f"processes ended with {[each.exitcode for each in workers]}")
    return sum(float(results.get()) for _ in workers)


class _Start(NamedTuple):
    """Where the processes wait for each other, where each puts its rate, and for how long it works."""

    together: Barrier
    results: "SimpleQueue[float]"
    seconds: float


def _work(installation: Installation, turn: Turn, number: int, start: _Start) -> None:
    with installation.opened():
        work = turn(installation, number)
        next(work)  # connections, statements and policies are ready after the first
        start.together.wait(_PATIENCE)
        done, begun = 0, time.monotonic()
        while time.monotonic() - begun < start.seconds:
            next(work)
            done += 1
        start.results.put(done / (time.monotonic() - begun))


def recorded(installation: Installation, number: int) -> Iterator[None]:
    """Record a note, in one after another of some cases that are this process's alone."""
    cases = Standing.objects.filter(state="open").order_by("book_id").values_list("book_id", flat=True)
    for case in cycle(list(cases[number * _EACH : (number + 1) * _EACH])):
        note(installation, case, writer(number))
        yield


def inserted(installation: Installation, _number: int) -> Iterator[None]:
    """Insert a row as long, in a transaction of its own, by the bare driver."""
    at = datetime(2024, 4, 8, tzinfo=UTC)
    with psycopg.connect(installation.app, autocommit=True) as connection:
        for place in count(1):
            row = (uuid4(), place, secrets.token_hex(13), at, at, secrets.token_bytes(360), secrets.token_bytes(32))
            connection.execute(_INSERT, row, prepare=True)
            yield


def make_like(installation: Installation) -> None:
    """A table like the ledger's, with its indexes, and without the ward that refuses changes."""
    with psycopg.connect(installation.owner, autocommit=True) as owner:
        owner.execute(_LIKE.encode())
