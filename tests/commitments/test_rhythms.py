"""Rhythms: at least every so often, each quarter, or once."""

import pytest

from tests.chronologies import case, organisation
from tests.commitments.judging import obligations, owed, promise

FORTNIGHT = promise('kind = "rhythm"\ndo = "contact.made"\nevery = "14 days"')
QUARTERS = promise('kind = "rhythm"\ndo = "supervision.held"\neach = "quarter"')
TOLD = "2024-03-04 10:00 report.received"


def test_the_first_interval_begins_at_the_report() -> None:
    assert owed(FORTNIGHT, case(TOLD), as_of="2024-03-05") == ["due by 2024-03-18"]


def test_each_doing_begins_the_next_interval() -> None:
    book = case(f"""
        {TOLD}
        2024-03-06 10:00 contact.made
        2024-03-20 23:59 contact.made
    """)
    assert owed(FORTNIGHT, book, as_of="2024-03-21") == [
        "kept by 2024-03-18",
        "kept by 2024-03-20",
        "due by 2024-04-03",
    ]


def test_the_interval_after_a_late_one_begins_at_the_late_doing() -> None:
    book = case(f"{TOLD}\n2024-03-25 10:00 contact.made")
    assert owed(FORTNIGHT, book, as_of="2024-03-26") == ["late by 2024-03-18", "due by 2024-04-08"]


def test_however_long_nothing_is_done_one_interval_is_overdue() -> None:
    assert owed(FORTNIGHT, case(TOLD), as_of="2026-01-01") == ["overdue by 2024-03-18"]


def test_a_doing_at_the_instant_of_its_beginning_is_not_the_next() -> None:
    book = case(f"{TOLD}\n2024-03-04 10:00 contact.made")
    assert owed(FORTNIGHT, book, as_of="2024-03-05") == ["due by 2024-03-18"]


def test_two_doings_at_one_instant_are_one() -> None:
    book = case(f"{TOLD}\n2024-03-06 10:00 contact.made\n2024-03-06 10:00 contact.made")
    assert owed(FORTNIGHT, book, as_of="2024-03-07") == ["kept by 2024-03-18", "due by 2024-03-20"]


def test_the_rhythm_counts_from_the_first_beginning_of_the_spell() -> None:
    book = case(f"{TOLD}\n2024-03-10 10:00 report.received")
    assert owed(FORTNIGHT, book, as_of="2024-03-11") == ["due by 2024-03-18"]


def test_a_case_without_a_beginning_owes_no_rhythm() -> None:
    assert owed(FORTNIGHT, case("2024-03-04 10:00 note.added"), as_of="2024-05-01") == []


def test_a_rhythm_counts_from_whatever_it_names() -> None:
    rules = promise('kind = "rhythm"\ndo = "review.held"\nevery = "1 month"\nfrom = "plan.agreed"')
    book = case(f"{TOLD}\n2024-03-31 10:00 plan.agreed")
    assert owed(rules, case(TOLD), as_of="2025-01-01") == []
    assert owed(rules, book, as_of="2024-04-01") == ["due by 2024-04-30"]


def test_each_victim_has_a_rhythm_of_her_own() -> None:
    rules = promise('kind = "rhythm"\nper = "victim"\ndo = "contact.made"\nevery = "14 days"')
    book = case(f"""
        {TOLD}
        2024-03-04 10:05 person.joined v1 role=victim
        2024-03-06 10:05 person.joined v2 role=victim
        2024-03-10 10:00 contact.made v1
    """)
    found = ["v1 kept by 2024-03-18", "v1 due by 2024-03-24", "v2 due by 2024-03-20"]
    assert owed(rules, book, as_of="2024-03-11") == found


def test_a_victim_who_leaves_is_excused_and_her_rhythm_ends() -> None:
    rules = promise('kind = "rhythm"\nper = "victim"\ndo = "contact.made"\nevery = "14 days"')
    book = case(f"""
        {TOLD}
        2024-03-04 10:05 person.joined v1 role=victim
        2024-03-06 10:00 contact.made
        2024-03-08 10:00 person.left v1
        2024-03-30 10:00 contact.made v1
    """)
    assert owed(rules, book, as_of="2024-05-01") == ["v1 kept by 2024-03-18", "v1 excused by 2024-03-20"]


def test_an_interval_cut_short_by_closing_is_no_obligation() -> None:
    book = case(f"""
        {TOLD}
        2024-03-06 10:00 contact.made
        2024-03-20 10:00 case.closed
    """)
    assert owed(FORTNIGHT, book, as_of="2024-05-01") == ["kept by 2024-03-18"]


