"""How great the risk is: the assessment, what was noticed, the plan, reviews and MARAC."""

from datetime import datetime

from lintel.invention.case import Case, Victim
from lintel.invention.people import SHE
from lintel.invention.staff import LEAD, MANAGER
from lintel.invention.when import DAY, at_time, later

_SCORES = {"standard": (2, 9), "medium": (10, 13), "high": (14, 20)}
_QUESTIONS = 24
_FACTORS = (
    "pregnancy", "separation", "isolation", "mental_health", "stalking", "strangulation", "threats_to_kill",
    "substance_use", "disability", "weapons",
)  # fmt: skip


def assess(case: Case, victim: Victim, at: datetime, level: str, *, repeat: bool = False) -> bool:
    """Go through the risk assessment with her. Returns whether she wanted to."""
    dice = case.dice
    facts: dict[str, object] = {"instrument": case.practice.instrument, "outcome": "completed"}
    if not dice.chance(0.9):
        facts["outcome"] = dice.pick(("declined", "attempted"))
        case.add("risk.assessed", at, facts, whom=victim)
        return False
    victim.assessed = True
    low, high = _SCORES[level]
    judged = level == "high" and dice.chance(0.3)
    yes, unanswered = dice.number(low - 4, low - 1) if judged else dice.number(low, high), dice.pick((0, 0, 1, 2))
    facts |= {"yes": yes, "no": _QUESTIONS - yes - unanswered, "unanswered": unanswered, "level": level}
    if level == "high":
        facts["grounds"] = ("repeat",) if repeat else ("judgement", "escalation") if judged else ("score",)
    said = {"judgement_reasons": "risk.judgement"} if judged or dice.chance(0.4) else None
    case.add("risk.assessed", at, facts, whom=victim, said=said)
    return True


def note_factors(case: Case, victim: Victim, at: datetime, level: str) -> None:
    """Write down what was noticed, or that nothing was."""
    if level == "standard" and case.dice.chance(0.6):
        case.add("risk.factors_noted", at, {"none_found": True}, whom=victim)
    else:
        facts = {"factors": case.dice.some(_FACTORS if victim.who.pronouns is SHE else _FACTORS[1:], 3)}
        case.add("risk.factors_noted", at, facts, whom=victim, said={"details": "risk.factors"})


def agree_plan_of_action(case: Case, victim: Victim, at: datetime, focus: str = "safety") -> None:
    """Make a plan with her, with something to do in it now and then."""
    dice = case.dice
    facts = {"focus": focus, "victim_agreed": dice.chance(0.94)}
    case.add("plan.agreed", at, facts, whom=victim, said={"plan": f"plan.{focus}"})
    if dice.chance(0.3):
        add_action(case, later(at, 4), "plan")


def add_action(case: Case, at: datetime, source: str) -> None:
    """Something to do by a date: mostly done by then, sometimes late, sometimes dropped."""
    dice = case.dice
    due = case.days(at, 6, 15)
    facts = {"owner": dice.pick(("landlord", "landlord", "partner")), "due_on": due.date(), "source": source}
    action = case.add("action.added", at, facts, said={"what": "risk.action"})
    end = dice.weighted((("done", 84), ("late", 8), ("dropped", 5), ("forgotten", 3)))
    if end == "dropped":
        case.add("action.dropped", case.days(at, 1, 5), thread=action, said={"reasons": "risk.action_dropped"})
    elif end != "forgotten":
        done = case.days(due, 2, 9) if end == "late" else case.days(at, 1, 5)
        case.add("action.done", done, thread=action, said={"reasons": f"risk.action_{end}"})


def review(case: Case, since: datetime, until: datetime, level: str) -> None:
    """Look at the whole case again, and set a date for the next time; mostly that date is kept."""
    dice = case.dice
    if not case.does("review.held", 0.3):
        return
    at = case.days(since, 5, 12)
    while at < until and at <= case.diary.last:
        following = case.days(at, 18, 24)
        changed = dice.chance(0.25)
        facts: dict[str, object] = {"level": level, "plan_changed": changed}
        if dice.chance(0.95):
            facts["next_on"] = following.date()
        case.add(
            "review.held",
            at,
            facts,
            whom=case.victim,
            said={"summary": "risk.review_changed" if changed else "risk.review_same"},
            by=MANAGER,
        )
        at = case.days(at_time(following.date(), 9), 2, 6) if dice.chance(0.1) else case.days(at, 11, 17)
        if "review.held" not in case.practice.owed and dice.chance(0.4):
            return


def weigh_marac(case: Case, victim: Victim, at: datetime, level: str, *, repeat: bool = False) -> datetime:
    """Decide whether the case goes to MARAC, and take it there if it does. Returns when that was over."""
    ground = "repeat" if repeat else case.dice.pick(("score", "score", "judgement", "escalation"))
    if level != "high":
        if case.does("marac.decided", 0.1):
            case.add("marac.decided", at, {"decision": "no_referral"}, said={"reasons": "risk.no_marac"}, by=LEAD)
        return at
    facts = {"decision": "refer", "grounds": (ground,)}
    case.add("marac.decided", at, facts, whom=victim, said={"reasons": f"risk.marac_{ground}"}, by=LEAD)
    return _take_to_marac(case, victim, later(at, 8), repeat=repeat)


def _take_to_marac(case: Case, victim: Victim, at: datetime, *, repeat: bool) -> datetime:
    """Ask her, refer, and go to the meeting."""
    dice = case.dice
    given = dice.chance(0.8)
    facts: dict[str, object] = {"purpose": "marac", "agency": "marac", "answer": "given" if given else "refused"}
    case.add("consent.asked", at, facts, whom=victim, said={"scope": "sharing.scope", "words_used": "sharing.words"})
    facts = {"agency": "marac", "purpose": "marac", "items": ("contact", "risk", "history"),
             "basis": "consent" if given else "victim_safety", "authorised_by": LEAD, "victim_told": "yes"}  # fmt: skip
    case.add(
        "information.shared",
        later(at, 20),
        facts,
        whom=victim,
        said={"reasons": "sharing.consent" if given else "sharing.safety"},
        by=LEAD,
    )
    sent = later(at, 30)
    marac = case.add("marac.referred", sent, {"by": "us", "repeat": repeat}, whom=victim, by=LEAD)
    meeting = case.days(sent, 8, 15)
    case.add("marac.accepted", case.days(sent, 1, 3), thread=marac)
    case.add("marac.listed", case.days(sent, 4, 6), {"meeting_on": meeting.date()}, thread=marac)
    heard = at_time(meeting.date(), 10, 30)
    if dice.chance(0.92):
        case.add(
            "marac.heard",
            heard,
            {"attended_by": LEAD},
            thread=marac,
            by=LEAD,
            said={"information_given": "risk.meeting"},
        )
    else:
        case.add("marac.heard", heard, thread=marac, by=MANAGER, said={"information_given": "risk.not_there"})
    for minutes in range(5, 5 * dice.number(2, 4), 5):
        add_action(case, later(heard, 120 + minutes), "marac")
    return heard + DAY
