"""Instants given on the command line, and the one place where the clock is read."""

import argparse
from datetime import UTC, date, datetime

from lintel.commitments.periods import start_of
from lintel.events.entry import LONDON
from lintel.events.faults import out_of_reach


def instant_argument(text: str) -> datetime:
    """A date (its first instant in London) or an instant with its offset, as it was typed."""
    try:
        found = _first_instant(text) if len(text) == len("2024-05-01") else datetime.fromisoformat(text)
    except ValueError:
        wrong = f'"{text}" is no date; write 2024-05-01 or 2024-05-01T12:00:00+01:00'
        raise argparse.ArgumentTypeError(wrong) from None
    if found.tzinfo is None:
        raise argparse.ArgumentTypeError(f'"{text}" has no offset; write it as 2024-05-01T12:00:00+01:00')
    if reach := out_of_reach(found):
        raise argparse.ArgumentTypeError(f'"{text}" {reach[0]}; write {reach[1]}')
    return found.astimezone(UTC)


def _first_instant(text: str) -> datetime:
    return start_of(date.fromisoformat(text)).astimezone(LONDON)


def as_of_or_now(given: datetime | None) -> datetime:
    """The instant that was asked for, or now."""
    return given or datetime.now(UTC)
