"""`lintel import` and `lintel export`: interchange files into the database and out of it."""

import argparse
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from django.conf import settings
from django.db import OperationalError
from tqdm import tqdm

from lintel.casework.arrivals import Arrived, arrive
from lintel.casework.departures import depart
from lintel.config.erasures import erasures
from lintel.events.interchange import Progress

_REFUSED = 1


def run_import(arguments: argparse.Namespace) -> int:
    """Take a file in, or say what is wrong with it."""
    begun = time.monotonic()
    try:
        came = arrive(
            arguments.file, by=arguments.by, clock=_clock, watch=watched, erased=_erased(), dry_run=arguments.dry_run
        )
    except OperationalError:  # its own words may quote what was being written
        print("The database broke off. Run the same command again: it goes on where it was.", file=sys.stderr)
        return _REFUSED
    for line in _said(came, dry_run=arguments.dry_run):
        print(f"{arguments.file.name}: {line}")
    if not (came.again or arguments.dry_run):
        print(f"It took {time.monotonic() - begun:,.0f} seconds.")
    return 0


def _erased() -> set[str]:
    """The references of the cases on this installation's list of erasures, if it keeps one."""
    listed = erasures().read() if settings.OPTIONS.erasures_file else ()
    return {each.erased.reference for each in listed}


def _said(came: Arrived, *, dry_run: bool) -> Iterator[str]:
    """What came of an import, in lines."""
    if came.again:
        yield "was imported before; nothing was written"
        return
    what = f"{_counted(came.books, 'new book')}, {_counted(came.entries, 'new entry', 'new entries')}"
    same = f"{_counted(came.same, 'entry was', 'entries were')} here already"
    yield f"{'is right; would bring ' if dry_run else ''}{what}; {same}{'; nothing was written' if dry_run else ''}"
    if came.resumed:
        yield f"went on after {_counted(came.resumed, 'book')} of an import that had been stopped"
    if not came.together:
        yield "entries of one book do not stand together, so the whole file was held in memory; sort it by book"
    if not dry_run:
        yield f"{_counted(sum(came.breaches.values()), 'breach', 'breaches')} of guards, reported and not refused"
    yield from (f"  {guard:40} {number:>7,}" for guard, number in came.breaches.most_common())


def run_export(arguments: argparse.Namespace) -> int:
    """Write everything that is seen to a file."""
    try:
        gone = depart(arguments.out, by=arguments.by, now=_clock(), watch=watched, facts_only=arguments.facts_only)
    except OSError as error:
        why = (error.strerror or "no reason given").lower()
        print(f"The file cannot be written ({why}). Choose another place.", file=sys.stderr)
        return _REFUSED
    print(f"{arguments.out.name}: {_counted(gone.books, 'book')}, {_counted(gone.entries, 'entry', 'entries')}")
    if gone.files:
        print(f"{_counted(gone.files, 'file')} that entries brought stayed in the database: such a file holds none")
    if not arguments.facts_only:
        print("It holds names, addresses and what was said, for anybody to read: keep it where only you can.")
    return 0


def _clock() -> datetime:
    return datetime.now(UTC)


def _counted(number: int, one: str, many: str | None = None) -> str:
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


@contextmanager
def watched(doing: str, unit: str, total: int) -> Iterator[Progress]:
    """A progress bar on a terminal; nothing anywhere else."""
    hidden = not sys.stderr.isatty()
    with tqdm(total=total, unit=unit, unit_scale=True, desc=doing, disable=hidden, leave=False, delay=0.5) as bar:

        def progress(done: int) -> None:
            bar.update(done)

        yield progress
