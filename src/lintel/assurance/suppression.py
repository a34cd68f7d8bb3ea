"""Which numbers of some linked tables are hidden, so that no small number of people can be read or worked out.

A number from 1 to 4 is hidden. Where it could be worked out from the totals, larger numbers are hidden with it
(complementary suppression), of every table at once: tables that share totals are linked, and are hidden as one.

Why that is enough. Whoever looks knows what is shown and which sums hold. Every number hidden here is at least 1, so
from the true numbers one can go a little way in any direction that keeps all the sums; a hidden number is known exactly
if and only if none of these directions changes it. That is linear algebra, and `_worked_out` does it. Zeros are hidden
with the rest of their line, so that a hidden number may be a zero for all that anybody knows.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)

LEAST = 5
"""The smallest number that is shown, beside 0."""

_PRIME = (1 << 61) - 1
"""Sums are solved in whole numbers modulo this: fast, and exact for tables of numbers far below it."""

_Row = dict[Key, int]


@dataclass(frozen=True, slots=True)
class Sum(Generic[Key]):
    """That some numbers come to another one. `line`: they stand beside each other, and their zeros are hidden too."""

    total: Key
    parts: tuple[Key, ...]
    line: bool = False

    @property
    def all(self) -> tuple[Key, ...]:
        return (self.total, *self.parts)


def hidden(
    numbers: Mapping[Key, int], sums: Sequence[Sum[Key]], few: Collection[Key] = (), least: int = LEAST
) -> frozenset[Key]:
    """The numbers that are not to be shown: small ones, those of `few` (people), and what would give them away.

    Raises `ValueError` where a sum does not hold or a number is negative.
    """
    _check(numbers, sums)
    found = {key for key, number in numbers.items() if 0 < number < least or (number and key in few)}
    cover = _Cover(numbers, sums, found, least)
    while cover.more():
        pass
    zeros = {key for each in sums if each.line and not found.isdisjoint(each.all) for key in each.all}
    return frozenset(found | {key for key in zeros if numbers[key] == 0})


def _check(numbers: Mapping[Key, int], sums: Iterable[Sum[Key]]) -> None:
    if any(number < 0 for number in numbers.values()):
        raise ValueError("there is no negative number of things")
    wrong = [each.total for each in sums if numbers[each.total] != sum(numbers[part] for part in each.parts)]
    if wrong:
        raise ValueError(f"parts that do not come to their total: {wrong}")


class _Cover(Generic[Key]):
    """Finds what to hide beside what is hidden, and hides it."""

    def __init__(self, numbers: Mapping[Key, int], sums: Sequence[Sum[Key]], found: set[Key], least: int) -> None:
        self._numbers, self._sums, self._found, self._least = numbers, sums, found, least
        self._sums_of: dict[Key, list[Sum[Key]]] = defaultdict(list)
        for each in sums:
            for key in each.all:
                self._sums_of[key].append(each)

    def more(self) -> bool:
        """Hide more where something can still be worked out; whether there was anything.

        First in each sum that gives away the one number, or the few, that it hides; then for each number that several
        sums together give away, in one of its own; then in any that hides something. It comes to an end: were every
        positive number hidden, all of them could be doubled, and none could be worked out.
        """
        if sum(self._hide_in([each]) for each in self._sums if self._gives_away(each)):
            return True
        exposed = _worked_out(self._sums, self._found)
        if sum(self._hide_in(self._sums_of[key]) for key in sorted(exposed, key=repr)):
            return True
        return bool(exposed) and self._hide_in([each for each in self._sums if not self._found.isdisjoint(each.all)])

    def _gives_away(self, each: Sum[Key]) -> bool:
        inside = [key for key in each.all if key in self._found]
        if not inside:
            return False
        little = each.total not in inside and sum(self._numbers[key] for key in inside) < self._least
        return little or len(inside) == 1

    def _hide_in(self, sums: Iterable[Sum[Key]]) -> bool:
        """Hide the positive number of some sums that costs least, if one is still shown; whether there was."""
        costs = {
            key: (self._alone(key), key == each.total, self._numbers[key])
            for each in sums
            for key in each.all
            if self._numbers[key] > 0 and key not in self._found
        }
        if costs:
            self._found.add(min(costs, key=costs.__getitem__))
        return bool(costs)

    def _alone(self, key: Key) -> int:
        """In how many sums a number would be the first to be hidden, so that each of them would need another."""
        return sum(self._found.isdisjoint(each.all) for each in self._sums_of[key])


def _worked_out(sums: Iterable[Sum[Key]], found: Collection[Key]) -> set[Key]:
    """The hidden numbers that the sums determine, once everything that is shown has been put in."""
    solved: dict[Key, _Row[Key]] = {}
    for each in sums:
        row = _reduced(_unknown(each, found), solved)
        if row:
            _solve(row, solved)
    return {key for key, row in solved.items() if len(row) == 1}


def _unknown(each: Sum[Key], found: Collection[Key]) -> _Row[Key]:
    row = {key: 1 for key in each.parts if key in found}
    return {**row, each.total: _PRIME - 1} if each.total in found else row


def _reduced(row: _Row[Key], solved: Mapping[Key, _Row[Key]]) -> _Row[Key]:
    for key in [key for key in row if key in solved]:
        _subtract(row, solved[key], row[key])
    return row


def _solve(row: _Row[Key], solved: dict[Key, _Row[Key]]) -> None:
    """Solve a row for one of its unknowns, and put it into the rows that were solved before."""
    pivot, factor = next(iter(row.items()))
    inverse = pow(factor, -1, _PRIME)
    row = {key: value * inverse % _PRIME for key, value in row.items()}
    for other in solved.values():
        if pivot in other:
            _subtract(other, row, other[pivot])
    solved[pivot] = row


def _subtract(row: _Row[Key], other: Mapping[Key, int], times: int) -> None:
    for key, value in other.items():
        left = (row.get(key, 0) - times * value) % _PRIME
        if left:
            row[key] = left
        else:
            row.pop(key, None)
