"""Services: offered to her, to her children and by the landlord itself, and what may be passed on to them."""

from datetime import datetime

from lintel.invention.case import Case, Victim
from lintel.invention.when import later

_SERVICES = ("specialist_da", "specialist_da", "idva", "idva", "victim_support", "counselling")
_AGENCY = {"idva": "idva", "victim_support": "victim-support", "counselling": "counselling"}
_CONSENT = {"accepted": "given", "declined": "refused", "undecided": "undecided"}


def offer_service(case: Case, victim: Victim, at: datetime) -> None:
    """Offer a service outside: ask first what may be passed on, send only what she accepts, and follow it up."""
    dice = case.dice
    if not case.does("referral.offered", 0.8):
        return
    service = dice.pick(_SERVICES)
    agency = _AGENCY.get(service, case.practice.specialist)
    answer = dice.weighted((("accepted", 74), ("declined", 18), ("undecided", 8)))
    consent = _ask_consent(case, victim, at, agency, _CONSENT[answer])
    if answer != "accepted" and dice.chance(0.35):
        # Refused at first, and given when she was asked again some days later.
        _offer(case, victim, at, (service, agency, answer))
        at, answer = case.days(at, 4, 10), "accepted"
        at = case.diary.during(dice, at, at.date(), victim.hours)
        consent = _ask_consent(case, victim, at, agency, "given")
    referral = _offer(case, victim, later(at, 4), (service, agency, answer))
    if answer == "accepted":
        _send(case, victim, later(at, 4), referral=referral, agency=agency, consent=consent)


def _offer(case: Case, victim: Victim, at: datetime, offer: tuple[str, str, str]) -> str:
    service, agency, answer = offer
    facts = {"service": service, "agency": agency, "external": True, "answer": answer}
    return case.add("referral.offered", at, facts, whom=victim)


def _ask_consent(case: Case, victim: Victim, at: datetime, agency: str, answer: str) -> str | None:
    """Ask what may be passed on. Where no rule asks for it, it is now and then forgotten, and nothing is passed on."""
    if not (case.practice.consent_first or case.dice.chance(0.93)):
        return None
    facts = {"purpose": "referral", "agency": agency, "answer": answer}
    said = {"scope": "sharing.scope", "words_used": "sharing.words"}
    return case.add("consent.asked", at, facts, whom=victim, said=said)


def _send(case: Case, victim: Victim, at: datetime, *, referral: str, agency: str, consent: str | None) -> None:
    """The referral goes out, and something comes of it or not."""
    dice = case.dice
    if dice.chance(0.05):
        case.add("thread.ended", case.days(at, 2, 5), {"why": "no_longer_wanted"}, thread=referral)
        return
    if not dice.chance(0.95):
        return
    sent = case.days(at, 0, 2)
    items = dice.some(("contact", "risk", "account"), 3)
    if consent:
        facts = {"agency": agency, "purpose": "referral", "items": items, "basis": "consent", "victim_told": "yes"}
        case.add("information.shared", sent, facts, whom=victim, said={"reasons": "sharing.consent"})
    case.add("referral.sent", later(sent, 5), whom=victim, thread=referral)
    _come_of_it(case, sent, referral)
    if consent and dice.chance(0.08):
        said = {"reasons": "sharing.withdrawn"}
        case.add("consent.withdrawn", case.days(sent, 10, 30), whom=victim, thread=consent, said=said)


def _come_of_it(case: Case, sent: datetime, referral: str) -> None:
    """The service takes it up, or has no room; and in the end it helped or it did not."""
    dice = case.dice
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


def offer_children(case: Case, told: datetime) -> None:
    """Offer each child a service of their own."""
    for child in case.children:
        if case.does("referral.offered", 0.5):
            facts = {"service": "children_and_young_people", "external": True, "answer": "undecided"}
            case.add("referral.offered", case.days(told, 4, 12), facts, whom=(child,))
