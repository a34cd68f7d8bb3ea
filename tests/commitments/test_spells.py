"""Spells: from the first entry, or the next report or reopening, to the next closing."""

import pytest

from tests.chronologies import case
from tests.commitments.judging import owed, promise

REACH = promise('kind = "deadline"\nafter = "report.received"\ndo = "contact.made"\nwithin = "1 week"')
LATER = promise('kind = "deadline"\nafter = "incident.recorded"\ndo = "contact.made"\nwithin = "1 week"')
OFFER = promise('kind = "once"\ndo = "referral.offered"')
REPAIR = promise('kind = "deadline"\nafter = "repair.needed"\ndo = "repair.finished"\nwithin = "2 weeks"')
TOLD = "2024-03-04 10:00 report.received"


@pytest.mark.parametrize("closed", ["2024-03-05 10:00", "2024-03-20 10:00"])
def test_what_closing_cuts_off_is_missed_even_before_its_date(closed: str) -> None:
    assert owed(REACH, case(f"{TOLD}\n{closed} case.closed"), as_of="2024-05-01") == ["missed by 2024-03-11"]


def test_what_has_no_date_is_missed_by_closing() -> None:
    rules = promise('kind = "deadline"\nafter = "report.received"\ndo = "contact.made"')
    assert owed(rules, case(f"{TOLD}\n2024-03-05 10:00 case.closed"), as_of="2024-05-01") == ["missed"]


def test_a_policy_may_say_that_closing_excuses() -> None:
    rules = promise(
        'kind = "deadline"\nafter = "report.received"\ndo = "contact.made"\nwithin = "1 week"\nunless = "case.closed"'
    )
    assert owed(rules, case(f"{TOLD}\n2024-03-05 10:00 case.closed"), as_of="2024-05-01") == ["excused by 2024-03-11"]


def test_what_was_done_after_closing_does_not_count() -> None:
    book = case(f"{TOLD}\n2024-03-05 10:00 case.closed\n2024-03-06 10:00 contact.made")
    assert owed(REACH, book, as_of="2024-05-01") == ["missed by 2024-03-11"]


def test_what_was_done_at_the_instant_of_closing_counts_if_it_was_written_before() -> None:
    before = case(f"{TOLD}\n2024-03-05 10:00 contact.made\n2024-03-05 10:00 case.closed")
    after = case(f"{TOLD}\n2024-03-05 10:00 case.closed\n2024-03-05 10:00 contact.made")
    assert owed(REACH, before, as_of="2024-05-01") == ["kept by 2024-03-11"]
    assert owed(REACH, after, as_of="2024-05-01") == ["missed by 2024-03-11"]


def test_obligations_of_an_earlier_spell_stay_as_judged() -> None:
    book = case(f"""
        {TOLD}
        2024-03-20 10:00 case.closed
        2024-06-03 10:00 case.reopened
        2024-06-04 10:00 contact.made
    """)
    assert owed(REACH, book, as_of="2024-07-01") == ["missed by 2024-03-11"]


@pytest.mark.parametrize("again", ["report.received", "case.reopened"])
def test_a_report_or_a_reopening_begins_the_next_spell(again: str) -> None:
    book = case(f"{TOLD}\n2024-03-20 10:00 case.closed\n2024-06-03 10:00 {again}")
    assert owed(OFFER, book, as_of="2024-07-01") == ["missed", "due"]


@pytest.mark.parametrize("between", ["note.added", "contact.made", "incident.recorded", "person.joined v2 role=victim"])
def test_nothing_else_begins_a_spell_after_a_closing(between: str) -> None:
    book = case(f"{TOLD}\n2024-03-20 10:00 case.closed\n2024-06-03 10:00 {between}")
    assert owed(OFFER, book, as_of="2024-07-01") == ["missed"]


def test_the_first_spell_begins_with_the_first_entry_whatever_it_is() -> None:
    assert owed(OFFER, case("2024-03-04 10:00 note.added"), as_of="2024-07-01") == ["due"]


def test_a_trigger_between_two_spells_owes_nothing_to_the_case() -> None:
    book = case(f"{TOLD}\n2024-03-20 10:00 case.closed\n2024-04-01 10:00 incident.recorded")
    assert owed(LATER, book, as_of="2024-07-01") == []


def test_a_second_closing_between_two_spells_changes_nothing() -> None:
    book = case(f"{TOLD}\n2024-03-20 10:00 case.closed\n2024-03-21 10:00 case.closed")
    assert owed(OFFER, book, as_of="2024-07-01") == ["missed"]


def test_a_repair_is_owed_after_the_case_closes() -> None:
    book = case("2024-03-04 10:00 repair.needed\n2024-03-05 10:00 case.closed")
    assert owed(REPAIR, book, as_of="2024-03-06") == ["due by 2024-03-18"]
    assert owed(REPAIR, book, as_of="2024-03-19") == ["overdue by 2024-03-18"]


def test_a_repair_finished_after_the_case_closes_is_kept() -> None:
    book = case("""
        2024-03-04 10:00 repair.needed id:door
        2024-03-05 10:00 case.closed
        2024-03-12 10:00 repair.finished thread:door
    """)
    assert owed(REPAIR, book, as_of="2024-05-01") == ["kept by 2024-03-18"]


def test_a_thread_opened_between_two_spells_is_owed() -> None:
    book = case(f"{TOLD}\n2024-03-05 10:00 case.closed\n2024-03-06 10:00 repair.needed")
    assert owed(REPAIR, book, as_of="2024-03-07") == ["due by 2024-03-20"]


def test_a_closing_that_is_withdrawn_never_was() -> None:
    book = case(f"""
        {TOLD}
        2024-03-05 10:00 case.closed id:closed
        2024-03-06 10:00 entry.corrected entry=closed withdrawn=mistaken
        2024-03-07 10:00 contact.made
    """)
    assert owed(REACH, book, as_of="2024-05-01") == ["kept by 2024-03-11"]


def test_what_decides_whether_a_rule_applies_is_not_asked_after_the_closing() -> None:
    rules = promise("""
kind = "deadline"
after = "report.received"
do = "contact.made"
applies_when = {event = "risk.assessed", where = {level = "high"}}
""")
    book = case(f"{TOLD}\n2024-03-20 10:00 case.closed\n2024-03-21 10:00 risk.assessed level=high")
    assert owed(rules, book, as_of="2024-07-01") == []
