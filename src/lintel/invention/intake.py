"""How a case begins: the report, the people, triage, an officer, and what is decided at once."""

from dataclasses import dataclass
from datetime import datetime

from lintel.invention.case import Case, Victim
from lintel.invention.staff import LEAD, MANAGER, OFFICERS
from lintel.invention.when import later

_COMES_BY = {
    "victim": ("phone", "phone", "phone", "office", "web", "email"),
    "police": ("email", "phone"),
    "neighbour": ("phone", "phone", "web"),
    "contractor": ("phone", "other"),
    "staff": ("other",),
}

_HELD = {
    "unsafe_to_contact": "hold.unsafe",
    "victim_asked_for_none": "hold.none",
    "not_traceable": "hold.not_traceable",
}
_AWAY_FOR = (8, 14)


@dataclass(frozen=True, slots=True)
class Report:
    """What comes in. `reachable`: whoever reports says how a first approach would be safe."""

    source: str = "victim"
    reachable: bool = True
    danger: str = "no"
    again: bool = False
    colleague: bool = False


def receive(case: Case, at: datetime, report: Report) -> None:
    """Log a report."""
    dice, victim = case.dice, case.victim
    own = report.source == "victim"
    witnessed = report.source in ("contractor", "staff") and dice.chance(0.5)
    facts: dict[str, object] = {
        "channel": dice.pick(_COMES_BY.get(report.source, ("phone", "email"))),
        "source": report.source,
        "nature": "disclosure" if own else "witnessed" if witnessed else "concern",
        "abuse_types": case.abuse,
        "pattern": dice.weighted((("course_of_conduct", 6), ("single_incident", 2), ("unknown", 2))),
        "immediate_danger": report.danger,
        "definition": dice.weighted((("within", 8), ("unknown", 1), ("outside", 1))) if own else "unknown",
    }
    if report.reachable:
        facts["safe_channels"] = (victim.channel, victim.also)
    if report.colleague:
        facts["colleague_case"] = True
    said = {"account": _moment(report, str(facts["channel"]))}
    if not own:
        said["reporter"] = "report.reporter"
    case.add("report.received", at, facts, said=said, by=dice.pick(OFFICERS))
    case.trouble(at)


def _moment(report: Report, channel: str) -> str:
    """Which sentences tell it: by who reports, and where she does, by how."""
    if report.colleague or report.again:
        return "report.colleague" if report.colleague else "report.again"
    return f"report.{channel if report.source == 'victim' else report.source}"


def past_incident(case: Case, at: datetime) -> None:
    """What the report is about: it happened before, and is written down with the report or later."""
    if case.dice.chance(0.7):
        happened = case.diary.evening_before(case.dice, at, 9)
        _incident(case, happened, written=later(at, case.dice.number(5, 40)))


def new_incident(case: Case, after: datetime, days: tuple[int, int] = (20, 60)) -> datetime:
    """Something happens while the case is open; it is heard of the next working day. Returns when it was heard of."""
    happened = case.diary.evening_before(case.dice, case.days(after, *days), 1)
    heard = case.diary.office(case.dice, happened, 1)
    _incident(case, happened, written=heard)
    return heard


def _incident(case: Case, happened: datetime, written: datetime) -> None:
    dice = case.dice
    abuse = dice.pick(case.abuse)
    facts = {
        "abuse_types": (abuse,),
        "police_aware": dice.pick(("yes", "no", "no", "unknown")),
        "children_present": dice.pick(("yes", "no")) if case.children and abuse != "sexual" else "no",
        "date_known": dice.chance(0.85),
    }
    case.add(
        "incident.recorded",
        happened,
        facts,
        whom=case.victim,
        said={"account": f"incident.{abuse}"},
        late=written - happened,
    )
    case.trouble(happened)


def gather(case: Case, at: datetime) -> None:
    """Write down who is in the case."""
    join_victim(case, case.victim, later(at, 3))
    for number, child in enumerate(case.children, 1):
        facts = {"person": child, "role": "child_victim", "age_band": "under_16", "lives": "same_home"}
        case.add("person.joined", later(at, 4 + number), facts, whom=(child,))
    case.named = case.dice.chance(0.93)
    if case.named:
        facts = {
            "person": "p1",
            "role": "alleged_perpetrator",
            "connection": case.connection,
            "age_band": "16_17" if case.young else "18_64",
            "lives": case.lives,
        }
        case.add("person.joined", later(at, 9), facts, whom=("p1",))
        if case.young and case.does("young_abuser.supported", 0.3):
            case.add(
                "young_abuser.supported", case.days(at, 2, 8), {"route": case.dice.pick(("safeguarding", "partner"))}
            )


def join_victim(case: Case, victim: Victim, at: datetime) -> None:
    """A victim joins the case."""
    facts = {"person": victim.handle, "role": "victim", "connection": case.connection, "age_band": victim.age,
             "lives": "same_home", "adult_at_risk": victim.at_risk}  # fmt: skip
    case.add("person.joined", at, facts, whom=victim)


def answer(case: Case, told: datetime) -> None:
    """What the office does with a report, apart from calling: triage, an officer, safeguarding."""
    dice = case.dice
    if case.does("case.triaged", 0.5):
        priority = dice.weighted((("high", 7), ("immediate", 2), ("standard", 1)))
        case.add("case.triaged", case.soon("case.triaged", told), {"priority": priority},
                 said={"reasons": f"triage.{priority}"}, by=MANAGER)  # fmt: skip
    name_officer(case, case.soon("officer.named", told, (0, 0, 1)), "first")
    if dice.chance(0.12):
        case.add("case.escalated", case.days(told, 0, 2), {"to": "da_lead"}, said={"reasons": "record.to_lead"})


def name_officer(case: Case, at: datetime, reason: str, officer: str | None = None) -> None:
    """Say whose case it is, see to it that they are looked after, and that she knows."""
    case.add("officer.named", at, {"officer": officer or case.officer, "reason": reason}, by=MANAGER)
    if case.does("handler_support.offered", 0.1):
        facts = {"kind": case.dice.pick(("debrief", "counselling", "advice", "mental_health_first_aid")),
                 "taken": case.dice.pick(("no", "no", "yes", "unknown"))}  # fmt: skip
        case.add("handler_support.offered", case.days(at, 1, 10), facts, by=MANAGER)
    if reason != "first" and case.does("officer.introduced", 0.3):
        case.add("officer.introduced", case.days(at, 1, 5), whom=case.victim, by=officer)


def cover(case: Case, at: datetime) -> None:
    """The officer is away for a while: no clock pauses, a colleague takes the case and hands it back."""
    back = case.days(at, *_AWAY_FOR)
    stand_in = case.dice.pick([officer for officer in OFFICERS if officer != case.officer])
    name_officer(case, at, "cover", stand_in)
    case.away = (at, back, stand_in)
    name_officer(case, back, "handover")


def hand_over(case: Case, at: datetime) -> None:
    """The case goes to another officer for good."""
    taken = case.dice.pick([officer for officer in OFFICERS if officer != case.officer])
    before, case.officer = case.officer, taken
    name_officer(case, at, "handover")
    case.away = (case.diary.first, at, before)


def hold_off(case: Case, at: datetime, days: int, reason: str = "unsafe_to_contact") -> datetime:
    """Decide not to contact her for now. Returns the working day on which it is looked at again."""
    again = case.days(at, days, days + 2)

    case.add("contact.held_off", at, {"reason": reason, "review_on": again.date()}, whom=case.victim,
             said={"reasons": _HELD[reason]}, by=LEAD if reason == "unsafe_to_contact" else None)  # fmt: skip
    return again
