"""How great the risk is, what was agreed about it, and what she wants."""

from typing import ClassVar, Literal

from lintel.events.declaration import ACT, FACT, Declaration, Event
from lintel.events.values import Code, Count, Day, Flag, Handle, MaracGround, RiskLevel, Sealed


class RiskAssessed(Event):
    declaration: ClassVar = Declaration(
        "risk.assessed",
        FACT,
        label="I went through the risk assessment with her",
        hint="The score is not the whole answer: your judgement, escalation or a repeat may raise the level.",
        sentence="Risk assessment[ {outcome}][ ({instrument})][: {level}][ on {grounds}][; yes: {yes}]",
        answer="outcome",
    )
    instrument: Code | None = None
    version: Handle | None = None
    outcome: Literal["completed", "attempted", "declined"] | None = None
    yes: Count | None = None
    no: Count | None = None
    unanswered: Count | None = None
    level: RiskLevel | None = None
    grounds: tuple[MaracGround, ...] | None = None
    answers: Sealed = None
    judgement_reasons: Sealed = None


class RiskFactorsNoted(Event):
    declaration: ClassVar = Declaration(
        "risk.factors_noted",
        FACT,
        label="I noticed something that raises the risk",
        hint="Strangulation, separation and pregnancy count even where she makes light of them.",
        sentence="Risk factors noted[: {factors}][; none found: {none_found}]",
    )
    factors: tuple[
        Literal[
            "disability", "long_term_illness", "mental_health", "pregnancy", "separation", "strangulation",
            "stalking", "honour_based", "threats_to_kill", "weapons", "isolation", "substance_use", "other",
        ], ...,
    ] | None = None  # fmt: skip
    none_found: Flag | None = None
    details: Sealed = None


class PlanAgreed(Event):
    declaration: ClassVar = Declaration(
        "plan.agreed",
        FACT,
        label="We made a plan together",
        hint="Staying is a choice and not a refusal: plan for it with the same care as for leaving.",
        sentence="Plan agreed[ for {focus}][; agreed by the victim: {victim_agreed}]",
        answer="victim_agreed",
    )
    focus: Literal["safety", "leaving", "staying"] | None = None
    victim_agreed: Flag | None = None
    plan: Sealed = None


class ActionAdded(Event):
    declaration: ClassVar = Declaration(
        "action.added",
        ACT,
        label="There is something to do",
        hint="Give every action one owner and a date; a task for her must be one that she chose.",
        sentence="Action added[ for {owner}][, due {due_on}][ (from {source})]",
        opens="action",
    )
    owner: Literal["landlord", "victim", "partner"] | None = None
    due_on: Day | None = None
    source: Literal["plan", "marac", "review", "audit"] | None = None
    what: Sealed = None


class ActionDone(Event):
    declaration: ClassVar = Declaration(
        "action.done",
        FACT,
        label="That action is done",
        hint="Passing it to another agency is not doing it: keep it open until you know what came of it.",
        sentence="Action done",
        continues="action",
    )
    reasons: Sealed = None


class ActionDropped(Event):
    declaration: ClassVar = Declaration(
        "action.dropped",
        ACT,
        label="We decided not to do that action",
        hint="Say why, and tell her if it was something that she was counting on.",
        sentence="Action dropped",
        continues="action",
    )
    reasons: Sealed = None


class WishesRecorded(Event):
    declaration: ClassVar = Declaration(
        "wishes.recorded",
        FACT,
        label="She told me what she wants",
        hint="Use her own words; where we then do otherwise, record how her wish was weighed.",
        sentence="Wishes recorded[ about {topics}]",
    )
    topics: tuple[Code, ...] | None = None
    wishes: Sealed = None


class BarrierNoted(Event):
    declaration: ClassVar = Declaration(
        "barrier.noted",
        FACT,
        label="Something stands in her way",
        hint="A barrier is something for us to help with; it is never a reason to call her unwilling.",
        sentence="Barrier noted[: {kind}]",
    )
    kind: Literal[
        "fear", "money", "housing", "children", "immigration", "culture_or_faith", "language", "disability",
        "attachment", "other",
    ] | None = None  # fmt: skip
    help_given: Sealed = None


class OptionsDiscussed(Event):
    declaration: ClassVar = Declaration(
        "options.discussed",
        FACT,
        label="We talked through what she can do",
        hint="Offer a real choice of more than one, and steer towards none: the choice is hers.",
        sentence="Options discussed[: {options}]",
    )
    options: tuple[
        Literal[
            "stay_safely", "move", "refuge", "tenancy_rights", "legal_orders", "police", "specialist_support",
            "benefits_and_money", "child_support",
        ], ...,
    ] | None = None  # fmt: skip
    view: Sealed = None


class AdviceGiven(Event):
    declaration: ClassVar = Declaration(
        "advice.given",
        FACT,
        label="I gave her advice or information",
        hint="Is it safe to carry home? Clare's Law is asked of the police: we never look anybody up.",
        sentence="Advice given[ on {topics}][; in a safe form: {safe_form}]",
    )
    topics: tuple[
        Literal[
            "services", "helplines", "clares_law", "online_safety", "routine_safety", "legal", "housing",
            "children",
        ], ...,
    ] | None = None  # fmt: skip
    safe_form: Flag | None = None


class ReviewHeld(Event):
    declaration: ClassVar = Declaration(
        "review.held",
        FACT,
        label="I looked at the whole case again",
        hint="Look again after every change: leaving, an order or an arrest can raise the risk.",
        sentence="Case reviewed[; risk {level}][; plan changed: {plan_changed}][; next review {next_on}]",
    )
    level: RiskLevel | None = None
    plan_changed: Flag | None = None
    next_on: Day | None = None
    summary: Sealed = None
