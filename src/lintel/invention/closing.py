"""How a case ends: with her, or without her and approved by somebody else; and how it begins again."""

from datetime import datetime

from lintel.invention.case import Case, Victim
from lintel.invention.reaching import attempt, speak
from lintel.invention.staff import MANAGER
from lintel.invention.when import later

_FINDINGS = {"good": "record.good", "mixed": "record.quality_mixed", "poor": "record.quality_poor"}
_FELT = ((5, 4), (4, 5), (3, 2), (2, 1))


def close(case: Case, outcome: str) -> None:
    """Close a case in which the risk is down, after she has been asked."""
    dice = case.dice
    asked = [case.victim.spoken or case.diary.first]
    alone, case.slip = case.slip == "closed_alone", None if case.slip == "closed_alone" else case.slip
    for victim in () if alone else case.victims:
        asked.append(_ask_about_closing(case, victim))
    proposed = case.days(max(asked), 1, 2)
    case.add(
        "closure.proposed",
        proposed,
        {"risk_mitigated": "yes", "outcome": outcome},
        said={"reasons": f"closing.{outcome}"},
    )
    closed = case.days(proposed, 1, 3)
    if dice.chance(0.8):
        case.add("closure.approved", later(closed, -15), said={"reasons": "closing.approved"}, by=MANAGER)
    case.add("case.closed", closed, {"outcome": outcome, "risk_mitigated": "yes"})


def _ask_about_closing(case: Case, victim: Victim) -> datetime:
    """Ask her at the last talk with her, or at one more if something has happened since. Returns when."""
    at = victim.spoken or case.diary.first
    if case.troubled and at <= case.troubled:
        at = case.diary.during(case.dice, case.troubled, case.diary.working_day(case.troubled, 1), victim.hours)
        speak(case, victim, at, "contact.routine")
    at = later(at, 6)
    view = case.dice.weighted((("agrees", 8), ("mixed", 2)))
    case.add(
        "victim.consulted", at, {"topic": "closure", "view": view}, whom=victim, said={"view_text": f"closing.{view}"}
    )
    _survey(case, victim, later(at, 2))
    return at


def close_without_her(case: Case, at: datetime, outcome: str) -> None:
    """Close a case without her, as somebody else has approved."""
    mitigated = "yes" if outcome == "victim_left_us" else "unknown"
    facts = {"risk_mitigated": mitigated, "outcome": outcome}
    case.add("closure.proposed", at, facts, said={"reasons": f"closing.{outcome}"})
    closed = case.days(at, 1, 3)
    if case.slip != "closed_alone":
        case.add("closure.approved", later(closed, -30), said={"reasons": "closing.approved"}, by=MANAGER)
    case.add("case.closed", closed, facts)


def lose_touch(case: Case, at: datetime) -> datetime:
    """Try to reach her again and again, in vain. Returns when that had gone on for long enough."""
    for _ in range(2):
        day = case.diary.working_day(at, case.dice.number(2, 4))
        at = case.diary.during(case.dice, at, day, case.victim.hours)
        attempt(case, case.victim, at, "no_answer")
    return at


def reopen(case: Case, at: datetime, why: str = "new_report") -> None:
    case.add("case.reopened", later(at, 12), {"why": why}, by=MANAGER)


def _survey(case: Case, victim: Victim, at: datetime) -> None:
    """Ask if she would take a survey, on a channel that is safe; she may say no, or never answer."""
    dice = case.dice
    if not case.does("survey.offered", 0.6):
        return
    agreed = dice.chance(0.65)
    survey = case.add("survey.offered", at, {"agreed": agreed, "channel": victim.channel}, whom=victim)
    if agreed and dice.chance(0.75):
        felt = dice.weighted(_FELT)
        facts = {"satisfaction": max(1, felt - dice.pick((0, 0, 1))), "felt_safe": felt}
        case.add(
            "survey.answered",
            case.days(at, 2, 12),
            facts,
            whom=victim,
            thread=survey,
            said={"comments": "closing.comments_good" if felt > 3 else "closing.comments_poor"},
        )


def supervise(case: Case, at: datetime) -> None:
    """Go over the case in supervision; where it was not good, the officer is offered help."""
    quality = case.dice.weighted((("good", 6), ("mixed", 3), ("poor", 1)))
    case.add("supervision.held", at, {"quality": quality}, said={"findings": _FINDINGS[quality]}, by=MANAGER)
    if quality != "good" and case.does("handler_support.offered", 0.3):
        facts = {"kind": "advice", "taken": case.dice.pick(("yes", "no"))}
        case.add("handler_support.offered", case.days(at, 1, 5), facts, by=MANAGER)
