"""Commands that work on the database: the code that they need is read only when one of them is run.

It takes a second to read Django and to reach the database; whoever checks a file does not wait for either.
"""

import argparse
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from importlib import import_module

Run = Callable[[argparse.Namespace], int]


def with_database(module: str, function: str = "run", *, opens: bool = True) -> Run:
    """A command that stands in `lintel.config.commands`, run once the database has been made ready.

    One that `opens` it is refused where something that was erased has come back with a restored database.
    """

    def run(arguments: argparse.Namespace) -> int:
        def work() -> int:
            import_module("lintel.config.database").prepare(f"{datetime.now(UTC):%Y-%m}")
            if opens:
                import_module("lintel.config.erasures").refuse_unreplayed()
            return _work(module, function)(arguments)

        return carried_out(work)

    return run


def without_database(module: str, function: str = "run") -> Run:
    """A command that stands there and needs no database."""

    def run(arguments: argparse.Namespace) -> int:
        return carried_out(lambda: _work(module, function)(arguments))

    return run


def carried_out(work: Callable[[], int | None]) -> int:
    """The exit code of some work; 1 with what is to be done about it, where it was refused."""
    try:
        return work() or 0
    except Exception as refused:  # what refuses is read only now, since it takes Django to know
        if isinstance(refused, import_module("lintel.config.options").SettingsRefused):  # and Django takes settings
            print(refused, file=sys.stderr)
            return 1
        refusals = import_module("lintel.config.refusals")
        if not isinstance(refused, refusals.REFUSALS):
            raise
        print(refusals.said(refused), file=sys.stderr)
        return 1


def _work(module: str, function: str) -> Run:
    work: Run = getattr(import_module(f"lintel.config.commands.{module}"), function)
    return work
