"""How somebody may be reached safely, whether they were, and what they need in order to be heard."""

from typing import ClassVar, Literal

from lintel.events.declaration import ACT, FACT, Declaration, Event
from lintel.events.values import Channel, Code, Day, Days, Flag, Hour, Moment, Sealed, Tri, Weekday

StartedBy = Literal["us", "person", "agency"]


class ContactPlanAgreed(Event):
    declaration: ClassVar = Declaration(
        "contact.plan_agreed",
        FACT,
        label="We agreed how it is safe to reach her",
        hint="Ask about each channel: one that nobody has asked about is unknown, and unknown is not safe.",
        sentence="Safe contact agreed[: {channels}][; voicemail: {voicemail}][; letters: {letters}]",
    )
    channels: dict[Channel, Literal["safe", "conditional", "unsafe", "unknown"]] | None = None
    voicemail: Flag | None = None
    letters: Flag | None = None
    from_hour: Hour | None = None
    to_hour: Hour | None = None
    days: tuple[Weekday, ...] | None = None
    officer_gender: Literal["any", "female", "male", "same_as_mine"] | None = None
    recheck_days: Days | None = None
    at_home_visits: Tri | None = None
    basis: Literal["her_words", "reporter", "lead_decision"] | None = None
    verified: Literal["code_word", "call_back", "in_person", "first_plan"] | None = None
    numbers: Sealed = None
    code_word: Sealed = None
    must_not_know: Sealed = None
    wording: Sealed = None
    venue: Sealed = None


class ContactAttempted(Event):
    declaration: ClassVar = Declaration(
        "contact.attempted",
        FACT,
        label="I tried to reach her",
        hint="A call that nobody answers is not contact; leave no voicemail unless her plan says you may.",
        sentence="Contact attempted[ by {channel}][: {outcome}][ (started by {started_by})]",
    )
    channel: Channel | None = None
    started_by: StartedBy = "us"
    outcome: Literal["no_answer", "not_safe_to_talk", "message_left", "failed"] | None = None


class ContactMade(Event):
    declaration: ClassVar = Declaration(
        "contact.made",
        FACT,
        label="I spoke to her",
        hint="Ask first if it is safe to talk; an interpreter is never family, friend or from her community.",
        sentence="Contact made[ by {channel}][ (started by {started_by})][; interpreter: {interpreter}]",
    )
    channel: Channel | None = None
    started_by: StartedBy = "us"
    safe_to_talk_checked: Flag | None = None
    wishes_asked: Flag | None = None
    interpreter: Literal["none", "professional", "family_or_friend"] | None = None
    summary: Sealed = None


class ContactHeldOff(Event):
    declaration: ClassVar = Declaration(
        "contact.held_off",
        ACT,
        label="I am not contacting her for now",
        hint="Only for a listed reason and until a date when you look again; your leave is not a reason.",
        sentence="Contact held off[: {reason}][, to look at again on {review_on}]",
    )
    reason: Literal["unsafe_to_contact", "victim_asked_for_none", "not_traceable"] | None = None
    review_on: Day | None = None
    reasons: Sealed = None


class ContactFrequencyAgreed(Event):
    declaration: ClassVar = Declaration(
        "contact.frequency_agreed",
        FACT,
        label="She agreed a different rhythm",
        hint="Only her express agreement changes the rhythm, up or down; silence is not agreement.",
        sentence="Contact rhythm set[: every {days} days][; agreed by the victim: {agreed_by_victim}]"
        "[; until {review_on}]",
        answer="agreed_by_victim",
    )
    days: Days | None = None
    agreed_by_victim: Flag | None = None
    review_on: Day | None = None
    wording: Sealed = None


class VisitPlanned(Event):
    declaration: ClassVar = Declaration(
        "visit.planned",
        ACT,
        label="I am going to see her",
        hint="Say when you will check in; the calendar and the lone-working record must not give away where.",
        sentence="Visit planned[: {place}][; with a partner: {joint}][; check in by {check_in_by}]",
        opens="visit",
    )
    place: Literal["home", "office", "partner", "other_safe_place"] | None = None
    joint: Flag | None = None
    check_in_by: Moment | None = None
    venue: Sealed = None


class VisitStarted(Event):
    declaration: ClassVar = Declaration(
        "visit.started",
        FACT,
        label="I have arrived",
        hint="If it does not look safe when you get there, leave: a visit that you broke off is no failure.",
        sentence="Visit started",
        continues="visit",
    )


class VisitEnded(Event):
    declaration: ClassVar = Declaration(
        "visit.ended",
        FACT,
        label="I have left, and I am safe",
        hint="Check in as soon as you are out; if you spoke to her, record that as contact too.",
        sentence="Visit ended",
        continues="visit",
    )


class NeedsRecorded(Event):
    declaration: ClassVar = Declaration(
        "needs.recorded",
        FACT,
        label="She told me what she needs in order to be heard",
        hint="Ask everybody, and leave blank whatever she would rather not say.",
        sentence="Needs recorded[: {needs}][; interpreter: {interpreter}][; language: {language}]"
        "[; formats: {formats}]",
    )
    interpreter: Flag | None = None
    language: Code | None = None
    formats: tuple[Code, ...] | None = None
    needs: tuple[Code, ...] | None = None
    details: Sealed = None


class AdjustmentRequested(Event):
    declaration: ClassVar = Declaration(
        "adjustment.requested",
        FACT,
        label="She needs us to do something differently",
        hint="There is no fixed list of adjustments: write down what she asked for in her own words.",
        sentence="Adjustment asked for",
        opens="adjustment",
    )
    details: Sealed = None


class AdjustmentAgreed(Event):
    declaration: ClassVar = Declaration(
        "adjustment.agreed",
        ACT,
        label="We will make that adjustment",
        hint="Agreeing is not delivering: record again when it is in place.",
        sentence="Adjustment agreed",
        continues="adjustment",
    )
    details: Sealed = None


class AdjustmentDelivered(Event):
    declaration: ClassVar = Declaration(
        "adjustment.delivered",
        FACT,
        label="The adjustment is in place",
        hint="Check with her that it works before you record it.",
        sentence="Adjustment in place",
        continues="adjustment",
    )
    details: Sealed = None
