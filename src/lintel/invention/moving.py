"""Moving to safety: asked for, assessed, decided, offered, answered, and kept secret."""

from datetime import datetime

from lintel.invention.case import Case, Victim
from lintel.invention.home import ask_discretion
from lintel.invention.reaching import agree_plan, speak
from lintel.invention.risk import agree_plan_of_action, assess
from lintel.invention.staff import MANAGER
from lintel.invention.support import ask_needs, hear_wishes
from lintel.invention.when import later


def consider_move(case: Case, victim: Victim, at: datetime) -> None:
    """Look at a move because the risk is high, and find that she can stay safely."""
    move = case.add("move.requested", at, {"by": "officer"}, whom=victim)
    facts = {"threshold": "not_met", "stay_considered": True, "risk_reduced_by_move": case.dice.pick(("no", "unknown"))}
    assessed = case.days(at, 1, 4)
    case.add("move.assessed", assessed, facts, whom=victim, thread=move, said={"mitigation": "home.mitigation_stay"})
    decided = case.days(assessed, 0, 2)
    case.add(
        "move.decided",
        decided,
        {"decision": "declined"},
        whom=victim,
        thread=move,
        by=MANAGER,
        said={"reasons": "home.move_declined"},
    )


def move_home(case: Case, victim: Victim, at: datetime) -> datetime:
    """She asks to move. Returns when she had moved, or when the last that we know of it happened."""
    dice = case.dice
    hear_wishes(case, victim, at, "leaving", "moving")
    move = case.add("move.requested", later(at, 4), {"by": "victim"}, whom=victim)
    _prepare(case, victim, later(at, 8))
    if dice.chance(0.08):
        ended = case.days(at, 4, 10)
        case.add("thread.ended", ended, {"why": "no_longer_wanted"}, thread=move)
        return ended
    assessed = case.days(at, 1, 4)
    threshold = dice.pick(("high_risk_of_serious_harm", "significant_risk_at_home"))
    facts: dict[str, object] = {"threshold": threshold, "stay_considered": True, "risk_reduced_by_move": "yes"}
    case.add("move.assessed", assessed, facts, whom=victim, thread=move, said={"mitigation": "home.mitigation_move"})
    decided = case.days(assessed, 1, 5)
    facts = {"decision": "agreed", "band": case.practice.band, "need": case.practice.need}
    facts = {name: value for name, value in facts.items() if value is not None}
    case.add("move.decided", decided, facts, whom=victim, thread=move, by=MANAGER, said={"reasons": "home.move_agreed"})
    if case.does("move.briefed", 0.5):
        case.add("move.briefed", case.days(decided, 1, 3), {"acknowledged": True}, whom=victim, thread=move)
    return _offers(case, victim, decided, move)


def _prepare(case: Case, victim: Victim, at: datetime) -> None:
    """What goes with a wish to leave: a plan for it, her rights, and a fresh look at the risk."""
    agree_plan_of_action(case, victim, at, "leaving")
    case.add(
        "options.discussed",
        later(at, 5),
        {"options": ("move", "refuge", "tenancy_rights")},
        whom=victim,
        said={"view": "plan.view_leaving"},
    )
    if case.does("tenancy_advice.given", 0.3):
        case.add("tenancy_advice.given", later(at, 7), {"topics": ("ending_a_tenancy",)}, whom=victim)
    if case.dice.chance(0.9):
        assess(case, victim, later(at, 12), "high")
    case.add(
        "victim.consulted",
        later(at, 15),
        {"topic": "move", "view": "agrees"},
        whom=victim,
        said={"view_text": "other.view_move"},
    )


def _offers(case: Case, victim: Victim, decided: datetime, move: str) -> datetime:
    """A home is offered; where she refuses it, another may be, which does not count against her."""
    dice = case.dice
    at = case.days(decided, 8, 45)
    alike = dice.chance(0.85)
    if not alike and (rule := case.practice.discretion.get("home.offered")):
        at = ask_discretion(case, at, rule, victim.handle, "home.discretion_home")
    _offer(case, victim, at, move, counts=True, alike=alike)
    answered = case.days(at, 1, 4)
    accepted = dice.chance(0.75)
    _answer(case, victim, answered, move, accepted=accepted)
    if not accepted:
        at = case.days(answered, 8, 25)
        _offer(case, victim, at, move, counts=case.practice.offers > 1, alike=True)
        answered = case.days(at, 1, 4)
        _answer(case, victim, answered, move, accepted=True)
    moved = case.days(answered, 6, 18)
    case.add("move.completed", moved, whom=victim, thread=move, said={"address": "home.address"})
    _after(case, victim, moved)
    return moved


def _offer(case: Case, victim: Victim, at: datetime, move: str, *, counts: bool, alike: bool) -> None:
    facts = {
        "like_for_like": alike,
        "location_safe": "yes",
        "needs_met": "yes",
        "tenure": case.practice.tenure,
        "counts": counts,
    }
    case.add("home.offered", at, facts, whom=victim, thread=move, said={"address": "home.address"})


def _answer(case: Case, victim: Victim, at: datetime, move: str, *, accepted: bool) -> None:
    facts = {"answer": "accepted" if accepted else "refused"}
    case.add(
        "home.answered", at, facts, whom=victim, thread=move, said=None if accepted else {"reasons": "home.refused"}
    )


def _after(case: Case, victim: Victim, moved: datetime) -> None:
    """Leaving is a dangerous time: hide the address, ask anew what is safe, look at the risk again."""
    case.add("address.protected", later(moved, 35), {"what": "new"}, whom=victim)
    at = case.diary.during(case.dice, moved, case.diary.working_day(moved, 2), victim.hours)
    speak(case, victim, at, "contact.routine", asked=True)
    agree_plan(case, victim, later(at, 3))
    if case.dice.chance(0.88):
        assess(case, victim, later(at, 8), case.dice.pick(("medium", "high")))
    if case.dice.chance(0.8):
        agree_plan_of_action(case, victim, later(at, 18))
    if case.dice.chance(0.3):
        ask_needs(case, victim, later(at, 22))
