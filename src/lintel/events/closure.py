"""How a case ends or begins again, and what is learned from it: surveys, complaints, discretion, audits."""

from typing import ClassVar, Literal

from pydantic import Field

from lintel.events.declaration import ACT, CASE, FACT, ORGANISATION, Declaration, Event
from lintel.events.values import Channel, Flag, Handle, Number, Outcome, Score, Sealed, Tri

Stage = Literal["one", "two", "ombudsman"]


class ClosureProposed(Event):
    declaration: ClassVar = Declaration(
        "closure.proposed",
        ACT,
        label="I think that the case can close",
        hint="Low risk and her own view, both: silence is not agreement, and choosing to stay is no reason.",
        sentence="Closure proposed[: {outcome}][; risk mitigated: {risk_mitigated}]",
    )
    risk_mitigated: Tri | None = None
    outcome: Outcome | None = None
    reasons: Sealed = None


class ClosureApproved(Event):
    declaration: ClassVar = Declaration(
        "closure.approved",
        ACT,
        label="I agree that the case can close",
        hint="Approve only a case that is not yours, once you have read what she said about closing it.",
        sentence="Closure approved",
    )
    reasons: Sealed = None


class ClosureRefused(Event):
    declaration: ClassVar = Declaration(
        "closure.refused",
        ACT,
        label="I do not agree that the case can close",
        hint="Say what has to be done or known first; the case stays open, and whoever proposed it is told.",
        sentence="Closure not agreed",
    )
    reasons: Sealed = None


class CaseClosed(Event):
    declaration: ClassVar = Declaration(
        "case.closed",
        ACT,
        label="I am closing the case",
        hint="She knows how to come back, by a safe route; a repair that is still owed stays owed.",
        sentence="Case closed[: {outcome}][; risk mitigated: {risk_mitigated}]",
    )
    outcome: Outcome | None = None
    risk_mitigated: Tri | None = None


class CaseReopened(Event):
    declaration: ClassVar = Declaration(
        "case.reopened",
        ACT,
        label="I am opening the case again",
        hint="Every clock starts afresh; ask again what is safe, for nothing in the old plan may be trusted.",
        sentence="Case reopened[: {why}]",
    )
    why: Literal["new_report", "victim_asked", "risk_changed"] | None = None


class SurveyOffered(Event):
    declaration: ClassVar = Declaration(
        "survey.offered",
        ACT,
        label="I am asking if she would take a survey",
        hint="Only if she says yes, only on a safe channel, and never because a date came round.",
        sentence="Survey offered[ by {channel}][; agreed: {agreed}]",
        opens="survey",
        answer="agreed",
    )
    agreed: Flag | None = None
    channel: Channel | None = None


class SurveyAnswered(Event):
    declaration: ClassVar = Declaration(
        "survey.answered",
        FACT,
        label="She answered the survey",
        hint="If the answers say that she is not safe, that is a matter for the case and not only a figure.",
        sentence="Survey answered[; satisfaction {satisfaction} of 5][; felt safe {felt_safe} of 5]",
        continues="survey",
    )
    satisfaction: Score | None = None
    felt_safe: Score | None = None
    comments: Sealed = None


class ComplaintReceived(Event):
    declaration: ClassVar = Declaration(
        "complaint.received",
        FACT,
        label="Somebody has complained about us",
        hint="A complaint by the perpetrator must learn nothing from us, not even that there is a case.",
        sentence="Complaint received[ about {about}]",
        opens="complaint",
    )
    about: Literal["handling", "decision", "staff", "delay"] | None = None
    details: Sealed = None


class ComplaintPassedOn(Event):
    declaration: ClassVar = Declaration(
        "complaint.passed_on",
        ACT,
        label="I am passing the complaint on",
        hint="Give the complaints team what they must know, and nothing that locates her.",
        sentence="Complaint passed on[ at stage {stage}]",
        continues="complaint",
    )
    stage: Stage | None = None


class ComplaintAnswered(Event):
    declaration: ClassVar = Declaration(
        "complaint.answered",
        ACT,
        label="I am answering the complaint",
        hint="The answer goes by a channel that is safe for whoever reads it.",
        sentence="Complaint answered[ at stage {stage}]",
        continues="complaint",
    )
    stage: Stage | None = None


class DiscretionAsked(Event):
    declaration: ClassVar = Declaration(
        "discretion.asked",
        ACT,
        label="I am asking to depart from the policy",
        hint="Say why her case calls for it; nothing that protects her safety can be waived.",
        sentence="Discretion asked[ on {rule}][, for {for}]",
        books=CASE + ORGANISATION,
        opens="discretion",
    )
    rule: Handle | None = None
    for_: Handle | None = Field(default=None, alias="for")
    reasons: Sealed = None


class DiscretionApproved(Event):
    """Only somebody other than the asker may record it, signed in as themselves."""

    declaration: ClassVar = Declaration(
        "discretion.approved",
        ACT,
        label="I approve this departure from the policy",
        hint="You answer for it, once and for this case; it sets no rule for the next.",
        sentence="Discretion approved",
        books=CASE + ORGANISATION,
        continues="discretion",
    )
    reasons: Sealed = None


class DiscretionRefused(Event):
    declaration: ClassVar = Declaration(
        "discretion.refused",
        ACT,
        label="I refuse this departure from the policy",
        hint="Say what the officer should do instead.",
        sentence="Discretion refused",
        books=CASE + ORGANISATION,
        continues="discretion",
    )
    reasons: Sealed = None


class SupervisionHeld(Event):
    declaration: ClassVar = Declaration(
        "supervision.held",
        FACT,
        label="We went over this case in supervision",
        hint="Ask how the officer is, and not only how the case is.",
        sentence="Supervision held[; quality: {quality}]",
    )
    quality: Literal["good", "mixed", "poor"] | None = None
    findings: Sealed = None


class CaseAudited(Event):
    declaration: ClassVar = Declaration(
        "case.audited",
        FACT,
        label="This case was looked at in an audit",
        hint="An auditor from outside sees a cut-down copy, under an agreement, and the sharing is logged.",
        sentence="Case audited[ by {auditor}][: score {score}]",
    )
    audit: Handle | None = None
    score: Number | None = None
    auditor: Handle | None = None
    findings: Sealed = None
