"""The rows that figures are added up from: right at any later instant, though nothing was written meanwhile."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lintel.casework.tallies import Tally, foreseen, tallies, too_old
from lintel.commitments.evaluation import Court, evaluate
from lintel.commitments.obligations import Obligation
from lintel.events.entry import ORGANISATION_BOOK, Book
from tests.commitments.random_books import EVERY_POLICY, histories, rules

Counts = Counter[tuple[str, str, date, str]]


def stored(books: list[Book], policy: str, now: datetime) -> list[Tally]:
    """The rows that would be stored at an instant, of the cases and of the organisation."""
    own = [entry for book in books for entry in book.entries if book.name == ORGANISATION_BOOK]
    court, rows = Court(rules(policy), now, now, own), []
    for book in (each for each in books if each.is_case):
        chronology = court.chronology(book)
        found = [*court.case(chronology), *court.to_come(chronology, foreseen(now))]
        rows += tallies(uuid4(), found, chronology.entries)
    return [*rows, *tallies(uuid4(), court.organisation(foreseen(now)), court.own.entries)]


def read_at(row: Tally, instant: datetime) -> str:
    """The state of a row at an instant, as the query says it."""
    if row.settled:
        return row.settled
    return "overdue" if row.runs_out is not None and row.runs_out <= instant else "due"


def as_stored(rows: list[Tally], instant: datetime) -> Counts:
    counted: Counts = Counter()
    for row in rows:
        if row.begins is None or row.begins <= instant:
            counted[row.commitment, row.policy, row.month, read_at(row, instant)] += row.number
    return counted


def as_judged(each: Obligation) -> tuple[str, str, date, str]:
    return each.rule.id, each.rule.policy, each.opened_on.replace(day=1), each.state


@pytest.mark.parametrize("policy", EVERY_POLICY)
@settings(max_examples=25)
@given(data=st.data())
def test_at_any_later_instant_the_rows_say_what_judging_every_case_says(policy: str, data: st.DataObject) -> None:
    books = data.draw(histories(policy))
    now = max(entry.recorded_at for book in books for entry in book.entries)
    rows = stored(books, policy, now)
    for days in data.draw(st.lists(st.floats(0, 366), min_size=1, max_size=3)):
        later = now + timedelta(days=days)
        assert as_stored(rows, later) == Counter(map(as_judged, evaluate(books, rules(policy), later)))


@pytest.mark.parametrize("policy", EVERY_POLICY)
@settings(max_examples=15)
@given(data=st.data())
def test_what_runs_out_is_overdue_from_that_very_instant_on(policy: str, data: st.DataObject) -> None:
    books = data.draw(histories(policy))
    now = max(entry.recorded_at for book in books for entry in book.entries)
    rows = stored(books, policy, now)
    turning = sorted({each.runs_out for each in rows if each.runs_out and now < each.runs_out < foreseen(now)})
    for turn in turning[:3]:
        for instant in (turn - timedelta(microseconds=1), turn):
            assert as_stored(rows, instant) == Counter(map(as_judged, evaluate(books, rules(policy), instant)))


@pytest.mark.parametrize("policy", EVERY_POLICY)
@settings(max_examples=15)
@given(data=st.data())
def test_derived_anew_later_in_the_year_the_rows_are_the_same(policy: str, data: st.DataObject) -> None:
    books = data.draw(histories(policy))
    now = max(entry.recorded_at for book in books for entry in book.entries)
    later = datetime(now.year, 12, 31, 23, 59, tzinfo=UTC)
    sooner, anew = (Counter(row[1:] for row in stored(books, policy, when)) for when in (now, later))
    assert sooner == anew


def test_what_was_foreseen_reaches_to_where_it_is_made_anew() -> None:
    for derived in (datetime(2024, 1, 1, tzinfo=UTC), datetime(2024, 12, 31, 23, 59, tzinfo=UTC)):
        last = foreseen(derived) - timedelta(seconds=1)
        assert too_old(last) <= derived
        assert too_old(foreseen(derived)) > derived
