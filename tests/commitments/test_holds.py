"""Contact held off: what runs out meanwhile is excused, and the next interval begins when it ends."""

import pytest

from tests.chronologies import case
from tests.commitments.judging import obligations, owed, promise

RHYTHM = promise('kind = "rhythm"\ndo = "contact.made"\nevery = "14 days"\nunless = "contact.held_off"')
REACH = promise("""
kind = "deadline"
after = "report.received"
do = "contact.made"
within = "1 working day"
unless = "contact.held_off"
""")
ONCE = promise('kind = "once"\ndo = "needs.recorded"\nunless = "contact.held_off"')
TOLD = "2024-03-04 10:00 report.received"
HELD = "2024-03-04 12:00 contact.held_off reason=unsafe_to_contact"


def test_a_reasoned_decision_not_to_make_contact_excuses() -> None:
    assert owed(REACH, case(f"{TOLD}\n{HELD}"), as_of="2024-05-01") == ["excused by 2024-03-05"]


def test_what_runs_out_before_the_hold_is_not_excused() -> None:
    book = case(f"{TOLD}\n2024-03-06 00:01 contact.held_off")
    assert owed(REACH, book, as_of="2024-05-01") == ["overdue by 2024-03-05"]


def test_a_hold_from_before_the_report_excuses_too() -> None:
    book = case(f"2024-03-01 12:00 contact.held_off\n{TOLD}")
    assert owed(REACH, book, as_of="2024-05-01") == ["excused by 2024-03-05"]


@pytest.mark.parametrize(("review", "state"), [("2024-03-05", "excused"), ("2024-03-04", "overdue")])
def test_a_hold_lasts_until_its_review_date_ends(review: str, state: str) -> None:
    book = case(f"{TOLD}\n{HELD} review_on={review}")
    assert owed(REACH, book, as_of="2024-05-01") == [f"{state} by 2024-03-05"]


def test_a_hold_ends_with_a_new_plan() -> None:
    book = case(f"{TOLD}\n{HELD}\n2024-03-04 15:00 contact.plan_agreed")
    assert owed(REACH, book, as_of="2024-05-01") == ["overdue by 2024-03-05"]


def test_a_plan_from_before_the_hold_does_not_end_it() -> None:
    book = case(f"{TOLD}\n2024-03-04 11:00 contact.plan_agreed\n{HELD}")
    assert owed(REACH, book, as_of="2024-05-01") == ["excused by 2024-03-05"]


def test_a_second_hold_goes_on_where_the_first_ended() -> None:
    book = case(f"{TOLD}\n{HELD} review_on=2024-03-04\n2024-03-05 09:00 contact.held_off")
    assert owed(REACH, book, as_of="2024-05-01") == ["excused by 2024-03-05"]


def test_contact_in_time_beats_the_hold() -> None:
    book = case(f"{TOLD}\n{HELD}\n2024-03-05 09:00 contact.made")
    assert owed(REACH, book, as_of="2024-05-01") == ["kept by 2024-03-05"]


def test_the_hold_beats_contact_that_came_late() -> None:
    book = case(f"{TOLD}\n{HELD}\n2024-03-20 09:00 contact.made")
    assert owed(REACH, book, as_of="2024-05-01") == ["excused by 2024-03-05"]


def test_an_interval_that_runs_out_meanwhile_is_excused_and_the_next_begins_when_the_hold_ends() -> None:
    book = case(f"{TOLD}\n{HELD} review_on=2024-03-20")
    assert owed(RHYTHM, book, as_of="2024-03-20 23:59") == ["excused by 2024-03-18"]
    assert owed(RHYTHM, book, as_of="2024-03-21") == ["excused by 2024-03-18", "due by 2024-04-04"]


def test_the_interval_after_a_hold_is_opened_by_the_hold() -> None:
    book = case(f"{TOLD} id:told\n{HELD} review_on=2024-03-20 id:held")
    assert [each.opened_by for each in obligations(RHYTHM, book, as_of="2024-03-22")] == ["told", "held"]


def test_an_interval_that_runs_out_after_the_hold_is_not_excused() -> None:
    book = case(f"{TOLD}\n{HELD} review_on=2024-03-10")
    assert owed(RHYTHM, book, as_of="2024-03-20") == ["overdue by 2024-03-18"]


def test_contact_that_ends_the_hold_begins_the_next_interval() -> None:
    book = case(f"{TOLD}\n{HELD}\n2024-04-02 10:00 contact.made")
    assert owed(RHYTHM, book, as_of="2024-04-03") == ["excused by 2024-03-18", "due by 2024-04-16"]


