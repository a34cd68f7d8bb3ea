"""`lintel staff`: the payroll taken in for the conflict wall; people who leave, and people who are away."""

import argparse
import secrets
import sys
from collections.abc import Callable
from datetime import UTC, datetime

from lintel.access import accounts
from lintel.access.accounts import Actor
from lintel.casework import handover, staffmarks
from lintel.casework.handover import Outcome, Outcomes
from lintel.casework.refusals import Refused
from lintel.events.faults import FILE, Fault, InputRefused

_LARGEST = 20 * 1024 * 1024
_REFUSED = 1
_SAID: dict[Outcome, str] = {
    "done": "given to the new officer",
    "already": "had been already",
    "kept_out": "stay: the new officer is in conflict with somebody in them",
    "barred": "stay: a guard of the policy bars it",
    "busy": "stay: somebody kept writing in them; run it again",
    "out_of_reach": "stay: they are not for whoever hands over (another team's, a colleague's, in conflict)",
}


def take_in(arguments: argparse.Namespace) -> int:
    """Take in a file of staff, or of people close to them. Prints how many, and never whom."""
    lines = staffmarks.read_lines(_text(arguments), close=arguments.close)
    came = staffmarks.take_in(lines, _now(), close=arguments.close, dry_run=arguments.dry_run)
    print(f"{len(lines):,} lines: {came.made:,} new accounts, {came.changed:,} new marks, {came.same:,} as they were")
    if came.left:
        print(f"{came.left:,} are of accounts that have ended, and were passed over")
    if came.absent and not arguments.close:
        print(f"{came.absent:,} accounts that live are not in the file: whoever left, `lintel staff leave`")
    for number, column in came.unread:
        print(f"line {number}: {column} is written so that nobody can be found by it", file=sys.stderr)
    if arguments.dry_run:
        print("Nothing was written: this was a dry run.")
    return 0


def _text(arguments: argparse.Namespace) -> str:
    with arguments.file.open("rb") as file:
        read = file.read(_LARGEST + 1)
    if len(read) > _LARGEST:
        raise InputRefused([Fault(0, FILE, "is too large", "at most 20 MB")])
    try:
        return str(read, "utf-8")
    except UnicodeDecodeError:
        raise InputRefused([Fault(0, FILE, "is not in UTF-8", "a file saved as CSV UTF-8")]) from None


def leave(arguments: argparse.Namespace) -> int:
    """Hand over every case of somebody who leaves, and end the account once none is left."""

    def work(lead: Actor) -> Outcomes:
        came = handover.leave(
            actor=lead, officer=arguments.handle, to=arguments.to, ended_by=accounts.INSTALLATION, clock=_now
        )
        print("The account has ended." if came.ended else "The account goes on: there are cases left with it.")
        return came.outcomes

    return _handed(arguments, work)


def cover(arguments: argparse.Namespace) -> int:
    """Let somebody work the running cases of somebody who is away beside them."""
    return _handed(
        arguments,
        lambda lead: handover.cover(actor=lead, officer=arguments.handle, to=arguments.to, clock=_now),
    )


def _handed(arguments: argparse.Namespace, work: Callable[[Actor], Outcomes]) -> int:
    lead = accounts.actor(arguments.by, request=f"command-{secrets.token_hex(8)}", origin="command line")
    try:
        outcomes = work(lead)
    except Refused:
        print("Whoever is named by --by leads no cases.", file=sys.stderr)
        return _REFUSED
    for outcome, number in outcomes.items():
        print(f"{number:>6,} {_SAID[outcome]}")
    behind = sum(outcomes[each] for each in handover.LEFT_BEHIND)
    if behind:
        print(f"Those who answer for the {behind:,} that stay have been told.")
    return _REFUSED if behind else 0


def _now() -> datetime:
    return datetime.now(UTC)
