"""`lintel token`: what a machine shows instead of signing in."""

import argparse
from uuid import UUID

from lintel.cli.database import with_database


def add_tokens(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands to the parser."""
    said = "Tokens of machines: each acts for one account, with its rights and no more, for at most a year."
    parts = commands.add_parser("token", help=said, description=said).add_subparsers(required=True, metavar="COMMAND")
    said = "Make a token. It is shown once. Whom it acts for is told, and the data protection officers are."
    making = parts.add_parser("make", help=said, description=said)
    making.add_argument("handle", metavar="HANDLE", help="the account that it acts for: of a person, or of a system")
    making.add_argument("--for", required=True, dest="purpose", metavar="WORDS", help="what it is for, in a few words")
    making.add_argument("--days", required=True, type=_days, help="how many days it lasts: 1 to 365")
    making.add_argument("--by", required=True, metavar="HANDLE", help="the administrator who has it made")
    making.set_defaults(run=with_database("tokens", "make"))
    said = "End a token, as of the next request."
    ending = parts.add_parser("revoke", help=said, description=said)
    ending.add_argument("token", type=_token, metavar="ID", help="its id, as the list has it")
    ending.add_argument(
        "--by", required=True, metavar="HANDLE", help="an administrator, a data protection officer, or whose it is"
    )
    ending.set_defaults(run=with_database("tokens", "revoke"))
    said = "List the tokens that there are and were: never what they open with, which is kept nowhere."
    listing = parts.add_parser("list", help=said, description=said)
    listing.add_argument("handle", nargs="?", metavar="HANDLE", help="those of one account")
    listing.set_defaults(run=with_database("tokens", "listed"))


def _days(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 4 and 1 <= int(text) <= 365):
        raise argparse.ArgumentTypeError("no such number of days: 1 to 365")
    return int(text)


def _token(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise argparse.ArgumentTypeError("no id of a token: `lintel token list` says them") from None
