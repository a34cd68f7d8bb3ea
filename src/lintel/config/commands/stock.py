"""`lintel homes import` and `lintel directory import`: read whole, said what changes, then written or not."""

import argparse
from collections.abc import Iterable

from lintel.directory import actions as agencies
from lintel.directory import csvfile as agencies_file
from lintel.homes import actions as stock
from lintel.homes import csvfile as stock_file
from lintel.tables.changes import Changes, Record


def homes(arguments: argparse.Namespace) -> int:
    """Homes and tenancies."""
    with arguments.file.open("rb") as file:
        found = stock_file.read(file, name=arguments.file.name)
    changed = stock.compared(found) if arguments.dry_run else stock.take_in(found)
    return _say(zip(("homes", "tenancies"), changed, strict=True), dry_run=arguments.dry_run)


def directory(arguments: argparse.Namespace) -> int:
    """Agencies and services."""
    with arguments.file.open("rb") as file:
        found = agencies_file.read(file, name=arguments.file.name)
    changed = agencies.compared(found) if arguments.dry_run else agencies.take_in(found)
    return _say(zip(("agencies", "services"), changed, strict=True), dry_run=arguments.dry_run)


def _say(found: "Iterable[tuple[str, Changes[Record]]]", *, dry_run: bool) -> int:
    for what, each in found:
        print(
            f"{what}: {len(each.added)} new, {len(each.changed)} changed, {len(each.unchanged)} as before"
            + (f", {len(each.ended)} no longer in the file (they stay as they are)" if each.ended else "")
        )
    if dry_run:
        print("Nothing was written: this was a dry run.")
    return 0
