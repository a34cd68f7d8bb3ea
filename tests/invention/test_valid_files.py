"""What is invented is a file that the reader takes without a word, under every policy."""

from datetime import datetime
from itertools import pairwise
from pathlib import Path

import pytest

from lintel.commitments.loading import find
from lintel.events.interchange import check
from lintel.events.registry import KINDS
from lintel.invention.when import calendar_year
from lintel.invention.year import books_of
from tests.invention.years import PROVIDERS, entries, lines

END_OF_THE_RECORD = datetime.fromisoformat("2025-04-01T00:00:00+01:00")


@pytest.mark.parametrize("provider", PROVIDERS)
def test_the_reader_takes_the_whole_file_one_book_after_another(provider: str, tmp_path: Path) -> None:
    path = tmp_path / "year.jsonl"
    path.write_text("\n".join(lines(provider, 44, 4)), encoding="utf-8")

    assert check(path).together


@pytest.mark.parametrize("year", [2023, 2025, 2028])
def test_the_reader_takes_other_years_as_well(year: int, tmp_path: Path) -> None:
    path = tmp_path / "year.jsonl"
    path.write_text("\n".join(lines("whg", 44, 2, year)), encoding="utf-8")

    assert check(path).books > 44


@pytest.mark.parametrize("provider", PROVIDERS)
def test_every_event_is_one_that_is_declared(provider: str) -> None:
    assert {entry["event"] for entry in entries(provider)} <= set(KINDS)


def test_most_kinds_of_event_happen_to_some_provider() -> None:
    assert len({entry["event"] for provider in PROVIDERS for entry in entries(provider)}) > 125


@pytest.mark.parametrize("provider", PROVIDERS)
def test_nothing_is_written_down_before_it_happened_nor_after_the_record_ends(provider: str) -> None:
    written = [(str(entry["at"]), str(entry.get("recorded_at", entry["at"]))) for entry in entries(provider)]
    instants = [(datetime.fromisoformat(at), datetime.fromisoformat(recorded)) for at, recorded in written]

    assert all(at <= recorded < END_OF_THE_RECORD for at, recorded in instants)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_the_entries_of_a_book_stand_in_the_order_in_which_they_happened(provider: str) -> None:
    instants = [(entry["book"], datetime.fromisoformat(entry["at"])) for entry in entries(provider)]

    assert all(first[0] != then[0] or first[1] <= then[1] for first, then in pairwise(instants))


def test_no_cases_leave_the_organisation_by_itself() -> None:
    assert [book.book for book in books_of(find("settle"), 0, 1, calendar_year(2024))] == ["organisation"]