def test_a_plan_that_ends_the_hold_begins_the_next_interval() -> None:
    book = case(f"{TOLD}\n{HELD}\n2024-04-02 10:00 contact.plan_agreed")
    assert owed(RHYTHM, book, as_of="2024-04-03") == ["excused by 2024-03-18", "due by 2024-04-16"]


def test_after_the_hold_late_contact_is_late() -> None:
    book = case(f"{TOLD}\n{HELD} review_on=2024-03-20\n2024-04-10 10:00 contact.made")
    found = ["excused by 2024-03-18", "late by 2024-04-04", "due by 2024-04-24"]
    assert owed(RHYTHM, book, as_of="2024-04-11") == found


def test_a_hold_without_end_leaves_nothing_further_owed() -> None:
    assert owed(RHYTHM, case(f"{TOLD}\n{HELD}"), as_of="2026-01-01") == ["excused by 2024-03-18"]


def test_without_naming_the_hold_nothing_is_excused() -> None:
    rules = promise('kind = "rhythm"\ndo = "contact.made"\nevery = "14 days"')
    assert owed(rules, case(f"{TOLD}\n{HELD}"), as_of="2024-03-20") == ["overdue by 2024-03-18"]


def test_only_the_reasons_that_are_named_excuse() -> None:
    rules = promise("""
kind = "rhythm"
do = "contact.made"
every = "14 days"
unless = {event = "contact.held_off", where = {reason = "victim_asked_for_none"}}
""")
    assert owed(rules, case(f"{TOLD}\n{HELD}"), as_of="2024-03-20") == ["overdue by 2024-03-18"]


def test_what_has_no_date_runs_out_at_the_closing() -> None:
    held = case(f"{TOLD}\n{HELD}\n2024-04-02 10:00 case.closed")
    over = case(f"{TOLD}\n{HELD} review_on=2024-03-20\n2024-04-02 10:00 case.closed")
    assert owed(ONCE, held, as_of="2024-05-01") == ["excused"]
    assert owed(ONCE, over, as_of="2024-05-01") == ["missed"]


def test_what_has_no_date_is_due_while_contact_is_held_off() -> None:
    assert owed(ONCE, case(f"{TOLD}\n{HELD}"), as_of="2024-05-01") == ["due"]


def test_a_hold_on_one_victim_is_none_on_the_other() -> None:
    rules = promise(
        'kind = "rhythm"\nper = "victim"\ndo = "contact.made"\nevery = "14 days"\nunless = "contact.held_off"'
    )
    book = case(f"""
        2024-03-04 09:00 person.joined v1 role=victim
        2024-03-04 09:00 person.joined v2 role=victim
        {TOLD}
        {HELD} v2
    """)
    assert owed(rules, book, as_of="2024-03-20") == ["v1 overdue by 2024-03-18", "v2 excused by 2024-03-18"]


def test_contact_with_one_victim_does_not_end_the_hold_on_the_other() -> None:
    rules = promise(
        'kind = "rhythm"\nper = "victim"\ndo = "contact.made"\nevery = "14 days"\nunless = "contact.held_off"'
    )
    book = case(f"""
        2024-03-04 09:00 person.joined v1 role=victim
        2024-03-04 09:00 person.joined v2 role=victim
        {TOLD}
        {HELD} v2
        2024-03-10 10:00 contact.made v1
    """)
    found = ["v1 kept by 2024-03-18", "v1 due by 2024-03-24", "v2 excused by 2024-03-18"]
    assert owed(rules, book, as_of="2024-03-20") == found


def test_a_hold_of_an_earlier_spell_excuses_nothing_in_the_next() -> None:
    book = case(f"{TOLD}\n{HELD}\n2024-04-02 10:00 case.closed\n2024-06-03 10:00 report.received")
    assert owed(REACH, book, as_of="2024-07-01") == ["excused by 2024-03-05", "overdue by 2024-06-04"]


def test_a_hold_excuses_what_is_owed_within_a_thread() -> None:
    rules = promise("""
kind = "deadline"
after = "security.fitted"
do = "security.checked_with_victim"
within = "1 week"
unless = "contact.held_off"
""")
    book = case(f"{TOLD}\n2024-03-04 11:00 security.requested id:s\n2024-03-04 11:00 security.fitted thread:s\n{HELD}")
    assert owed(rules, book, as_of="2024-05-01") == ["excused by 2024-03-11"]
