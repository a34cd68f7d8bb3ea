"""A part of something long, as a page shows it: how much there is, and what stands before and after."""

from dataclasses import dataclass
from typing import Generic, TypeVar

_Each = TypeVar("_Each")


@dataclass(frozen=True, slots=True)
class Portion(Generic[_Each]):
    """Some of what there is, in order. `before` so many come first; `every` counts all."""

    shown: tuple[_Each, ...]
    before: int
    every: int

    @property
    def after(self) -> int:
        """How many come later."""
        return max(0, self.every - self.before - len(self.shown))
