"""Moving to safety: asked for, assessed, decided, offered, answered, and kept secret."""

from typing import ClassVar, Literal

from lintel.events.declaration import ACT, FACT, Declaration, Event
from lintel.events.values import Code, Flag, Sealed, Tenure, Tri


class MoveRequested(Event):
    declaration: ClassVar = Declaration(
        "move.requested",
        FACT,
        label="There is a request to move",
        hint="A move is her choice: do not ask for one because it would be easier for us.",
        sentence="Move requested[ by {by}]",
        opens="move",
    )
    by: Literal["victim", "officer", "agency"] | None = None


class MoveAssessed(Event):
    declaration: ClassVar = Declaration(
        "move.assessed",
        FACT,
        label="I assessed whether a move is needed",
        hint="Say which threshold you used; looking at staying safely must never delay an urgent move.",
        sentence="Move assessed[: {threshold}][; staying considered: {stay_considered}]"
        "[; a move lowers the risk: {risk_reduced_by_move}]",
        continues="move",
    )
    threshold: Literal[
        "high_risk_of_serious_harm", "significant_risk_at_home", "victim_choice", "not_met",
    ] | None = None  # fmt: skip
    stay_considered: Flag | None = None
    risk_reduced_by_move: Tri | None = None
    mitigation: Sealed = None


class MoveDecided(Event):
    declaration: ClassVar = Declaration(
        "move.decided",
        ACT,
        label="I decided on the move",
        hint="A band or a need seen outside the team can give away why she is moving.",
        sentence="Move decided[: {decision}][; band {band}][; need {need}]",
        continues="move",
        answer="decision",
    )
    decision: Literal["agreed", "declined"] | None = None
    band: Code | None = None
    need: Code | None = None
    reasons: Sealed = None


class MoveBriefed(Event):
    declaration: ClassVar = Declaration(
        "move.briefed",
        FACT,
        label="I explained how the move will work",
        hint="She knows how many offers there are, what a refusal means, and that leaving can raise risk.",
        sentence="Move explained to the victim[; acknowledged: {acknowledged}]",
        continues="move",
    )
    acknowledged: Flag | None = None


class HomeOffered(Event):
    declaration: ClassVar = Declaration(
        "home.offered",
        ACT,
        label="I am offering her a home",
        hint="A home that is not safely placed or does not meet her needs should not use up her offer.",
        sentence="Home offered[; safely placed: {location_safe}][; meets needs: {needs_met}]"
        "[; like for like: {like_for_like}][; counts as an offer: {counts}]",
        continues="move",
    )
    like_for_like: Flag | None = None
    location_safe: Tri | None = None
    needs_met: Tri | None = None
    tenure: Tenure | None = None
    counts: Flag | None = None
    address: Sealed = None


class HomeAnswered(Event):
    declaration: ClassVar = Declaration(
        "home.answered",
        FACT,
        label="She answered the offer of a home",
        hint="Saying no to a home is not saying no to help, and never closes the case.",
        sentence="Offer of a home answered[: {answer}]",
        continues="move",
        answer="answer",
    )
    answer: Literal["accepted", "refused"] | None = None
    reasons: Sealed = None


class MoveCompleted(Event):
    declaration: ClassVar = Declaration(
        "move.completed",
        FACT,
        label="She has moved",
        hint="Assess the risk again now: leaving is a dangerous time, and contact must not slacken.",
        sentence="Moved",
        continues="move",
    )
    address: Sealed = None


class AddressProtected(Event):
    declaration: ClassVar = Declaration(
        "address.protected",
        ACT,
        label="I am hiding an address",
        hint="A new address must not show in searches, letters, shared accounts or the partner's record.",
        sentence="Address protected[: {what}]",
    )
    what: Literal["current", "new"] | None = None
