"""Figures over cases, and histories without names: for who may read figures, whether or not they may open a case.

Cases are taken in two halves that share nothing: `mine`, those that the reader may list, and `others`, all the rest.
What is shown of the one says nothing of the other, so the exact numbers of a lead's own cases give away no number of a
colleague's. Nothing here suppresses small numbers: `lintel.assurance` does, before anything of `others` is shown.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from django.db import transaction

from lintel.access import readlog, rights
from lintel.access.accounts import Actor
from lintel.access.asked import rows
from lintel.access.grants import Verb
from lintel.access.models import Team
from lintel.casework import index, lists, policy
from lintel.casework.models import Standing
from lintel.casework.refusals import NotHere, StepUpNeeded
from lintel.casework.tallies import too_old
from lintel.commitments.obligations import State
from lintel.events.entry import Book, Entry
from lintel.ledger import queries

Half = Literal["mine", "others"]
Scope = Literal["mine", "others", "organisation"]
"""Half of the cases, or what the organisation itself owes, which is about nobody's case."""

NO_TEAM = ""
_DAY = timedelta(days=1)

_SEEN = """
    SELECT book.id AS book_id, standing.officer FROM ledger_book book
    LEFT JOIN casework_standing standing ON standing.book_id = book.id
    WHERE book.kind = %(kind)s AND standing.state IS DISTINCT FROM 'erased'
      AND (book.arrival_id IS NULL OR EXISTS (
            SELECT 1 FROM ledger_arrival_done d WHERE d.arrival_id = book.arrival_id))
"""
_STANDS = """
    CASE WHEN tally.settled <> '' THEN tally.settled WHEN tally.runs_out <= %(now)s THEN 'overdue' ELSE 'due' END
"""
_BEGUN = "tally.month BETWEEN %(first)s AND %(last)s AND (tally.begins IS NULL OR tally.begins <= %(now)s)"
_TEAM = """
    SELECT staff_id, min(team_id) AS team FROM access_role_grant WHERE ended_at IS NULL AND team_id IS NOT NULL
    GROUP BY staff_id
"""


@dataclass(frozen=True, slots=True)
class Cell:
    """So many obligations under a commitment whose clock started in a month, in the cases that a team has now.

    `month` is its first day; `team` the handle of the officer's team, `NO_TEAM` where nobody has the case, or nobody of
    a team, and for what the organisation itself owes. `few` are marks of the cases where they are few, so that it can
    be told of how many people a number is; empty where they are many.
    """

    commitment: str
    month: date
    team: str
    state: State
    number: int
    few: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Counted:
    """A case that somebody may list, with how many obligations of it stand so under one commitment."""

    book: UUID
    name: str
    state: State
    number: int


@dataclass(frozen=True, slots=True)
class Histories:
    """Cases to be judged: how many there are, the newest of them one after another, and the organisation's entries."""

    there_are: int
    books: Iterator[Book]
    organisation: Sequence[Entry]


def cells(*, actor: Actor, now: datetime, scope: Scope, months: tuple[date, date], verb: Verb = "read") -> list[Cell]:
    """Every figure for the months from the first to the last, each named by its first day.

    Right as of `now`, whatever ran or did not run before. Raises `NotHere`, or `StepUpNeeded` for an export.
    """
    _look_far_enough(now)
    with transaction.atomic(durable=True):
        ground = rights.may(actor, verb, "figures", rights.Standing(stepped_up=actor.stepped_up))
        found = _cells(actor, now, scope, months) if ground.allowed else []
        readlog.note(actor, readlog.Look(verb, "figures", ground.ground, found=len(found)), now)
    _refuse(ground)
    return found


def _cells(actor: Actor, now: datetime, scope: Scope, months: tuple[date, date]) -> list[Cell]:
    sql = f"""
        WITH one AS MATERIALIZED ({_books(actor, scope)}), teams AS MATERIALIZED ({_TEAM})
        SELECT tally.commitment, tally.month, coalesce(teams.team, ''), {_STANDS}, sum(tally.number)::int,
               {"NULL" if scope == "mine" else _FEW}
        FROM casework_tally tally JOIN one ON one.book_id = tally.book_id
        LEFT JOIN teams ON teams.staff_id = one.officer
        WHERE {_BEGUN} GROUP BY 1, 2, 3, 4
    """  # noqa: S608 - of constants
    rows(_COUNTING, [])
    found = rows(sql, _given(actor, now, scope, months))
    return [Cell(name, month, team, state, number, tuple(few or ())) for name, month, team, state, number, few in found]


_COUNTING = "SELECT set_config('work_mem', '64MB', true), set_config('enable_sort', 'off', true)"
"""Until the transaction ends: otherwise the server expects so many figures that it sorts every row before it counts."""

