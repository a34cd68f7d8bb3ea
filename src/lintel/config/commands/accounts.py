"""`lintel staff add`: accounts, and the first roles, while there is nobody yet who could approve any."""

import argparse
from datetime import UTC, datetime
from typing import get_args

from django.db import transaction

from lintel.access import accounts
from lintel.access.grants import Role
from lintel.access.models import Staff, Team


def add(arguments: argparse.Namespace) -> int:
    """Add an account; with a role, only as long as Lintel is being set up."""
    now = datetime.now(UTC)
    if faults := _faults(arguments.handle, arguments.role):
        print("\n".join(faults))
        return 1
    with transaction.atomic():
        accounts.add_staff(arguments.handle, arguments.name, now)
        if arguments.team and not Team.objects.filter(handle=arguments.team).exists():
            accounts.add_team(arguments.team, arguments.team)
        if arguments.role:
            accounts.grant_role(
                arguments.handle, arguments.role, by=accounts.INSTALLATION, approved_by=accounts.LANDLORD, now=now,
                team=arguments.team,
            )  # fmt: skip
    print(f"{arguments.handle}: added" + (f", {arguments.role}" if arguments.role else ", without any role yet"))
    return 0


def _faults(handle: str, role: str | None) -> list[str]:
    faults = []
    if Staff.objects.filter(handle=handle).exists():
        faults.append(f"{handle}: is or was somebody's handle, and is never given again; choose another")
    if role and role not in get_args(Role):
        faults.append(f"{role}: is no role; it is one of {', '.join(get_args(Role))}")
    elif role and accounts.can_approve_roles():
        faults.append(
            f"{role}: roles now take two people: an administrator proposes it, and a DA lead or the data protection "
            "officer approves it"
        )
    return faults
