"""`lintel staff`: the payroll for the conflict wall, people who leave, people who are away."""

import argparse
from pathlib import Path

from lintel.cli.database import with_database


def add_staff(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands to the parser."""
    said = "Staff: taken in from the payroll, so that nobody sees the case of somebody close; leaving; being away."
    parts = commands.add_parser("staff", help=said, description=said).add_subparsers(required=True, metavar="COMMAND")
    said = (
        "Take in staff from a CSV file: handle,name,date_of_birth,address,phone,email. Blinded, never kept as written."
    )
    taking = parts.add_parser("import", help=said, description=said)
    taking.add_argument("file", type=Path, metavar="FILE.csv")
    taking.add_argument("--close", action="store_true", help="each line is somebody close to the one with that handle")
    taking.add_argument("--dry-run", action="store_true", help="say what would come of it, and write nothing")
    taking.set_defaults(run=with_database("staffing", "take_in"))
    adding = parts.add_parser(
        "add", help="Add an account.", description="Add an account; a role only while setting up."
    )
    adding.add_argument("handle", metavar="HANDLE", help="what entries call them; never given to another")
    adding.add_argument("--name", required=True, help="what colleagues call them")
    adding.add_argument("--role", help="their first role: only until Lintel has somebody to propose and approve roles")
    adding.add_argument("--team", metavar="HANDLE", help="the team that the role is held in")
    adding.set_defaults(run=with_database("accounts", "add"))
    _add_enrolling(parts)
    _add_address(parts)
    leaving = _handing(parts, "leave", "Give every case of somebody who leaves to another, then end the account.")
    leaving.set_defaults(run=with_database("staffing", "leave"))
    said = "Let another work the cases of somebody who is away. --to themself ends it."
    covering = _handing(parts, "cover", said)
    covering.set_defaults(run=with_database("staffing", "cover"))


def _add_enrolling(parts: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    said = "Make a one-time link by which somebody sets their own password."
    enrolling = parts.add_parser("enrol", help=said, description=said)
    enrolling.add_argument("handle", metavar="HANDLE", help="whose password it sets")
    taken = "take away their password, second factors and sessions first: for who lost them"
    enrolling.add_argument("--reset", action="store_true", help=taken)
    enrolling.add_argument("--host", metavar="HOST", help="the host in the link (the first of LINTEL_HOSTS)")
    enrolling.set_defaults(run=with_database("enrolling", "enrol"))


def _add_address(parts: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    said = "Set where somebody is e-mailed that a task waits: read from standard input, empty takes it away."
    command = parts.add_parser("address", help="Set somebody's work e-mail address.", description=said)
    command.add_argument("handle", metavar="HANDLE", help="whose work address it is")
    command.set_defaults(run=with_database("addressing", "address"))


def _handing(
    parts: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, said: str
) -> argparse.ArgumentParser:
    command = parts.add_parser(name, help=said, description=said)
    command.add_argument("handle", metavar="HANDLE", help="whose cases they are")
    command.add_argument("--to", required=True, metavar="HANDLE", help="who gets them")
    command.add_argument("--by", required=True, metavar="HANDLE", help="the DA lead or HR partner who answers for it")
    return command
