"""Questions put to the table and to the oracle: whoever asks, every word there is, and where the two differ."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import product

from lintel.access.grants import CASE_OBJECTS, RELATIONS, ROLES, STATES, THINGS, VERBS
from lintel.access.rights import (
    TABLE,
    Actor,
    Cell,
    Place,
    Relation,
    Right,
    Role,
    Standing,
    State,
    Table,
    Thing,
    Verb,
    may,
)
from tests.access.rights_oracle import answer

Question = tuple[Actor, Verb, Thing, Standing]

ALL_STATES: tuple[State | None, ...] = (*STATES, None)


def actor(*roles: Role, live: bool = True) -> Actor:
    return Actor(live, frozenset(roles))


def fresh(relation: Relation = "none", state: State | None = None, **flags: bool) -> Standing:
    """A standing with a second factor just given."""
    return Standing(relation, state=state, stepped_up=True, **flags)


OFFICER = actor("officer", "reporter")
LEAD = actor("da_lead")
HR = actor("hr_partner")
DPO = actor("data_protection_officer")
ADMINISTRATOR = actor("administrator", "reporter")
ASSIGNED = Standing("assigned", state="open")

PEOPLE: dict[str, tuple[Actor, Standing]] = {
    "anonymous, or another landlord’s caseworker": (actor(live=False), Standing()),
    "signed in without a role": (actor(), Standing()),
    "leaver with a live session": (actor("officer", "reporter", live=False), Standing("assigned")),
    "mover whose assignment was left behind": (actor("manager", "reporter"), Standing("assigned")),
    "call centre or repairs": (actor("reporter"), Standing()),
    "officer, assigned": (actor("officer", "reporter"), Standing("assigned")),
    "officer, let in by name": (actor("officer", "reporter"), Standing("named")),
    "officer, not assigned": (actor("officer", "reporter"), Standing()),
    "DA lead of its team": (actor("da_lead", "reporter"), Standing("team_lead")),
    "DA lead of its team, assigned": (actor("da_lead", "officer"), Standing("assigned")),
    "DA lead of another team": (actor("da_lead", "reporter"), Standing()),
    "manager": (actor("manager", "reporter"), Standing()),
    "safeguarding lead, referred to": (actor("safeguarding_lead"), Standing("safeguarding")),
    "safeguarding lead, not referred to": (actor("safeguarding_lead"), Standing()),
    "HR partner": (actor("hr_partner"), Standing("hr")),
    "data protection officer": (actor("data_protection_officer"), Standing()),
    "data protection officer, let in by name": (actor("data_protection_officer"), Standing("named")),
    "auditor": (actor("auditor", "reporter"), Standing()),
    "administrator": (actor("administrator", "reporter"), Standing()),
    "administrator who is also an assigned officer": (actor("administrator", "officer"), Standing("assigned")),
    "conflicted, and assigned": (actor("officer"), Standing("assigned", conflicted=True)),
    "conflicted, and broke the glass": (actor("officer"), Standing("break_glass", conflicted=True)),
    "broke the glass": (actor("officer"), Standing("break_glass")),
    "broke the glass, address ticked": (actor("officer"), Standing("break_glass", address_ticked=True)),
    "broke the glass an hour ago": (actor("officer"), Standing("none", address_ticked=True)),
    "proposed it": (actor("data_protection_officer", "da_lead"), Standing("team_lead", own_proposal=True)),
    "it is about their own role": (actor("da_lead", "data_protection_officer"), Standing(on_self=True)),
    "was let in anew yesterday": (actor("da_lead", "data_protection_officer"), Standing(let_in_lately=True)),
}


Asking = tuple[str, Verb, Thing, State | None, bool]
ALL_ASKINGS: tuple[Asking, ...] = tuple(product(PEOPLE, VERBS, THINGS, ALL_STATES, (False, True)))
"""Everybody above, every verb on every thing in every state, without and with a fresh second factor."""


def asked_by(asking: Asking) -> Question:
    name, verb, thing, state, stepped_up = asking
    who, base = PEOPLE[name]
    return who, verb, thing, replace(base, state=state, stepped_up=stepped_up)


ALL_PLACES: tuple[Place, ...] = tuple(product(VERBS, THINGS, RELATIONS, ALL_STATES))
ALL_CELLS: tuple[Cell, ...] = tuple(product(ALL_PLACES, ROLES))
"""Filled or not."""


def asked_of(cell: Cell) -> Question:
    """The question that one cell alone decides: nothing bars it, and nobody else's role answers it."""
    (verb, thing, relation, state), role = cell
    return actor(role), verb, thing, Standing(relation, state=state, stepped_up=True, address_ticked=True)


def allowed(who: Actor, standing: Standing) -> set[tuple[Verb, Thing]]:
    return {(verb, thing) for verb, thing in product(VERBS, THINGS) if may(who, verb, thing, standing).allowed}


def on_cases(found: set[tuple[Verb, Thing]]) -> set[tuple[Verb, Thing]]:
    return {(verb, thing) for verb, thing in found if thing in CASE_OBJECTS}


def told(right: Right) -> str:
    if right.needs_step_up:
        return "no, and again" if right.allowed else "again"
    return "yes" if right.allowed else "no"


def differs(question: Question, table: Table = TABLE) -> bool:
    return told(may(*question, table=table)) != answer(*question)


def differences(questions: Iterable[Question]) -> list[Question]:
    """Those on which the two do not agree."""
    return [question for question in questions if differs(question)]
