"""Roles as people say them."""

from collections.abc import Mapping
from typing import Final

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
