"""`lintel staff enrol`: a one-time link by which somebody sets their own password."""

import argparse
from datetime import UTC, datetime

from django.conf import settings

from lintel.signin import enrolment


def enrol(arguments: argparse.Namespace) -> int:
    """Print a link for one person; with `--reset` their password, factors and sessions are taken away first.

    Whoever is root here needs nobody's approval, and could read the keys: the link takes no code. They, and the data
    protection officers, are told all the same.
    """
    now = datetime.now(UTC)
    account = enrolment.account_of(arguments.handle)
    path = enrolment.reset(account, now) if arguments.reset else enrolment.new_link(account, now)
    print(_address(arguments.host) + path)
    print("It works once, for 24 hours. Give it to nobody but its owner; any link before it works no more.")
    print("Its owner and the data protection officers are told. On the staff pages a link takes two people.")
    return 0


def _address(host: str | None) -> str:
    name = host or settings.ALLOWED_HOSTS[0]
    local = name.partition(":")[0] in ("localhost", "127.0.0.1")
    return f"{'http' if local else 'https'}://{name}"
