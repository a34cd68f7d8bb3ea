"""`lintel token`: what a machine shows instead of signing in. Made, listed and revoked; shown once."""

import argparse
import sys
from datetime import UTC, datetime, timedelta

from lintel.casework.refusals import NotHere
from lintel.signin import tokens
from lintel.signin.models import Token

_REFUSED = 1


def make(arguments: argparse.Namespace) -> int:
    """Print a new token. It is kept nowhere."""
    now = datetime.now(UTC)
    until = now + timedelta(days=arguments.days)
    try:
        token = tokens.make(handle=arguments.handle, label=arguments.purpose, until=until, by=arguments.by, now=now)
    except NotHere:
        return _refused("Whoever is named by --by looks after no accounts.")
    print(token)
    print(f"It works until {until:%-d %B %Y %H:%M} UTC, and is shown this once: keep it where only that machine reads.")
    print("Whom it acts for has been told, and so have the data protection officers.")
    return 0


def revoke(arguments: argparse.Namespace) -> int:
    """End a token, as of the next request."""
    try:
        ended = tokens.revoke(token=arguments.token, by=arguments.by, now=datetime.now(UTC))
    except NotHere:
        return _refused("Whoever is named by --by neither looks after accounts nor holds that token.")
    if not ended:
        return _refused("There is no such token in use: `lintel token list` says which there are.")
    print("It opens nothing any more.")
    return 0


def listed(arguments: argparse.Namespace) -> int:
    """Every token: its id, whose it is, what it is for, and until when. What it opens with is kept nowhere."""
    now = datetime.now(UTC)
    for each in tokens.kept(arguments.handle):
        print(f"{each.id}  {each.staff_id:<20}  {_state(each, now):<22}  {each.label} (made by {each.made_by})")
    return 0


def _state(token: Token, now: datetime) -> str:
    if token.revoked_at is not None:
        return f"revoked {token.revoked_at:%Y-%m-%d}"
    return f"{'over since' if token.until <= now else 'until'} {token.until:%Y-%m-%d}"


def _refused(said: str) -> int:
    print(said, file=sys.stderr)
    return _REFUSED