def test_an_interval_that_ran_out_before_closing_is_missed() -> None:
    book = case(f"{TOLD}\n2024-03-19 00:00 case.closed")
    assert owed(FORTNIGHT, book, as_of="2024-05-01") == ["missed by 2024-03-18"]


def test_a_doing_after_closing_answers_nothing() -> None:
    book = case(f"""
        {TOLD}
        2024-03-19 00:00 case.closed
        2024-03-20 10:00 contact.made
    """)
    assert owed(FORTNIGHT, book, as_of="2024-05-01") == ["missed by 2024-03-18"]


def test_reopening_begins_a_new_rhythm() -> None:
    book = case(f"""
        {TOLD}
        2024-03-06 10:00 case.closed
        2024-06-03 10:00 case.reopened
    """)
    assert owed(FORTNIGHT, book, as_of="2024-06-04") == ["due by 2024-06-17"]


def test_without_a_number_it_is_owed_once() -> None:
    rules = promise('kind = "rhythm"\ndo = "contact.made"\naim = "14 days"')
    assert owed(rules, case(TOLD), as_of="2026-01-01") == ["due"]
    assert owed(rules, case(f"{TOLD}\n2024-03-06 10:00 contact.made"), as_of="2026-01-01") == ["kept"]


def test_intervals_of_working_days_pass_over_holidays() -> None:
    rules = promise('kind = "rhythm"\ndo = "contact.made"\nevery = "5 working days"')
    assert owed(rules, case("2024-03-28 10:00 report.received"), as_of="2024-03-29") == ["due by 2024-04-08"]


def test_each_full_quarter_is_due_on_its_last_day() -> None:
    assert owed(QUARTERS, case(TOLD), as_of="2024-08-01") == ["overdue by 2024-06-30", "due by 2024-09-30"]


def test_a_quarter_is_named_as_figures_are() -> None:
    found = obligations(QUARTERS, case(TOLD), as_of="2024-08-01")
    assert [each.opened_by for each in found] == ["2024-Q2", "2024-Q3"]


@pytest.mark.parametrize(
    ("told", "first"),
    [("2024-04-01 00:00", "2024-Q2"), ("2024-04-01 00:01", "2024-Q2"), ("2024-04-02 00:00", "2024-Q3")],
)
def test_the_first_quarter_is_the_first_full_one(told: str, first: str) -> None:
    found = obligations(QUARTERS, case(f"{told} report.received"), as_of="2024-08-01")
    assert found[0].opened_by == first


@pytest.mark.parametrize(
    ("each", "found"),
    [
        ("month", ["overdue by 2024-04-30", "overdue by 2024-05-31", "due by 2024-06-30"]),
        ("quarter", ["due by 2024-06-30"]),
        ("year", []),
    ],
)
def test_months_quarters_and_years_go_by_the_calendar(each: str, found: list[str]) -> None:
    rules = promise(f'kind = "rhythm"\ndo = "supervision.held"\neach = "{each}"')
    assert owed(rules, case(TOLD), as_of="2024-06-15") == found


def test_a_full_year_is_due_on_its_last_day() -> None:
    rules = promise('kind = "rhythm"\ndo = "supervision.held"\neach = "year"')
    assert owed(rules, case(TOLD), as_of="2025-06-15") == ["due by 2025-12-31"]


def test_a_period_has_not_begun_before_its_first_day() -> None:
    assert owed(QUARTERS, case(TOLD), as_of="2024-03-31 23:59") == []
    assert owed(QUARTERS, case(TOLD), as_of="2024-04-01 00:00") == ["due by 2024-06-30"]


def test_a_quarter_is_kept_by_a_doing_in_it_and_late_by_one_after_it() -> None:
    book = case(f"""
        {TOLD}
        2024-04-02 10:00 supervision.held
        2024-10-01 10:00 supervision.held
    """)
    found = ["kept by 2024-06-30", "late by 2024-09-30", "kept by 2024-12-31"]
    assert owed(QUARTERS, book, as_of="2024-12-01") == found


def test_a_doing_before_the_quarter_does_not_keep_it() -> None:
    book = case(f"{TOLD}\n2024-03-31 23:59 supervision.held")
    assert owed(QUARTERS, book, as_of="2024-04-05") == ["due by 2024-06-30"]


def test_a_quarter_cut_short_by_closing_is_no_obligation() -> None:
    book = case(f"{TOLD}\n2024-09-29 10:00 case.closed")
    assert owed(QUARTERS, book, as_of="2024-12-01") == ["missed by 2024-06-30"]


def test_a_rhythm_of_the_organisation_counts_from_its_first_entry() -> None:
    rules = promise('kind = "rhythm"\ndo = "policy.reviewed"\nevery = "2 years"')
    assert owed(rules, organisation("2024-02-29 10:00 note.added"), as_of="2025-01-01") == ["due by 2026-02-28"]
