"""Homes and tenancies, taken in by somebody who may, from the file that the housing system exports."""

from dataclasses import dataclass
from datetime import datetime
from io import StringIO

from django.db import transaction

from lintel.access import readlog, rights
from lintel.access.accounts import Actor
from lintel.casework.refusals import NotHere
from lintel.homes import actions, csvfile
from lintel.tables.changes import Changes, Record


@dataclass(frozen=True, slots=True)
class Counted:
    """What a file changes of one sort of thing, in numbers. `absent` are no longer in the file, and stay."""

    new: int
    changed: int
    unchanged: int
    absent: int


def take_in(*, actor: Actor, text: str, dry_run: bool, now: datetime) -> tuple[Counted, Counted]:
    """Take in a CSV file: what became of the homes and of the tenancies, or would become of them in a dry run.

    Raises `NotHere` for whoever may not, `InputRefused` with every fault; then nothing was written.
    """
    with transaction.atomic(durable=True):
        right = rights.may(actor, "record", "homes")
        readlog.note(actor, readlog.Look("record", "homes", right.ground), now)
    if not right.allowed:
        raise NotHere
    stock = csvfile.read(StringIO(text, newline=""))
    homes, tenancies = actions.compared(stock) if dry_run else actions.take_in(stock)
    return _counted(homes), _counted(tenancies)


def _counted(found: "Changes[Record]") -> Counted:
    return Counted(len(found.added), len(found.changed), len(found.unchanged), len(found.ended))
