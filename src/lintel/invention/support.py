"""What she is told, asked and offered: needs, wishes, options, advice, consent, referrals, safeguarding, police."""

from datetime import datetime

from lintel.invention.case import Case, Victim
from lintel.invention.staff import LEAD
from lintel.invention.when import later

_OPTIONS = ("stay_safely", "move", "refuge", "tenancy_rights", "legal_orders", "police", "specialist_support",
            "benefits_and_money", "child_support")  # fmt: skip
_LANGUAGES = ("pl", "ur", "ro", "bn", "so", "ar", "pa")
_SERVICES = ("specialist_da", "specialist_da", "idva", "idva", "victim_support", "counselling")
_BARRIERS = ("fear", "money", "housing", "children", "culture_or_faith", "language")
_AGENCY = {"idva": "idva", "victim_support": "victim-support", "counselling": "counselling"}


def ask_needs(case: Case, victim: Victim, at: datetime) -> None:
    """Ask what she needs in order to be heard."""
    dice = case.dice
    facts: dict[str, object] = {"interpreter": victim.interpreter}
    if victim.interpreter:
        facts["language"] = dice.pick(_LANGUAGES)
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
        case.add("adjustment.agreed", agreed, thread=asked, said={"details": "plan.adjustment"})
        if case.dice.chance(0.85):
            case.add("adjustment.delivered", case.days(agreed, 2, 8), thread=asked)


def hear_wishes(case: Case, victim: Victim, at: datetime, *topics: str) -> None:
    """Write down what she wants, in her words."""
    facts = {"topics": topics or (case.dice.pick(("safety", "staying", "children", "police", "money")),)}
    case.add("wishes.recorded", at, facts, whom=victim, said={"wishes": "plan.wishes"})


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


def offer_service(case: Case, victim: Victim, at: datetime) -> None:
    """Offer a service outside: ask first what may be passed on, send only what she accepts, and follow it up."""
    dice = case.dice
    if not case.does("referral.offered", 0.8):
        return
    service = dice.pick(_SERVICES)
    agency = _AGENCY.get(service, case.practice.specialist)
    answer = dice.weighted((("accepted", 74), ("declined", 18), ("undecided", 8)))
    consent = _ask_consent(case, victim, at, agency, "given" if answer == "accepted" else "refused")
    if answer != "accepted" and dice.chance(0.35):
        # Refused at first, and given when she was asked again some days later.
        _offer(case, victim, at, (service, agency, answer))
        at, answer = case.days(at, 4, 10), "accepted"
        at = case.diary.during(dice, at, at.date(), victim.hours)
        consent = _ask_consent(case, victim, at, agency, "given")
    referral = _offer(case, victim, later(at, 4), (service, agency, answer))
    if answer == "accepted":
        _send(case, victim, later(at, 4), referral, agency, consent)


def _offer(case: Case, victim: Victim, at: datetime, offer: tuple[str, str, str]) -> str:
    service, agency, answer = offer
    facts = {"service": service, "agency": agency, "external": True, "answer": answer}
    return case.add("referral.offered", at, facts, whom=victim)


def _ask_consent(case: Case, victim: Victim, at: datetime, agency: str, answer: str) -> str:
    facts = {"purpose": "referral", "agency": agency, "answer": answer}
    said = {"scope": "sharing.scope", "words_used": "sharing.words"}
    return case.add("consent.asked", at, facts, whom=victim, said=said)


def _send(case: Case, victim: Victim, at: datetime, referral: str, agency: str, consent: str) -> None:
    """The referral goes out, and something comes of it or not."""
    dice = case.dice
    if dice.chance(0.05):
        case.add("thread.ended", case.days(at, 2, 5), {"why": "no_longer_wanted"}, thread=referral)
        return
    if not dice.chance(0.95):
        return
    sent = case.days(at, 0, 2)
    items = dice.some(("contact", "risk", "account"), 3)
    facts = {"agency": agency, "purpose": "referral", "items": items, "basis": "consent", "victim_told": "yes"}
    case.add("information.shared", sent, facts, whom=victim, said={"reasons": "sharing.reasons"})
    case.add("referral.sent", later(sent, 5), whom=victim, thread=referral)
    begun = case.days(sent, 4, 12)
    case.add("referral.received", case.days(sent, 1, 3), thread=referral)
    if dice.chance(0.82):
        case.add("referral.started", begun, thread=referral)
        if dice.chance(0.5):
            outcome = dice.weighted((("helped", 8), ("victim_withdrew", 2), ("other", 1)))
            case.add("referral.ended", case.days(begun, 25, 60), {"outcome": outcome}, thread=referral)
    elif dice.chance(0.7):
        case.add(
            "referral.ended", begun, {"outcome": dice.pick(("no_capacity", "declined_by_agency"))}, thread=referral
        )
    if dice.chance(0.08):
        case.add(
            "consent.withdrawn",
            case.days(begun, 5, 20),
            whom=victim,
            thread=consent,
            said={"reasons": "sharing.withdrawn"},
        )


def offer_in_house(case: Case, victim: Victim, at: datetime) -> None:
    """Offer help that the landlord gives itself."""
    dice = case.dice
    facts = {"service": dice.pick(("tenancy_support", "money_advice", "employment")), "external": False,
             "answer": dice.pick(("accepted", "accepted", "declined"))}  # fmt: skip
    offered = case.add("referral.offered", at, facts, whom=victim)
    if facts["answer"] == "accepted" and dice.chance(0.96):
        case.add("referral.sent", case.days(at, 0, 3), whom=victim, thread=offered)
        if dice.chance(0.8):
            case.add("referral.started", case.days(at, 4, 12), thread=offered)


def share_unasked(case: Case, victim: Victim, at: datetime) -> None:
    """The slip of telling an agency something before she was asked."""
    if case.slip == "shared_unasked":
        facts = {
            "agency": "council",
            "purpose": "other",
            "items": ("contact", "account"),
            "basis": "consent",
            "victim_told": "later",
        }
        case.add("information.shared", at, facts, whom=victim, said={"reasons": "sharing.slip"})
        case.slip = None


def decide_safeguarding(case: Case, told: datetime) -> None:
    """Decide for the children and for adults at risk; refer where that is the answer. Consent is no gate."""
    always = case.practice.safeguards_always
    if case.children or ("child" in always and case.dice.chance(0.94)):
        _decide(case, told, "child", refer=bool(case.children) and case.dice.chance(0.65))
    for victim in case.victims:
        if "adult" in always or victim.at_risk != "no":
            refer = victim.at_risk == "yes" and case.dice.chance(0.7)
            _decide(case, told, "adult", refer=refer, victim=victim)
    for child in case.children:
        if case.does("safeguarding.decided", 0.5):
            facts = {"service": "children_and_young_people", "external": True, "answer": "undecided"}
            case.add("referral.offered", case.days(told, 4, 12), facts, whom=(child,))


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
