"""Whose a second factor is: a mark in its row, made of the account and of what never changes in the factor."""

import json
from collections.abc import Mapping
from typing import Any, Final

from allauth.mfa.models import Authenticator

from lintel.signin import binding

BOUND: Final = "bound"
"""In the row of every factor: the mark that Lintel put there, in hexadecimal digits."""

_LASTING: Final[Mapping[str, str]] = {"totp": "secret", "recovery_codes": "seed", "webauthn": "credential"}


def lasting(kind: str, data: Mapping[str, Any]) -> tuple[str, str]:
    """What is marked of a factor: its kind and its secret or public key, and nothing that use changes."""
    return kind, json.dumps(data.get(_LASTING[kind]), sort_keys=True)


def bind(row: Authenticator) -> None:
    """Mark a factor as that of the account that it stands under, and save the mark."""
    row.data[BOUND] = binding.mark("factor", row.user.staff_id, *lasting(row.type, row.data)).hex()
    row.save(update_fields=["data"])


def is_ours(row: Authenticator) -> bool:
    """Whether Lintel put this factor under the account that it stands under."""
    try:
        found = bytes.fromhex(row.data.get(BOUND, ""))
    except (ValueError, TypeError):
        return False
    return binding.is_ours(found, "factor", row.user.staff_id, *lasting(row.type, row.data))
