"""Accounts, and the roles that each holds at an instant."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.db import transaction

from lintel.access import rights
from lintel.access.asked import rows
from lintel.access.grants import Role
from lintel.access.models import RoleGrant, Staff, Team

INSTALLATION, LANDLORD = "installation", "landlord"
"""Who grants the first roles, when there is nobody yet who could: the two who set Lintel up."""


@dataclass(frozen=True, slots=True)
class Actor(rights.Actor):
    """Somebody at the door, as of one request. An ended account holds no role and is not `live`.

    `teams` are those that they lead. `stepped_up`: whether the second factor was given within the last five
    minutes. `request` and `origin` are the request's id and the machine it came from, for the read log.
    """

    handle: str = ""
    teams: frozenset[str] = frozenset()
    stepped_up: bool = False
    request: str = ""
    origin: str = ""


_HELD = """
    SELECT held.role, held.team_id FROM access_staff staff
    LEFT JOIN access_role_grant held ON held.staff_id = staff.handle AND held.ended_at IS NULL
    WHERE staff.handle = %s AND staff.ended_at IS NULL
"""
"""The roles of a live account; one row without a role where it holds none."""


def actor(handle: str, *, stepped_up: bool = False, request: str = "", origin: str = "") -> Actor:
    """Who this is now: looked up anew at every request, so that whatever was taken from them is gone at once."""
    held = rows(_HELD, [handle])
    roles = frozenset(cast(Role, role) for role, _ in held if role)
    teams = frozenset(team for role, team in held if team and role == "da_lead")
    return Actor(bool(held), roles, handle=handle, teams=teams, stepped_up=stepped_up, request=request, origin=origin)


def anew(before: Actor) -> Actor:
    """The same person at the same request as they are now: for what takes a while and must not outlast a right."""
    return actor(before.handle, stepped_up=before.stepped_up, request=before.request, origin=before.origin)


def add_staff(handle: str, name: str, now: datetime) -> Staff:
    """A new account, which holds no role yet."""
    return Staff.objects.create(handle=handle, name=name, added_at=now)


def add_team(handle: str, name: str) -> Team:
    """A new team."""
    return Team.objects.create(handle=handle, name=name)


def grant_role(staff: str, role: str, *, by: str, approved_by: str, now: datetime, team: str | None = None) -> None:
    """Give a role. The database refuses it where anybody grants or approves their own, or one does both."""
    RoleGrant.objects.create(staff_id=staff, role=role, team_id=team, by=by, approved_by=approved_by, at=now)


def end_role(staff: str, role: str, *, by: str, now: datetime) -> int:
    """Take a role away, as of the next request; how many grants of it ended."""
    held = RoleGrant.objects.filter(staff_id=staff, role=role, ended_at=None)
    return held.update(ended_at=now, ended_by=by)


def end_staff(staff: str, *, by: str, now: datetime) -> None:
    """End an account and every role of it, as of the next request."""
    with transaction.atomic():
        Staff.objects.filter(handle=staff, ended_at=None).update(ended_at=now)
        RoleGrant.objects.filter(staff_id=staff, ended_at=None).update(ended_at=now, ended_by=by)


def handles() -> list[str]:
    """Everybody who works here or did."""
    return [handle for (handle,) in rows("SELECT handle FROM access_staff", [])]


def holders(roles: Collection[str]) -> list[str]:
    """Who holds one of these roles now."""
    held = RoleGrant.objects.filter(role__in=roles, ended_at=None, staff__ended_at=None)
    return sorted(set(held.values_list("staff_id", flat=True)))


def names_of(handles: Iterable[str]) -> dict[str, str]:
    """What colleagues call these, by handle; whoever has no account is not among them."""
    wanted = list(set(handles))
    return dict(rows("SELECT handle, name FROM access_staff WHERE handle = ANY(%s)", [wanted])) if wanted else {}


def posts_of(handles: Iterable[str]) -> dict[str, list[tuple[str, str]]]:
    """The roles that each of these holds now, each with the name of its team; empty where it is held in none."""
    held = RoleGrant.objects.filter(staff__in=set(handles), ended_at=None, staff__ended_at=None)
    found: dict[str, list[tuple[str, str]]] = {}
    for staff, role, team in held.order_by("role", "team__name").values_list("staff_id", "role", "team__name"):
        found.setdefault(staff, []).append((role, team or ""))
    return found


def can_approve_roles() -> bool:
    """Whether there is somebody to propose a role, and somebody else to approve it."""
    return bool(holders(["administrator"]) and holders(["da_lead"]) and holders(["data_protection_officer"]))


def leads_of(officer: str | None) -> list[str]:
    """The DA leads of an officer's teams; all of them for nobody, or for an officer of no team."""
    teams = (
        RoleGrant.objects.filter(staff_id=officer, ended_at=None).exclude(team=None).values_list("team_id", flat=True)
    )
    held = RoleGrant.objects.filter(role="da_lead", ended_at=None, staff__ended_at=None)
    found = held.filter(team_id__in=teams) if teams else held
    return sorted(set(found.values_list("staff_id", flat=True)))
