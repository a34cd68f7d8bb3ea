"""Whatever is changed in the table, the comparison with the oracle notices it."""

import os
import random
from collections import defaultdict

from lintel.access.rights import TABLE, Cell, Right, Role, Standing, Table, Thing, Verb, cells
from tests.access.rights_asked import ALL_CELLS, Question, actor, asked_of, differs

FULL = os.environ.get("LINTEL_PROOF") == "full"
FLIPS = len(ALL_CELLS) if FULL else 10_000
NOBODY: dict[Role, Right] = {}


def with_cell_flipped(cell: Cell) -> Table:
    """The table at one place, with the cell taken out where it is filled, and filled where it is not."""
    place, role = cell
    here = dict(TABLE.places.get(place, NOBODY))
    if here.pop(role, None) is None:
        here[role] = Right(True, "flipped")
    return Table({place: here}, TABLE.step_up)


def test_every_cell_that_is_flipped_is_noticed() -> None:
    filled = [cell for cell, _ in cells()]
    flipped = {*filled, *random.Random(2).sample(ALL_CELLS, FLIPS)}
    assert len(flipped) > 25_000
    assert [cell for cell in flipped if not differs(asked_of(cell), with_cell_flipped(cell))] == []


def test_every_flip_of_what_asks_for_the_second_factor_is_noticed_where_anybody_may() -> None:
    asked: dict[tuple[Verb, Thing], list[Question]] = defaultdict(list)
    for ((verb, thing, relation, state), role), _ in cells():
        asked[verb, thing].append((actor(role), verb, thing, Standing(relation, state=state, address_ticked=True)))
    assert len(asked) > 150
    flipped = {pair: Table(TABLE.places, TABLE.step_up ^ {pair}) for pair in asked}
    assert [pair for pair in asked if not all(differs(each, flipped[pair]) for each in asked[pair])] == []
