"""A rhythm that the victim has changed: less often or more, until its review date, never against what had run out."""

import pytest

from tests.chronologies import case
from tests.commitments.judging import obligations, owed, promise

RULES = promise("""
kind = "rhythm"
do = "contact.made"
every = "14 days"
changed_by = {event = "contact.frequency_agreed", where = {agreed_by_victim = true}}
unless = "contact.held_off"
""")
TOLD = "2024-03-04 10:00 report.received"
AGREED = "contact.frequency_agreed agreed_by_victim=yes"


def test_less_often_by_agreement() -> None:
    assert owed(RULES, case(f"{TOLD}\n2024-03-10 10:00 {AGREED} days=28"), as_of="2024-03-11") == ["due by 2024-04-01"]


def test_more_often_by_agreement() -> None:
    assert owed(RULES, case(f"{TOLD}\n2024-03-05 10:00 {AGREED} days=3"), as_of="2024-03-06") == ["due by 2024-03-07"]


def test_it_names_the_agreement_that_it_goes_by() -> None:
    book = case(f"{TOLD}\n2024-03-10 10:00 {AGREED} days=28 id:agreed")
    assert [each.agreement and each.agreement.id for each in obligations(RULES, book, as_of="2024-03-11")] == ["agreed"]


@pytest.mark.parametrize("said", ["agreed_by_victim=no days=28", "days=28"])
def test_what_she_did_not_agree_to_changes_nothing(said: str) -> None:
    book = case(f"{TOLD}\n2024-03-10 10:00 contact.frequency_agreed {said}")
    assert owed(RULES, book, as_of="2024-03-11") == ["due by 2024-03-18"]


def test_an_agreement_without_a_number_changes_nothing() -> None:
    assert owed(RULES, case(f"{TOLD}\n2024-03-10 10:00 {AGREED}"), as_of="2024-03-11") == ["due by 2024-03-18"]


def test_it_counts_from_the_beginning_of_the_interval_and_not_from_the_agreement() -> None:
    book = case(f"""
        {TOLD}
        2024-03-06 10:00 contact.made
        2024-03-10 10:00 {AGREED} days=7
    """)
    assert owed(RULES, book, as_of="2024-03-11") == ["kept by 2024-03-18", "due by 2024-03-13"]


def test_it_is_never_due_before_the_agreements_own_date() -> None:
    book = case(f"{TOLD}\n2024-03-14 10:00 {AGREED} days=7")
    assert owed(RULES, book, as_of="2024-03-14 11:00") == ["due by 2024-03-14"]
    assert owed(RULES, book, as_of="2024-03-15") == ["overdue by 2024-03-14"]


def test_an_interval_that_had_run_out_stays_run_out() -> None:
    book = case(f"""
        {TOLD}
        2024-03-19 00:00 {AGREED} days=28
        2024-03-20 10:00 contact.made
    """)
    assert owed(RULES, book, as_of="2024-03-21") == ["late by 2024-03-18", "due by 2024-04-17"]


def test_an_agreement_on_the_last_day_is_in_time() -> None:
    book = case(f"{TOLD}\n2024-03-18 23:59 {AGREED} days=28")
    assert owed(RULES, book, as_of="2024-03-21") == ["due by 2024-04-01"]


def test_intervals_that_begin_after_the_agreement_go_by_it() -> None:
    book = case(f"""
        {TOLD}
        2024-03-10 10:00 {AGREED} days=28
        2024-03-20 10:00 contact.made
    """)
    assert owed(RULES, book, as_of="2024-03-21") == ["kept by 2024-04-01", "due by 2024-04-17"]


@pytest.mark.parametrize(("reached", "due"), [("2024-03-31 23:59", "2024-04-28"), ("2024-04-01 00:00", "2024-04-15")])
def test_it_holds_for_intervals_that_begin_up_to_its_review_date(reached: str, due: str) -> None:
    book = case(f"""
        {TOLD}
        2024-03-05 10:00 {AGREED} days=28 review_on=2024-03-31
        {reached} contact.made
    """)
    assert owed(RULES, book, as_of="2024-04-02") == ["kept by 2024-04-01", f"due by {due}"]


def test_the_interval_in_progress_at_the_review_date_runs_on_by_the_agreement() -> None:
    book = case(f"{TOLD}\n2024-03-05 10:00 {AGREED} days=28 review_on=2024-03-10")
    assert owed(RULES, book, as_of="2024-03-25") == ["due by 2024-04-01"]


def test_a_second_agreement_takes_the_place_of_the_first() -> None:
    book = case(f"""
        {TOLD}
        2024-03-05 10:00 {AGREED} days=28
        2024-03-06 10:00 {AGREED} days=21
    """)
    assert owed(RULES, book, as_of="2024-03-07") == ["due by 2024-03-25"]


def test_an_agreement_that_ran_out_does_not_let_an_older_one_return() -> None:
    book = case(f"""
        {TOLD}
        2024-03-05 10:00 {AGREED} days=28
        2024-03-06 10:00 {AGREED} days=21 review_on=2024-03-10
        2024-03-12 10:00 contact.made
    """)
    assert owed(RULES, book, as_of="2024-03-13") == ["kept by 2024-03-25", "due by 2024-03-26"]


def test_an_agreement_after_the_doing_changes_only_the_next_interval() -> None:
    book = case(f"""
        {TOLD}
        2024-03-10 10:00 contact.made
        2024-03-11 10:00 {AGREED} days=3
    """)
    assert owed(RULES, book, as_of="2024-03-12") == ["kept by 2024-03-18", "due by 2024-03-13"]


def test_an_agreement_of_another_spell_changes_nothing() -> None:
    book = case(f"""
        {TOLD}
        2024-03-05 10:00 {AGREED} days=28
        2024-03-06 10:00 case.closed
        2024-06-03 10:00 case.reopened
    """)
    assert owed(RULES, book, as_of="2024-06-04") == ["due by 2024-06-17"]


def test_an_agreement_of_one_victim_does_not_change_the_others_rhythm() -> None:
    rules = promise("""
kind = "rhythm"
per = "victim"
do = "contact.made"
every = "14 days"
changed_by = {event = "contact.frequency_agreed", where = {agreed_by_victim = true}}
""")
    book = case(f"""
        2024-03-04 09:00 person.joined v1 role=victim
        2024-03-04 09:00 person.joined v2 role=victim
        {TOLD}
        2024-03-05 10:00 {AGREED} days=28 v2
    """)
    assert owed(rules, book, as_of="2024-03-06") == ["v1 due by 2024-03-18", "v2 due by 2024-04-01"]


def test_an_agreement_before_the_beginning_holds_from_the_beginning() -> None:
    book = case(f"2024-03-03 10:00 {AGREED} days=28\n{TOLD}")
    assert owed(RULES, book, as_of="2024-03-06") == ["due by 2024-04-01"]
