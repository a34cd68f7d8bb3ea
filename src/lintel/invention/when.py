"""Believable times: when people report, and when a landlord's staff do their work.

Everything here is the wall clock in London. Nothing happens between one and two at night, the hour in which
the clocks change, so that no time is ever missing or there twice.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from lintel.commitments.periods import Period, add_months
from lintel.commitments.workingdays import WorkingDays
from lintel.events.entry import LONDON, local_day
from lintel.invention.dice import Dice
from lintel.invention.fate import Moment

DAY = timedelta(days=1)
_THREE_YEARS = 3 * 366 * DAY
_YEARS_AFTER = 3
"""Stories run on past the end of the record; what they tell after it is left out."""
_HOURS_OF_REPORT = (((9, 11), 45), ((12, 15), 30), ((16, 16), 9), ((17, 21), 8), ((7, 8), 4))
_REPORTS_ON = (20, 15, 14, 14, 15, 6, 5)
"""How many reports come in on each weekday of so many."""


def at_time(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=LONDON)


def later(at: datetime, minutes: int) -> datetime:
    return at + timedelta(minutes=minutes)


def in_hours(at: datetime, hours: int) -> datetime:
    """So many hours later as they really pass, the change of the clocks included."""
    then = (at.astimezone(UTC) + timedelta(hours=hours)).astimezone(LONDON)
    return then.replace(hour=2, fold=0) if then.hour == 1 else then


@dataclass(frozen=True, slots=True)
class Year:
    """Twelve months in which cases are reported, from a day on, and the instant at which the record is cut off.

    `remembers` is the earliest day of which the organisation's own book may tell.
    """

    opens: date
    last: datetime
    remembers: date


def calendar_year(year: int) -> Year:
    """A calendar year, cut off at the end of the March after it, so that what began in it is mostly finished."""
    return Year(date(year, 1, 1), at_time(date(year + 1, 3, 31), 23, 59), date(year, 1, 1) - _THREE_YEARS)


def year_before(now: datetime) -> Year:
    """The twelve months up to an instant, cut off there: cases are under way, and today there is work to do."""
    opens = add_months(local_day(now), -12)
    return Year(opens, now.astimezone(LONDON), opens)


@dataclass(frozen=True, slots=True)
class Diary:
    """The days of one landlord, in the year of the cases.

    `days` are its working days, and some years' more; `reports` the days of the year on which a report of each
    kind may come in, some of them more than once because more come in on them.
    """

    working: WorkingDays
    opens: date
    last: datetime
    remembers: date
    days: tuple[date, ...]
    reports: Mapping[Moment, tuple[date, ...]]

    @property
    def first(self) -> datetime:
        """When the office opens on the first working day of the year."""
        return at_time(self.working.nth_after(self.opens - DAY, 1), 9)

    def month(self, number: int) -> date:
        """The first day of the `number`th calendar month: 1 is that in which the year opens, 13 the first after it."""
        return add_months(self.opens.replace(day=1), number - 1)

    def quarter_end(self, number: int) -> date:
        """A working day near the end of the `number`th calendar quarter."""
        return self.on_or_before(self.month(number * 3 - (self.opens.month - 1) % 3) + 27 * DAY)

    def on_or_before(self, day: date) -> date:
        """The day itself, or the working day before it."""
        return self.days[bisect_right(self.days, day) - 1]

    def working_day(self, told: datetime, number: int, last_hour: int = 15) -> date:
        """The `number`th working day after an instant; none: its own day, while there is time left in it."""
        day = told.date()
        place = bisect_right(self.days, day)
        if number == 0 and told.hour <= last_hour and self.days[place - 1] == day:
            return day
        return self.days[place + max(number, 1) - 1]

    def office(self, dice: Dice, told: datetime, number: int) -> datetime:
        """A time in office hours, `number` working days after an instant and never before it."""
        return self.during(dice, told, self.working_day(told, number), (9, 17))

    def during(self, dice: Dice, told: datetime, day: date, hours: tuple[int, int]) -> datetime:
        """A time between two hours of a day, with time left to talk; not before `told`, if that is the same day."""
        begin, end = hours[0] * 60, hours[1] * 60 - 25
        if day <= told.date():
            begin = max(begin, told.hour * 60 + told.minute + 20)
        minute = dice.number(begin, max(end, begin + 15))
        return at_time(day, minute // 60, minute % 60) if minute < 24 * 60 else told

    def within(self, dice: Dice, told: datetime, period: Period) -> datetime:
        """A time in office hours before a period runs out."""
        due = period.after(told, self.working)
        if due.exact:
            return in_hours(told, dice.number(1, max(1, period.number - 2)))
        days = self.days[bisect_left(self.days, self.working_day(told, 0)) : bisect_right(self.days, due.on)][:10]
        return self.during(dice, told, dice.pick(days), (9, 17))

    def too_late(self, dice: Dice, told: datetime, period: Period) -> datetime:
        """A time in office hours after a period has run out."""
        due = period.after(told, self.working)
        return self.office(dice, at_time(due.on, 23), dice.number(1, 3))

    def reported(self, dice: Dice, moment: Moment = "any") -> datetime:
        """When somebody reports. At any moment: most often on Mondays and in the office's hours."""
        day = dice.pick(self.reports[moment])
        if moment == "friday_late":
            return at_time(day, 16, 55)
        if moment == "evening":
            return at_time(day, dice.number(17, 21), dice.number(0, 59))
        return self.hour_of_report(dice, day)

    def hour_of_report(self, dice: Dice, day: date) -> datetime:
        """A time of day at which people report."""
        if not self.working.is_working(day):
            return at_time(day, dice.number(9, 22), dice.number(0, 59))
        begin, end = dice.weighted(_HOURS_OF_REPORT)
        return at_time(day, dice.number(begin, end), dice.number(0, 59))

    def evening_before(self, dice: Dice, told: datetime, most: int) -> datetime:
        """A night up to `most` days before somebody told us."""
        return at_time(told.date() - dice.number(1, most) * DAY, dice.number(18, 23), dice.number(0, 59))


def diary_of(working: WorkingDays, year: Year) -> Diary:
    """The diary of a year."""
    first, last = add_months(year.opens, -2), add_months(year.opens, 12 * (_YEARS_AFTER + 1))
    days = (first + number * DAY for number in range((last - first).days))
    working_days = tuple(day for day in days if working.is_working(day))
    return Diary(working, year.opens, year.last, year.remembers, working_days, _report_days(working, year.opens))


def _report_days(working: WorkingDays, opens: date) -> dict[Moment, tuple[date, ...]]:
    """The days up to the last but one of the year, by what kind of report may come in on them."""
    days = [opens + number * DAY for number in range(364)]
    office = [day for day in days if working.is_working(day)]
    often = tuple(day for day in days for _ in range(_REPORTS_ON[day.weekday()]))
    return {
        "any": often,
        "monday": tuple(day for day in office if day.weekday() == 0),
        "evening": tuple(office),
        "friday_late": tuple(day for day in office if day.weekday() == 4),
        "weekend": tuple(day for day in days if day.weekday() > 4),
        "bank_holiday": tuple(day for day in days if day.weekday() <= 4 and working.day_off(day)) or often,
    }
