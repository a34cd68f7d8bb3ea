"""Specialist support for her, and support for the people who do this work."""

from typing import ClassVar, Literal

from lintel.events.declaration import ACT, FACT, Declaration, Event
from lintel.events.values import Flag, Handle, OfferAnswer, Tri


class ReferralOffered(Event):
    declaration: ClassVar = Declaration(
        "referral.offered",
        FACT,
        label="I offered her support from a service",
        hint="Offer first, then send only if she accepts; the nearest service may not be the safest one.",
        sentence="Referral offered[: {service}][, {agency}][: {answer}]",
        opens="referral",
        answer="answer",
    )
    service: Literal[
        "idva", "specialist_da", "refuge", "sanctuary_scheme", "victim_support", "helpline", "legal_advice",
        "counselling", "children_and_young_people", "health", "perpetrator_programme", "money_advice",
        "tenancy_support", "employment", "other",
    ] | None = None  # fmt: skip
    agency: Handle | None = None
    external: Flag | None = None
    answer: OfferAnswer | None = None


class ReferralSent(Event):
    declaration: ClassVar = Declaration(
        "referral.sent",
        ACT,
        label="I am sending the referral",
        hint="Tell the service which contact is safe: a call from them on the wrong number is our leak too.",
        sentence="Referral sent",
        continues="referral",
    )


class ReferralReceived(Event):
    declaration: ClassVar = Declaration(
        "referral.received",
        FACT,
        label="The service has the referral",
        hint="They told you so: a message sent is not a referral received.",
        sentence="Referral received by the service",
        continues="referral",
    )


class ReferralStarted(Event):
    declaration: ClassVar = Declaration(
        "referral.started",
        FACT,
        label="The service has begun to work with her",
        hint="Ask her, and not only the service, whether it has really begun.",
        sentence="Service started",
        continues="referral",
    )


class ReferralEnded(Event):
    declaration: ClassVar = Declaration(
        "referral.ended",
        FACT,
        label="The service has finished with the referral",
        hint="If they had no room or said no, she is still owed an offer: look for another.",
        sentence="Referral ended[: {outcome}]",
        continues="referral",
    )
    outcome: Literal["helped", "declined_by_agency", "victim_withdrew", "no_capacity", "other"] | None = None


class HandlerSupportOffered(Event):
    declaration: ClassVar = Declaration(
        "handler_support.offered",
        FACT,
        label="The officer on this case was offered support",
        hint="Offer it before anybody has to ask; taking it up or not is never held against them.",
        sentence="Support offered to the case officer[: {kind}][; taken: {taken}]",
        answer="taken",
    )
    kind: Literal["counselling", "debrief", "mental_health_first_aid", "advice"] | None = None
    taken: Tri | None = None
