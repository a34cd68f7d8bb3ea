"""The oracle's own arithmetic of days: midnights, working days, months clipped to their end, calendar periods."""

import calendar
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any

import holidays

from tests.oracle.reading import LONDON, day_of

_SUBDIVISION = {"england": "ENG", "wales": "WLS", "scotland": "SCT", "northern_ireland": "NIR"}


@dataclass(frozen=True)
class Due:
    """When something runs out. `exact`: kept at that very instant too; otherwise it is the midnight ending `on`."""

    on: date
    at: datetime
    exact: bool

    def in_time(self, at: datetime) -> bool:
        return at <= self.at if self.exact else at < self.at

    def run_out(self, now: datetime) -> bool:
        """Hours are overdue after `due_at`; a date is overdue from its midnight on."""
        return now > self.at if self.exact else now >= self.at


def first_instant(day: date) -> datetime:
    return datetime.combine(day, time(0), LONDON).astimezone(UTC)


def by_date(day: date) -> Due:
    return Due(day, first_instant(day + timedelta(days=1)), exact=False)


def by_instant(at: datetime) -> Due:
    return Due(day_of(at), at.astimezone(UTC), exact=True)


@cache
def _bank_holidays(nation: str, year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("GB", subdiv=_SUBDIVISION[nation], years=year))


def works(day: date, head: dict[str, Any]) -> bool:
    """No weekend day, no bank holiday of the nation (some added, some removed), no closure day."""
    kept = day in _bank_holidays(head["nation"], day.year) or day in head.get("holidays_add", [])
    kept = kept and day not in head.get("holidays_remove", [])
    return day.weekday() < 5 and not kept and day not in head.get("closures", [])


def after(start: datetime, period: str, head: dict[str, Any]) -> Due:
    """The end of a period that starts at an instant."""
    words = period.split()
    number, unit = int(words[0]), words[-1].rstrip("s")
    if unit == "hour":
        return by_instant(start + timedelta(hours=number))
    day = day_of(start)
    if words[1] == "working":
        while number:
            day += timedelta(days=1)
            number -= works(day, head)
        return by_date(day)
    return by_date(add(day, number, unit))


def add(day: date, number: int, unit: str) -> date:
    """Days and weeks by counting; months, quarters and years to the same day, clipped to the month's end."""
    if unit in ("day", "week"):
        return day + timedelta(days=number * (7 if unit == "week" else 1))
    months = day.year * 12 + day.month - 1 + number * {"month": 1, "quarter": 3, "year": 12}[unit]
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@dataclass(frozen=True)
class Period:
    name: str
    first: date
    last: date


def periods(each: str, since: date, until: date) -> list[Period]:
    """The full calendar periods that begin on or after a date, as far as they have begun by another."""
    found = []
    for year in range(since.year, until.year + 1):
        for month in range(1, 13):
            first = date(year, month, 1)
            length = {"month": 1, "quarter": 3, "year": 12}[each]
            if (month - 1) % length == 0 and since <= first <= until:
                quarter = f"{year}-Q{(month + 2) // 3}"
                name = {"month": f"{year}-{month:02}", "quarter": quarter, "year": str(year)}[each]
                found.append(Period(name, first, add(first, length, "month") - timedelta(days=1)))
    return found
