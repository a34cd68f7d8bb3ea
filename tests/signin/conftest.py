"""The cast with browsers, for whoever signs in by themselves. Passwords are hashed with little work, to save time."""

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher

from tests.desk.conftest import desk

__all__ = ["desk"]


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Argon2id as it is, with the least memory and time that it takes."""
    for name, value in {"time_cost": 1, "memory_cost": 64, "parallelism": 1}.items():
        monkeypatch.setattr(Argon2PasswordHasher, name, value)
    return monkeypatch
