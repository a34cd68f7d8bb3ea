"""Accounts and teams, for whoever administers them: who works here and may do what; never what is in a case."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.db import transaction
from django.db.models import F, Q

from lintel.access import accounts, readlog, rights
from lintel.access.accounts import Actor
from lintel.access.grants import Thing
from lintel.access.models import RoleGrant, Staff, StaffMark, Team
from lintel.casework.refusals import NotHere
from lintel.events.faults import Fault, InputRefused
from lintel.events.values import HANDLE

_IS_HANDLE = re.compile(HANDLE).fullmatch
_LONGEST_NAME = 120

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Held:
    """A role that somebody holds: in which team, if any, since when (UTC), who proposed and who approved it."""

    role: str
    team: str | None
    at: datetime
    by: str
    approved_by: str


@dataclass(frozen=True, slots=True)
class Account:
    """An account. `ended` is None while it lives.

    `own`: whether the payroll said anything that they can be matched by; `declared`: how many people they declared
    close to them.
    """

    handle: str
    name: str
    added: datetime
    ended: datetime | None
    roles: tuple[Held, ...]
    own: bool
    declared: int


def every(*, actor: Actor, now: datetime, begins: str = "", skip: int = 0, most: int = 100) -> list[Account]:
    """The accounts whose name or handle begins so: the live ones first, by name. Raises `NotHere`."""
    named = Q(name__istartswith=begins) | Q(handle__istartswith=begins)
    ordered = Staff.objects.filter(named).order_by(F("ended_at").asc(nulls_first=True), "name", "handle")
    return _managed(actor, "staff", now, lambda: _accounts(ordered[skip : skip + most]))


def one(*, actor: Actor, handle: str, now: datetime) -> Account:
    """One account. Raises `NotHere` where there is none, or none for this person."""
    found = _managed(actor, "staff", now, lambda: _accounts(Staff.objects.filter(handle=handle)))
    if not found:
        raise NotHere
    return found[0]


def add(*, actor: Actor, handle: str, name: str, now: datetime) -> None:
    """A new account, which holds no role. Raises `NotHere`, `InputRefused` with every fault."""

    def added() -> None:
        _refuse(list(_wrong_handle(handle, Staff.objects.filter(handle=handle).exists())), name)
        accounts.add_staff(handle, name, now)

    _managed(actor, "staff", now, added)


def teams(*, actor: Actor, now: datetime) -> list[tuple[str, str, int]]:
    """Every team: handle, name, and how many people hold a role in it. Raises `NotHere`."""

    def found() -> list[tuple[str, str, int]]:
        held = RoleGrant.objects.filter(ended_at=None).exclude(team=None).values_list("team_id", "staff_id")
        many = Counter(team for team, _ in set(held))
        return [(each.handle, each.name, many[each.handle]) for each in Team.objects.order_by("name", "handle")]

    return _managed(actor, "team", now, found)


def add_team(*, actor: Actor, handle: str, name: str, now: datetime) -> None:
    """A new team. Raises `NotHere`, `InputRefused` with every fault."""

    def added() -> None:
        _refuse(list(_wrong_handle(handle, Team.objects.filter(handle=handle).exists())), name)
        accounts.add_team(handle, name)

    _managed(actor, "team", now, added)


def _managed(actor: Actor, thing: Thing, now: datetime, do: Callable[[], Answer]) -> Answer:
    """Do something for whoever administers, in one transaction with its line in the read log. Raises `NotHere`."""
    right = rights.may(actor, "manage", thing)
    with transaction.atomic(durable=True):
        readlog.note(actor, readlog.Look("manage", thing, right.ground), now)
        if right.allowed:
            return do()
    raise NotHere


def _wrong_handle(handle: str, taken: bool) -> Iterator[Fault]:
    if not _IS_HANDLE(handle):
        yield Fault(0, "handle", "is not usable", "letters, digits and .:_- without spaces, at most 64 of them")
    elif taken:
        yield Fault(0, "handle", "is in use, or was", "one that nobody ever had: a handle is never given again")


def _refuse(faults: list[Fault], name: str) -> None:
    if not 1 <= len(name) <= _LONGEST_NAME or not name.isprintable():
        faults.append(Fault(0, "name", "is missing or too long", f"a name of at most {_LONGEST_NAME} characters"))
    if faults:
        raise InputRefused(faults)


def _accounts(found: Collection[Staff]) -> list[Account]:
    handles = [each.handle for each in found]
    held: dict[str, list[Held]] = {}
    for grant in RoleGrant.objects.filter(staff__in=handles, ended_at=None).order_by("role", "at"):
        made = Held(grant.role, grant.team_id, grant.at, grant.by, grant.approved_by)
        held.setdefault(grant.staff_id, []).append(made)
    marked = set(StaffMark.objects.filter(staff__in=handles).values_list("staff_id", "source", "whose"))
    own = {staff for staff, source, _ in marked if source == "own"}
    declared = Counter(staff for staff, source, _ in marked if source == "declared")
    return [
        Account(
            handle=each.handle,
            name=each.name,
            added=each.added_at,
            ended=each.ended_at,
            roles=tuple(held.get(each.handle, ())),
            own=each.handle in own,
            declared=declared[each.handle],
        )
        for each in found
    ]
