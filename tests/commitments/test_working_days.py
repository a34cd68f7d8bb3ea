"""Which days are worked: the bank holidays of four nations, one-off holidays, and the landlord's own closures."""

from datetime import date, timedelta

import pytest

from lintel.commitments.workingdays import Nation, WorkingDays, bank_holidays

NATIONS: tuple[Nation, ...] = ("england", "wales", "scotland", "northern_ireland")
THURSDAY = date(2024, 3, 28)


def worked_in(day: date) -> list[Nation]:
    return [nation for nation in NATIONS if WorkingDays(nation).is_working(day)]


@pytest.mark.parametrize("day", [date(2024, 3, 29), date(2024, 12, 25), date(2024, 1, 1), date(2024, 5, 6)])
def test_some_holidays_are_kept_everywhere(day: date) -> None:
    assert worked_in(day) == []


@pytest.mark.parametrize("day", [date(2022, 9, 19), date(2023, 5, 8), date(2022, 6, 3), date(2020, 5, 8)])
def test_one_off_holidays_are_kept_everywhere(day: date) -> None:
    assert worked_in(day) == []


@pytest.mark.parametrize("day", [date(2024, 1, 2), date(2024, 8, 5)])
def test_some_holidays_are_kept_in_scotland_alone(day: date) -> None:
    assert worked_in(day) == ["england", "wales", "northern_ireland"]


@pytest.mark.parametrize("day", [date(2024, 12, 2), date(2023, 11, 30)])
def test_saint_andrew_is_kept_in_scotland_alone(day: date) -> None:
    assert worked_in(day) == ["england", "wales", "northern_ireland"]


def test_scotland_works_on_easter_monday_and_on_the_last_monday_of_august() -> None:
    assert [worked_in(date(2024, 4, 1)), worked_in(date(2024, 8, 26))] == [["scotland"], ["scotland"]]


@pytest.mark.parametrize("day", [date(2024, 7, 12), date(2024, 3, 18)])
def test_some_holidays_are_kept_in_northern_ireland_alone(day: date) -> None:
    assert worked_in(day) == ["england", "wales", "scotland"]


def test_a_holiday_on_a_weekend_is_kept_on_the_day_that_takes_its_place() -> None:
    assert worked_in(date(2021, 12, 27)) == worked_in(date(2021, 12, 28)) == []


@pytest.mark.parametrize("day", [date(2024, 3, 30), date(2024, 3, 31)])
def test_nobody_works_at_the_weekend(day: date) -> None:
    assert worked_in(day) == []


def test_easter_monday_is_not_a_day_of_a_scottish_count() -> None:
    assert WorkingDays("scotland").nth_after(THURSDAY, 1) == date(2024, 4, 1)


def test_a_day_that_the_landlord_adds_is_a_bank_holiday() -> None:
    working = WorkingDays(add=[date(2024, 4, 2)])
    assert working.nth_after(THURSDAY, 1) == date(2024, 4, 3)
    assert working.day_off(date(2024, 4, 2)) == "bank holiday"


def test_a_bank_holiday_that_the_landlord_works_is_a_working_day() -> None:
    assert WorkingDays(remove=[date(2024, 3, 29)]).nth_after(THURSDAY, 1) == date(2024, 3, 29)


def test_a_day_that_is_both_added_and_removed_is_kept_as_a_holiday() -> None:
    assert not WorkingDays(add=[date(2024, 4, 2)], remove=[date(2024, 4, 2)]).is_working(date(2024, 4, 2))


def test_a_closure_is_no_working_day() -> None:
    working = WorkingDays(closures=[date(2024, 4, 2)])
    assert working.nth_after(THURSDAY, 1) == date(2024, 4, 3)
    assert working.day_off(date(2024, 4, 2)) == "closure day"


def test_a_bank_holiday_that_is_worked_can_still_be_closed() -> None:
    day = date(2024, 3, 29)
    assert not WorkingDays(remove=[day], closures=[day]).is_working(day)


def test_a_weekend_that_is_removed_from_the_holidays_is_still_a_weekend() -> None:
    assert not WorkingDays(remove=[date(2024, 3, 30)]).is_working(date(2024, 3, 30))


def test_a_calendar_without_a_working_day_is_refused_instead_of_counting_for_ever() -> None:
    closures = [THURSDAY + timedelta(days=n) for n in range(700)]
    with pytest.raises(ValueError, match="no working day in the year and a half before"):
        WorkingDays(closures=closures).nth_after(THURSDAY, 1)


def test_a_year_of_closures_is_waited_for() -> None:
    closures = [THURSDAY + timedelta(days=n) for n in range(365)]
    assert WorkingDays(closures=closures).nth_after(THURSDAY, 1) == date(2025, 3, 28)


def test_the_days_off_between_two_dates_are_given_with_their_reasons() -> None:
    working = WorkingDays(closures=[date(2024, 4, 2)])
    assert working.days_off_between(THURSDAY, date(2024, 4, 3)) == [
        (date(2024, 3, 29), "bank holiday"),
        (date(2024, 4, 1), "bank holiday"),
        (date(2024, 4, 2), "closure day"),
    ]


def test_the_holidays_of_a_year_have_no_day_of_another() -> None:
    assert {day.year for nation in NATIONS for day in bank_holidays(nation, 2022)} == {2022}
