"""The organisation's own book: its policies, people, training and partners, and what it tells the public."""

from typing import ClassVar, Literal

from pydantic import Field

from lintel.events.declaration import ACT, FACT, ORGANISATION, Declaration, Event
from lintel.events.values import Channel, Code, Count, Day, Handle


class PolicyApproved(Event):
    declaration: ClassVar = Declaration(
        "policy.approved",
        ACT,
        label="We approved a policy",
        hint="Approved by whoever our own rules name; cases are judged by the version in force at the time.",
        sentence="Policy approved[: {policy}][, version {version}][; next review {next_review}]",
        books=ORGANISATION,
    )
    policy: Handle | None = None
    version: Handle | None = None
    next_review: Day | None = None


class PolicyReviewed(Event):
    declaration: ClassVar = Declaration(
        "policy.reviewed",
        FACT,
        label="We reviewed a policy",
        hint="A review that changes nothing is still a review: say when the next one is.",
        sentence="Policy reviewed[: {policy}][, version {version}][; next review {next_review}]",
        books=ORGANISATION,
    )
    policy: Handle | None = None
    version: Handle | None = None
    next_review: Day | None = None


class PolicyConsulted(Event):
    declaration: ClassVar = Declaration(
        "policy.consulted",
        FACT,
        label="We asked others about a policy",
        hint="Survivors are asked early enough for their answer to change something.",
        sentence="Consulted on policy[ with {with}]",
        books=ORGANISATION,
    )
    with_: Literal["survivors", "agency", "legal", "police", "board"] | None = Field(default=None, alias="with")


class EqualityAssessmentCompleted(Event):
    declaration: ClassVar = Declaration(
        "equality_assessment.completed",
        FACT,
        label="We assessed whom a policy could leave out",
        hint="One for each version of the policy.",
        sentence="Equality assessment completed[ for {policy}][, version {version}]",
        books=ORGANISATION,
    )
    policy: Handle | None = None
    version: Handle | None = None


class RoleAppointed(Event):
    declaration: ClassVar = Declaration(
        "role.appointed",
        ACT,
        label="Somebody takes on a role",
        hint="A role with nobody in it is a gap from its first minute.",
        sentence="Appointed: {person} as {role}",
        books=ORGANISATION,
    )
    role: Code
    person: Handle


class RoleEnded(Event):
    declaration: ClassVar = Declaration(
        "role.ended",
        FACT,
        label="Somebody no longer holds a role",
        hint="Name the successor on the same day if you can.",
        sentence="Role ended: {person} as {role}",
        books=ORGANISATION,
    )
    role: Code
    person: Handle


class TrainingCompleted(Event):
    declaration: ClassVar = Declaration(
        "training.completed",
        FACT,
        label="Somebody completed training",
        hint="Completed and not merely booked; say when it runs out.",
        sentence="Training completed: {person}, {course}[ as {role}][; runs out {expires_on}]",
        books=ORGANISATION,
    )
    course: Code
    person: Handle
    role: Code | None = None
    expires_on: Day | None = None


class AgreementSigned(Event):
    declaration: ClassVar = Declaration(
        "agreement.signed",
        ACT,
        label="We signed an agreement with an agency",
        hint="An agreement says how to share; it is not her consent.",
        sentence="Agreement signed[ with {agency}][: {kind}][, until {until}]",
        books=ORGANISATION,
        opens="agreement",
    )
    agency: Handle | None = None
    kind: Literal["marac_protocol", "information_sharing", "referral"] | None = None
    until: Day | None = None


class AgreementEnded(Event):
    declaration: ClassVar = Declaration(
        "agreement.ended",
        FACT,
        label="An agreement with an agency has ended",
        hint="Nothing more is shared under it from now on.",
        sentence="Agreement ended[ with {agency}][: {kind}][, until {until}]",
        books=ORGANISATION,
        continues="agreement",
    )
    agency: Handle | None = None
    kind: Literal["marac_protocol", "information_sharing", "referral"] | None = None
    until: Day | None = None


class PartnerMet(Event):
    declaration: ClassVar = Declaration(
        "partner.met",
        FACT,
        label="We met a partner",
        hint="No case is discussed by name here: that belongs in the case.",
        sentence="Met a partner[: {agency}][ ({forum})]",
        books=ORGANISATION,
    )
    agency: Handle | None = None
    forum: Literal["board", "strategic", "operational", "initiative"] | None = None


class FundingGiven(Event):
    declaration: ClassVar = Declaration(
        "funding.given",
        ACT,
        label="We gave money to a service",
        hint="In whole pounds, on the day it was paid.",
        sentence="Funding given[ to {agency}][: {pounds} pounds]",
        books=ORGANISATION,
    )
    agency: Handle | None = None
    pounds: Count | None = None


class TenancyTermsNotified(Event):
    declaration: ClassVar = Declaration(
        "tenancy_terms.notified",
        ACT,
        label="We told tenants that abuse breaks the agreement",
        hint="To everybody alike, so that no letter singles out one home.",
        sentence="Tenancy terms notified[ to {audience}]",
        books=ORGANISATION,
    )
    audience: Literal["new_tenants", "existing_tenants"] | None = None


class CampaignRun(Event):
    declaration: ClassVar = Declaration(
        "campaign.run",
        ACT,
        label="We ran a campaign",
        hint="Reach out by area and never by person: no letter about abuse to a home that did not ask.",
        sentence="Campaign run[ for {audience}][ by {channel}][ in {areas}]",
        books=ORGANISATION,
    )
    audience: Literal["customers", "staff", "community"] | None = None
    channel: Channel | None = None
    areas: tuple[Handle, ...] | None = None


class InformationPublished(Event):
    declaration: ClassVar = Declaration(
        "information.published",
        ACT,
        label="We published information",
        hint="A page about abuse needs a quick way out, and must leave as little trace as it can.",
        sentence="Information published[: {what}][ in {where}]",
        books=ORGANISATION,
    )
    where: Literal["website", "social_media", "offices", "tenancy_pack"] | None = None
    what: Code | None = None


class PledgeEvidenced(Event):
    declaration: ClassVar = Declaration(
        "pledge.evidenced",
        FACT,
        label="We can show that we kept a pledge",
        hint="Point to what was done, not to what was written about it.",
        sentence="Pledge evidenced[: {pledge}][, {item}]",
        books=ORGANISATION,
    )
    pledge: Literal["make_a_stand", "daha"] | None = None
    item: Handle | None = None


class BenchmarkSubmitted(Event):
    declaration: ClassVar = Declaration(
        "benchmark.submitted",
        ACT,
        label="We sent our figures to be compared",
        hint="Small numbers name people: check that they are suppressed before they go.",
        sentence="Benchmark submitted[ with {with}][ for {period}]",
        books=ORGANISATION,
    )
    with_: Handle | None = Field(default=None, alias="with")
    period: Handle | None = None


class ReportPresented(Event):
    declaration: ClassVar = Declaration(
        "report.presented",
        ACT,
        label="We presented a report",
        hint="Keep what was shown and what was known then, so that it can be made again.",
        sentence="Report presented[ to {to}][ for {period}]",
        books=ORGANISATION,
    )
    to: Handle | None = None
    period: Handle | None = None
