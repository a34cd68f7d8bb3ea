"""Rates as the oracle finds them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tests.oracle.reading import day_of
from tests.oracle.settling import Owed

WORST_FIRST = ("missed", "overdue", "late", "kept")


@dataclass(frozen=True)
class Rate:
    states: dict[str, int]
    value: float | None


def rates(found: Sequence[Owed], policy: dict[str, Any], period: str) -> dict[str, Rate]:
    measures = [each for each in policy.get("measure", []) if each.get("kind", "rate") == "rate"]
    return {each["id"]: rate(found, each, period) for each in measures}


def rate(found: Sequence[Owed], measure: dict[str, Any], period: str) -> Rate:
    """Only obligations opened (or due) in the period are judged; a case by its worst."""
    theirs = [each for each in found if each.commitment == measure["of"] and _in(each, measure, period)]
    states = [each.state for each in theirs]
    if measure.get("per") == "case":
        books = sorted({each.book for each in theirs})
        states = [worst([each.state for each in theirs if each.book == book]) for book in books]
    counted = Counter(states)
    judged = sum(counted.values()) - counted["excused"] - counted["due"]
    return Rate(dict(counted), round(counted["kept"] / judged, 4) if judged else None)


def worst(states: Sequence[str]) -> str:
    """Due only if nothing in it is settled, excused only if all are."""
    for state in WORST_FIRST:
        if state in states:
            return state
    return "due" if "due" in states else "excused"


def _in(each: Owed, measure: dict[str, Any], period: str) -> bool:
    day = each.due_on if measure.get("by") == "due" else day_of(each.opened_at)
    return period == "all" or (day is not None and name_of(day, period) == period)


def name_of(day: date, period: str) -> str:
    """What a day's own period of the same length is called."""
    if "Q" in period:
        return f"{day.year}-Q{(day.month + 2) // 3}"
    return f"{day.year}-{day.month:02}" if "-" in period else f"{day.year}"
