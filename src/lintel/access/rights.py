"""May somebody do this? The rows of `grants`, made into cells, and one pure function over them."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product

from lintel.access.grants import (
    ADDRESSES,
    ADMINISTRATOR,
    BESIDE_ADMINISTRATOR,
    BY_ROLE,
    MAKES_SOMEBODY_MORE,
    REACH,
    STEP_UP,
    TO_A_CASE,
    CaseObject,
    Relation,
    Role,
    State,
    Thing,
    Verb,
)

__all__ = [
    "Actor",
    "CaseObject",
    "Cell",
    "Place",
    "Relation",
    "Right",
    "Role",
    "Standing",
    "State",
    "Table",
    "Thing",
    "Verb",
    "cells",
    "ever",
    "may",
    "roles_that",
    "strongest",
    "table_of",
]


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever asks. `live`: the account has not ended and the second factor was given; `roles` as of this request."""

    live: bool
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True)
class Standing:
    """How the actor stands to the one case that a question touches; left as it is where it touches none.

    `relation` is what `strongest` finds. `conflicted`: linked with somebody in the case, as far as is known.
    `stepped_up`: the second factor was given within five minutes. `address_ticked`: whoever broke the glass asked
    for the address and said why. `own_proposal`: the actor made what is to be approved or reviewed.
    `on_self`: the role, or the way in, would be the actor's own. `let_in_lately`: they came in by a new way themselves
    within the last days, so that somebody who took over one account cannot take over another by it.
    """

    relation: Relation = "none"
    conflicted: bool = False
    state: State | None = None
    stepped_up: bool = False
    address_ticked: bool = False
    own_proposal: bool = False
    on_self: bool = False
    let_in_lately: bool = False


@dataclass(frozen=True, slots=True)
class Right:
    """The answer. `ground` is a code for the read log: the relation or the role that let it, or `refused:` and why.

    `needs_step_up`: refused for want of a fresh second factor alone; ask again once it has been given.
    """

    allowed: bool
    ground: str
    needs_step_up: bool = False


Place = tuple[Verb, Thing, Relation, State | None]
Cell = tuple[Place, Role]
"""The smallest thing that the table can say."""


@dataclass(frozen=True, slots=True)
class Table:
    """The table as it is asked: at each place, the roles that may and on what ground."""

    places: Mapping[Place, Mapping[Role, Right]]
    step_up: frozenset[tuple[Verb, Thing]]


def cells() -> Iterator[tuple[Cell, str]]:
    """Every cell that the rows fill, with its ground."""
    for row in TO_A_CASE:
        for relation in row.relations:
            reach = REACH[relation]
            states = [state for state in row.states if state in reach.states]
            for place in product(row.verbs, row.things, (relation,), states):
                yield from (((place, role), relation) for role in row.roles or reach.roles)
    for duty in BY_ROLE:
        for anywhere in product(duty.verbs, duty.things, duty.relations, duty.states):
            yield from (((anywhere, role), role) for role in duty.roles)


def table_of(filled: Iterable[tuple[Cell, str]], step_up: Iterable[tuple[Verb, Thing]]) -> Table:
    """A table from its cells and what asks for the second factor again."""
    places: dict[Place, dict[Role, Right]] = {}
    for (place, role), ground in filled:
        places.setdefault(place, {})[role] = Right(True, ground)
    return Table(places, frozenset(step_up))


TABLE = table_of(cells(), ((verb, thing) for verb, things in STEP_UP.items() for thing in things))

BESIDE_ANY_CASE = Standing()
_NO_ACCOUNT = Right(False, "refused:account")
_CONFLICT = Right(False, "refused:conflict")
_DEFAULT = Right(False, "refused:default")
_OWN_PROPOSAL = Right(False, "refused:own_proposal")
_ON_SELF = Right(False, "refused:on_self")
_LET_IN_LATELY = Right(False, "refused:let_in_lately")
_NOT_TICKED = Right(False, "refused:address_not_ticked")
_STEP_UP = Right(False, "refused:step_up", needs_step_up=True)


def may(actor: Actor, verb: Verb, thing: Thing, standing: Standing = BESIDE_ANY_CASE, *, table: Table = TABLE) -> Right:
    """Whether the actor may do this, and on what ground. What the table does not say, nobody may.

    A conflict stands before everything: no role, no relation and no broken glass opens that case.
    """
    if not actor.live:
        return _NO_ACCOUNT
    if standing.conflicted:
        return _CONFLICT
    granted = _granted(actor.roles, table.places.get((verb, thing, standing.relation, standing.state)))
    if granted is None:
        return _DEFAULT
    return _barred(verb, thing, standing, table) or granted


def _granted(roles: frozenset[Role], here: Mapping[Role, Right] | None) -> Right | None:
    if here is None:
        return None
    counting = _counting(roles)
    for role, right in here.items():
        if role in counting:
            return right
    return None


def _counting(roles: frozenset[Role]) -> frozenset[Role]:
    return roles if ADMINISTRATOR not in roles else roles & BESIDE_ADMINISTRATOR


@cache
def roles_that(verb: Verb, thing: Thing) -> frozenset[Role]:
    """The roles that may do this anywhere: in some case, or beside cases."""
    return frozenset(role for place, here in TABLE.places.items() if place[:2] == (verb, thing) for role in here)


def ever(actor: Actor, verb: Verb, thing: Thing) -> bool:
    """Whether the actor may do this in some case, or beside cases. Which it is, `may` says of each."""
    return actor.live and not _counting(actor.roles).isdisjoint(roles_that(verb, thing))


def _barred(verb: Verb, thing: Thing, standing: Standing, table: Table) -> Right | None:
    """Why this one may not, or not yet, although the table lets such people."""
    if standing.own_proposal and verb in ("approve", "review"):
        return _OWN_PROPOSAL
    if thing in MAKES_SOMEBODY_MORE and verb in ("propose", "approve", "manage") and standing.on_self:
        return _ON_SELF
    if thing in MAKES_SOMEBODY_MORE and verb == "approve" and standing.let_in_lately:
        return _LET_IN_LATELY
    if standing.relation == "break_glass" and thing in ADDRESSES and not standing.address_ticked:
        return _NOT_TICKED
    if (verb, thing) in table.step_up and not standing.stepped_up:
        return _STEP_UP
    return None


def strongest(actor: Actor, relations: Collection[Relation], state: State | None) -> Relation:
    """Of the relations that the actor has to a case, the one that lets most; `none` where none reaches it.

    A relation counts only with a role that carries it: an assignment outlives no role.
    """
    for relation, reach in REACH.items():
        if relation in relations and state in reach.states and not actor.roles.isdisjoint(reach.roles):
            return relation
    return "none"
