"""Reaching her: calls that nobody answers, the first contact, the plan of what is safe, and keeping in touch."""

from datetime import date, datetime, timedelta

from lintel.invention.case import Case, Victim
from lintel.invention.intake import hold_off
from lintel.invention.staff import LEAD
from lintel.invention.when import DAY, at_time, later

_UNANSWERED = (("no_answer", 7), ("not_safe_to_talk", 2), ("failed", 1))


def attempt(case: Case, victim: Victim, at: datetime, outcome: str | None = None) -> None:
    """Try to reach her, and fail. A voicemail that nobody has called safe is the slip that it is."""
    by_phone = victim.channel == "phone"
    how = outcome or (case.dice.weighted(_UNANSWERED) if by_phone else "no_answer")
    moment = f"contact.{how}" if by_phone else "contact.no_reply"
    if case.slip == "voicemail" and by_phone and not victim.voicemail and outcome is None:
        how, moment, case.slip = "message_left", "contact.voicemail", None
    facts = {"channel": victim.channel, "outcome": how}
    case.add("contact.attempted", at, facts, whom=victim, said={"note": moment})


def reach(case: Case, victim: Victim, told: datetime) -> datetime:
    """The first contact after a report, after none or some unanswered calls. Returns when it was."""
    at = _first_time(case, victim, told)
    tries = case.dice.pick((0, 0, 0, 1, 1, 2))
    before = told
    for _ in range(tries):
        before = later(before, case.dice.number(25, 90))
        if (
            before < at
            and victim.hours[0] <= before.hour < victim.hours[1]
            and case.diary.working.is_working(before.date())
        ):
            attempt(case, victim, before)
    speak(case, victim, at, "contact.first", asked=case.dice.chance(0.92))
    if case.does("officer.introduced", 0.4):
        case.add("officer.introduced", later(at, 2), whom=victim)
    return at


def _first_time(case: Case, victim: Victim, told: datetime) -> datetime:
    """When she is first reached: within the clock for it where there is one, or within a few days."""
    clock, dice, diary = case.practice.clocks.get("contact.made"), case.dice, case.diary
    if clock is None:
        number = dice.weighted(((0, 3), (1, 5), (2, 3), (4, 1), (7, 1)))
    elif clock.unit == "hour" and not case.fate.reached_late:
        return diary.within(dice, told, clock)
    elif case.fate.reached_late:
        return diary.during(dice, told, diary.too_late(dice, told, clock).date(), victim.hours)
    else:
        number = 0 if dice.chance(0.4) and told.hour + 1 < victim.hours[1] else 1
    return diary.during(dice, told, diary.working_day(told, number, victim.hours[1] - 2), victim.hours)


def speak(
    case: Case,
    victim: Victim,
    at: datetime,
    moment: str,
    *,
    asked: bool = False,
    channel: str | None = None,
    started_by: str = "us",
) -> None:
    """Contact was made: we called, or she did."""
    dice = case.dice
    victim.spoken = max(victim.spoken or at, at)
    if channel is None and victim.plans and dice.chance(0.12):
        channel, started_by, moment = "phone", "person", "contact.called"
    elif channel is None and case.slip == "wrong_channel" and victim.plans:
        channel, moment, case.slip = "letter", "contact.wrong_channel", None
    used = channel or victim.channel
    spoken = used in ("phone", "visit", "office", "other")
    facts: dict[str, object] = {"channel": used}
    if started_by != "us":
        facts["started_by"] = started_by
    if spoken:
        facts["safe_to_talk_checked"] = dice.chance(0.97)
    if asked:
        facts["wishes_asked"] = True
    if victim.interpreter and spoken:
        facts["interpreter"] = "family_or_friend" if case.slip == "family_interpreter" else "professional"
    written = used in ("text", "email") and moment in ("contact.first", "contact.routine")
    said = {"summary": f"{moment}_written" if written else moment}
    case.add("contact.made", at, facts, whom=victim, said=said, late=case.late())


