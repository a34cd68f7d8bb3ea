"""Believable times."""

from datetime import date, datetime

from lintel.commitments.periods import parse_period
from lintel.commitments.workingdays import WorkingDays
from lintel.invention.dice import Dice
from lintel.invention.when import at_time, calendar_year, diary_of, in_hours

DIARY = diary_of(WorkingDays(), calendar_year(2024))
GOOD_FRIDAY, TUESDAY_AFTER = date(2024, 3, 29), date(2024, 4, 2)


def _reports() -> list[datetime]:
    dice = Dice("reports")
    return [DIARY.reported(dice) for _ in range(2000)]


def test_reports_come_in_their_year_and_never_in_the_hour_in_which_the_clocks_change() -> None:
    reports = _reports()

    assert {at.year for at in reports} == {2024}
    assert 1 not in {at.hour for at in reports}


def test_more_reports_come_on_a_monday_than_on_any_other_day() -> None:
    days = [at.weekday() for at in _reports()]

    assert max(range(7), key=days.count) == 0


def test_office_work_waits_for_the_end_of_easter() -> None:
    told = at_time(GOOD_FRIDAY, 10)

    assert DIARY.office(Dice(1), told, 1).date() == TUESDAY_AFTER


def test_what_is_done_in_time_is_never_done_after_the_period_has_run_out() -> None:
    told, day = at_time(date(2024, 3, 28), 16, 30), parse_period("1 working day")
    due = day.after(told, DIARY.working).at

    assert all(told <= DIARY.within(Dice(seed), told, day) < due for seed in range(200))
    assert all(DIARY.too_late(Dice(seed), told, day) >= due for seed in range(200))


def test_hours_pass_as_they_do_when_the_clocks_go_forward() -> None:
    assert in_hours(at_time(date(2024, 3, 30), 12), 24) == at_time(date(2024, 3, 31), 13)


def test_a_time_of_day_stays_within_the_hours_that_are_safe() -> None:
    told = at_time(date(2024, 5, 1), 9)
    hours = {DIARY.during(Dice(seed), told, date(2024, 5, 2), (10, 14)).hour for seed in range(200)}

    assert hours == {10, 11, 12, 13}
