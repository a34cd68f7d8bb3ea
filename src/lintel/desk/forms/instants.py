"""Days and times as people type them: London's clock, with the hour that there is not and the hour that comes twice."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time

from lintel.events.entry import LONDON

_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?", re.IGNORECASE)
_EARLIEST, _LATEST = 1900, 2200
_NOON = 12

FIRST, SECOND = "first", "second"
"""Which of the two hours was meant, on the night on which the clocks go back."""


class NotAMoment(ValueError):
    """What was typed is no day or time: what to do about it, in words. `twice`: one of two hours is to be chosen."""

    def __init__(self, remedy: str, *, twice: bool = False) -> None:
        self.remedy = remedy
        self.twice = twice
        super().__init__(remedy)


def day_of(typed: Mapping[str, str]) -> date | None:
    """The day typed in three boxes; None where all are empty. Raises `NotAMoment`."""
    parts = [typed.get(each, "").strip() for each in ("day", "month", "year")]
    if not any(parts):
        return None
    missing = [name for name, part in zip(("day", "month", "year"), parts, strict=True) if not part]
    if missing:
        raise NotAMoment(f"Add the {' and the '.join(missing)}")
    if not all(part.isascii() and part.isdigit() and len(part) <= 4 for part in parts):
        raise NotAMoment("Type the day, month and year in figures, such as 8 4 2024")
    number, month, year = map(int, parts)
    try:
        found = date(year, month, number)
    except ValueError:
        raise NotAMoment("There is no such day: check the day and the month") from None
    if not _EARLIEST <= found.year < _LATEST:
        raise NotAMoment("Type the year with four figures, such as 2024")
    return found


def time_of(typed: str) -> time | None:
    """The time typed, as 9:30, 14:30, 2.30pm or 2pm; None where it is empty. Raises `NotAMoment`."""
    if not typed.strip():
        return None
    found = _CLOCK.fullmatch(typed.strip())
    if not found:
        raise NotAMoment("Type the time as 9:30am or 14:30")
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
    if not half and found[2] is None:
        raise NotAMoment("Say am or pm, or type the time as 9:30 or 14:30")
    if half and not 1 <= hour <= _NOON:
        raise NotAMoment("With am or pm the hour is from 1 to 12")
    if half:
        hour = hour % _NOON + (_NOON if half == "pm" else 0)
    if hour > 23 or minute > 59:
        raise NotAMoment("There is no such time: type it as 9:30am or 14:30")
    return time(hour, minute)


def instant_of(typed: Mapping[str, str]) -> datetime | None:
    """The instant typed, in UTC; None where nothing is. Raises `NotAMoment`.

    `exact` is the instant that the form was filled in with: while its minute still stands there, it is meant to the
    second, so that what was just written does not come after what follows from it.
    """
    on, at = day_of(typed), time_of(typed.get("time", ""))
    if on is None and at is None:
        return None
    if on is None or at is None:
        raise NotAMoment("Add the day" if on is None else "Add the time, as 9:30am or 14:30")
    local = datetime.combine(on, at, LONDON)
    exact = _exact(typed.get("exact", ""))
    if exact is not None and _minute(exact) == local.replace(tzinfo=None):
        return exact
    return _resolved(local, typed.get("fold", ""))


def _exact(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found.astimezone(UTC) if found.tzinfo is not None and _EARLIEST <= found.year < _LATEST else None


def _minute(at: datetime) -> datetime:
    return at.astimezone(LONDON).replace(second=0, microsecond=0, tzinfo=None)


def _resolved(local: datetime, fold: str) -> datetime:
    """The instant of a local time that there is once. Raises `NotAMoment` for none, and for two not told apart."""
    first, second = (local.replace(fold=each).astimezone(UTC) for each in (0, 1))
    if first == second:
        return first
    if first > second:
        raise NotAMoment("There was no such time: the clocks went forward that night. Type the time an hour later")
    if fold not in (FIRST, SECOND):
        raise NotAMoment("The clocks went back that night and this time came twice: say which it was", twice=True)
    return first if fold == FIRST else second


def as_typed(at: datetime) -> dict[str, str]:
    """An instant as the boxes of a form show it."""
    local = at.astimezone(LONDON)
    half = "am" if local.hour < _NOON else "pm"
    return {**as_day(local.date()), "time": f"{local.hour % _NOON or _NOON}:{local:%M}{half}", "exact": at.isoformat()}


def as_day(on: date) -> dict[str, str]:
    """A day as the boxes of a form show it."""
    return {"day": str(on.day), "month": str(on.month), "year": str(on.year)}
