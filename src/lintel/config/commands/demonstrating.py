"""`lintel demo`: a landlord that does not exist, made once, with what is needed to sign in to it."""

import argparse
import shlex
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from lintel.config.commands.interchange import watched
from lintel.config.database import migrate
from lintel.config.demo import landlord, mark, signins, waiting, year
from lintel.invention.when import year_before

_REFUSED = 1


def make(arguments: argparse.Namespace) -> int:
    """Make the landlord and its year; where that was done before, bring its tables up to date."""
    found = mark.read(arguments.data)
    if found is None or found.proof:
        mark.proven(arguments.data)
        migrate()
        return 0
    now = _now()
    with _step("The tables"):
        migrate()
    with _step(f"A year of {arguments.cases} invented cases"):
        invented = year.invented(now, arguments.cases)
    with _step("Staff, agencies and homes"):
        opens = year_before(now).opens
        landlord.take_on(datetime(opens.year, opens.month, opens.day, tzinfo=UTC))
        landlord.fill_directory()
        landlord.fill_homes(invented.addresses, opens)
    with _step(f"{len(invented.lines):,} entries sealed and judged"):
        year.take_in(invented, arguments.data, by="noor", clock=_now, watch=watched)
    with _step("What waits today"):
        found_by_looking = waiting.prepare(invented.people, _now())
    with _step("Sign-ins"):
        signins.give(found.password, _now())
    print(f"  {found_by_looking.said}")
    mark.finish(arguments.data, found)
    return 0


@contextmanager
def _step(doing: str) -> Iterator[None]:
    """Say what is being done, and how long it took."""
    begun = time.monotonic()
    print(f"  {doing} … ", end="", flush=True)
    yield
    print(f"{time.monotonic() - begun:.1f} s", flush=True)


def show(arguments: argparse.Namespace) -> int:
    """Print who may sign in as what."""
    found = mark.proven(arguments.data)
    width = max(len(each.handle) for each in landlord.STAFF)
    print(f"\n{'Sign in as':<{width}}  what they are")
    for each in landlord.STAFF:
        if each.signs_in:
            print(f"{each.handle:<{width}}  {each.called}")
    print(f"\nEverybody's password here: {found.password}")
    print(
        f"Their one-time code:       script/demo {_where(arguments.data)}--code HANDLE   (in another terminal)\n",
        flush=True,
    )
    return 0


def _where(folder: Path) -> str:
    """The option that names this demonstration, where it is not the one that is taken by itself."""
    return "" if folder == mark.default_folder() else f"--data {shlex.quote(str(folder))} "


def code(arguments: argparse.Namespace) -> int:
    """Print a code that works now."""
    mark.proven(arguments.data)
    found = signins.code_of(arguments.code, _now())
    if found is None:
        print(f"Nobody signs in as that here. One of: {', '.join(_who())}", file=sys.stderr)
        return _REFUSED
    print(found)
    return 0


def _who() -> list[str]:
    return [each.handle for each in landlord.STAFF if each.signs_in]


def _now() -> datetime:
    return datetime.now(UTC)
