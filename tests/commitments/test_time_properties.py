"""What holds of every period and every calendar of working days."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from lintel.commitments.periods import Period, add_months, end_of, parse_period, start_of
from lintel.commitments.workingdays import Nation, WorkingDays, bank_holidays
from lintel.events.entry import LONDON, local_day

DAYS = st.dates(date(2015, 1, 1), date(2035, 12, 31))
NATIONS: tuple[Nation, ...] = ("england", "wales", "scotland", "northern_ireland")
INSTANTS = st.datetimes(datetime(2015, 1, 1), datetime(2035, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - naive bounds are what `datetimes` takes
CHANGES = (datetime(2024, 3, 31, 1, tzinfo=UTC), datetime(2024, 10, 27, 1, tzinfo=UTC))
AROUND_A_CHANGE = st.builds(
    lambda change, minutes: change + timedelta(minutes=minutes),
    st.sampled_from(CHANGES),
    st.integers(-3 * 24 * 60, 3 * 24 * 60),
)
UNITS = ("working day", "day", "week", "month", "quarter", "year")
SOME_DAYS = st.sets(st.dates(date(2024, 1, 1), date(2024, 12, 31)), max_size=12)
YEAR = st.dates(date(2024, 1, 1), date(2024, 11, 30))

periods = st.builds(Period, st.integers(1, 20), st.sampled_from(UNITS))
calendars = st.builds(
    lambda nation, add, remove, closures: WorkingDays(nation, add=add, remove=remove, closures=closures),
    st.sampled_from(NATIONS),
    SOME_DAYS,
    SOME_DAYS,
    SOME_DAYS,
)


@given(calendars, YEAR, st.integers(1, 30))
def test_working_days_end_on_a_working_day(working: WorkingDays, day: date, number: int) -> None:
    assert working.is_working(working.nth_after(day, number))


@given(calendars, YEAR, st.integers(1, 30))
def test_exactly_so_many_working_days_lie_between(working: WorkingDays, day: date, number: int) -> None:
    end = working.nth_after(day, number)
    between = [day + timedelta(days=n) for n in range(1, (end - day).days + 1)]
    assert sum(map(working.is_working, between)) == number


@given(calendars, YEAR, st.integers(1, 30))
def test_one_more_working_day_is_later(working: WorkingDays, day: date, number: int) -> None:
    assert working.nth_after(day, number) < working.nth_after(day, number + 1)


@given(calendars, YEAR, st.integers(1, 10))
def test_starting_a_day_later_never_ends_sooner(working: WorkingDays, day: date, number: int) -> None:
    assert working.nth_after(day, number) <= working.nth_after(day + timedelta(days=1), number)


@given(st.sampled_from(NATIONS), SOME_DAYS, SOME_DAYS, YEAR, st.integers(1, 10))
def test_another_closure_never_ends_sooner(
    nation: Nation, some: set[date], more: set[date], day: date, number: int
) -> None:
    fewer = WorkingDays(nation, closures=some)
    assert fewer.nth_after(day, number) <= WorkingDays(nation, closures=some | more).nth_after(day, number)


@given(st.sampled_from(NATIONS), SOME_DAYS, YEAR, st.integers(1, 10))
def test_another_holiday_never_ends_sooner(nation: Nation, more: set[date], day: date, number: int) -> None:
    assert WorkingDays(nation).nth_after(day, number) <= WorkingDays(nation, add=more).nth_after(day, number)


@given(st.sampled_from(NATIONS), YEAR, st.integers(1, 10), st.data())
def test_a_holiday_fewer_never_ends_later(nation: Nation, day: date, number: int, data: st.DataObject) -> None:
    removed = data.draw(st.sets(st.sampled_from(sorted(bank_holidays(nation, 2024)))))
    assert WorkingDays(nation, remove=removed).nth_after(day, number) <= WorkingDays(nation).nth_after(day, number)


@given(periods, st.one_of(INSTANTS, AROUND_A_CHANGE))
def test_nothing_is_due_before_it_starts(period: Period, start: datetime) -> None:
    due = period.after(start, WorkingDays())
    assert due.at > start
    assert due.on > local_day(start)


@given(periods, st.one_of(INSTANTS, AROUND_A_CHANGE), st.integers(0, 24 * 60 - 1))
def test_the_hour_of_the_day_makes_no_difference_to_dates(period: Period, start: datetime, minute: int) -> None:
    midnight = datetime.combine(local_day(start), datetime.min.time(), LONDON)
    another = (midnight + timedelta(minutes=minute)).astimezone(UTC)
    assert period.after(another, WorkingDays()) == period.after(start, WorkingDays())


@given(periods, st.one_of(INSTANTS, AROUND_A_CHANGE))
def test_dates_run_out_at_the_midnight_that_ends_them(period: Period, start: datetime) -> None:
    due = period.after(start, WorkingDays())
    local = due.at.astimezone(LONDON)
    assert (local.hour, local.minute, local.second, local.microsecond) == (0, 0, 0, 0)
    assert local.date() == due.on + timedelta(days=1)


@given(DAYS)
def test_one_day_ends_when_the_next_begins(day: date) -> None:
    assert end_of(day).at == start_of(day + timedelta(days=1))


@given(DAYS)
def test_a_day_has_not_run_out_an_instant_before_midnight(day: date) -> None:
    due = end_of(day)
    assert not due.ran_out(due.at - timedelta(microseconds=1))
    assert due.ran_out(due.at)


@given(st.integers(1, 500), st.one_of(INSTANTS, AROUND_A_CHANGE))
def test_hours_are_counted_as_they_elapse(hours: int, start: datetime) -> None:
    due = Period(hours, "hour").after(start, WorkingDays())
    assert due.at.astimezone(UTC) - start == timedelta(seconds=hours * 3600)
    assert due.on == local_day(due.at)


@given(st.integers(1, 500), INSTANTS)
def test_hours_are_kept_to_their_last_instant(hours: int, start: datetime) -> None:
    due = Period(hours, "hour").after(start, WorkingDays())
    assert not due.ran_out(due.at)
    assert due.ran_out(due.at + timedelta(microseconds=1))


@given(DAYS, st.integers(1, 240))
def test_months_keep_the_day_or_end_with_the_month(day: date, months: int) -> None:
    found = add_months(day, months)
    ends_the_month = (found + timedelta(days=1)).day == 1
    assert found.day == day.day or (ends_the_month and found.day < day.day)
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == months


@given(DAYS, st.integers(1, 40))
def test_a_quarter_is_three_months_and_a_year_twelve(day: date, number: int) -> None:
    assert Period(number, "quarter").from_day(day, WorkingDays()) == add_months(day, 3 * number)
    assert Period(number, "year").from_day(day, WorkingDays()) == add_months(day, 12 * number)


@given(DAYS, st.integers(1, 200))
def test_a_week_is_seven_days(day: date, number: int) -> None:
    assert Period(number, "week").from_day(day, WorkingDays()) == day + timedelta(days=7 * number)


@given(st.integers(1, 100), st.sampled_from((*UNITS, "hour")))
def test_a_period_is_read_back_as_it_is_written(number: int, unit: str) -> None:
    period = parse_period(f"{number} {unit}s")
    assert parse_period(str(period)) == period
    assert (period.number, period.unit) == (number, unit)
