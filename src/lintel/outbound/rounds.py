"""When machines last did what they do by themselves, and how far they came with what takes more than one go."""

from collections.abc import Callable
from datetime import datetime

from django.db import connection, transaction

from lintel.events.entry import local_day
from lintel.outbound.models import Round


def alone(what: str) -> bool:
    """Whether nobody else is at something now, on whatever machine; then nobody is until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 8))", [what])
        return bool(cursor.fetchone() == (True,))


def note(what: str, now: datetime) -> None:
    """It was done now."""
    Round.objects.update_or_create(what=what, defaults={"at": now, "mark": ""})


def last(what: str) -> datetime | None:
    """When it was last done; None for never."""
    return Round.objects.filter(what=what).values_list("at", flat=True).first()


def once_a_day(what: str, now: datetime, go_on: Callable[[str], str]) -> bool:
    """Do one part of what is done once a day in London; False where it is done for today, or somebody else is at it.

    `go_on` is given how far it came and says how far it came now: nothing for the beginning, and for the end. What it
    writes and how far it came are one transaction.
    """
    with transaction.atomic(durable=True):
        Round.objects.get_or_create(what=what, defaults={"at": datetime.min.replace(tzinfo=now.tzinfo, year=2000)})
        held = Round.objects.select_for_update(skip_locked=True).filter(what=what).first()
        if held is None or (not held.mark and local_day(held.at) >= local_day(now)):
            return False
        held.mark, held.at = go_on(held.mark), now
        held.save(update_fields=["mark", "at"])
        return True
