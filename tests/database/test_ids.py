"""What stands in addresses and is read out counts nothing, and cannot be guessed."""

import re

from lintel.ledger.actions import new_entry_id, new_name, new_person
from lintel.ledger.models import random_id

MANY = 2_000


def test_every_bit_of_an_id_is_random() -> None:
    ids = [random_id().int for _ in range(MANY)]
    assert len(set(ids)) == MANY
    for bit in range(128):
        ones = sum(each >> bit & 1 for each in ids)
        assert 0.4 < ones / MANY < 0.6, f"bit {bit} is not random"


def test_entries_are_called_by_130_random_bits() -> None:
    names = {new_entry_id() for _ in range(MANY)}
    assert len(names) == MANY
    assert all(re.fullmatch("[a-km-np-z2-9]{26}", name) for name in names)
    assert len({letter for name in names for letter in name}) == 32


def test_references_can_be_read_out() -> None:
    names = {new_name() for _ in range(MANY)} | {new_person() for _ in range(MANY)}
    assert len(names) > 1.99 * MANY
    assert not any(letter in name for name in names for letter in "lo01")
