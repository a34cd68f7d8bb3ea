"""The table and the oracle agree, cell by cell."""

import os
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import product
from typing import TypeVar

from lintel.access import grants
from lintel.access.rights import TABLE, Actor, Cell, Standing, cells, may
from tests.access import rights_oracle as oracle
from tests.access.rights_asked import (
    ALL_ASKINGS,
    ALL_CELLS,
    ALL_PLACES,
    PEOPLE,
    Question,
    actor,
    asked_by,
    asked_of,
    differences,
)

FULL = os.environ.get("LINTEL_PROOF") == "full"
CROWDS = 250_000 if FULL else 15_000
SOME = None if FULL else 15_000
"""How many of a matrix are asked: all of it, or as many, drawn with a fixed seed."""

Asked = TypeVar("Asked")


def some(matrix: Sequence[Asked]) -> Sequence[Asked]:
    return matrix if SOME is None else random.Random(0).sample(matrix, SOME)


def test_the_table_and_the_oracle_have_the_same_words() -> None:
    assert set(grants.ROLES) == oracle.ROLES
    assert set(grants.RELATIONS) == oracle.RELATIONS
    assert set(grants.STATES) == oracle.STATES
    assert set(grants.VERBS) == oracle.SAYS.keys()
    assert set(grants.CASE_OBJECTS) == oracle.CASE_OBJECTS
    assert set(grants.THINGS) == oracle.CASE_OBJECTS | oracle.SEEN_BY.keys() | {"person"}


def test_no_cell_is_said_twice() -> None:
    assert [cell for cell, times in Counter(cell for cell, _ in cells()).items() if times > 1] == []


def test_they_agree_on_everybody_who_might_ask() -> None:
    assert (len(PEOPLE) >= 16, len(ALL_ASKINGS) >= 200_000) == (True, True)
    assert differences(map(asked_by, some(ALL_ASKINGS))) == []


def test_they_agree_on_every_role_relation_state_verb_and_thing() -> None:
    assert len(ALL_CELLS) >= 250_000
    assert differences(map(asked_of, some(ALL_CELLS))) == []


def test_they_agree_wherever_the_table_says_something() -> None:
    filled = [cell for cell, _ in cells()]
    assert len(filled) >= 15_000
    assert differences(map(asked_of, filled)) == []


def test_they_agree_on_every_wall_before_every_cell_that_is_filled() -> None:
    walled = list(product((cell for cell, _ in cells()), product((False, True), repeat=6)))
    assert differences(_walled(some(walled))) == []


def _walled(cases: Sequence[tuple[Cell, tuple[bool, ...]]]) -> Iterator[Question]:
    for ((verb, thing, relation, state), role), flags in cases:
        conflicted, *rest = flags
        yield actor(role), verb, thing, Standing(relation, conflicted, state, *rest)


def test_they_agree_on_people_with_several_roles() -> None:
    assert differences(_crowd(random.Random(1), CROWDS)) == []


def _crowd(dice: random.Random, size: int) -> Iterator[Question]:
    """Half of it is asked at a place where somebody may, the other half anywhere."""
    filled = sorted(TABLE.places, key=str)
    for turn in range(size):
        place = dice.choice(filled if turn % 2 else ALL_PLACES)
        verb, thing, relation, state = place
        roles = frozenset(dice.sample(grants.ROLES, dice.choice((0, 1, 1, 2, 2, 3, 5, 9))))
        conflicted, *rest = (dice.random() < often for often in (0.1, 0.6, 0.5, 0.2, 0.2, 0.2))
        standing = Standing(relation, conflicted, state, *rest)
        yield Actor(dice.random() < 0.95, roles), verb, thing, standing


def test_whoever_the_table_lets_is_told_on_what_ground() -> None:
    """The relation, or the role."""
    said = {(cell, may(*asked_of(cell)).ground) for cell, _ in cells()}
    assert {ground for _, ground in said} == {*grants.RELATIONS, *grants.ROLES} - {"none"}
    assert [(cell, ground) for cell, ground in said if ground not in (cell[0][2], cell[1])] == []
