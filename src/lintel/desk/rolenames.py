"""Roles as people say them."""

from collections.abc import Iterable, Mapping
from typing import Final

from lintel.access import accounts

ROLES: Final[Mapping[str, str]] = {
    "officer": "Case officer",
    "da_lead": "Domestic abuse lead",
    "manager": "Manager",
    "safeguarding_lead": "Safeguarding lead",
    "hr_partner": "HR partner",
    "data_protection_officer": "Data protection officer",
    "auditor": "Auditor",
    "reporter": "Reporter (any member of staff or contractor)",
    "administrator": "Administrator",
}


def with_posts(names: Mapping[str, str]) -> dict[str, str]:
    """Colleagues for whoever chooses among them, by handle: each name with their roles, and the team of each."""
    posts = accounts.posts_of(names)
    return {handle: f"{name} ({_said(posts[handle])})" if handle in posts else name for handle, name in names.items()}


def _said(posts: Iterable[tuple[str, str]]) -> str:
    return "; ".join(f"{_begun(role)}, {team}" if team else _begun(role) for role, team in posts)


def _begun(role: str) -> str:
    """A role as it stands within a sentence; an abbreviation keeps its capitals."""
    said = ROLES.get(role, role.replace("_", " ")).partition(" (")[0]
    return said if said[1:2].isupper() else said[:1].lower() + said[1:]
