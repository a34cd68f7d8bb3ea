"""What she needs and wants, what she is told of, and what is decided for her safety and the children's."""

from datetime import datetime

from lintel.invention.case import Case, Victim
from lintel.invention.staff import LEAD
from lintel.invention.when import later

_OPTIONS = ("stay_safely", "move", "refuge", "tenancy_rights", "legal_orders", "police", "specialist_support",
            "benefits_and_money", "child_support")  # fmt: skip

_BARRIERS = ("fear", "money", "housing", "children", "culture_or_faith", "language")
_WISHES = ("children", "safety", "safety", "staying", "police", "money")


def ask_needs(case: Case, victim: Victim, at: datetime) -> None:
    """Ask what she needs in order to be heard."""
    dice = case.dice
    facts: dict[str, object] = {"interpreter": victim.interpreter is not None}
    if victim.interpreter:
        facts["language"] = victim.interpreter
    elif dice.chance(0.15):
        facts["formats"] = (dice.pick(("large_print", "audio", "plain_words")),)
    case.add("needs.recorded", at, facts, whom=victim,
             said={"details": "plan.interpreter" if victim.interpreter else "plan.needs"})  # fmt: skip
    if dice.chance(0.3 if "adjustment.delivered" in case.practice.owed else 0.05):
        _adjust(case, victim, later(at, 2))


def _adjust(case: Case, victim: Victim, at: datetime) -> None:
    asked = case.add("adjustment.requested", at, whom=victim, said={"details": "plan.adjustment"})
    agreed = case.days(at, 1, 3)
    if case.dice.chance(0.95):
        case.add("adjustment.agreed", agreed, thread=asked)
        if case.dice.chance(0.85):
            case.add("adjustment.delivered", case.days(agreed, 2, 8), thread=asked)


def hear_wishes(case: Case, victim: Victim, at: datetime, *topics: str) -> None:
    """Write down what she wants, in her words."""
    about = topics or (case.dice.pick(_WISHES if case.children else _WISHES[1:]),)
    case.add("wishes.recorded", at, {"topics": about}, whom=victim, said={"wishes": f"plan.wishes_{about[0]}"})


def talk_through(case: Case, victim: Victim, at: datetime) -> None:
    """Go through her options and give advice; note what stands in her way."""
    dice = case.dice
    if case.does("options.discussed", 0.6):
        options = _OPTIONS if dice.chance(0.75) else dice.some(_OPTIONS, 8)
        case.add("options.discussed", at, {"options": options}, whom=victim, said={"view": "plan.view"})
        if "legal_orders" in options and case.does("legal_advice.signposted", 0.2):
            topic = dice.pick(("orders", "orders", "family"))
            case.add("legal_advice.signposted", later(at, 6), {"topic": topic}, whom=victim)
    if case.does("advice.given", 0.6):
        topics = ("services", "helplines", "routine_safety", *dice.some(("online_safety", "housing", "clares_law"), 2))
        case.add("advice.given", later(at, 4), {"topics": topics, "safe_form": dice.chance(0.97)}, whom=victim)
    if dice.chance(0.12):
        case.add(
            "barrier.noted",
            later(at, 3),
            {"kind": dice.pick(_BARRIERS)},
            whom=victim,
            said={"help_given": "plan.barrier"},
        )


def decide_safeguarding(case: Case, told: datetime) -> None:
    """Decide for the children and for adults at risk; refer where that is the answer. Consent is no gate."""
    always = case.practice.safeguards_always
    if case.children or ("child" in always and case.dice.chance(0.94)):
        _decide(case, told, "child", refer=bool(case.children) and case.dice.chance(0.65))
    for victim in case.victims:
        if "adult" in always or victim.at_risk != "no":
            refer = victim.at_risk == "yes" and case.dice.chance(0.7)
            _decide(case, told, "adult", refer=refer, victim=victim)


def _decide(case: Case, told: datetime, who: str, *, refer: bool, victim: Victim | None = None) -> None:
    dice = case.dice
    if not dice.chance(0.94):
        return
    about = case.children if who == "child" else victim or case.victim
    decided = case.diary.office(dice, told, dice.pick((0, 1, 1, 2)))
    facts = {"who": who, "decision": "refer" if refer else "no_referral"}
    moment = (
        f"sharing.{who}"
        if refer
        else f"sharing.no_{who}"
        if who == "adult" or not case.children
        else "sharing.child_seen"
    )
    case.add("safeguarding.decided", decided, facts, whom=about, said={"reasons": moment}, by=LEAD)
    if refer and dice.chance(0.97):
        agency = "childrens-services" if who == "child" else "adult-social-care"
        sent = case.diary.office(dice, decided, 0)
        thread = case.add("safeguarding.referred", sent, {"who": who, "agency": agency}, whom=about, by=LEAD)
        if dice.chance(0.85):
            outcome = dice.pick(("accepted", "accepted", "no_further_action", "more_information"))
            case.add("safeguarding.answered", case.days(sent, 2, 8), {"outcome": outcome}, thread=thread)
