"""The six states, each from one chronology in which nothing else happens."""

import pytest

from tests.chronologies import case
from tests.commitments.judging import owed, promise

RULES = promise("""
kind = "deadline"
after = "report.received"
do = "contact.made"
within = "1 week"
unless = {event = "consent.asked", where = {answer = "refused"}}
""")
TOLD = "2024-03-04 10:00 report.received"


@pytest.mark.parametrize(
    ("happened", "now", "state"),
    [
        ("2024-03-11 23:59 contact.made", "2024-05-01", "kept"),
        ("2024-03-12 00:00 contact.made", "2024-05-01", "late"),
        ("", "2024-03-11 23:59", "due"),
        ("", "2024-03-12 00:00", "overdue"),
        ("2024-03-05 10:00 case.closed", "2024-05-01", "missed"),
        ("2024-03-05 10:00 consent.asked answer=refused", "2024-05-01", "excused"),
        ("2024-03-05 10:00 consent.asked answer=refused", "2024-03-05 10:00", "excused"),
        ("2024-03-05 10:00 case.closed", "2024-03-05 10:00", "missed"),
    ],
)
def test_each_state_comes_about(happened: str, now: str, state: str) -> None:
    assert owed(RULES, case(f"{TOLD}\n{happened}"), as_of=now) == [f"{state} by 2024-03-11"]


@pytest.mark.parametrize(
    ("happened", "state"),
    [
        ("2024-03-05 10:00 contact.made\n2024-03-05 10:00 consent.asked answer=refused", "kept"),
        ("2024-03-05 10:00 contact.made\n2024-03-06 10:00 case.closed", "kept"),
        ("2024-03-12 10:00 contact.made\n2024-03-13 10:00 case.closed", "late"),
        ("2024-03-05 10:00 consent.asked answer=refused\n2024-03-12 10:00 contact.made", "excused"),
        ("2024-03-05 10:00 consent.asked answer=refused\n2024-03-06 10:00 case.closed", "excused"),
        ("2024-03-12 10:00 consent.asked answer=refused\n2024-03-13 10:00 contact.made", "late"),
    ],
)
def test_of_several_the_earlier_named_wins(happened: str, state: str) -> None:
    assert owed(RULES, case(f"{TOLD}\n{happened}"), as_of="2024-05-01") == [f"{state} by 2024-03-11"]
