"""The stories that a year is made of, each put together from the same steps."""

from collections.abc import Callable
from datetime import datetime

from lintel.invention.acting import breach_of_tenancy, consider_acting, go_to_police, offer_change
from lintel.invention.case import Case, new_victim
from lintel.invention.closing import close, close_without_her, lose_touch, reopen
from lintel.invention.hearing import begin, hear, live_with
from lintel.invention.home import refuse_discretion, repair, secure, settle_tenancy
from lintel.invention.intake import Report, answer, cover, hand_over, hold_off, join_victim, new_incident, past_incident, receive
from lintel.invention.moving import move_home
from lintel.invention.people import woman
from lintel.invention.reaching import agree_plan, attempt, keep_in_touch, meet, reach, speak
from lintel.invention.record import ask_for_access, correct_facts, correct_time, write_twice
from lintel.invention.risk import agree_plan_of_action, assess, weigh_marac
from lintel.invention.support import decide_safeguarding
from lintel.invention.when import later

Story = Callable[[Case, datetime], None]


def one_call(case: Case, at: datetime) -> None:
    """She tells us, is called back, and within some weeks it is safe."""
    begin(case, at, Report())
    heard = hear(case, case.victim, at, case.dice.pick(("standard", "standard", "medium")))
    _along_the_way(case, heard, 0.4)
    acted = consider_acting(case, case.victim, heard, 0.1)
    go_on(case, heard, case.days(acted, 7, 20), "standard")
    close(case, case.dice.pick(("safe_at_home", "perpetrator_left", "victim_says_none")))


def at_home(case: Case, at: datetime) -> None:
    """She stays, because she chose to: locks, lights, a plan for staying, and months of keeping in touch."""
    begin(case, at, Report(case.dice.pick(("victim", "victim", "staff"))))
    heard = now = hear(case, case.victim, at, "medium", "staying")
    _along_the_way(case, heard, 1.0)
    secure(case, case.victim, case.days(heard, 2, 6), urgent=case.dice.chance(0.2))
    if case.dice.chance(0.35):
        now = respond(case, new_incident(case, heard), "medium")
    acted = consider_acting(case, case.victim, now)
    if go_on(case, heard, case.days(acted, 20, 60), "medium"):
        close(case, case.dice.pick(("safe_at_home", "perpetrator_left")))


def high_risk(case: Case, at: datetime) -> None:
    """High risk and MARAC; something happens again; the police; perhaps a move; months, and it may go on."""
    dice = case.dice
    begin(case, at, Report(danger=dice.pick(("yes", "no", "unknown"))))
    heard = hear(case, case.victim, at, "high")
    _along_the_way(case, heard, 1.2)
    if dice.chance(0.5):
        secure(case, case.victim, case.days(heard, 1, 2), urgent=True)
    now = respond(case, new_incident(case, heard, (20, 45)), "high", repeat=True)
    go_to_police(case, case.victim, later(now, 35))
    now = consider_acting(case, case.victim, now, 0.8)
    if dice.chance(0.4):
        now = move_home(case, case.victim, talk_after(case, now, 3))
    if go_on(case, heard, case.days(now, 40, 90), "high"):
        close(case, dice.pick(("perpetrator_left", "safe_at_home", "moved")))


def told_by_others(case: Case, at: datetime) -> None:
    """A neighbour, the police or a contractor is worried; no call is made before somebody knows how it is safe."""
    dice = case.dice
    reachable = dice.chance(0.5)
    source = dice.pick(("neighbour", "police", "contractor", "family", "professional", "staff"))
    begin(case, at, Report(source, reachable=reachable, danger=dice.pick(("no", "unknown"))))
    if not reachable:
        at = hold_off(case, case.diary.office(dice, at, 0), 5)
        agree_plan(case, case.victim, later(at, 5), "lead_decision")
    heard = hear(case, case.victim, at, dice.pick(("standard", "medium", "medium")))
    _along_the_way(case, heard, 0.7)
    acted = consider_acting(case, case.victim, heard)
    go_on(case, heard, case.days(acted, 15, 50), "medium")
    close(case, dice.pick(("safe_at_home", "victim_says_none", "perpetrator_left")))


def never_reached(case: Case, at: datetime) -> None:
    """Others are worried, and no safe way to her is found in spite of all that is tried."""
    dice, victim = case.dice, case.victim
    begin(case, at, Report(dice.pick(("neighbour", "police", "family")), reachable=False, danger="unknown"))
    at = hold_off(case, case.diary.office(dice, at, 0), 5)
    at = hold_off(case, at, 5)
    agree_plan(case, victim, later(at, 5), "lead_decision")
    tried = lose_touch(case, at)
    if dice.chance(0.7):
        facts = {"instrument": case.practice.instrument, "outcome": "attempted"}
        case.add("risk.assessed", later(tried, 9), facts, whom=victim)
    hold_off(case, later(tried, 15), 12, "not_traceable")
    consider_acting(case, victim, tried, 0.0)
    close_without_her(case, case.days(tried, 7, 9), "victim_disengaged")


def reopened(case: Case, at: datetime) -> None:
    """It was quiet and the case was closed; some weeks later she tells us that it has begun again."""
    dice = case.dice
    one_call(case, at)
    again = case.diary.hour_of_report(dice, case.days(case.victim.spoken or at, 25, 70).date())
    past_incident(case, again)
    receive(case, again, Report(again=True))
    reopen(case, again)
    answer(case, again)
    decide_safeguarding(case, again)
    agree_plan(case, case.victim, later(again, 20), "lead_decision")
    heard = hear(case, case.victim, again, dice.pick(("medium", "high")))
    acted = consider_acting(case, case.victim, heard)
    if go_on(case, heard, case.days(acted, 30, 70), "medium"):
        close(case, "safe_at_home")


