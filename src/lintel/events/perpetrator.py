"""What is done about the alleged perpetrator, and what she thinks of it first."""

from typing import ClassVar, Literal

from pydantic import Field

from lintel.events.declaration import ACT, FACT, Declaration, Event
from lintel.events.values import Code, Day, Flag, OfferAnswer, Sealed, Tri


class EnforcementConsidered(Event):
    declaration: ClassVar = Declaration(
        "enforcement.considered",
        ACT,
        label="I am thinking of acting against the alleged perpetrator",
        hint="Ask who else would lose the home, and whether a suspect under 18 needs safeguarding instead.",
        sentence="Enforcement considered[: {tool}][; proportionate: {proportionate}]"
        "[; perpetrator is: {perpetrator_is}]",
        opens="enforcement",
    )
    tool: Literal[
        "warning", "acceptable_behaviour_contract", "injunction", "exclusion", "notice", "possession",
        "other",
    ] | None = None  # fmt: skip
    proportionate: Tri | None = None
    perpetrator_is: Literal[
        "tenant", "joint_tenant", "household_member", "visitor", "not_ours",
    ] | None = None  # fmt: skip
    reasons: Sealed = None


class EnforcementSafetyChecked(Event):
    declaration: ClassVar = Declaration(
        "enforcement.safety_checked",
        FACT,
        label="I checked what acting would do to her safety",
        hint="Unknown is not no: if you cannot tell whether it raises her risk, we do not start.",
        sentence="Safety checked before enforcement[; raises risk: {raises_risk}]"
        "[; victim's home at risk: {victim_home_at_risk}][; agencies asked: {agencies_asked}]",
        continues="enforcement",
        answer="raises_risk",
    )
    raises_risk: Tri | None = None
    victim_home_at_risk: Tri | None = None
    agencies_asked: Flag | None = None
    reasons: Sealed = None


class EnforcementStarted(Event):
    declaration: ClassVar = Declaration(
        "enforcement.started",
        ACT,
        label="We are acting against the alleged perpetrator",
        hint="Tell her before the perpetrator hears of it; our papers say alleged and never quote her.",
        sentence="Enforcement started[: {outcome}]",
        continues="enforcement",
    )
    outcome: Code | None = None


class EnforcementStopped(Event):
    declaration: ClassVar = Declaration(
        "enforcement.stopped",
        ACT,
        label="We are stopping the action",
        hint="Stop as soon as it makes her less safe, and tell her that it has stopped.",
        sentence="Enforcement stopped[: {outcome}]",
        continues="enforcement",
    )
    outcome: Code | None = None


class EnforcementEnded(Event):
    declaration: ClassVar = Declaration(
        "enforcement.ended",
        FACT,
        label="The action has run its course",
        hint="An order or a judgement is not safety: look at the risk again.",
        sentence="Enforcement ended[: {outcome}]",
        continues="enforcement",
    )
    outcome: Code | None = None


class VictimConsulted(Event):
    declaration: ClassVar = Declaration(
        "victim.consulted",
        FACT,
        label="I asked her what she thinks of it",
        hint="Neither a veto nor a tick-box: record her view and how it was weighed; silence is not yes.",
        sentence="Victim consulted[ about {topic}][: {view}]",
        may_continue=True,
        answer="view",
    )
    topic: Literal[
        "enforcement", "closure", "move", "sharing", "plan", "security", "referral",
    ] | None = None  # fmt: skip
    view: Literal["agrees", "disagrees", "mixed", "not_reached"] | None = None
    view_text: Sealed = None
    how_weighed: Sealed = None


class BreachRecorded(Event):
    declaration: ClassVar = Declaration(
        "breach.recorded",
        FACT,
        label="The tenancy agreement was broken",
        hint="A visitor's act may count as the tenant's; where she is the tenant, never turn it on her.",
        sentence="Breach of tenancy recorded[; whose act: {whose_act}][; linked process: {linked_process}]",
    )
    whose_act: Literal["tenant", "household", "visitor"] | None = None
    linked_process: Literal["asb", "hate", "none"] | None = None
    details: Sealed = None


class EvidenceLogged(Event):
    declaration: ClassVar = Declaration(
        "evidence.logged",
        FACT,
        label="I have been given evidence",
        hint="She need prove nothing to be helped; keep the original as it is and say who had it.",
        sentence="Evidence logged[: {kind}][ ({handling})]",
    )
    kind: Literal["photo", "recording", "document", "statement", "object", "log"] | None = None
    handling: Literal["original", "copy"] | None = None
    what: Sealed = None


class PerpetratorSupportOffered(Event):
    declaration: ClassVar = Declaration(
        "perpetrator_support.offered",
        FACT,
        label="The alleged perpetrator was offered help to change",
        hint="By somebody other than her officer; going to a programme does not by itself lower the risk.",
        sentence="Perpetrator support offered[; accepts the behaviour: {accepts_behaviour}]"
        "[; wants to change: {wants_change}][: {answer}]",
        answer="answer",
    )
    accepts_behaviour: Tri | None = None
    wants_change: Tri | None = None
    answer: OfferAnswer | None = None


class YoungAbuserSupported(Event):
    declaration: ClassVar = Declaration(
        "young_abuser.supported",
        FACT,
        label="A young person who abuses is getting help",
        hint="A child who harms is a child first: safeguarding and support, and no routine enforcement.",
        sentence="Young person who abuses supported[; route: {route}]",
    )
    route: Literal["safeguarding", "partner", "in_house"] | None = None


class LegalOrderRecorded(Event):
    declaration: ClassVar = Declaration(
        "legal_order.recorded",
        FACT,
        label="A court or the police made an order",
        hint="Note when it ends and plan for that day; ask if the order changes how it is safe to reach her.",
        sentence="Legal order recorded[: {order}][ from {from}][ until {until}]",
    )
    order: Literal[
        "non_molestation", "occupation", "dapn", "dapo", "restraining", "stalking_protection", "other",
    ] | None = None  # fmt: skip
    from_: Day | None = Field(default=None, alias="from")
    until: Day | None = None
    terms: Sealed = None
