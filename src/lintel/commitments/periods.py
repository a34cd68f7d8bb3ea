"""A length of time as a policy states it, and when it runs out.

Elapsed hours run through nights, weekends, bank holidays and clock changes. Everything else counts local
dates in London and runs out at the midnight that ends the last of them.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal, cast

from lintel.commitments.workingdays import WorkingDays
from lintel.events.entry import LONDON, local_day

Unit = Literal["hour", "working day", "day", "week", "month", "quarter", "year"]
_SPELLING = re.compile(r"([1-9]\d{0,4}) (hour|working day|day|week|month|quarter|year)s?")
_MONTHS: dict[Unit, int] = {"month": 1, "quarter": 3, "year": 12}
_LONGEST = {
    "hour": 24 * 366,
    "working day": 2600,
    "day": 36600,
    "week": 5200,
    "month": 1200,
    "quarter": 400,
    "year": 100,
}


@dataclass(frozen=True, slots=True)
class Due:
    """When something runs out: the local date, and the instant.

    For hours it runs out just after `at`; for dates at `at`, the local midnight that ends `on`.
    """

    on: date
    at: datetime
    exact: bool = False

    def ran_out(self, now: datetime) -> bool:
        """Whether the time is over at `now`."""
        return now > self.at if self.exact else now >= self.at


@dataclass(frozen=True, slots=True)
class Period:
    """A number of hours, working days, days, weeks, months, quarters or years."""

    number: int
    unit: Unit

    def __str__(self) -> str:
        return f"{self.number} {self.unit}{'' if self.number == 1 else 's'}"

    def after(self, start: datetime, working: WorkingDays) -> Due:
        """When this period after `start` runs out. Day 0 is the local date of `start`, whatever the hour."""
        if self.unit == "hour":
            at = start + timedelta(hours=self.number)
            return Due(local_day(at), at, exact=True)
        return end_of(self.from_day(local_day(start), working))

    def from_day(self, day: date, working: WorkingDays) -> date:
        """The local date that lies this period after `day`. Hours have no such date: `ValueError`."""
        if self.unit == "working day":
            return working.nth_after(day, self.number)
        if self.unit in _MONTHS:
            return add_months(day, self.number * _MONTHS[self.unit])
        if self.unit == "hour":
            raise ValueError("hours are counted from an instant, not from a date")
        return day + timedelta(days=self.number * (7 if self.unit == "week" else 1))


def parse_period(text: str) -> Period:
    """The period that `text` spells, as "1 working day" or "24 hours". Raises `ValueError` saying how to write it."""
    match = _SPELLING.fullmatch(text)
    if not match or int(match[1]) > _LONGEST[match[2]]:
        raise ValueError(
            'is no period; write a whole number and a unit, as "24 hours", "1 working day", "14 days", '
            '"2 weeks", "3 months", "1 quarter" or "2 years" (at most a hundred years, or one year of hours)'
        )
    return Period(int(match[1]), cast(Unit, match[2]))


@lru_cache(maxsize=4096)
def end_of(day: date) -> Due:
    """The midnight in London that ends `day`."""
    midnight = datetime.combine(day + timedelta(days=1), time(), LONDON)
    return Due(day, midnight.astimezone(UTC))


@lru_cache(maxsize=4096)
def start_of(day: date) -> datetime:
    """The midnight in London that begins `day`."""
    return datetime.combine(day, time(), LONDON).astimezone(UTC)


def add_months(day: date, months: int) -> date:
    """The same day of the month, `months` later, clipped to that month's end."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