_FEW = "CASE WHEN count(*) < 40 THEN array_agg(uuid_hash_extended(tally.book_id, 0)) END"
"""Marks of the cases, where they are few. A case has one row for all of it that is settled alike, and one for each time
at which something open runs out: forty rows are of many cases."""


def _books(actor: Actor, scope: Scope) -> str:
    """The books of a scope with their officers, as a query."""
    if scope == "mine":
        return f"SELECT book.id AS book_id, standing.officer {lists.listable(actor)}"
    if scope == "organisation" or not lists_cases(actor):
        return _SEEN
    return f"{_SEEN} AND book.id NOT IN (SELECT book.id {lists.listable(actor)})"


def _given(actor: Actor, now: datetime, scope: Scope, months: tuple[date, date]) -> dict[str, Any]:
    kind = "organisation" if scope == "organisation" else "case"
    return {**lists.asked_by(actor), "now": now, "kind": kind, "first": months[0], "last": months[1]}


def cases(*, actor: Actor, now: datetime, commitment: str, months: tuple[date, date], most: int = 200) -> list[Counted]:
    """The cases behind a figure, for who may list them and only those: what was not kept first.

    Raises `NotHere` for who may not read figures.
    """
    with transaction.atomic(durable=True):
        ground = rights.may(actor, "list", "figures")
        may = ground.allowed and lists_cases(actor)
        found = _cases(actor, now, commitment, months, most) if may else []
        readlog.note(actor, readlog.Look("list", "figures", ground.ground, found=len(found)), now)
    _refuse(ground)
    return found


def _cases(actor: Actor, now: datetime, commitment: str, months: tuple[date, date], most: int) -> list[Counted]:
    sql = f"""
        SELECT * FROM (
            SELECT one.id, one.name, {_STANDS} AS stands, sum(tally.number)::int AS number
            FROM casework_tally tally
            JOIN (SELECT book.id, book.name {lists.listable(actor)}) one ON one.id = tally.book_id
            WHERE tally.commitment = %(commitment)s AND {_BEGUN} GROUP BY 1, 2, 3
        ) found ORDER BY array_position(ARRAY['overdue', 'missed', 'late', 'due', 'kept', 'excused'], stands::text), 2
        LIMIT %(most)s
    """  # noqa: S608 - of constants
    given = _given(actor, now, "mine", months)
    return [Counted(*row) for row in rows(sql, {**given, "commitment": commitment, "most": most})]


def histories(*, actor: Actor, now: datetime, half: Half, most: int) -> Histories:
    """The newest cases of one half, facts alone and without their references, for who may read figures.

    One row of the read log stands for them all. Raises `NotHere`.
    """
    with transaction.atomic(durable=True):
        ground = rights.may(actor, "read", "figures")
        wanted = _newest(actor, half) if ground.allowed else []
        some = wanted[:most]
        readlog.note(actor, readlog.Look("read", "figures", ground.ground, found=len(some)), now)
    _refuse(ground)
    return Histories(len(wanted), _nameless(some), policy.organisation())


def _newest(actor: Actor, half: Half) -> list[UUID]:
    sql = f"""
        SELECT one.book_id FROM ({_books(actor, half)}) one JOIN ledger_book named ON named.id = one.book_id
        ORDER BY named.opened_at DESC, named.id
    """  # noqa: S608 - of constants
    return [book for (book,) in rows(sql, {**lists.asked_by(actor), "kind": "case"})]


def _nameless(books: Sequence[UUID]) -> Iterator[Book]:
    """Each book under a number instead of its reference, so many at a time that they fit in memory."""
    for together in index.in_batches(books):
        names = {book: f"case-{number}" for number, book in enumerate(together, 1)}
        yield from queries.chronicles(together, names=names, with_sealed=False).values()


def refuse_figures(actor: Actor, now: datetime) -> None:
    """Turn away, and write down, whoever may not read figures. Raises `NotHere`."""
    ground = rights.may(actor, "read", "figures")
    if not ground.allowed:
        with transaction.atomic(durable=True):
            readlog.note(actor, readlog.Look("read", "figures", ground.ground), now)
        _refuse(ground)


def lists_cases(actor: Actor) -> bool:
    """Whether there can be cases that somebody may list, so that figures have a half of theirs."""
    return rights.may(actor, "list", "desk").allowed


def team_names() -> dict[str, str]:
    """What each team is called, by its handle."""
    return dict(Team.objects.values_list("handle", "name"))


def _look_far_enough(now: datetime) -> None:
    """Judge anew the cases in which nobody wrote for so long that what time has opened was not foreseen."""
    found = Standing.objects.filter(fresh_until__lte=too_old(now) + _DAY, book__in=queries.seen_books())
    for together in index.in_batches(list(found.values_list("book_id", flat=True))):
        index.index_all(together, now)


def _refuse(ground: rights.Right) -> None:
    if not ground.allowed:
        raise StepUpNeeded if ground.needs_step_up else NotHere
