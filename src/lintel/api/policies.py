"""The landlord's policy: its versions, and every clause in our own words with what honours it."""

from datetime import date

from ninja import Router

from lintel.api.shapes import Shown
from lintel.casework import policy
from lintel.casework.refusals import NotHere
from lintel.signin.asking import Asking

router = Router(tags=["Policy"])


class PolicyShown(Shown):
    """A version of the policy. `in_force` is null where its source bears no date; `current`: it counts now."""

    id: str
    provider: str
    title: str
    in_force: date | None
    review_due: date | None
    current: bool


class PoliciesShown(Shown):
    """Its versions, the oldest first."""

    policies: list[PolicyShown]


@router.get("/policies", response=PoliciesShown, summary="List the versions of the policy")
def policies(request: Asking) -> PoliciesShown:
    """Which versions of the landlord's policy there are, and which of them counts now.

    **Who may:** everybody but an account that only reports.
    """
    versions = policy.shown(actor=request.actor, now=request.now)
    current = versions.at(request.now)
    return PoliciesShown(
        policies=[
            PolicyShown(
                id=each.id, provider=each.provider, title=each.title, in_force=each.in_force,
                review_due=each.review_due, current=each is current,
            )
            for each in versions.all
        ]
    )  # fmt: skip


class ClauseShown(Shown):
    """A clause: what it says, what honours it today (a commitment, a guard, a kind of entry), what is only planned."""

    id: str
    strength: str
    says: str
    because: str | None
    honoured_by: list[str]
    planned: list[str]


class ClausesShown(Shown):
    """Every clause of a version."""

    policy: str
    clauses: list[ClauseShown]


@router.get("/policies/{version}/clauses", response=ClausesShown, summary="Read the clauses of a version")
def clauses(request: Asking, version: str) -> ClausesShown:
    """Every clause of one version, in the order of its source.

    **Who may:** everybody but an account that only reports.
    """
    versions = policy.shown(actor=request.actor, now=request.now)
    found = next((each for each in versions.all if each.id == version), None)
    if found is None:
        raise NotHere
    return ClausesShown(
        policy=found.id,
        clauses=[
            ClauseShown(
                id=each.id, strength=each.strength, says=each.says, because=each.because,
                honoured_by=list(each.honoured_by), planned=list(each.planned),
            )
            for each in found.clauses
        ],
    )  # fmt: skip
