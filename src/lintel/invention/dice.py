"""Chance, from a seed alone: the same seed throws the same dice on every machine."""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """The dice of one book. Nothing else in the package is random."""

    __slots__ = ("_roll",)

    def __init__(self, *seed: object) -> None:
        # No secret hangs on these dice.
        self._roll = Random(":".join(map(str, seed))).random  # noqa: S311 - cases are invented, not keys

    def chance(self, part: float) -> bool:
        """Whether something that happens in `part` of all cases happens in this one."""
        return self._roll() < part

    def number(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return low + int(self._roll() * (high - low + 1))

    def pick(self, options: Sequence[T]) -> T:
        return options[int(self._roll() * len(options))]

    def some(self, options: Sequence[T], most: int) -> tuple[T, ...]:
        """From one to `most` of the options, in their own order."""
        wanted, left = self.number(1, most), len(options)
        chosen: list[T] = []
        for option in options:
            if self._roll() * left < wanted - len(chosen):
                chosen.append(option)
            left -= 1
        return tuple(chosen)

    def weighted(self, options: Sequence[tuple[T, int]]) -> T:
        """One of the options, each as often as its weight says."""
        mark = self._roll() * sum(weight for _, weight in options)
        for option, weight in options:
            mark -= weight
            if mark < 0:
                return option
        return options[-1][0]

    def shuffled(self, options: Sequence[T]) -> tuple[T, ...]:
        """All of the options in another order."""
        return tuple(sorted(options, key=lambda _: self._roll()))
