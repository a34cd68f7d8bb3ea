"""`lintel migrate`, `lintel rebuild`: tables brought up to date, and derived rows made anew."""

import argparse
from datetime import UTC, datetime

from tqdm import tqdm

from lintel.casework import index
from lintel.config.database import migrate, refuse_at_risk


def bring_up_to_date(arguments: argparse.Namespace) -> int:
    """Bring the tables up to date, say what the app may do with them, and look whether anything is at risk."""
    migrate()
    refuse_at_risk()
    print("The database is up to date.")
    return 0


def rebuild(arguments: argparse.Namespace) -> int:
    """Make every derived row anew from the ledger."""
    with tqdm(desc="Rebuilding", unit=" books", disable=None, leave=False) as bar:

        def progress(books: int) -> None:
            bar.update(books)

        done = index.rebuild(datetime.now(UTC), progress)
    print(f"Made anew from the ledger: what is derived of {done} cases and persons.")
    return 0
