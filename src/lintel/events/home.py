"""Her home as it is: repairs, security, and what the tenancy is."""

from typing import ClassVar, Literal

from lintel.events.declaration import ACT, FACT, Declaration, Event
from lintel.events.values import Code, Sealed, Tenure


class RepairNeeded(Event):
    declaration: ClassVar = Declaration(
        "repair.needed",
        FACT,
        label="Something in the home needs repair",
        hint="The clock runs from when we knew, nights and weekends too; the job text never says why.",
        sentence="Repair needed[: {work}]",
        opens="repair",
    )
    work: Literal["safety", "graffiti", "damage"] | None = None
    where: Sealed = None
    job_text: Sealed = None


class RepairOrdered(Event):
    declaration: ClassVar = Declaration(
        "repair.ordered",
        ACT,
        label="I am ordering the repair",
        hint="Booking it does not stop the clock; give the contractor nothing that points to abuse.",
        sentence="Repair ordered",
        continues="repair",
    )


class RepairMadeSafe(Event):
    declaration: ClassVar = Declaration(
        "repair.made_safe",
        FACT,
        label="The home has been made safe",
        hint="This stops the clock, at the time when it was safe and not when the contractor told you.",
        sentence="Made safe",
        continues="repair",
    )


class RepairFinished(Event):
    declaration: ClassVar = Declaration(
        "repair.finished",
        FACT,
        label="The repair is finished",
        hint="Ask her if it is done, and if she feels safe with it.",
        sentence="Repair finished",
        continues="repair",
    )


class SecurityRequested(Event):
    declaration: ClassVar = Declaration(
        "security.requested",
        ACT,
        label="I am asking for the home to be made more secure",
        hint="Ask her what would help, and who else has keys; new locks are for the people at risk.",
        sentence="Security requested[: {items}][; route: {route}]",
        opens="security",
    )
    items: tuple[
        Literal[
            "locks", "doors", "windows", "window_alarms", "cctv", "video_doorbell", "lighting", "letterbox",
            "safe_room", "other",
        ], ...,
    ] | None = None  # fmt: skip
    route: Literal["own", "contractor", "sanctuary_scheme", "agency"] | None = None
    where: Sealed = None


class SecurityApproved(Event):
    declaration: ClassVar = Declaration(
        "security.approved",
        ACT,
        label="I am approving the security work",
        hint="Approved is not fitted: she is no safer until the work is done.",
        sentence="Security approved",
        continues="security",
    )
    reasons: Sealed = None


class SecurityDeclined(Event):
    declaration: ClassVar = Declaration(
        "security.declined",
        ACT,
        label="I am turning down the security work",
        hint="Say why, and what will keep her safe instead.",
        sentence="Security declined",
        continues="security",
    )
    reasons: Sealed = None


class SecurityFitted(Event):
    declaration: ClassVar = Declaration(
        "security.fitted",
        FACT,
        label="Locks or other security were fitted",
        hint="Record the hour when it was fitted, and count the keys.",
        sentence="Security fitted",
        continues="security",
    )
    reasons: Sealed = None


class SecurityCheckedWithVictim(Event):
    declaration: ClassVar = Declaration(
        "security.checked_with_victim",
        FACT,
        label="I asked her if the security works for her",
        hint="She can use it, it works, and she feels safer: if not, ask for more.",
        sentence="Security checked with the victim",
        continues="security",
    )
    reasons: Sealed = None


class TenancyNoted(Event):
    declaration: ClassVar = Declaration(
        "tenancy.noted",
        FACT,
        label="I checked what tenancy there is, and whose",
        hint="Look it up; asking the household may tell the wrong person why you ask.",
        sentence="Tenancy noted[: {kind}][; held: {held}]",
        answer="held",
    )
    kind: Tenure | None = None
    held: Literal["sole_victim", "sole_perpetrator", "joint", "neither"] | None = None


class TenancyAdviceGiven(Event):
    declaration: ClassVar = Declaration(
        "tenancy_advice.given",
        FACT,
        label="I explained her tenancy rights",
        hint="Take no side on who keeps a joint tenancy; notice by one tenant can end it for both.",
        sentence="Tenancy advice given[ on {topics}]",
    )
    topics: tuple[Code, ...] | None = None


class TenancySettled(Event):
    declaration: ClassVar = Declaration(
        "tenancy.settled",
        FACT,
        label="It is settled who stays in the home",
        hint="The tenants or a court decide who stays in a joint tenancy: we never do.",
        sentence="Tenancy settled[; who stays: {who_stays}][; decided by: {decided_by}]",
    )
    who_stays: Literal["victim", "perpetrator", "neither"] | None = None
    decided_by: Literal["tenants", "court"] | None = None


class LegalAdviceSignposted(Event):
    declaration: ClassVar = Declaration(
        "legal_advice.signposted",
        FACT,
        label="I told her where to get legal advice",
        hint="Independent advice for her alone: never the solicitor who acts for us or for the perpetrator.",
        sentence="Legal advice signposted[ on {topic}]",
    )
    topic: Literal["joint_tenancy", "orders", "tenancy", "family", "other"] | None = None
