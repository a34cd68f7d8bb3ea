"""Judged by its policy, an invented year is a believable one: most is kept, and some is not."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from lintel.commitments.evaluation import Court
from lintel.commitments.guards import breaches
from lintel.commitments.loading import find
from lintel.commitments.measures import measure
from lintel.commitments.obligations import Obligation, State
from lintel.commitments.policy import Policy
from lintel.events.interchange import check
from tests.invention.years import PROVIDERS, lines

AS_OF = datetime(2025, 4, 1, tzinfo=UTC)
NOT_KEPT: tuple[State, ...] = ("late", "missed", "overdue")


@dataclass(frozen=True)
class Picture:
    """What came of a year."""

    policy: Policy
    obligations: list[Obligation]
    breaches: int

    def rate(self, name: str) -> float:
        found = measure(self.obligations, self.policy)
        return next(each.value for each in found if each.measure.id == name) or 0.0


@cache
def judged(provider: str) -> Picture:
    """The first invented year of a provider, judged by its policy."""
    policy = find(provider)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "year.jsonl"
        path.write_text("\n".join(lines(provider)), encoding="utf-8")
        file = check(path)
        court = Court(policy, AS_OF, None, file.organisation)
        books = [book for book in file.each_book() if book.is_case]
    found = [each for book in books for each in court.case(court.chronology(book))]
    broken = sum(1 for book in books for _ in breaches(book, policy, AS_OF, None, court.own))
    return Picture(policy.at(AS_OF), [*found, *court.organisation()], broken)


def test_settle_reaches_most_within_a_working_day_and_keeps_in_touch_every_fortnight_in_most_cases() -> None:
    settle = judged("settle")

    assert 0.85 <= settle.rate("first-contact") <= 0.95
    assert 0.70 <= settle.rate("fortnightly-contact") <= 0.90


@pytest.mark.parametrize("provider", PROVIDERS)
def test_most_promises_are_kept_some_are_not_none_never_and_a_handful_of_guards_is_broken(provider: str) -> None:
    picture = judged(provider)
    states = Counter(each.state for each in picture.obligations)
    often_missed = Counter(each.rule.id for each in picture.obligations if each.state in NOT_KEPT)
    kept = {each.rule.id for each in picture.obligations if each.state == "kept"}
    missed = sum(states[state] for state in NOT_KEPT)

    assert 0.02 < missed / (missed + states["kept"]) < 0.15
    assert states["excused"] > 0
    assert states["due"] > 0
    assert {rule for rule, number in often_missed.items() if number > 2} <= kept
    assert 3 <= picture.breaches <= 15
