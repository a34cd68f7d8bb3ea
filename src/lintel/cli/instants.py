"""Instants given on the command line, and the one place where the clock is read."""

import argparse
from datetime import UTC, date, datetime

from lintel.commitments.periods import start_of


def instant_argument(text: str) -> datetime:
    """A date (its first instant in London) or an instant with its offset, as it was typed."""
    try:
        if len(text) == len("2024-05-01"):
            return start_of(date.fromisoformat(text))
        found = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f'"{text}" is no date; write 2024-05-01 or 2024-05-01T12:00:00+01:00'
        ) from None
    if found.tzinfo is None:
        raise argparse.ArgumentTypeError(f'"{text}" has no offset; write it as 2024-05-01T12:00:00+01:00')
    return found.astimezone(UTC)


def as_of_or_now(given: datetime | None) -> datetime:
    """The instant that was asked for, or now."""
    return given or datetime.now(UTC)
