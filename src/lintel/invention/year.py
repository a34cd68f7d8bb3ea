"""The whole file: the organisation's year, then every case, each with the books of some of its people."""

from collections.abc import Iterator

from lintel.commitments.periods import add_months
from lintel.commitments.policy import Versions
from lintel.invention.case import Case, new_case
from lintel.invention.casefile import Casefile
from lintel.invention.dice import Dice
from lintel.invention.fate import card, dealt
from lintel.invention.organisation import organisation
from lintel.invention.persons import other_of, person_of
from lintel.invention.practice import Practice, practice_of
from lintel.invention.stories import STORIES
from lintel.invention.when import Diary, Year, at_time, diary_of


def books_of(policy: Versions, cases: int, seed: int, year: Year, *, everybody: bool = False) -> Iterator[Casefile]:
    """Every book of a year, one after another. A case is the same whatever the number of cases is.

    With `everybody` each victim who was reached has a book of their own, and so has whoever harmed them; else some.
    """
    practice = practice_of(policy.at(at_time(add_months(year.opens, 6), 12)))
    diary = diary_of(practice.working, year)
    yield organisation(practice, diary, seed, cases)
    for number in range(1, cases + 1):
        case = told(practice, diary, seed, number)
        yield case.file
        for victim in case.victims:
            if person := person_of(case, victim, always=everybody):
                yield person
        if everybody and (other := other_of(case)):
            yield other


def told(practice: Practice, diary: Diary, seed: int, number: int) -> Case:
    """One case, from its seed and its number alone."""
    fate = dealt(seed, number)
    case = new_case(practice, diary, Dice(seed, number), fate, f"{diary.opens.year % 100:02d}-{number:04d}")
    card(seed, number, STORIES)(case, diary.reported(case.dice, fate.moment))
    return case
