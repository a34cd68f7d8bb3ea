"""Her home: repairs with their clocks, security, and what the tenancy is."""

from datetime import datetime

from lintel.invention.case import Case, Victim
from lintel.invention.staff import LEAD, MANAGER
from lintel.invention.when import DAY, in_hours, later

_KINDS = (
    ("assured", 6),
    ("assured_shorthold", 1),
    ("starter", 2),
    ("secure", 2),
    ("fixed_term", 1),
    ("shared_ownership", 1),
)
_ITEMS = ("locks", "doors", "windows", "video_doorbell", "lighting", "letterbox")


def repair(case: Case, at: datetime, work: str | None = None) -> None:
    """Something is broken or painted on the wall: made safe in time, too late, or nobody is let in."""
    dice = case.dice
    kind = work or dice.weighted((("safety", 6), ("graffiti", 3), ("damage", 2)))
    needed = case.add(
        "repair.needed", at, {"work": kind}, said={"where": f"home.where_{kind}", "job_text": f"home.job_{kind}"}
    )
    ordered = later(at, dice.number(5, 120))
    if dice.chance(0.05):
        case.add(
            "thread.ended",
            case.days(at, 1, 2),
            {"why": dice.pick(("access_refused", "raised_in_error"))},
            thread=needed,
        )
        return
    case.add("repair.ordered", ordered, thread=needed)
    in_time = dice.chance(0.87)
    if kind == "safety":
        safe = in_hours(ordered, dice.number(2, 19) if in_time else dice.number(25, 60))
    else:
        safe = case.diary.office(dice, ordered, dice.pick((0, 1)) if in_time else dice.number(2, 4))
    case.add("repair.made_safe", safe, thread=needed)
    if dice.chance(0.9):
        case.add("repair.finished", case.days(safe, 1, 8), thread=needed)


def secure(case: Case, victim: Victim, at: datetime, *, urgent: bool = False) -> None:
    """Security works, after she has been asked; where there is no time for that order, somebody else approves it."""
    dice = case.dice
    if (urgent or not victim.assessed) and (rule := case.practice.discretion.get("security.requested")):
        at = ask_discretion(case, at, rule, victim.handle, "home.discretion_security")
    elif case.does("victim.consulted", 0.6):
        facts = {"topic": "security", "view": "agrees"}
        case.add("victim.consulted", at, facts, whom=victim, said={"view_text": "other.view_security"})
    route = dice.weighted((("own", 5), ("contractor", 4), ("sanctuary_scheme", 2)))
    if route == "sanctuary_scheme":
        consent = {"purpose": "security_works", "agency": "sanctuary-scheme", "answer": "given"}
        case.add("consent.asked", later(at, 3), consent, whom=victim, said={"words_used": "sharing.words"})
    works = {"items": dice.some(_ITEMS, 3), "route": route}
    asked = case.add("security.requested", later(at, 6), works, whom=victim, said={"where": "home.where_safety"})
    decided = case.diary.office(dice, at, 1) if not urgent else later(at, 60)
    if dice.chance(0.06):
        case.add("security.declined", decided, thread=asked, said={"reasons": "home.declined"}, by=MANAGER)
        return
    case.add("security.approved", decided, thread=asked, by=MANAGER)
    fitted = later(decided, 150) if urgent else case.days(decided, 1, 9)
    if dice.chance(0.94):
        case.add("security.fitted", fitted, thread=asked, said={"reasons": "home.security"})
        if dice.chance(0.7):
            case.add(
                "security.checked_with_victim",
                case.days(fitted, 1, 4),
                whom=victim,
                thread=asked,
                said={"reasons": "home.checked"},
            )


def ask_discretion(case: Case, at: datetime, rule: str, whom: str, moment: str) -> datetime:
    """Ask to depart from a rule for a person or a thread. Returns when somebody else had approved it."""
    facts = {"rule": rule, "for": whom}
    asked = case.add("discretion.asked", at, facts, whom=case.victim, said={"reasons": moment})
    approved = later(at, case.dice.number(15, 70))
    case.add("discretion.approved", approved, thread=asked, said={"reasons": "home.discretion_yes"}, by=LEAD)
    return later(approved, 10)


def refuse_discretion(case: Case, at: datetime, rule: str) -> None:
    """A departure that was asked for and not agreed to."""
    facts = {"rule": rule, "for": case.victim.handle}
    asked = case.add("discretion.asked", at, facts, whom=case.victim, said={"reasons": "home.discretion_security"})
    case.add("discretion.refused", case.days(at, 0, 1), thread=asked, said={"reasons": "home.discretion_no"}, by=LEAD)


def note_tenancy(case: Case, victim: Victim, at: datetime) -> None:
    """Look up what tenancy there is and whose; explain her rights, and where there is advice for her alone."""
    dice = case.dice
    alone = case.lives != "same_home"
    held = case.held = case.held or dice.weighted(
        (("sole_victim", 9 if alone else 4), ("joint", 1 if alone else 3), ("sole_perpetrator", 0 if alone else 2))
    )
    case.add("tenancy.noted", at, {"kind": dice.weighted(_KINDS), "held": held})
    if held == "joint":
        case.add("legal_advice.signposted", later(at, 8), {"topic": "joint_tenancy"}, whom=victim)
    if held != "sole_victim" or case.does("tenancy_advice.given", 0.2):
        topics = (
            ("joint_notice", "rights_to_stay")
            if held == "joint"
            else (dice.pick(("rights_to_stay", "succession", "lodgers")),)
        )
        case.add("tenancy_advice.given", later(at, 10), {"topics": topics}, whom=victim)


def settle_tenancy(case: Case, after: datetime) -> datetime:
    """The tenants or a court decide who stays. Returns when that was known."""
    dice = case.dice
    order_from = case.days(after, 8, 20)
    if dice.chance(0.6):
        facts = {
            "order": dice.pick(("occupation", "non_molestation")),
            "from": order_from.date(),
            "until": order_from.date() + 365 * DAY,
        }
        case.add("legal_order.recorded", order_from, facts, said={"terms": "other.terms"})
    settled = case.days(order_from, 10, 40)
    facts = {
        "who_stays": dice.weighted((("victim", 6), ("neither", 2), ("perpetrator", 2))),
        "decided_by": dice.pick(("tenants", "court")),
    }
    case.add("tenancy.settled", settled, facts)
    return settled


def hold_mail(case: Case, at: datetime) -> None:
    """Stop ordinary mail to the home."""
    placed = case.add("mailing_hold.placed", at, {"mailings": ("rent", "surveys", "marketing")})
    if case.dice.chance(0.9):
        case.add("mailing_hold.acknowledged", case.days(at, 1, 3), {"mailings": ("rent", "surveys")}, thread=placed)
