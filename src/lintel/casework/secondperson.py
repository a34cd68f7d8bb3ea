"""Who may be the second to decide on somebody's account: not who asked, nor whose it is, nor who was let in lately."""

import json
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import connection

from lintel.access import rights
from lintel.access.accounts import Actor
from lintel.casework.models import Proposal

WAY_IN: Final = "sign_in"
RESTS: Final = timedelta(hours=72)
"""For how long whoever was let in anew approves no role and no way in: a weekend, and its Monday to be noticed in."""


def let_in_lately(handle: str, now: datetime) -> bool:
    """Whether somebody was given a new way in within the last 72 hours, by two people and not from the server."""
    granted = Proposal.objects.filter(what=WAY_IN, decision__approved=True, decision__at__gt=now - RESTS)
    return any(json.loads(asked)["staff"] == handle for asked in granted.values_list("asked", flat=True))


def standing(actor: Actor, *, by: str | None, staff: str | None, late: bool, stepped_up: bool) -> rights.Standing:
    """How somebody stands to what `by` asked for, for the account of `staff`. `late`: they were let in lately."""
    return rights.Standing(
        own_proposal=by == actor.handle, on_self=staff == actor.handle, let_in_lately=late, stepped_up=stepped_up
    )


def alone_with(proposal: UUID) -> None:
    """Let nobody else decide the same until the transaction has ended."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 4))", [proposal.hex])
