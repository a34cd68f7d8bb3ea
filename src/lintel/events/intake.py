"""How a case begins: a report, an incident, its triage, and whose case it is."""

from typing import ClassVar, Literal

from lintel.events.declaration import ACT, FACT, Declaration, Event
from lintel.events.values import AbuseType, Channel, Flag, Handle, Sealed, Tri


class ReportReceived(Event):
    declaration: ClassVar = Declaration(
        "report.received",
        FACT,
        label="She told me, or somebody is worried about her",
        hint="Log every report, however slight, and ask which channel is safe for a first call back.",
        sentence="Report received[ by {channel}][ from {source}][: {nature}]",
    )
    channel: Channel | None = None
    source: Literal[
        "victim", "family", "neighbour", "professional", "staff", "contractor", "board_member", "police",
        "marac", "agency", "anonymous",
    ] | None = None  # fmt: skip
    nature: Literal["disclosure", "concern", "witnessed"] | None = None
    abuse_types: tuple[AbuseType, ...] | None = None
    pattern: Literal["single_incident", "course_of_conduct", "unknown"] | None = None
    immediate_danger: Tri | None = None
    safe_channels: tuple[Channel, ...] | None = None
    definition: Literal["within", "outside", "unknown"] | None = None
    colleague_case: Flag | None = None
    account: Sealed = None
    reporter: Sealed = None


class IncidentRecorded(Event):
    declaration: ClassVar = Declaration(
        "incident.recorded",
        FACT,
        label="Something has happened",
        hint="One entry for each incident, dated when it happened and not when you heard of it.",
        sentence="Incident recorded[: {abuse_types}][; children present: {children_present}]",
    )
    abuse_types: tuple[AbuseType, ...] | None = None
    police_aware: Tri | None = None
    children_present: Tri | None = None
    date_known: Flag | None = None
    account: Sealed = None


class CaseTriaged(Event):
    declaration: ClassVar = Declaration(
        "case.triaged",
        ACT,
        label="I have triaged the report",
        hint="How fast must we act? Triage is our own task: it is not contact with her.",
        sentence="Triaged[ as {priority}]",
        answer="priority",
    )
    priority: Literal["immediate", "high", "standard"] | None = None
    reasons: Sealed = None


class OfficerNamed(Event):
    declaration: ClassVar = Declaration(
        "officer.named",
        ACT,
        label="This officer now has the case",
        hint="One officer answers for the case at a time; cover and handover are entries too.",
        sentence="Case officer named[: {officer}][ ({reason})]",
        answer="officer",
    )
    officer: Handle | None = None
    reason: Literal["first", "handover", "cover", "preference"] | None = None


class OfficerIntroduced(Event):
    declaration: ClassVar = Declaration(
        "officer.introduced",
        FACT,
        label="I told her who her case officer is",
        hint="She knows the name and how to reach them.",
        sentence="Told who the case officer is",
    )


class CaseEscalated(Event):
    declaration: ClassVar = Declaration(
        "case.escalated",
        ACT,
        label="I have passed this up",
        hint="For a colleague's case, ask first whether the line manager is the right person to know.",
        sentence="Escalated[ to {to}]",
    )
    to: Literal["line_manager", "hr_partner", "da_lead", "safeguarding_lead"] | None = None
    reasons: Sealed = None


class CaseLinked(Event):
    declaration: ClassVar = Declaration(
        "case.linked",
        ACT,
        label="This case belongs with another",
        hint="A link is seen only by those who may see both cases.",
        sentence="Linked to another case[ ({how})]",
    )
    to: Handle | None = None
    how: Literal["same_victim", "same_perpetrator", "same_household", "counter_allegation"] | None = None
