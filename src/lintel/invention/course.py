"""How a case goes on: keeping in touch for weeks and months, what comes up, and what follows when it happens again."""

from collections.abc import Callable
from datetime import datetime

from lintel.invention.acting import offer_change
from lintel.invention.case import Case
from lintel.invention.fate import Aside
from lintel.invention.hearing import live_with
from lintel.invention.home import refuse_discretion, repair
from lintel.invention.intake import cover, hand_over
from lintel.invention.reaching import keep_in_touch, meet, reach
from lintel.invention.record import ask_for_access, correct_facts, correct_time, write_twice
from lintel.invention.risk import agree_plan_of_action, assess, weigh_marac
from lintel.invention.support import decide_safeguarding
from lintel.invention.when import later


def respond(case: Case, heard: datetime, level: str, *, repeat: bool = False) -> datetime:
    """After something has happened again: speak, look at the risk anew, change the plan. Returns when."""
    at = reach(case, case.victim, heard)
    if case.dice.chance(0.8):
        assess(case, case.victim, later(at, 6), level, repeat=repeat)
    if case.dice.chance(0.9):
        agree_plan_of_action(case, case.victim, later(at, 15))
    if case.children:
        decide_safeguarding(case, heard)
    if repeat and case.dice.chance(0.5):
        weigh_marac(case, case.victim, case.days(at, 1, 2), level, repeat=True)
    return later(at, 30)


def go_on(case: Case, since: datetime, until: datetime, level: str) -> bool:
    """Keep in touch for a time. Returns whether that was over before the record is cut off."""
    keep_in_touch(case, case.victim, since, until)
    live_with(case, since, case.victim.spoken or until, level)
    return until < case.diary.last


def talk_after(case: Case, at: datetime, number: int) -> datetime:
    """A time to talk with her, some working days after another."""
    return case.diary.during(case.dice, at, case.diary.working_day(at, number), case.victim.hours)


_ASIDES: dict[Aside, Callable[[Case, datetime], None]] = {
    "written_twice": write_twice,
    "facts_corrected": correct_facts,
    "time_corrected": correct_time,
    "access_asked": ask_for_access,
    "change_offered": offer_change,
    "cover": cover,
    "handover": hand_over,
}


def along_the_way(case: Case, since: datetime, part: float) -> None:
    """What comes up in some cases and not in others."""
    dice = case.dice
    if case.fate.aside:
        _ASIDES[case.fate.aside](case, case.days(since, 2, 9))
    if dice.chance(0.4 * part):
        meet(case, case.victim, case.days(since, 1, 6))
    if dice.chance((0.6 if "repair.made_safe" in case.practice.owed else 0.18) * part):
        repair(case, case.days(since, 1, 12))
    rules = [rule for event, rule in case.practice.discretion.items() if event == "security.requested"]
    if rules and dice.chance(0.03):
        refuse_discretion(case, case.days(since, 2, 6), rules[0])
