"""Lists and searches: each line of them is one that its reader may list, and nothing tells of those that are not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from lintel.access import readlog, rights
from lintel.access.accounts import Actor
from lintel.access.grants import Thing, Verb
from lintel.casework import index
from lintel.casework.conflicts import CONFLICTED
from lintel.casework.doors import door
from lintel.casework.refusals import NotHere
from lintel.people import register
from lintel.people.identifiers import Identifier

_MINE = """
    FROM casework_standing standing JOIN ledger_book book ON book.id = standing.book_id
    WHERE (EXISTS (SELECT 1 FROM casework_member m WHERE m.book_id = book.id AND m.staff = %(staff)s
                   AND m.how IN ('assigned', 'named'))
        OR (%(leads)s AND standing.state IN ('open', 'closed', 'held') AND NOT EXISTS (
                SELECT 1 FROM access_role_grant g WHERE g.staff_id = standing.officer AND g.ended_at IS NULL
                AND g.team_id IS NOT NULL AND NOT g.team_id = ANY(%(teams)s)))
        OR (%(hr)s AND standing.state LIKE 'colleague%%')
        OR (%(safeguards)s AND standing.safeguarding AND standing.state IN ('open', 'closed', 'held')))
      AND standing.state <> 'erased'
      AND (book.arrival_id IS NULL OR EXISTS (
            SELECT 1 FROM ledger_arrival_done d WHERE d.arrival_id = book.arrival_id))
      AND book.id NOT IN ({conflicted})
"""  # the same as the door says of one case; a test holds the two together


@dataclass(frozen=True, slots=True)
class Listed:
    """A case in a list: its reference, its state and whose it is. Who is in it stands on the case alone."""

    book: UUID
    name: str
    state: str
    officer: str | None


@dataclass(frozen=True, slots=True)
class Due:
    """A line of the desk: what is owed, in which case, by when (UTC), by whom."""

    book: UUID
    name: str
    commitment: str
    policy: str
    subject: str | None
    thread: str | None
    opened_by: str
    due: datetime | None
    officer: str | None


def cases(*, actor: Actor, now: datetime, most: int = 200, after: str = "") -> list[Listed]:
    """The cases that somebody may list, in the order of their references, from the one after `after` on."""
    with transaction.atomic(durable=True):
        found = []
        if (ground := _ground(actor, "list", "desk")).allowed:
            sql = f"""
                SELECT book.id, book.name, standing.state, standing.officer {_mine()}
                AND book.name > %(after)s ORDER BY book.name LIMIT %(most)s
            """
            with connection.cursor() as cursor:
                cursor.execute(sql, {**_asked(actor), "after": after, "most": most})
                found = [Listed(*row) for row in cursor.fetchall()]
        readlog.note(actor, readlog.Look("list", "desk", ground.ground, found=len(found)), now)
    if not ground.allowed:
        raise NotHere
    return found


def owed(*, actor: Actor, now: datetime, officer: str | None = None, most: int = 50) -> list[Due]:
    """What is owed soonest in the cases that somebody may list; of one officer's, where one is named."""
    index.freshen(now, officer or (actor.handle if "da_lead" not in actor.roles else None))
    with transaction.atomic(durable=True):
        found = []
        if (ground := _ground(actor, "list", "desk")).allowed:
            sql = f"""
                SELECT book.id, book.name, owed.commitment, owed.policy, owed.subject, owed.thread, owed.opened_by,
                       owed.due, owed.officer
                FROM casework_owed owed JOIN (SELECT book.id, book.name {_mine()}) book ON book.id = owed.book_id
                WHERE %(officer)s::text IS NULL OR owed.officer = %(officer)s
                ORDER BY owed.due NULLS LAST, owed.id LIMIT %(most)s
            """  # noqa: S608 - of constants
            with connection.cursor() as cursor:
                cursor.execute(sql, {**_asked(actor), "officer": officer, "most": most})
                found = [Due(*row) for row in cursor.fetchall()]
        readlog.note(actor, readlog.Look("list", "action", ground.ground, found=len(found)), now)
    if not ground.allowed:
        raise NotHere
    return found


def _mine() -> str:
    return _MINE.format(conflicted=CONFLICTED)


def _asked(actor: Actor) -> dict[str, Any]:
    roles = actor.roles if "administrator" not in actor.roles else frozenset()
    return {
        "staff": actor.handle,
        "teams": sorted(actor.teams),
        "leads": "da_lead" in roles,
        "hr": "hr_partner" in roles,
        "safeguards": "safeguarding_lead" in roles,
    }


def _ground(actor: Actor, verb: Verb, thing: Thing) -> rights.Right:
    return rights.may(actor, verb, thing)


@dataclass(frozen=True, slots=True)
class Match:
    """Somebody in the register who agrees with what was searched for; `cases` are those that the searcher may list.

    Whoever has no case of the searcher's is found only by two identifiers, and then with nothing but their book.
    """

    person: UUID
    kinds: frozenset[str]
    cases: tuple[UUID, ...]


def search(*, actor: Actor, identifiers: Iterable[Identifier], now: datetime) -> list[Match]:
    """Whom the register knows by at least two of these. Nothing of the search is kept but how many were found."""
    with transaction.atomic(durable=True):
        ground = _ground(actor, "list", "search")
        found = [_match(actor, each, now) for each in register.find(identifiers)] if ground.allowed else []
        readlog.note(actor, readlog.Look("list", "search", ground.ground, found=len(found)), now)
    if not ground.allowed:
        raise NotHere
    return found


def _match(actor: Actor, found: register.Found, now: datetime) -> Match:
    mine = [case for case in index.cases_with(found.book) if door(actor, case, now).may("list", "case").allowed]
    return Match(found.book, found.kinds, tuple(mine))


def may_list(actor: Actor, books: Sequence[UUID], now: datetime) -> set[UUID]:
    """Of some cases, those that somebody may list, asked at the door one by one."""
    return {book for book in books if door(actor, book, now).may("list", "case").allowed}
