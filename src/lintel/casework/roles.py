"""Roles of staff: one person proposes, another approves, nobody their own; taken away by one, at once."""

import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, get_args
from uuid import UUID

from django.db import transaction

from lintel.access import accounts, readlog, rights
from lintel.access.accounts import Actor
from lintel.access.grants import Role, Verb
from lintel.access.models import Staff, Team
from lintel.casework import notices
from lintel.casework.models import Decision, Proposal
from lintel.casework.refusals import NotHere, StepUpNeeded
from lintel.casework.secondperson import alone_with, let_in_lately, standing
from lintel.events.faults import Fault, InputRefused
from lintel.events.written import as_json

WHAT: Final = "role_grant"


def propose_role(*, actor: Actor, staff: str, role: str, team: str | None, now: datetime) -> UUID:
    """Propose that somebody holds a role; the id of the proposal.

    Raises `NotHere` for whoever may not (or proposes their own), `InputRefused` with every fault.
    """
    with transaction.atomic(durable=True):
        right = _asked(actor, "propose", rights.Standing(on_self=staff == actor.handle), now)
        if right.allowed:
            _refuse_faults(staff, role, team)
            asked = as_json({"staff": staff, "role": role, "team": team})
            made = Proposal.objects.create(what=WHAT, asked=asked, by=actor.handle, at=now)
            approvers = set(accounts.holders(rights.roles_that("approve", WHAT)))
            notices.tell(approvers - {staff}, "role_proposed", None, now)
            return made.id
    raise NotHere


@dataclass(frozen=True, slots=True)
class Proposed:
    """A role that waits for a second person: whose it is to be, in which team, who proposed it and when.

    `decides`: whether the reader may decide it, once they have confirmed that it is them.
    """

    id: UUID
    staff: str
    called: str
    role: str
    team: str | None
    by: str
    at: datetime
    decides: bool


def waiting(*, actor: Actor, now: datetime) -> list[Proposed]:
    """The proposed roles that nobody has decided, the oldest first. Raises `NotHere` for whoever may not see them."""
    right = rights.may(actor, "list", "role_grant")
    undecided = Proposal.objects.filter(what=WHAT, decision=None).order_by("at", "id")
    with transaction.atomic(durable=True):
        late = let_in_lately(actor.handle, now)
        found = [_proposed(actor, each, late) for each in undecided] if right.allowed else []
        readlog.note(actor, readlog.Look("list", "role_grant", right.ground, found=len(found)), now)
    if not right.allowed:
        raise NotHere
    called = accounts.names_of(each.staff for each in found)
    return [replace(each, called=called.get(each.staff, each.staff)) for each in found]


def _proposed(actor: Actor, each: Proposal, late: bool) -> Proposed:
    asked = json.loads(each.asked)
    mine = standing(actor, by=each.by, staff=asked["staff"], late=late, stepped_up=True)
    decides = rights.may(actor, "approve", WHAT, mine).allowed
    return Proposed(each.id, asked["staff"], "", asked["role"], asked["team"], each.by, each.at, decides)


def decide_role(*, actor: Actor, proposal: UUID, approved: bool, now: datetime) -> None:
    """Approve a proposed role, or refuse it: somebody else than who proposed it and than whose it is to be, and who
    was not let in anew within the last days.

    Raises `NotHere` where there is no such proposal left for this person, `StepUpNeeded` without a fresh second factor.
    """
    with transaction.atomic(durable=True):
        alone_with(proposal)
        found = Proposal.objects.filter(id=proposal, what=WHAT, decision=None).first()
        asked = json.loads(found.asked) if found else {}
        by, staff, late = found.by if found else None, asked.get("staff"), let_in_lately(actor.handle, now)
        mine = standing(actor, by=by, staff=staff, late=late, stepped_up=actor.stepped_up)
        right = _asked(actor, "approve", mine, now)
        if found is not None and right.allowed:
            Decision.objects.create(proposal=found, by=actor.handle, at=now, approved=approved)
            if approved:
                accounts.grant_role(**asked, by=found.by, approved_by=actor.handle, now=now)
            return
    raise StepUpNeeded if right.needs_step_up else NotHere


def end_role(*, actor: Actor, staff: str, role: str, now: datetime) -> None:
    """Take a role away, as of the next request. Taking away takes one person. Raises `NotHere`, `StepUpNeeded`."""
    with transaction.atomic(durable=True):
        mine = rights.Standing(on_self=staff == actor.handle, stepped_up=actor.stepped_up)
        right = _asked(actor, "manage", mine, now)
        if right.allowed:
            accounts.end_role(staff, role, by=actor.handle, now=now)
            return
    raise StepUpNeeded if right.needs_step_up else NotHere


def end_account(*, actor: Actor, staff: str, now: datetime) -> None:
    """End an account with all its roles, as of the next request. Raises `NotHere`."""
    with transaction.atomic(durable=True):
        right = rights.may(actor, "manage", "staff")
        readlog.note(actor, readlog.Look("manage", "staff", right.ground), now)
        if right.allowed and staff != actor.handle:
            accounts.end_staff(staff, by=actor.handle, now=now)
            return
    raise NotHere


def _asked(actor: Actor, verb: Verb, mine: rights.Standing, now: datetime) -> rights.Right:
    right = rights.may(actor, verb, WHAT, mine)
    readlog.note(actor, readlog.Look(verb, WHAT, right.ground), now)
    return right


def _refuse_faults(staff: str, role: str, team: str | None) -> None:
    known = get_args(Role)
    faults = []
    if not Staff.objects.filter(handle=staff, ended_at=None).exists():
        faults.append(Fault(0, "staff", "is nobody with a live account", "the handle of somebody who works here"))
    if role not in known:
        faults.append(Fault(0, "role", "is no role", f"one of {', '.join(known)}"))
    if team is not None and not Team.objects.filter(handle=team).exists():
        faults.append(Fault(0, "team", "is no team", "the handle of a team"))
    if faults:
        raise InputRefused(faults)
