"""Every attack has the database and may ask for a cast of its own."""

import pytest

from tests.casework.cast import Cast
from tests.database.server import TestServer


@pytest.fixture
def cast(database: TestServer) -> Cast:
    return Cast()
