"""The door of a case: who stands how to it, whether they may, and the line in the read log that says so."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from django.db import transaction

from lintel.access import readlog, rights
from lintel.access.accounts import Actor
from lintel.access.asked import rows
from lintel.access.grants import Relation, State, Thing, Verb
from lintel.casework.conflicts import CONFLICTED, closed_to
from lintel.casework.models import BreakGlass
from lintel.casework.refusals import NotHere, Refused, StepUpNeeded
from lintel.events.faults import InputRefused

GLASS_LASTS = timedelta(minutes=60)

_STANDS = """
    SELECT book.name, standing.state, standing.seq, standing.officer,
        EXISTS (SELECT 1 FROM casework_member m WHERE (m.book_id, m.staff, m.how) = (book.id, %(staff)s, 'assigned')),
        EXISTS (SELECT 1 FROM casework_member m WHERE (m.book_id, m.staff, m.how) = (book.id, %(staff)s, 'named')),
        NOT EXISTS (SELECT 1 FROM access_role_grant g WHERE g.staff_id = standing.officer AND g.ended_at IS NULL
                    AND g.team_id IS NOT NULL AND NOT g.team_id = ANY(%(teams)s)),
        standing.safeguarding,
        (SELECT bool_or(g.address) FROM casework_break_glass g
         WHERE g.book_id = book.id AND g.staff = %(staff)s AND g.at > %(since)s AND g.at <= %(now)s)
    FROM ledger_book book JOIN casework_standing standing ON standing.book_id = book.id
    WHERE book.id = %(book)s AND book.kind = 'case' AND (book.arrival_id IS NULL
        OR EXISTS (SELECT 1 FROM ledger_arrival_done d WHERE d.arrival_id = book.arrival_id))
"""


@dataclass(frozen=True, slots=True)
class Door:
    """A case as somebody stands before it. `seq` is the place of its last entry."""

    actor: Actor
    book: UUID
    name: str = ""
    seq: int = 0
    standing: rights.Standing = rights.Standing()  # noqa: RUF009 - frozen
    officer: str | None = None

    def may(self, verb: Verb, thing: Thing) -> rights.Right:
        """Whether this may be done here."""
        return rights.may(self.actor, verb, thing, self.standing)


def door(actor: Actor, book: UUID, now: datetime, *, as_if: State | None = None) -> Door:
    """How somebody stands to a case, or stood to it when it was in another state.

    Where there is no such case it asks the database just as much.
    """
    asked: dict[str, Any] = {
        "staff": actor.handle,
        "teams": sorted(actor.teams),
        "book": book,
        "now": now,
        "since": now - GLASS_LASTS,
    }
    ((out, name, state, seq, officer, *how),) = rows(_ONE, asked)
    if name is None:
        return Door(actor, book, standing=rights.Standing(stepped_up=actor.stepped_up))
    standing = _standing(actor, as_if or cast(State, state), how, kept_out=out is not False)
    return Door(actor, book, name, seq, standing, officer)


_ONE = f"""
    SELECT asked.kept_out, stands.* FROM (SELECT %(book)s IN ({CONFLICTED}) AS kept_out) asked
    LEFT JOIN ({_STANDS}) stands ON true
"""  # noqa: S608 - of constants
_EACH = _STANDS.replace("SELECT book.name", "SELECT book.id, book.name").replace(
    "book.id = %(book)s", "book.id = ANY(%(books)s)"
)


def doors(actor: Actor, books: Collection[UUID], now: datetime) -> dict[UUID, Door]:
    """How somebody stands to each of some cases, with as many questions as for one; what is no case is not there."""
    asked: dict[str, Any] = {
        "staff": actor.handle,
        "teams": sorted(actor.teams),
        "books": list(books),
        "now": now,
        "since": now - GLASS_LASTS,
    }
    closed = closed_to(actor.handle)
    found = rows(_EACH, asked)
    return {
        book: Door(actor, book, name, seq, _standing(actor, cast(State, state), how, kept_out=book in closed), officer)
        for book, name, state, seq, officer, *how in found
    }


def _standing(actor: Actor, state: State, how: list[Any], *, kept_out: bool) -> rights.Standing:
    assigned, named, leads, safeguarding, glass = how
    relations: dict[Relation, bool] = {
        "assigned": assigned,
        "named": named,
        "team_lead": leads,
        "hr": True,  # the table says which states and roles it counts for
        "safeguarding": safeguarding,
        "break_glass": glass is not None,
    }
    strongest = rights.strongest(actor, [each for each, holds in relations.items() if holds], state)
    return rights.Standing(
        relation=strongest,
        conflicted=kept_out,
        state=state,
        stepped_up=actor.stepped_up,
        address_ticked=bool(glass),
    )


def stays_open_until(door: Door, now: datetime) -> datetime | None:
    """When the glass that somebody broke to a case closes again; None where none is open."""
    broken = BreakGlass.objects.filter(book=door.book, staff=door.actor.handle, at__gt=now - GLASS_LASTS, at__lte=now)
    last = broken.order_by("-at").values_list("at", flat=True).first()
    return last + GLASS_LASTS if last else None


@contextmanager
def opened(actor: Actor, book: UUID, verb: Verb, thing: Thing, now: datetime) -> Iterator[Door]:
    """The door, open, for one transaction in which the look is written down first.

    Raises `NotHere` or `StepUpNeeded` once that has been written down; what is refused within is written down too,
    after everything else of it was undone.
    """
    refused: Exception | None = None
    try:
        with transaction.atomic(durable=True):
            before = door(actor, book, now)
            right = before.may(verb, thing)
            readlog.note(actor, readlog.Look(verb, thing, right.ground, book), now)
            if right.allowed:
                yield before
                return
    except Exception as error:  # whatever it is, that it was tried must not be forgotten
        refused = error
    if refused is None:
        raise StepUpNeeded if right.needs_step_up else NotHere
    with transaction.atomic(durable=True):
        readlog.note(actor, readlog.Look(verb, thing, f"refused:{_code(refused)}", book), now)
    raise refused


def _code(refused: Exception) -> str:
    if isinstance(refused, Refused):
        return refused.code
    return "input" if isinstance(refused, InputRefused) else "failed"
