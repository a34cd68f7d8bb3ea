"""`lintel migrate`, `lintel rebuild`, `lintel stop`: the database made ready, mended, and stopped."""

import argparse

from lintel.cli.database import with_database, without_database


def add_running(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands to the parser."""
    for name, run, said in (
        (
            "migrate",
            with_database("running", "bring_up_to_date", opens=False),
            "Make the database, or bring its tables up to date.",
        ),
        (
            "rebuild",
            with_database("running", "rebuild"),
            "Make everything derived anew from the ledger; no fact changes.",
        ),
        ("stop", without_database("stopping"), "Stop the embedded database of the data folder."),
    ):
        commands.add_parser(name, help=said, description=said).set_defaults(run=run)
