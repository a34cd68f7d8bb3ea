"""The stories that a year is made of, each put together from the same steps."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from lintel.invention.acting import breach_of_tenancy, consider_acting, go_to_police
from lintel.invention.case import Case, new_victim
from lintel.invention.closing import close, close_without_her, lose_touch, reopen
from lintel.invention.course import along_the_way, go_on, respond, talk_after
from lintel.invention.hearing import begin, hear
from lintel.invention.home import secure, settle_tenancy
from lintel.invention.intake import (
    Report,
    answer,
    hold_off,
    join_victim,
    new_incident,
    past_incident,
    receive,
)
from lintel.invention.moving import move_home
from lintel.invention.people import woman
from lintel.invention.reaching import agree_plan, attempt, keep_in_touch, speak
from lintel.invention.referral import offer_children
from lintel.invention.support import decide_safeguarding
from lintel.invention.when import later

Story = Callable[[Case, datetime], None]


def one_call(case: Case, at: datetime) -> None:
    """She tells us, is called back, and within some weeks it is safe."""
    begin(case, at, Report())
    heard = hear(case, case.victim, at, case.dice.pick(("standard", "standard", "medium")))
    along_the_way(case, heard, 0.4)
    acted = consider_acting(case, case.victim, heard, 0.1)
    go_on(case, heard, case.days(acted, 7, 20), "standard")
    close(case, case.dice.pick(("safe_at_home", "perpetrator_left", "victim_says_none")))


def at_home(case: Case, at: datetime) -> None:
    """She stays, because she chose to: locks, lights, a plan for staying, and months of keeping in touch."""
    begin(case, at, Report(case.dice.pick(("victim", "victim", "staff"))))
    heard = now = hear(case, case.victim, at, "medium", "staying")
    along_the_way(case, heard, 1.0)
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
    along_the_way(case, heard, 1.2)
    if dice.chance(0.5):
        secure(case, case.victim, case.days(heard, 1, 2), urgent=True)
    now = respond(case, new_incident(case, heard, (20, 45)), "high", repeat=True)
    go_to_police(case, case.victim, later(now, 35))
    now = consider_acting(case, case.victim, now, 0.8)
    if dice.chance(0.4):
        now = move_home(case, case.victim, talk_after(case, now, 3))
    if go_on(case, heard, case.days(now, 40, 90), "high"):
        close(case, dice.pick(("perpetrator_left", "safe_at_home", "moved")))


def told_by(source: str) -> Story:
    """The story of a report by somebody else."""
    return partial(_told_by, source)


def _told_by(source: str, case: Case, at: datetime) -> None:
    """A neighbour, the police or a contractor is worried; no call is made before somebody knows how it is safe."""
    dice = case.dice
    reachable = dice.chance(0.5)
    begin(case, at, Report(source, reachable=reachable, danger=dice.pick(("no", "unknown"))))
    if not reachable:
        at = hold_off(case, case.diary.office(dice, at, 0), 5)
        agree_plan(case, case.victim, later(at, 5), "lead_decision")
    heard = hear(case, case.victim, at, dice.pick(("standard", "medium", "medium")))
    along_the_way(case, heard, 0.7)
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
    offer_children(case, again)
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
    along_the_way(case, heard, 0.8)
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
    join_victim(case, second, joined)
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
    along_the_way(case, heard, 0.6)
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


STORIES: tuple[tuple[Story, int], ...] = (
    (one_call, 7), (at_home, 7), (high_risk, 6), (never_reached, 3), (reopened, 4), (joint_tenancy, 3),
    (two_victims, 2), (moved_away, 3), (colleague, 1), (wants_no_more, 2), (told_by("neighbour"), 1),
    (told_by("police"), 1), (told_by("contractor"), 1), (told_by("family"), 1), (told_by("professional"), 1),
    (told_by("staff"), 1),
)  # fmt: skip
"""So often does each story come up in a year of 44 cases."""
