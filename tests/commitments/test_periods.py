"""Lengths of time: how they are spelled, and when they run out."""

from datetime import UTC, date, datetime, timedelta

import pytest

from lintel.commitments.periods import Due, parse_period
from lintel.commitments.workingdays import WorkingDays
from tests.chronologies import at

ENGLAND = WorkingDays()


def due(start: str, period: str, working: WorkingDays = ENGLAND) -> str:
    return str(parse_period(period).after(at(start), working).on)


def due_at(start: str, period: str) -> datetime:
    return parse_period(period).after(at(start), ENGLAND).at


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2024-03-08 16:55", "2024-03-11"),
        ("2024-03-09 10:00", "2024-03-11"),
        ("2024-03-10 23:59", "2024-03-11"),
        ("2024-03-11 00:00", "2024-03-12"),
        ("2024-03-28 16:30", "2024-04-02"),
        ("2024-12-24 09:00", "2024-12-27"),
        ("2022-09-16 09:00", "2022-09-20"),
        ("2023-05-05 17:00", "2023-05-09"),
    ],
)
def test_one_working_day_is_the_next_day_that_is_worked(start: str, end: str) -> None:
    assert due(start, "1 working day") == end


def test_two_working_days_from_maundy_thursday_pass_over_easter() -> None:
    assert due("2024-03-28 16:30", "2 working days") == "2024-04-03"


def test_the_date_in_london_starts_it_not_the_date_in_utc() -> None:
    assert due("2024-07-01 00:30", "1 working day") == "2024-07-02"


@pytest.mark.parametrize(
    ("start", "period", "end"),
    [
        ("2024-01-31 12:00", "1 month", "2024-02-29"),
        ("2023-01-31 12:00", "1 month", "2023-02-28"),
        ("2024-02-29 12:00", "1 year", "2025-02-28"),
        ("2024-02-29 12:00", "4 years", "2028-02-29"),
        ("2023-11-30 12:00", "1 quarter", "2024-02-29"),
        ("2024-12-31 12:00", "2 months", "2025-02-28"),
        ("2024-03-01 12:00", "2 years", "2026-03-01"),
        ("2024-03-28 12:00", "14 days", "2024-04-11"),
        ("2024-03-28 12:00", "2 weeks", "2024-04-11"),
    ],
)
def test_other_periods_count_dates_and_clip_to_the_end_of_the_month(start: str, period: str, end: str) -> None:
    assert due(start, period) == end


def test_a_day_in_a_summer_night_ends_an_hour_sooner_by_utc() -> None:
    assert due_at("2024-07-01 12:00", "1 day") == datetime(2024, 7, 2, 23, tzinfo=UTC)


def test_a_day_in_a_winter_night_ends_at_midnight_by_utc() -> None:
    assert due_at("2024-12-01 12:00", "1 day") == datetime(2024, 12, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "midnight"),
    [
        ("2024-03-30 12:00", datetime(2024, 3, 31, 23, tzinfo=UTC)),
        ("2024-03-29 12:00", datetime(2024, 3, 31, tzinfo=UTC)),
        ("2024-10-26 12:00", datetime(2024, 10, 28, tzinfo=UTC)),
        ("2024-10-25 12:00", datetime(2024, 10, 26, 23, tzinfo=UTC)),
    ],
)
def test_the_day_of_a_clock_change_ends_at_its_own_midnight(start: str, midnight: datetime) -> None:
    assert due_at(start, "1 day") == midnight


def test_a_day_in_which_clocks_go_forward_is_passed_an_hour_later_by_the_clock() -> None:
    assert due_at("2024-03-30 16:30", "24 hours") == at("2024-03-31 17:30")


def test_a_day_in_which_clocks_go_back_is_passed_an_hour_sooner_by_the_clock() -> None:
    assert due_at("2024-10-26 16:30", "24 hours") == at("2024-10-27 15:30")


def test_hours_run_through_a_weekend_and_a_bank_holiday() -> None:
    assert due_at("2024-03-29 22:00", "48 hours") - at("2024-03-29 22:00") == timedelta(hours=48)


def test_a_date_that_names_no_time_is_kept_until_its_last_instant() -> None:
    end = Due(date(2024, 4, 2), at("2024-04-03"))
    assert [end.ran_out(at("2024-04-02 23:59")), end.ran_out(at("2024-04-03"))] == [False, True]


def test_hours_are_not_counted_from_a_date() -> None:
    with pytest.raises(ValueError, match="hours are counted from an instant"):
        parse_period("24 hours").from_day(date(2024, 1, 1), ENGLAND)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("1 working day", "1 working day"),
        ("2 working days", "2 working days"),
        ("1 hours", "1 hour"),
        ("24 hours", "24 hours"),
        ("14 days", "14 days"),
        ("2 weeks", "2 weeks"),
        ("3 months", "3 months"),
        ("1 quarter", "1 quarter"),
        ("100 years", "100 years"),
        ("8784 hours", "8784 hours"),
    ],
)
def test_a_period_is_a_number_and_a_unit(text: str, read: str) -> None:
    assert str(parse_period(text)) == read


@pytest.mark.parametrize(
    "text",
    [
        "", "day", "a day", "0 days", "-1 days", "1.5 days", "01 day", "1day", "1  day", " 1 day", "1 day ", "1 Day",
        "1 fortnight", "1 workingday", "one day", "1 day 2 hours", "1 day\n", "101 years", "8785 hours", "99999 days",
        "100000 days", "1 dayss", "½ days", "\u0661 day",
    ],
)  # fmt: skip
def test_whatever_else_is_no_period_and_says_how_to_write_one(text: str) -> None:
    with pytest.raises(ValueError, match="is no period; write a whole number and a unit"):
        parse_period(text)
