"""Who looked at a case: its part of the read log, for whoever answers for the looking. Never what was in it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lintel.access.accounts import Actor
from lintel.access.models import Read
from lintel.casework.doors import door, opened

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Looked:
    """One look, or one that was refused: who (a handle), when (UTC), what, and on what ground of the rights table."""

    who: str
    at: datetime
    verb: str
    thing: str
    ground: str


@dataclass(frozen=True, slots=True)
class Looks:
    """The looks at a case, the newest first. `more`: there are older ones than these."""

    name: str
    looks: tuple[Looked, ...]
    more: bool


def sees_who_looked(actor: Actor, book: UUID, now: datetime) -> bool:
    """Whether somebody may read who looked at a case: a page leads there only for whoever comes in."""
    return door(actor, book, now).may("read", "case_read_log").allowed


def who_looked(*, actor: Actor, book: UUID, now: datetime, skip: int = 0) -> Looks:
    """The latest looks at a case, this one among them, without so many of the newest. Raises `NotHere`."""
    with opened(actor, book, "read", "case_read_log", now) as case:
        rows = Read.objects.filter(book=book).order_by("-at", "reader", "-seq")
        said = rows.values_list("reader", "at", "verb", "thing", "ground")
        found = [Looked(*row) for row in said[skip : skip + AT_ONCE + 1]]
        return Looks(case.name, tuple(found[:AT_ONCE]), len(found) > AT_ONCE)
