"""What is not yours and what is not there are answered with the same bytes: pages, searches, counts, what is typed."""

from random import Random

import pytest
from django.test import override_settings

from tests.database.server import TestServer
from tests.desk.conftest import Desk
from tests.desk.everybody import everybody
from tests.hostile.twins import asked, asked_by_machines, counted, pairs

pytestmark = pytest.mark.usefixtures("database_of_its_own")

PAIRS, BY_MACHINES, COUNTS = 50, 15, 30  # `script/prove closed` asks more
SEED = 20_240_408


def test_a_case_that_is_not_theirs_and_no_case_are_the_same_bytes(database: TestServer) -> None:
    desk, dice = Desk(), Random(SEED)
    with override_settings(CLOCK=lambda: desk.now):
        everyone = everybody(desk)
        pool = list(pairs(everyone))
        told = asked(everyone, dice.sample(pool, min(PAIRS, len(pool))), dice)

    assert told.apart == []
    assert set(told.asked) >= {"pages", "search", "typing"}


def test_that_there_is_one_more_case_changes_no_page_of_whom_it_does_not_concern(database: TestServer) -> None:
    assert counted(SEED, COUNTS).apart == []


def test_a_machine_cannot_tell_them_apart_either(database: TestServer) -> None:
    assert asked_by_machines(SEED, BY_MACHINES).apart == []
