"""Notices that are told where somebody signs in: once each, the oldest first, and only those asked for."""

import pytest

from lintel.casework import notices
from tests.casework.cast import Cast
from tests.database.server import TestServer


@pytest.fixture
def cast(database: TestServer) -> Cast:
    return Cast()


def test_they_are_told_once_in_the_order_in_which_things_happened(cast: Cast) -> None:
    sam, first = cast.handle("sam"), cast.now
    notices.tell([sam], "password_set", None, first)
    notices.tell([sam, cast.handle("jo")], "factor_added", None, cast.later(hours=1))
    notices.tell([sam], "case_assigned", None, cast.now)
    kinds, now = ["factor_added", "password_set"], cast.later(hours=1)
    told = notices.taken(sam, kinds, now)
    assert [kind for kind, _ in told] == ["password_set", "factor_added"]
    assert told[0][1] == first
    assert notices.taken(sam, kinds, cast.later(hours=1)) == []
    assert [kind for kind, _ in notices.taken(cast.handle("jo"), kinds, cast.now)] == ["factor_added"]
    assert [kind for kind, _ in notices.taken(sam, ["case_assigned"], cast.now)] == ["case_assigned"]


def test_what_happens_at_this_very_instant_is_told_the_next_time(cast: Cast) -> None:
    sam = cast.handle("sam")
    notices.tell([sam], "code_used", None, cast.now)
    assert notices.taken(sam, ["code_used"], cast.now) == []
    assert len(notices.taken(sam, ["code_used"], cast.later(seconds=1))) == 1
