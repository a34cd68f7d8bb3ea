"""A new way in for a colleague: an administrator asks for it, and a DA lead or data protection officer approves it.

Neither has it alone: who asked holds a code, and who approved a link, and it takes both to choose a password. Here
stands who asked whom for whom; the code and the link are made, and shown, where people sign in.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal, TypeVar, cast, get_args
from uuid import UUID

from django.db import transaction

from lintel.access import accounts, readlog, rights
from lintel.access.accounts import Actor
from lintel.access.grants import Verb
from lintel.access.models import Staff
from lintel.casework import notices
from lintel.casework.models import Decision, Proposal
from lintel.casework.refusals import NotHere, StepUpNeeded
from lintel.casework.secondperson import WAY_IN, alone_with, let_in_lately, standing
from lintel.events.faults import Fault, InputRefused
from lintel.events.written import as_json

Why = Literal["begins", "password", "lost", "seized"]
"""They are new; they forgot their password; they lost what they confirm with; somebody else may hold either."""

LAPSES: Final = timedelta(hours=72)
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Asked:
    """A way in that somebody asked for: for whom and why, by whom and when (UTC).

    `half` is the keyed digest of the code that the asker was given. `decides`: whether the reader may decide it, once
    they have confirmed that it is them.
    """

    id: UUID
    staff: str
    why: Why
    half: str
    by: str
    at: datetime
    decides: bool = False


def ask(*, actor: Actor, staff: str, why: str, half: str, now: datetime, at_once: Callable[[], object]) -> UUID:
    """Ask for a way in; the id of the proposal. It takes the place of one asked for before, and lapses in 72 hours.

    `at_once` is done in the same transaction: what may not wait for the second person. The approvers get a notice, and
    so does whose way in it would be. Raises `NotHere` for whoever may not, for their own and for who has left;
    `StepUpNeeded`; `InputRefused` for a reason that is none.
    """
    with transaction.atomic(durable=True):
        mine = rights.Standing(on_self=staff == actor.handle, stepped_up=actor.stepped_up)
        right = _asked(actor, "propose", mine, now)
        if right.allowed and Staff.objects.filter(handle=staff, ended_at=None).exists():
            if why not in get_args(Why):
                raise InputRefused([Fault(0, "why", "is no reason", f"one of {', '.join(get_args(Why))}")])
            said = as_json({"staff": staff, "why": why, "half": half})
            made = Proposal.objects.create(what=WAY_IN, asked=said, by=actor.handle, at=now)
            at_once()
            approvers = set(accounts.holders(rights.roles_that("approve", WAY_IN)))
            notices.tell(approvers - {staff, actor.handle}, "sign_in_asked", None, now)
            notices.tell([staff], "own_sign_in_asked", None, now)
            return made.id
    raise StepUpNeeded if right.needs_step_up else NotHere


def waiting(*, actor: Actor, now: datetime) -> list[Asked]:
    """The ways in that nobody has decided, the oldest first. Raises `NotHere` for whoever may not see them."""
    with transaction.atomic(durable=True):
        right = _asked(actor, "list", rights.Standing(), now)
        late = let_in_lately(actor.handle, now)
        found = [_seen_by(actor, each, late) for each in _open(now)] if right.allowed else []
    if not right.allowed:
        raise NotHere
    return found


def decide(
    *, actor: Actor, proposal: UUID, approved: bool, now: datetime, let_in: Callable[[Asked], Made]
) -> Made | None:
    """Approve a way in, or refuse it: neither who asked, nor whose it is, nor who was let in lately themselves.

    What `let_in` makes of an approval is made in the same transaction, and returned; None for a refusal. Raises
    `NotHere` where there is none such left for this person, `StepUpNeeded` without a fresh second factor.
    """
    with transaction.atomic(durable=True):
        alone_with(proposal)
        found = next((each for each in _open(now) if each.id == proposal), None)
        by, staff = (found.by, found.staff) if found else (None, None)
        late = let_in_lately(actor.handle, now)
        mine = standing(actor, by=by, staff=staff, late=late, stepped_up=actor.stepped_up)
        right = _asked(actor, "approve", mine, now)
        if found is not None and right.allowed:
            Decision.objects.create(proposal_id=found.id, by=actor.handle, at=now, approved=approved)
            notices.tell([found.by], f"sign_in_{'approved' if approved else 'refused'}", None, now)
            return let_in(found) if approved else None
    raise StepUpNeeded if right.needs_step_up else NotHere


def _open(now: datetime) -> list[Asked]:
    """What waits, the oldest first: of each live account what was asked for last, by somebody who still administers."""
    asked = Proposal.objects.filter(what=WAY_IN, at__gt=now - LAPSES).select_related("decision").order_by("at", "id")
    last = {each.staff: (row, each) for row, each in zip(asked, _read(asked), strict=True)}
    live = set(Staff.objects.filter(handle__in=last, ended_at=None).values_list("handle", flat=True))
    may_ask = set(accounts.holders(["administrator"]))
    undecided = (each for row, each in last.values() if not hasattr(row, "decision"))
    return [each for each in undecided if each.staff in live and each.by in may_ask]


def _read(found: Iterable[Proposal]) -> Iterator[Asked]:
    for row in found:
        said = json.loads(row.asked)
        yield Asked(row.id, said["staff"], cast(Why, said["why"]), said["half"], row.by, row.at)


def _seen_by(actor: Actor, each: Asked, late: bool) -> Asked:
    mine = standing(actor, by=each.by, staff=each.staff, late=late, stepped_up=True)
    decides = rights.may(actor, "approve", WAY_IN, mine).allowed
    return Asked(each.id, each.staff, each.why, each.half, each.by, each.at, decides)


def _asked(actor: Actor, verb: Verb, mine: rights.Standing, now: datetime) -> rights.Right:
    right = rights.may(actor, verb, WAY_IN, mine)
    readlog.note(actor, readlog.Look(verb, WAY_IN, right.ground), now)
    return right
