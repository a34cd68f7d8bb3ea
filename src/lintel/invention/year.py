"""The whole file: the organisation's year, then every case, then who some of the people are."""

from collections.abc import Iterator
from functools import lru_cache

from lintel.commitments.policy import Versions
from lintel.invention.case import Case, new_case
from lintel.invention.dice import Dice
from lintel.invention.practice import Practice, practice_of
from lintel.invention.stories import DECK, Story
from lintel.invention.when import Diary, at_time, diary_of
from datetime import date


def year(policy: Versions, cases: int, seed: int, year: int) -> Iterator[str]:
    """The lines of an interchange file. A case is the same whatever the number of cases is."""
    practice = practice_of(policy.at(at_time(date(year, 7, 1), 12)))
    diary = diary_of(practice.working, year)
    for number in range(1, cases + 1):
        yield from told(practice, diary, seed, number).file.lines()


def told(practice: Practice, diary: Diary, seed: int, number: int) -> Case:
    """One case, from its seed and its number alone."""
    dice = Dice(seed, number)
    case = new_case(practice, diary, dice, f"{diary.year % 100:02d}-{number:04d}")
    block, place = divmod(number - 1, len(DECK))
    _shuffled(seed, block)[place](case, diary.reported(dice))
    return case


@lru_cache(maxsize=8)
def _shuffled(seed: int, block: int) -> tuple[Story, ...]:
    return Dice(seed, "stories", block).shuffled(DECK)
