"""Days and times as pages say them."""

from datetime import UTC, date, datetime

import pytest

from lintel.design.words import clock, day, deadline, instant, stamp


@pytest.mark.parametrize(
    ("when", "said"),
    [
        (date(2024, 4, 8), "Mon 8 April 2024"),
        (datetime(2024, 4, 8, 22, 59, tzinfo=UTC), "Mon 8 April 2024"),
        (datetime(2024, 4, 8, 23, 0, tzinfo=UTC), "Tue 9 April 2024"),
        (datetime(2024, 1, 8, 23, 59, tzinfo=UTC), "Mon 8 January 2024"),
    ],
)
def test_a_day_is_the_day_that_it_is_in_london(when: date, said: str) -> None:
    assert day(when) == said


@pytest.mark.parametrize(
    ("when", "said"),
    [
        (datetime(2024, 4, 8, 9, 0, tzinfo=UTC), "10:00am"),
        (datetime(2024, 1, 8, 9, 5, tzinfo=UTC), "9:05am"),
        (datetime(2024, 1, 8, 13, 30, tzinfo=UTC), "1:30pm"),
        (datetime(2024, 1, 8, 12, 30, tzinfo=UTC), "12:30pm"),
        (datetime(2024, 1, 8, 0, 30, tzinfo=UTC), "12:30am"),
        (datetime(2024, 1, 8, 12, 0, tzinfo=UTC), "midday"),
        (datetime(2024, 1, 8, 0, 0, tzinfo=UTC), "midnight"),
        (datetime(2024, 4, 8, 11, 0, tzinfo=UTC), "midday"),
    ],
)
def test_a_time_is_the_time_in_london_and_twelve_is_said_in_words(when: datetime, said: str) -> None:
    assert clock(when) == said


def test_an_instant_is_its_day_and_its_time() -> None:
    assert instant(datetime(2024, 4, 8, 9, 0, tzinfo=UTC)) == "Mon 8 April 2024 at 10:00am"


def test_a_day_without_a_time_is_given_none() -> None:
    assert instant(date(2024, 4, 8)) == "Mon 8 April 2024"


def test_machines_are_told_the_offset() -> None:
    assert stamp(datetime(2024, 4, 8, 9, 0, tzinfo=UTC)) == "2024-04-08T10:00+01:00"
    assert stamp(date(2024, 4, 8)) == "2024-04-08"


def test_an_instant_of_no_known_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a time zone"):
        day(datetime(2024, 4, 8, 9, 0, tzinfo=UTC).replace(tzinfo=None))


@pytest.mark.parametrize(
    ("when", "said"),
    [
        (datetime(2026, 11, 24, 0, 0, tzinfo=UTC), "the end of Mon 23 November 2026"),
        (datetime(2024, 4, 8, 23, 0, tzinfo=UTC), "the end of Mon 8 April 2024"),
        (datetime(2024, 4, 8, 22, 0, tzinfo=UTC), "Mon 8 April 2024 at 11:00pm"),
        (date(2024, 4, 8), "Mon 8 April 2024"),
    ],
)
def test_a_deadline_at_midnight_is_the_end_of_the_day_before(when: date, said: str) -> None:
    assert deadline(when) == said
