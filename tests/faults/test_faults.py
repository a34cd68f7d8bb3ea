"""Whatever is killed, and whoever races whom, what was acknowledged is there: once, whole and in order."""

import pytest

from bench import faults
from bench.disks import FAILURES
from tests.faults.conftest import Running

COUNTS = faults.SMALL  # `script/prove faults disks` runs the full ones


def test_nothing_acknowledged_is_lost_and_nothing_is_there_by_halves_when_writers_are_killed(running: Running) -> None:
    assert faults.writers_killed(running.installation, COUNTS).wrong == ()


def test_nothing_acknowledged_is_lost_and_everybody_goes_on_when_the_server_is_killed(running: Running) -> None:
    assert faults.database_killed(running.cluster, running.installation, COUNTS).wrong == ()


@pytest.mark.parametrize("failure", FAILURES)
def test_nothing_acknowledged_is_lost_and_everybody_goes_on_when_the_disk_fails(running: Running, failure: str) -> None:
    assert faults.disk_failed(running.cluster, running.installation, COUNTS, failure).wrong == ()


def test_every_commit_is_on_the_disk_before_it_is_acknowledged(running: Running) -> None:
    assert faults.synced(running.installation, COUNTS).wrong == ()


def test_of_two_who_save_at_once_one_is_told_what_came_first_and_nothing_is_lost(running: Running) -> None:
    assert faults.raced(running.installation, COUNTS).wrong == ()


def test_a_form_that_is_sent_twice_makes_one_entry(running: Running) -> None:
    assert faults.sent_twice(running.installation, COUNTS).wrong == ()


def test_thirty_two_writers_at_once_meet_no_deadlock(running: Running) -> None:
    assert faults.crowded(running.installation, COUNTS).wrong == ()
