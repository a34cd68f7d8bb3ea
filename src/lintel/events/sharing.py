"""Consent and sharing; safeguarding, the police and MARAC; and the other agencies on a case."""

from typing import ClassVar, Literal

from lintel.events.declaration import ACT, FACT, Declaration, Event
from lintel.events.values import ConsentAnswer, Day, Flag, Handle, MaracGround, Purpose, Sealed

Who = Literal["child", "adult"]


class ConsentAsked(Event):
    declaration: ClassVar = Declaration(
        "consent.asked",
        FACT,
        label="I asked if we may share",
        hint="Not asked, refused and given are three answers; a perpetrator's consent never stands for hers.",
        sentence="Consent asked[ for {purpose}][, to {agency}][: {answer}]",
        opens="consent",
        answer="answer",
    )
    purpose: Purpose | None = None
    agency: Handle | None = None
    answer: ConsentAnswer | None = None
    scope: Sealed = None
    words_used: Sealed = None


class ConsentWithdrawn(Event):
    declaration: ClassVar = Declaration(
        "consent.withdrawn",
        FACT,
        label="She has changed her mind about sharing",
        hint="She need not say why; what was lawfully shared before stays in the record.",
        sentence="Consent withdrawn",
        continues="consent",
    )
    reasons: Sealed = None


class InformationShared(Event):
    declaration: ClassVar = Declaration(
        "information.shared",
        ACT,
        label="I am telling another agency",
        hint="Share the least that serves, on one stated ground, and tell her unless that is unsafe.",
        sentence="Information shared[ with {agency}][ for {purpose}][: {items}][; ground: {basis}]"
        "[; victim told: {victim_told}]",
    )
    agency: Handle | None = None
    purpose: Purpose | None = None
    items: tuple[
        Literal["contact", "address", "risk", "account", "household", "plan", "history"], ...
    ] | None = None  # fmt: skip
    basis: Literal[
        "consent", "child_at_risk", "adult_at_risk", "victim_safety", "victim_benefit", "serious_crime",
        "legal_duty",
    ] | None = None  # fmt: skip
    authorised_by: Handle | None = None
    victim_told: Literal["yes", "no", "later"] | None = None
    reasons: Sealed = None


class SafeguardingDecided(Event):
    declaration: ClassVar = Declaration(
        "safeguarding.decided",
        ACT,
        label="I decided whether this goes to safeguarding",
        hint="A child at risk is referred whether or not anybody consents; consent is no gate here.",
        sentence="Safeguarding decision[ for: {who}][: {decision}]",
        answer="decision",
    )
    who: Who | None = None
    decision: Literal["refer", "no_referral"] | None = None
    reasons: Sealed = None


class SafeguardingReferred(Event):
    declaration: ClassVar = Declaration(
        "safeguarding.referred",
        ACT,
        label="I am making a safeguarding referral",
        hint="Send it first and tidy the record afterwards; sending it does not end our own action.",
        sentence="Safeguarding referral made[ for: {who}][, to {agency}]",
        opens="safeguarding",
    )
    who: Who | None = None
    agency: Handle | None = None


class SafeguardingAnswered(Event):
    declaration: ClassVar = Declaration(
        "safeguarding.answered",
        FACT,
        label="Safeguarding has answered",
        hint="No further action by them is not no risk: if you still worry, escalate.",
        sentence="Safeguarding answered[: {outcome}]",
        continues="safeguarding",
    )
    outcome: Literal["accepted", "no_further_action", "more_information"] | None = None


class PoliceDecided(Event):
    declaration: ClassVar = Declaration(
        "police.decided",
        ACT,
        label="I decided whether this goes to the police",
        hint="If she has not asked for it, say which serious ground there is; danger now means 999 first.",
        sentence="Police decision[: {decision}][ ({ground})]",
        answer="decision",
    )
    decision: Literal["report", "no_report"] | None = None
    ground: Literal["serious_crime", "serious_future_risk", "victim_asked"] | None = None
    reasons: Sealed = None


class PoliceReported(Event):
    declaration: ClassVar = Declaration(
        "police.reported",
        ACT,
        label="I am reporting this to the police",
        hint="Tell her beforehand if that is safe: an officer at the door may put her in danger.",
        sentence="Reported to the police",
        opens="police",
    )
    reference: Sealed = None


class MaracDecided(Event):
    declaration: ClassVar = Declaration(
        "marac.decided",
        ACT,
        label="I decided whether this goes to MARAC",
        hint="Never by a score alone: each time your judgement, and her consent or a stated exception.",
        sentence="MARAC decision[: {decision}][ on {grounds}]",
        answer="decision",
    )
    decision: Literal["refer", "no_referral"] | None = None
    grounds: tuple[MaracGround, ...] | None = None
    reasons: Sealed = None


class MaracReferred(Event):
    declaration: ClassVar = Declaration(
        "marac.referred",
        ACT,
        label="I am referring this to MARAC",
        hint="Ask her what she wants the meeting to know, and say if the case was heard there before.",
        sentence="Referred to MARAC[ by {by}][; repeat: {repeat}]",
        opens="marac",
    )
    by: Literal["us", "agency"] | None = None
    repeat: Flag | None = None


class MaracAccepted(Event):
    declaration: ClassVar = Declaration(
        "marac.accepted",
        FACT,
        label="MARAC has taken the case",
        hint="Keep working meanwhile: waiting for the meeting is not a plan.",
        sentence="Accepted by MARAC[, meeting on {meeting_on}]",
        continues="marac",
    )
    meeting_on: Day | None = None


class MaracListed(Event):
    declaration: ClassVar = Declaration(
        "marac.listed",
        FACT,
        label="MARAC has given us a date",
        hint="The perpetrator must not learn of the date, nor that there is a meeting at all.",
        sentence="Listed at MARAC[ for {meeting_on}]",
        continues="marac",
    )
    meeting_on: Day | None = None


class MaracHeard(Event):
    declaration: ClassVar = Declaration(
        "marac.heard",
        FACT,
        label="MARAC has heard the case",
        hint="Minutes stay out of tenancy notes and wide reports; put down only our own actions.",
        sentence="Heard at MARAC[, attended by {attended_by}]",
        continues="marac",
    )
    attended_by: Handle | None = None
    information_given: Sealed = None


class AgencyLeadNamed(Event):
    declaration: ClassVar = Declaration(
        "agency.lead_named",
        FACT,
        label="Another agency leads on this",
        hint="A lead elsewhere does not end our own part: our actions and our contact go on.",
        sentence="Lead agency named[: {agency}]",
    )
    agency: Handle | None = None


class AgencyAskedUs(Event):
    declaration: ClassVar = Declaration(
        "agency.asked_us",
        FACT,
        label="An agency has asked us for something",
        hint="Make sure who is asking before you answer: call back on a number that you already hold.",
        sentence="Asked[ by {agency}] for something[, due {due_on}]",
        opens="request",
    )
    agency: Handle | None = None
    due_on: Day | None = None
    what: Sealed = None


class AgencyAnswered(Event):
    declaration: ClassVar = Declaration(
        "agency.answered",
        ACT,
        label="I am answering the agency",
        hint="If the answer says anything about her, record it as information shared too.",
        sentence="Agency answered",
        continues="request",
    )
    what: Sealed = None
