"""Machines for the cast, at the instant that the cast has come to."""

import pytest
from django.conf import settings

from tests.api.machines import Machines
from tests.database.server import TestServer


@pytest.fixture
def machines(database: TestServer, monkeypatch: pytest.MonkeyPatch) -> Machines:
    """Staff with tokens."""
    made = Machines()
    monkeypatch.setattr(settings, "CLOCK", lambda: made.now)
    return made
