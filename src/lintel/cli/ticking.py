"""`lintel tick`: what time brings, done."""

import argparse

from lintel.cli.database import with_database

_A_DAY = 86_400


def add_ticking(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the parser."""
    said = (
        "Do what time brings: e-mails, notices of what is overdue, anchors, deadlines that ran out, what is over. "
        "Every 30 seconds, by systemd or cron; twice at once does no harm."
    )
    command = commands.add_parser("tick", help="Do what time brings. Every 30 seconds.", description=said)
    command.add_argument("--every", type=_seconds, metavar="SECONDS", help="do it so often, and say only what failed")
    said = "with --every: for as long as the process of this number lives, which started this one"
    command.add_argument("--beside", type=int, metavar="PID", help=said)
    command.set_defaults(run=with_database("ticking", "tick"))


def _seconds(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= _A_DAY:
        raise argparse.ArgumentTypeError("write whole seconds, as 30")
    return int(text)
