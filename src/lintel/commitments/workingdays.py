"""Working days: no weekend, no bank holiday of the policy's nation, no day on which the landlord is closed."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from holidays import country_holidays

Nation = Literal["england", "wales", "scotland", "northern_ireland"]
_SUBDIVISION: dict[Nation, str] = {
    "england": "ENG",
    "wales": "WLS",
    "scotland": "SCT",
    "northern_ireland": "NIR",
}
_SATURDAY = 5


@lru_cache(maxsize=512)
def bank_holidays(nation: Nation, year: int) -> dict[date, str]:
    """The bank holidays of a nation in a year, substitute days and one-off holidays included, with their names."""
    found = country_holidays("GB", subdiv=_SUBDIVISION[nation], years=year)
    return {day: name for day, name in found.items() if day.year == year}


class WorkingDays:
    """A landlord's working days. Two with the same rules give the same days; nothing in it changes."""

    def __init__(
        self,
        nation: Nation = "england",
        *,
        add: Iterable[date] = (),
        remove: Iterable[date] = (),
        closures: Iterable[date] = (),
    ) -> None:
        self.nation: Nation = nation
        self._added = frozenset(add)
        self._removed = frozenset(remove)
        self._closures = frozenset(closures)
        self._after: dict[tuple[date, int], date] = {}

    def day_off(self, day: date) -> str | None:
        """Why a weekday is no working day, in words; None for a working day and for a weekend."""
        if day in self._closures:
            return "closure day"
        if day in self._added:
            return "bank holiday"
        if day in bank_holidays(self.nation, day.year) and day not in self._removed:
            return "bank holiday"
        return None

    def is_working(self, day: date) -> bool:
        """Whether the landlord works on this date."""
        return day.weekday() < _SATURDAY and self.day_off(day) is None

    def nth_after(self, day: date, number: int) -> date:
        """The `number`th working day strictly after `day`.

        Raises `ValueError` where a year and a half passes without one: a calendar so closed is a mistake.
        """
        known = self._after.get((day, number))
        if known is None:
            known = self._count(day, number)
            if len(self._after) < 100_000:
                self._after[day, number] = known
        return known

    def _count(self, day: date, number: int) -> date:
        idle = 0
        while number:
            day += timedelta(days=1)
            idle = 0 if self.is_working(day) else idle + 1
            number -= idle == 0
            if idle > 550:
                raise ValueError(f"no working day in the year and a half before {day}: check the closures")
        return day

    def days_off_between(self, start: date, end: date) -> list[tuple[date, str]]:
        """The weekdays after `start` and up to `end` that are no working days, each with the reason."""
        days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
        return [(day, why) for day in days if day.weekday() < _SATURDAY and (why := self.day_off(day))]
