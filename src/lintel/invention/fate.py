"""What is in store for a case before it begins: dealt like cards, so that every 44 cases have the same mix.

Chance alone would leave some years without a report on a bank holiday, and others with a flood of voicemails.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeVar

from lintel.invention.dice import Dice

YEAR_OF_CASES = 44

Slip = Literal[
    "voicemail", "wrong_channel", "shared_unasked", "closed_alone", "enforced_unchecked", "family_interpreter"
]  # fmt: skip
Aside = Literal[
    "written_twice", "facts_corrected", "time_corrected", "access_asked", "change_offered", "cover", "handover"
]  # fmt: skip
Moment = Literal["any", "monday", "evening", "friday_late", "weekend", "bank_holiday"]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Fate:
    """When it is reported, what goes wrong in it, and what else comes up."""

    moment: Moment
    slip: Slip | None
    aside: Aside | None
    reached_late: bool
    gap_too_long: bool


_MOMENTS: tuple[tuple[Moment, int], ...] = (
    ("monday", 10), ("evening", 4), ("friday_late", 2), ("weekend", 5), ("bank_holiday", 1), ("any", 22),
)  # fmt: skip
_SLIPS: tuple[tuple[Slip | None, int], ...] = (
    ("voicemail", 3), ("wrong_channel", 3), ("shared_unasked", 2), ("closed_alone", 1), ("enforced_unchecked", 1),
    ("family_interpreter", 1), (None, 33),
)  # fmt: skip
_ASIDES: tuple[tuple[Aside | None, int], ...] = (
    ("written_twice", 4), ("facts_corrected", 3), ("time_corrected", 3), ("access_asked", 1), ("change_offered", 2),
    ("cover", 6), ("handover", 4), (None, 21),
)  # fmt: skip
_LATE = ((True, 5), (False, 39))
_GAPS = ((True, 11), (False, 33))


def dealt(seed: int, number: int) -> Fate:
    """The fate of one case."""
    return Fate(
        moment=card(seed, number, _MOMENTS),
        slip=card(seed, number, _SLIPS),
        aside=card(seed, number, _ASIDES),
        reached_late=card(seed, number, _LATE),
        gap_too_long=card(seed, number, _GAPS),
    )


def card(seed: int, number: int, deck: tuple[tuple[T, int], ...]) -> T:
    """The card that falls to a case, when each 44 cases are dealt one whole deck of 44."""
    block, place = divmod(number - 1, YEAR_OF_CASES)
    shuffled: tuple[T, ...] = _shuffled(seed, block, deck)
    return shuffled[place]


@lru_cache(maxsize=32)
def _shuffled(seed: int, block: int, deck: tuple[tuple[T, int], ...]) -> tuple[T, ...]:
    cards = [each for each, often in deck for _ in range(often)]
    return Dice(seed, block, [often for _, often in deck]).shuffled(cards)
