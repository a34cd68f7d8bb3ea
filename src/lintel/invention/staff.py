"""The invented staff of a landlord, by the handles with which they sign, and their posts and training in a year."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from lintel.commitments.periods import add_months
from lintel.invention.casefile import Casefile
from lintel.invention.dice import Dice
from lintel.invention.practice import Practice
from lintel.invention.when import DAY, Diary, at_time

OFFICERS = ("sam", "jo", "alex", "tomos", "mina", "yemi")
MANAGER = "robin"
LEAD = "noor"
DIRECTOR = "ines"
NEWCOMER = "kit"
"""Joins in the course of the year, and is trained some weeks later."""
AUDITOR = "outside-auditor"

_HELD_BY = {
    "da_lead": LEAD,
    "marac_representative": LEAD,
    "case_handler": "sam",
    "hr_partner": "lee",
    "line_manager": MANAGER,
}
_YEARS_VALID = (1, 2, 2, 3)


def appoint(file: Casefile, practice: Practice, opening: datetime) -> dict[str, list[str]]:
    """Everybody has their posts from the first minute of the book. Returns who holds which role."""
    roles = dict.fromkeys((*practice.in_post, *(role for _, trained in practice.courses for role in trained)))
    holding: dict[str, list[str]] = {}
    for number, role in enumerate(roles):
        people = [_HELD_BY.get(role, DIRECTOR)] if role in practice.in_post or role in _HELD_BY else _share(number)
        holding[role] = people
        for person in people:
            file.add("role.appointed", opening, {"role": role, "person": person}, by=DIRECTOR)
    return holding


def _share(number: int) -> list[str]:
    """Some of the officers for a role that several hold."""
    return [OFFICERS[(2 * number + place) % len(OFFICERS)] for place in range(3)]


def change_hands(file: Casefile, practice: Practice, diary: Diary, dice: Dice) -> None:
    """One post of the landlord's falls vacant in the summer, and is filled some weeks later."""
    if practice.in_post:
        role = dice.pick(practice.in_post)
        left = diary.office(dice, at_time(diary.month(6) + dice.number(2, 24) * DAY, 9), 1)
        holder = _HELD_BY.get(role, DIRECTOR)
        file.add("role.ended", left, {"role": role, "person": holder}, by=DIRECTOR)
        filled = diary.office(dice, left, dice.number(12, 22))
        file.add("role.appointed", filled, {"role": role, "person": MANAGER}, by=DIRECTOR)


def train(
    file: Casefile,
    practice: Practice,
    diary: Diary,
    dice: Dice,
    *,
    opening: datetime,
    holding: Mapping[str, Sequence[str]],
) -> None:
    """Every course for every holder of its roles, renewed before it runs out or some weeks too late."""
    joined = diary.office(dice, at_time(diary.month(9) + DAY, 9), 1)
    for course, roles in practice.courses:
        for person in dict.fromkeys(person for role in roles for person in holding[role]):
            _keep_trained(file, diary, dice, (course, person), diary.office(dice, opening, dice.number(3, 60)))
        file.add("role.appointed", joined, {"role": roles[0], "person": NEWCOMER}, by=DIRECTOR)
        _keep_trained(file, diary, dice, (course, NEWCOMER), diary.office(dice, joined, dice.number(10, 40)))


def _keep_trained(file: Casefile, diary: Diary, dice: Dice, who: tuple[str, str], at: datetime) -> None:
    course, person = who
    while True:
        expires = add_months(at.date(), 12 * dice.pick(_YEARS_VALID))
        file.add("training.completed", at, {"course": course, "person": person, "expires_on": expires}, by=MANAGER)
        again = expires + dice.number(6, 30) * DAY if dice.chance(0.2) else expires - dice.number(5, 50) * DAY
        if again > diary.last.date():
            return
        at = diary.office(dice, at_time(again, 9), 0)
