"""When somebody may be told: in working hours, across the nights when clocks change, once in a window."""

from datetime import UTC, date, datetime, time

import pytest

from lintel.commitments.workingdays import WorkingDays
from lintel.outbound.windows import Hours, window

HOURS = Hours(time(8), time(18), WorkingDays("england", closures=[date(2024, 12, 30)]))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "open_now"),
    [
        ("2024-04-08T07:59:59+01:00", False),
        ("2024-04-08T08:00:00+01:00", True),
        ("2024-04-08T17:59:59+01:00", True),
        ("2024-04-08T18:00:00+01:00", False),
        ("2024-04-06T12:00:00+01:00", False),  # a Saturday
        ("2024-05-06T12:00:00+01:00", False),  # the early May bank holiday
        ("2024-12-30T12:00:00+00:00", False),  # the landlord is closed
        # Clocks went forward on Sunday 31 March 2024; the Friday before and the Monday after were Easter.
        ("2024-03-28T08:00:00+00:00", True),
        ("2024-03-28T07:59:59+00:00", False),
        ("2024-04-02T07:00:00+00:00", True),  # eight o'clock in London
        ("2024-04-02T06:59:59+00:00", False),
        ("2024-04-02T16:59:59+00:00", True),
        ("2024-04-02T17:00:00+00:00", False),
        # Clocks went back on Sunday 27 October 2024, when one o'clock came twice.
        ("2024-10-25T07:00:00+00:00", True),
        ("2024-10-25T17:00:00+00:00", False),
        ("2024-10-27T00:30:00+00:00", False),
        ("2024-10-27T01:30:00+00:00", False),
        ("2024-10-28T07:59:59+00:00", False),
        ("2024-10-28T08:00:00+00:00", True),
        ("2024-10-28T17:59:59+00:00", True),
        ("2024-10-28T18:00:00+00:00", False),
    ],
)
def test_quiet_hours_follow_the_clocks_of_london(now: str, open_now: bool) -> None:
    assert (window("as_it_comes", at(now), HOURS) is not None) is open_now
    assert (window("daily", at(now), HOURS) is not None) is open_now
    assert window("urgent", at(now), HOURS) is None


def test_as_it_comes_has_a_window_for_each_quarter_of_an_hour() -> None:
    inside = [window("as_it_comes", at(f"2024-04-08T09:{minute:02}:59+01:00"), HOURS) for minute in (0, 14, 15, 29, 59)]
    assert inside == [at(f"2024-04-08T09:{minute:02}:00+01:00") for minute in (0, 0, 15, 15, 45)]


def test_daily_has_one_window_for_each_day_in_london() -> None:
    assert {window("daily", at(f"2024-04-08T{hour}:00:00+01:00"), HOURS) for hour in ("08", "12", "17")} == {
        at("2024-04-08T08:00:00+01:00")
    }
    assert window("daily", at("2024-04-09T12:00:00+01:00"), HOURS) == at("2024-04-09T08:00:00+01:00")
