"""What is done about the alleged perpetrator, and about crimes: never before her safety has been looked at."""

from datetime import datetime

from lintel.invention.case import Case, Victim
from lintel.invention.home import ask_discretion
from lintel.invention.staff import LEAD, MANAGER
from lintel.invention.when import DAY, later

_OURS = {"joint": "joint_tenant", "sole_perpetrator": "tenant"}
_TOOLS = ("warning", "warning", "acceptable_behaviour_contract", "injunction")


def consider_acting(case: Case, victim: Victim, after: datetime, likely: float = 0.3) -> datetime:
    """Think of acting, ask her, and act only where it is safe. Returns when that was over."""
    dice = case.dice
    if not case.does("enforcement.considered", 0.5):
        return after
    at = case.days(after, 1, 5)
    standing = _standing(case)
    ours = standing not in ("not_ours", "visitor")
    facts = {
        "tool": dice.pick(_TOOLS[1:3] if case.young else _TOOLS),
        "proportionate": "yes" if ours else "unknown",
        "perpetrator_is": standing,
    }
    said = {"reasons": "other.considered" if ours else "other.not_ours"}
    thread = case.add("enforcement.considered", at, facts, said=said)
    if case.does("legal_advice.signposted", 0.2):
        case.add("legal_advice.signposted", case.days(at, 1, 3), {"topic": "orders"}, whom=victim)
    acts = ours and not case.young and dice.chance(likely)
    view = _ask_about_acting(case, victim, at, thread) if acts or case.does("victim.consulted", 0.2) else None
    if acts and view:
        return _act(case, victim, case.days(at, 3, 5), thread, view)
    case.add("thread.ended", case.days(at, 4, 10), {"why": "not_needed"}, thread=thread)
    return at


def _standing(case: Case) -> str:
    """What the alleged perpetrator is to the landlord."""
    if case.lives == "another_home_of_ours":
        return "tenant"
    if case.lives == "same_home":
        return _OURS.get(case.held or "", "household_member")
    return case.dice.pick(("not_ours", "not_ours", "visitor"))


def _ask_about_acting(case: Case, victim: Victim, at: datetime, thread: str) -> str:
    """Ask her what she thinks of it. Returns her view."""
    views = (("agrees", 68), ("mixed", 18), ("disagrees", 8), ("not_reached", 6))
    view = case.dice.weighted(views)
    said = {"view_text": f"other.{view}", "how_weighed": "other.weighed"} if view != "not_reached" else None
    facts = {"topic": "enforcement", "view": view}
    case.add("victim.consulted", case.days(at, 1, 2), facts, whom=victim, thread=thread, said=said)
    return view


def _act(case: Case, victim: Victim, at: datetime, thread: str, view: str) -> datetime:
    """Check what it would do to her safety, and start or stop."""
    dice = case.dice
    rule = case.practice.discretion.get("enforcement.started")
    if view == "not_reached" and rule:
        at = ask_discretion(case, at, rule, thread, "home.discretion_enforcement")
    raises = "no" if dice.chance(0.75) else "yes"
    if case.slip == "enforced_unchecked":
        case.slip = None
    else:
        facts = {"raises_risk": raises, "victim_home_at_risk": "no", "agencies_asked": dice.chance(0.85)}
        case.add(
            "enforcement.safety_checked",
            at,
            facts,
            thread=thread,
            said={"reasons": "other.safe" if raises == "no" else "other.not_safe"},
        )
    if raises == "yes" or view == "disagrees" or (view == "not_reached" and not rule):
        stopped = case.days(at, 0, 2)
        case.add("enforcement.stopped", stopped, {"outcome": "not_safe_now"}, thread=thread, by=MANAGER)
        return stopped
    begun = later(at, dice.number(30, 200))
    case.add("enforcement.started", begun, {"outcome": "served"}, thread=thread, by=MANAGER)
    ended = case.days(begun, 15, 50)
    case.add("enforcement.ended", ended, {"outcome": dice.pick(("complied", "order_made", "breached"))}, thread=thread)
    return begun


def breach_of_tenancy(case: Case, at: datetime) -> None:
    """What was done also broke the tenancy agreement."""
    whose = (
        "tenant" if case.lives == "another_home_of_ours" else "household" if case.lives == "same_home" else "visitor"
    )
    facts = {"whose_act": whose, "linked_process": case.dice.pick(("asb", "asb", "hate"))}
    case.add("breach.recorded", at, facts, said={"details": "other.breach"})


def go_to_police(case: Case, victim: Victim, at: datetime) -> None:
    """Evidence comes in, and it is decided with her whether the police are told."""
    dice = case.dice
    facts: dict[str, object] = {
        "kind": dice.pick(("photo", "log", "recording")),
        "handling": dice.pick(("original", "copy")),
    }
    case.add("evidence.logged", at, facts, whom=victim, said={"what": "other.evidence"})
    if dice.chance(0.4):
        case.add(
            "police.decided",
            later(at, 25),
            {"decision": "no_report"},
            whom=victim,
            said={"reasons": "sharing.no_police"},
            by=LEAD,
        )
        return
    facts = {"purpose": "police", "agency": "police", "answer": "given"}
    case.add("consent.asked", later(at, 10), facts, whom=victim, said={"words_used": "sharing.words"})
    facts = {"decision": "report", "ground": "victim_asked"}
    case.add("police.decided", later(at, 25), facts, whom=victim, said={"reasons": "sharing.police"}, by=LEAD)
    case.add("police.reported", later(at, 40), whom=victim)
    if dice.chance(0.3):
        begins = case.days(at, 5, 15)
        facts = {"order": "non_molestation", "from": begins.date(), "until": begins.date() + 365 * DAY}
        case.add("legal_order.recorded", begins, facts, said={"terms": "other.terms"})


def offer_change(case: Case, at: datetime) -> None:
    """Offer the alleged perpetrator help to change, where he accepts what he did and wants to."""
    about = ("p1",) if case.named else ()
    facts = {"accepts_behaviour": "yes", "wants_change": "yes", "answer": case.dice.pick(("accepted", "undecided"))}
    case.add("perpetrator_support.offered", at, facts, whom=about, by=MANAGER)
