"""From several processes at once: what was taken away is served to nobody any more, and guesses count together."""

from collections.abc import Iterator
from datetime import timedelta
from random import Random

import pytest

from tests.casework.cast import MONDAY
from tests.database.server import TestServer
from tests.desk.conftest import Desk
from tests.hostile.guessing import OF_A_DEVICE, OF_A_HANDLE, OF_A_MACHINE, Siege
from tests.hostile.revoking import WAYS, revoked
from tests.hostile.serving import Served, served

REVOCATIONS, SIEGES = 12, 1  # `script/prove closed` takes more away
SEED = 20_240_408
A_WHILE = timedelta(days=60)
"""By so much the server's day is later than what is written here, which goes on by a minute each time."""


@pytest.fixture(scope="module")
def serving(database: TestServer) -> Iterator[Served]:
    assert database.addresses is not None
    with served(database.addresses, MONDAY + A_WHILE, workers=3) as there:
        yield there


def test_nothing_is_served_after_what_somebody_had_was_taken_away(serving: Served) -> None:
    toll = revoked(Desk(), serving, REVOCATIONS, Random(SEED))

    assert toll.wrong == []
    assert set(toll.revoked) == set(WAYS)
    assert toll.before >= REVOCATIONS


def test_guesses_at_several_processes_count_together_and_keep_nobody_out_of_a_known_device(serving: Served) -> None:
    siege = Siege(Desk(), serving)
    for number in range(SIEGES):
        siege.round(number)

    assert siege.toll.wrong == []
    assert siege.toll.let_through == SIEGES * (OF_A_HANDLE + OF_A_MACHINE + OF_A_DEVICE)
    assert siege.toll.came_in == SIEGES
