"""Days and times as pages say them: in London, in words that cannot be taken for another day."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

_LONDON = ZoneInfo("Europe/London")


def day(when: date) -> str:
    """`Mon 8 April 2024`. An instant is taken as the day that it is in London."""
    if isinstance(when, datetime):
        when = _in_london(when)
    return f"{when:%a} {when.day} {when:%B} {when.year}"


def instant(when: date) -> str:
    """`Mon 8 April 2024 at 10:00am`, London time. A day without a time stays one: no midnight is made up."""
    return f"{day(when)} at {clock(when)}" if isinstance(when, datetime) else day(when)


def deadline(when: date) -> str:
    """An instant by which something is due: one at midnight in London is the end of the day before, and says so."""
    if isinstance(when, datetime) and clock(when) == "midnight":
        return f"the end of {day(_in_london(when).date() - timedelta(days=1))}"
    return instant(when)


def clock(when: datetime) -> str:
    """`10:00am`, London time; `midday` and `midnight`, because 12:00am is read both ways."""
    local = _in_london(when)
    if local.minute == 0 and local.hour % 12 == 0:
        return "midday" if local.hour else "midnight"
    return f"{local.hour % 12 or 12}:{local:%M}{'pm' if local.hour >= 12 else 'am'}"


def stamp(when: date) -> str:
    """As machines read it, for the `datetime` of a `<time>`: a day, or an instant with its offset."""
    return _in_london(when).isoformat(timespec="minutes") if isinstance(when, datetime) else when.isoformat()


def _in_london(when: datetime) -> datetime:
    if when.tzinfo is None:
        raise ValueError("an instant without a time zone cannot be shown")
    return when.astimezone(_LONDON)
