"""Forms as no browser sends them, to every address, by everybody: nothing fails, is told or left behind."""

import pytest

from tests.database.server import TestServer
from tests.desk.everybody import names
from tests.hostile.asking import DERIVED, opened, opened_days_later
from tests.hostile.storming import storm

pytestmark = pytest.mark.usefixtures("database_of_its_own")

POSTS = 70  # `script/prove closed` sends more
ROUNDS, TOGETHER = 0, 12
SEED = 20_240_408


def test_no_form_however_twisted_makes_a_page_fail_or_tell(database: TestServer) -> None:
    toll = storm(POSTS, SEED)

    assert toll.wrong == []
    assert toll.sent >= POSTS


def test_opening_a_page_changes_nothing_but_who_looked(database: TestServer) -> None:
    seen = opened(ROUNDS, SEED, TOGETHER)

    assert seen.wrong == []
    assert seen.addresses == set(names())


def test_a_page_opened_days_later_writes_down_at_most_what_time_has_changed(database: TestServer) -> None:
    assert opened_days_later() <= DERIVED
