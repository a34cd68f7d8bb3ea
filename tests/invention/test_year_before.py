"""A year that ends at an instant, for a demonstration: nothing in it lies ahead, and there is work to do."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from lintel.commitments.evaluation import Court
from lintel.commitments.loading import find
from lintel.events.interchange import check
from lintel.invention.when import year_before
from lintel.invention.year import books_of
from tests.invention.years import PROVIDERS

INSTANTS = (
    datetime(2026, 11, 22, 6, 0, tzinfo=UTC),
    datetime(2025, 1, 1, 0, 30, tzinfo=UTC),
    datetime(2028, 2, 29, 12, 0, tzinfo=UTC),
    datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
)


def lines(provider: str, now: datetime) -> list[str]:
    books = books_of(find(provider), 22, 1, year_before(now), everybody=True)
    return [line for book in books for line in book.lines()]


@pytest.mark.parametrize("now", INSTANTS)
def test_nothing_lies_ahead_and_every_report_is_of_the_last_twelve_months(now: datetime) -> None:
    entries = [json.loads(line) for line in lines("settle", now)]
    written = [datetime.fromisoformat(each.get("recorded_at", each["at"])) for each in entries]
    reports = [datetime.fromisoformat(each["at"]) for each in entries if each["event"] == "report.received"]

    assert max(written) <= now
    assert min(reports) >= now - timedelta(days=367)
    assert max(reports) > now - timedelta(days=60)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_there_is_something_to_do_today(provider: str, tmp_path: Path) -> None:
    now, path = INSTANTS[0], tmp_path / "year.jsonl"
    path.write_text("\n".join(lines(provider, now)), encoding="utf-8")
    file = check(path)
    court = Court(find(provider), now, now, file.organisation)
    owed = [each for book in file.each_book() if book.is_case for each in court.case(court.chronology(book))]

    assert {"kept", "due"} <= {each.state for each in owed}


def test_whoever_was_reached_has_a_book_of_their_own_and_so_has_the_other() -> None:
    books = {json.loads(line)["book"] for line in lines("settle", INSTANTS[0])}
    reached = {each.removesuffix("-v1") for each in books if each.endswith("-v1")}

    assert len(reached) > 10
    assert {f"{each}-p1" for each in reached} & books


def test_a_year_that_ends_on_the_29th_of_february_opens_on_the_28th() -> None:
    assert year_before(INSTANTS[2]).opens == date(2027, 2, 28)
