"""The first conversations with one victim, and all that is asked, agreed and offered in them."""

from datetime import datetime

from lintel.invention.case import Case, Victim
from lintel.invention.closing import supervise
from lintel.invention.home import hold_mail, note_tenancy
from lintel.invention.intake import Report, answer, gather, past_incident, receive
from lintel.invention.moving import consider_move
from lintel.invention.reaching import agree_plan, reach, speak
from lintel.invention.record import be_asked, be_audited, complain, keep_file, note
from lintel.invention.referral import offer_children, offer_in_house, offer_service, share_unasked
from lintel.invention.risk import agree_plan_of_action, assess, note_factors, review, weigh_marac
from lintel.invention.support import ask_needs, decide_safeguarding, hear_wishes, talk_through
from lintel.invention.when import at_time, later


def begin(case: Case, at: datetime, report: Report) -> None:
    """A report comes in, and the office does what it does with every report."""
    if report.source == "victim":
        past_incident(case, at)
    receive(case, at, report)
    gather(case, at)
    if report.danger == "yes" and case.dice.chance(0.9):
        case.add("police.reported", later(at, 12), whom=case.victim, said={"reference": "record.police_reference"})
    answer(case, at)
    decide_safeguarding(case, at)
    offer_children(case, at)


def hear(case: Case, victim: Victim, told: datetime, level: str, focus: str = "safety") -> datetime:
    """Reach her and hear her out: what is safe, what she needs, the risk, and a plan. Returns when she was reached."""
    dice = case.dice
    reached = reach(case, victim, told)
    agree_plan(case, victim, later(reached, 8))
    if dice.chance(0.96):
        ask_needs(case, victim, later(reached, 14))
    if case.does("wishes.recorded", 0.6):
        hear_wishes(case, victim, later(reached, 18))
    # What takes long, and cannot be written, waits for a second conversation.
    written = victim.channel in ("text", "email")
    after = _second_talk(case, victim, reached) if written or dice.chance(0.5) else later(reached, 22)
    assessed = case.does("risk.assessed", 0.7) and assess(case, victim, after, level)
    if case.does("risk.factors_noted", 0.4):
        note_factors(case, victim, later(after, 6), level)
    talk_through(case, victim, later(after, 9))
    if assessed or case.does("plan.agreed", 0.4):
        agree_plan_of_action(case, victim, later(after, 18), focus)
    offer_service(case, victim, later(after, 25))
    share_unasked(case, victim, later(after, 40))
    if dice.chance(0.3):
        offer_in_house(case, victim, later(after, 34))
    _settle_in(case, victim, case.days(after, 1, 4), level)
    return after


def _second_talk(case: Case, victim: Victim, reached: datetime) -> datetime:
    day = case.diary.working_day(reached, case.dice.number(1, 4))
    at = case.diary.during(case.dice, reached, day, (victim.hours[0], victim.hours[1] - 1))
    speak(case, victim, at, "contact.routine", asked=True, channel="phone")
    return later(at, 3)


def _settle_in(case: Case, victim: Victim, at: datetime, level: str) -> None:
    """What the office does with what it has heard."""
    weigh_marac(case, victim, at, level)
    if level == "high" and case.does("move.assessed", 0.0):
        consider_move(case, victim, later(at, 15))
    if victim is case.victim:
        note_tenancy(case, victim, later(at, 25))
        if case.dice.chance(0.12):
            hold_mail(case, later(at, 40))


def live_with(case: Case, since: datetime, until: datetime, level: str) -> None:
    """What happens in the office while a case is open."""
    dice = case.dice
    review(case, since, until, level)
    weeks = (until - since).days // 7
    for step, part in ((note, 0.1), (keep_file, 0.03), (be_asked, 0.04), (complain, 0.012), (supervise, 0.04)):
        if dice.chance(min(0.8, part * weeks)):
            at = case.days(since, 3, max(4, weeks * 4))
            if at < until:
                step(case, at)
    _audits(case, since, until)


def _audits(case: Case, since: datetime, until: datetime) -> None:
    """About a third of the cases open at the end of a quarter are looked at by the auditor."""
    for quarter in range(1, 5):
        day = case.diary.quarter_end(quarter)
        if since.date() < day < until.date() and case.dice.chance(0.3):
            be_audited(case, at_time(day, 11), quarter)