def joint_tenancy(case: Case, at: datetime) -> None:
    """Both names are on the tenancy. Who stays is for them or for a court, and never for the landlord."""
    case.held, case.lives = "joint", "same_home"
    begin(case, at, Report())
    heard = hear(case, case.victim, at, case.dice.pick(("medium", "high")))
    _along_the_way(case, heard, 0.8)
    consider_acting(case, case.victim, heard)
    settled = settle_tenancy(case, heard)
    breach_of_tenancy(case, case.days(heard, 2, 9))
    if go_on(case, heard, case.days(settled, 10, 40), "medium"):
        close(case, "perpetrator_left")


def two_victims(case: Case, at: datetime) -> None:
    """Some weeks on it turns out that somebody else in the home is harmed too."""
    begin(case, at, Report())
    heard = hear(case, case.victim, at, "medium")
    joined = case.days(heard, 8, 18)
    second = new_victim(case, "v2", woman(case.dice))
    case.victims.append(second)
    join_victim(case, second, joined, case.dice.pick(("18_64", "65_plus", "16_17")))
    speak(case, second, later(joined, 8), "contact.first", asked=True, channel="office", started_by="person")
    agree_plan(case, second, later(joined, 20))
    decide_safeguarding(case, joined)
    also = hear(case, second, later(joined, 25), "medium")
    acted = consider_acting(case, case.victim, also)
    until = case.days(acted, 35, 50)
    keep_in_touch(case, second, also, until)
    if go_on(case, heard, until, "medium"):
        close(case, "perpetrator_left")


def moved_away(case: Case, at: datetime) -> None:
    """She wants to leave, and is helped to a home elsewhere that nobody is told of."""
    begin(case, at, Report(danger="unknown"))
    heard = hear(case, case.victim, at, "high", "leaving")
    _along_the_way(case, heard, 0.6)
    consider_acting(case, case.victim, heard, 0.1)
    moved = move_home(case, case.victim, talk_after(case, heard, case.dice.number(4, 12)))
    if go_on(case, heard, case.days(moved, 25, 45), "high"):
        close(case, "moved")


def colleague(case: Case, at: datetime) -> None:
    """Somebody who works for the landlord. HR is told with their consent, their own manager is not."""
    begin(case, at, Report("staff" if case.dice.chance(0.3) else "victim", colleague=True))
    case.add("case.escalated", case.days(at, 0, 1), {"to": "hr_partner"}, said={"reasons": "record.escalated"})
    heard = hear(case, case.victim, at, case.dice.pick(("standard", "medium")))
    consent = {"purpose": "hr", "agency": "hr", "answer": "given"}
    case.add("consent.asked", later(heard, 50), consent, whom=case.victim, said={"words_used": "sharing.words"})
    acted = consider_acting(case, case.victim, heard, 0.0)
    go_on(case, heard, case.days(acted, 15, 40), "standard")
    close(case, "safe_at_home")


def wants_no_more(case: Case, at: datetime) -> None:
    """She asks us to stop, or another service takes over; somebody else approves the closing."""
    begin(case, at, Report())
    heard = hear(case, case.victim, at, "medium")
    acted = consider_acting(case, case.victim, heard, 0.0)
    go_on(case, heard, case.days(acted, 8, 25), "medium")
    spoken = case.victim.spoken or heard
    outcome = case.dice.pick(("support_passed_on", "victim_left_us", "victim_disengaged"))
    if outcome == "victim_disengaged":
        hold_off(case, later(spoken, 10), 15, "victim_asked_for_none")
        attempt(case, case.victim, talk_after(case, spoken, 4), "no_answer")
    close_without_her(case, case.days(spoken, 5, 7), outcome)


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
    live_with(case, since, until, level)
    return until < case.diary.last


def talk_after(case: Case, at: datetime, number: int) -> datetime:
    """A time to talk with her, some working days after another."""
    return case.diary.during(case.dice, at, case.diary.working_day(at, number), case.victim.hours)


_ASIDE: tuple[tuple[Callable[[Case, datetime], object], float], ...] = (
    (write_twice, 0.09), (correct_facts, 0.07), (correct_time, 0.06), (cover, 0.14), (hand_over, 0.0),
    (ask_for_access, 0.03), (offer_change, 0.03),
)  # fmt: skip


def _along_the_way(case: Case, since: datetime, part: float) -> None:
    """What comes up in some cases and not in others."""
    dice = case.dice
    for step, often in _ASIDE:
        if dice.chance(often * part):
            step(case, case.days(since, 2, 9))
    if dice.chance(0.08 * part):
        hand_over(case, case.days(since, 15, 30))
    if dice.chance(0.4 * part):
        meet(case, case.victim, case.days(since, 1, 6))
    if dice.chance((0.6 if "repair.made_safe" in case.practice.owed else 0.18) * part):
        repair(case, case.days(since, 1, 12))
    rules = [rule for event, rule in case.practice.discretion.items() if event == "security.requested"]
    if rules and dice.chance(0.03):
        refuse_discretion(case, case.days(since, 2, 6), rules[0])


DECK: tuple[Story, ...] = (
    *[one_call] * 7, *[at_home] * 7, *[high_risk] * 6, *[told_by_others] * 6, *[never_reached] * 3,
    *[reopened] * 4, *[joint_tenancy] * 3, *[two_victims] * 2, *[moved_away] * 3, colleague, *[wants_no_more] * 2,
)  # fmt: skip
"""So often does each story come up in a year of 44 cases."""