def agree_plan(case: Case, victim: Victim, at: datetime, basis: str = "her_words") -> None:
    """Agree how it is safe to reach her."""
    dice = case.dice
    facts: dict[str, object] = {
        "channels": {
            victim.channel: "conditional" if victim.conditional else "safe",
            victim.also: "safe",
            "office": "safe",
            "visit": "safe" if victim.home_visits else "unsafe",
            "other": "conditional" if victim.conditional else "safe",
            "letter": "unsafe",
        },
        "voicemail": victim.voicemail,
        "letters": False,
        "at_home_visits": "yes" if victim.home_visits else "no",
        "basis": basis,
        "verified": "first_plan" if not victim.plans else dice.pick(("code_word", "call_back")),
    }
    if victim.conditional:
        facts |= {"from_hour": victim.hours[0], "to_hour": victim.hours[1], "days": ("mon", "tue", "wed", "thu", "fri")}
    if basis == "her_words" and case.does("contact.plan_agreed", 0.6):
        facts["officer_gender"] = dice.pick(("any", "any", "female", "same_as_mine"))
    if victim.recheck:
        facts["recheck_days"] = victim.recheck
    said = {"must_not_know": "plan.must_not_know", "wording": "plan.wording", "code_word": "plan.code_word"}
    said |= {"numbers": "plan.numbers"}
    case.add("contact.plan_agreed", at, facts, whom=victim, said=said, by=LEAD if basis == "lead_decision" else None)
    victim.plans.append(at)


def keep_in_touch(case: Case, victim: Victim, since: datetime, until: datetime) -> None:
    """Contact again and again, mostly as often as is promised; now and then a gap is too long."""
    dice, every = case.dice, case.practice.every
    lapse = dice.number(1, 3) if case.fate.gap_too_long else 0
    turn, at, agreed = 0, since, _agree_frequency(case, victim, since)
    while True:
        turn += 1
        rhythm = agreed[0] if agreed and at.date() <= agreed[1] else every
        if turn == lapse:
            day = case.diary.on_or_before(at.date() + dice.number(rhythm + 4, rhythm + 12) * DAY)
        else:
            day = case.diary.on_or_before(at.date() + dice.number(max(2, rhythm * 2 // 3), rhythm - 1) * DAY)
        then = case.diary.during(dice, at, max(day, case.diary.working_day(at, 1)), victim.hours)
        if then >= until or then > case.diary.last:
            break
        at = _next_contact(case, victim, then)
    end = case.diary.on_or_before(until.date())
    if until < case.diary.last and end > at.date():
        _next_contact(case, victim, case.diary.during(dice, at, end, victim.hours))


def _next_contact(case: Case, victim: Victim, at: datetime) -> datetime:
    """One more contact, sometimes after a call that nobody answered, sometimes put off because she asked."""
    dice = case.dice
    if dice.chance(0.2):
        attempt(case, victim, max(at - timedelta(minutes=dice.number(20, 50)), at_time(at.date(), victim.hours[0])))
    plan = victim.plan_at(at)
    if plan and victim.recheck and at.date() - plan.date() > (victim.recheck - 25) * DAY:
        agree_plan(case, victim, later(at, 6))
    speak(case, victim, at, "contact.routine", asked=dice.chance(0.4))
    if victim is case.victim and dice.chance(0.03):
        again = hold_off(case, later(at, 12), dice.number(8, 12), "victim_asked_for_none")
        at = case.diary.during(dice, again, case.diary.working_day(again, 1), victim.hours)
        speak(case, victim, at, "contact.routine")
    return at


def _agree_frequency(case: Case, victim: Victim, since: datetime) -> tuple[int, date] | None:
    """In some cases she agrees another rhythm, until a date on which it is looked at again."""
    if not case.dice.chance(0.14):
        return None
    days, until = case.dice.pick((28, 28, 7)), since.date() + 84 * DAY
    facts = {"days": days, "agreed_by_victim": case.dice.chance(0.9), "review_on": until}
    case.add(
        "contact.frequency_agreed", later(since, 14), facts, whom=victim, said={"wording": f"contact.frequency_{days}"}
    )
    return days, until


def meet(case: Case, victim: Victim, after: datetime) -> datetime:
    """See her, where her plan says that it is safe. Returns when it was over."""
    dice = case.dice
    day = case.diary.working_day(after, dice.number(2, 6))
    at = case.diary.during(dice, after, day, (victim.hours[0], victim.hours[1] - 1))
    place = dice.pick(("home", "office") if victim.home_visits else ("office", "partner", "other_safe_place"))
    facts = {"place": place, "joint": dice.chance(0.3), "check_in_by": later(at, 90)}
    visit = case.add(
        "visit.planned",
        case.diary.office(dice, after, 0),
        facts,
        said={"venue": "plan.venue_home" if place == "home" else "plan.venue"},
    )
    if dice.chance(0.08):
        case.add("thread.ended", later(at, -30), {"why": dice.pick(("not_needed", "no_longer_wanted"))}, thread=visit)
        return at
    late = case.late()
    case.add("visit.started", at, thread=visit, late=late)
    channel = {"home": "visit", "office": "office"}.get(place, "other")
    speak(case, victim, later(at, 5), "contact.visit", asked=True, channel=channel)
    if dice.chance(0.96):
        case.add("visit.ended", later(at, dice.number(30, 85)), thread=visit, late=late)
    return later(at, 90)
