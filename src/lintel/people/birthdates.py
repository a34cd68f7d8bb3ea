"""Dates of birth as staff and spreadsheets write them."""

import re
from datetime import date

from lintel.people.folding import folded

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_MONTH = r"(?P<month>[a-z]{3,9})\.?"
_YEAR = r"(?P<year>\d{4})"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?,? )?"
_WRITTEN = [
    re.compile(pattern)
    for pattern in (
        rf"{_YEAR}[-/. ](?P<month>\d{{1,2}})[-/. ](?P<day>\d{{1,2}})(?:[t ]00:00(?::00(?:\.0+)?)?)?",
        r"(?P<day>\d{1,2}) ?[-/. ] ?(?P<month>\d{1,2}) ?[-/. ] ?(?P<year>\d{4})",
        rf"{_WEEKDAY}{_DAY}(?: of)?[- ]?{_MONTH},?[- ]?{_YEAR}",
        rf"{_WEEKDAY}{_MONTH} {_DAY},? {_YEAR}",
    )
]
_LONGEST = 40


def birth_date(text: str) -> date | None:
    """The day that a text names, the day of the month before the month. None where it names none or leaves it open:
    nobody can tell which century `2/12/73` is in.
    """
    plain = folded(text)
    if len(plain) > _LONGEST:
        return None
    found = next(filter(None, (pattern.fullmatch(plain) for pattern in _WRITTEN)), None)
    if found is None:
        return None
    try:
        return date(int(found["year"]), _month(found["month"]), int(found["day"]))
    except ValueError:
        return None


def _month(text: str) -> int:
    """The number of a month, 0 for what is none."""
    if text.isdecimal():
        return int(text)
    return next((number for number, name in enumerate(_MONTHS, 1) if name.startswith(text)), 0)
