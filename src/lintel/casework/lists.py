"""Lists and searches: each line of them is one that its reader may list, and nothing tells of those that are not."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from lintel.access import readlog, rights
from lintel.access.accounts import Actor
from lintel.access.asked import rows
from lintel.access.grants import CASEWORKERS, STANDING, Role, State, Thing, Verb
from lintel.casework import index
from lintel.casework.conflicts import CONFLICTED
from lintel.casework.doors import door
from lintel.casework.refusals import NotHere
from lintel.events.faults import Fault, InputRefused
from lintel.people import register
from lintel.people.identifiers import Identifier

_SEEN = f"""
    FROM casework_standing standing JOIN ledger_book book ON book.id = standing.book_id
    WHERE standing.state <> 'erased' AND book.id NOT IN ({CONFLICTED})
      AND (book.arrival_id IS NULL OR EXISTS (
            SELECT 1 FROM ledger_arrival_done d WHERE d.arrival_id = book.arrival_id))
"""  # noqa: S608 - of constants

ASSIGNED = "book.id IN (SELECT m.book_id FROM casework_member m WHERE m.staff = %(staff)s AND m.how = 'assigned')"
"""Of `book`: those that whoever asks works now. Whether they may list one is another question."""

_WORKED = "book.id IN (SELECT m.book_id FROM casework_member m WHERE m.staff = %(staff)s AND m.how = ANY(%(how)s))"
_LED = """
    standing.state IN ('open', 'closed', 'held') AND NOT EXISTS (
        SELECT 1 FROM access_role_grant g WHERE g.staff_id = standing.officer AND g.ended_at IS NULL
        AND g.team_id IS NOT NULL AND NOT g.team_id = ANY(%(teams)s))
"""
_SAFEGUARDED = "standing.safeguarding AND standing.state IN ('open', 'closed', 'held')"
_COLLEAGUES = "standing.state LIKE 'colleague%%'"
_WAYS: Mapping[Role, str] = {"da_lead": _LED, "safeguarding_lead": _SAFEGUARDED, "hr_partner": _COLLEAGUES}
"""The same as the door says of one case, for all at once; a test holds the two together."""


_MOST_OF_ONE = 60
"""So many identifiers one search may ask for: the parts of several names, homes and numbers of one person."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A case in a list: its reference, its state and whose it is. Who is in it stands on the case alone."""

    book: UUID
    name: str
    state: str
    officer: str | None


def cases(
    *,
    actor: Actor,
    now: datetime,
    most: int = 200,
    after: str = "",
    skip: int = 0,
    states: Collection[State] = STANDING,
) -> list[Listed]:
    """The cases in these states that somebody may list, by their references, from the one after `after` on.

    `skip` so many of them.
    """
    with transaction.atomic(durable=True):
        found = []
        if (ground := _ground(actor, "list", "desk")).allowed:
            sql = f"""
                SELECT book.id, book.name, standing.state, standing.officer {listable(actor)}
                AND book.name > %(after)s AND standing.state = ANY(%(states)s)
                ORDER BY book.name LIMIT %(most)s OFFSET %(skip)s
            """
            asked = {**asked_by(actor), "after": after, "most": most, "skip": skip, "states": list(states)}
            found = [Listed(*row) for row in rows(sql, asked)]
        readlog.note(actor, readlog.Look("list", "desk", ground.ground, found=len(found)), now)
    if not ground.allowed:
        raise NotHere
    return found


def listable(actor: Actor, *also: str) -> str:
    """The cases that somebody may list, as the end of a query; `also` those of which one of these conditions holds.

    Only what their roles carry is asked for.
    """
    carried = [_WORKED, *(way for role, way in _WAYS.items() if role in actor.roles), *also]
    return f"{_SEEN} AND (({') OR ('.join(carried)}))"


def lists_others(actor: Actor) -> bool:
    """Whether somebody may list cases that they do not work themselves, by a role of theirs."""
    return not actor.roles.isdisjoint(_WAYS) and rights.may(actor, "list", "desk").allowed


def asked_by(actor: Actor) -> dict[str, Any]:
    """What such a query is given."""
    works = not actor.roles.isdisjoint(CASEWORKERS)
    return {"staff": actor.handle, "teams": sorted(actor.teams), "how": ["assigned", "named"] if works else ["named"]}


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
    """Whom the register knows by at least two of these. Nothing of the search is kept but how many were found.

    Raises `NotHere`, `InputRefused` for more identifiers than one person has: nobody tries out a whole list of names.
    """
    identifiers = tuple(identifiers)
    if len(identifiers) > _MOST_OF_ONE:
        raise InputRefused([Fault(0, "identifiers", "are more than one person has", f"at most {_MOST_OF_ONE}")])
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
