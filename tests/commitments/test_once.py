"""What is to be done at some time while a case is open, or before something else happens."""

import pytest

from tests.chronologies import case
from tests.commitments.judging import obligations, owed, promise

OFFER = promise("""
kind = "once"
do = "referral.offered"
unless = {event = "consent.asked", where = {purpose = "referral", answer = "refused"}}
""")
PLAN_FIRST = promise('kind = "once"\ndo = "plan.agreed"\nbefore = "enforcement.considered"')
TOLD = "2024-03-04 10:00 report.received"


def test_it_is_due_while_the_case_is_open() -> None:
    assert owed(OFFER, case(TOLD), as_of="2029-01-01") == ["due"]


def test_it_is_kept_whenever_it_is_done() -> None:
    book = case(f"{TOLD}\n2024-09-01 10:00 referral.offered\n2024-10-01 10:00 case.closed")
    assert owed(OFFER, book, as_of="2025-01-01") == ["kept"]


def test_it_is_missed_when_the_case_closes_without_it() -> None:
    assert owed(OFFER, case(f"{TOLD}\n2024-10-01 10:00 case.closed"), as_of="2025-01-01") == ["missed"]


def test_it_is_opened_by_the_first_entry_of_the_spell() -> None:
    book = case(f"2024-03-01 10:00 note.added id:first\n{TOLD}")
    assert [each.opened_by for each in obligations(OFFER, book, as_of="2024-04-01")] == ["first"]


def test_each_spell_owes_it_anew() -> None:
    book = case(f"""
        {TOLD}
        2024-03-05 10:00 referral.offered
        2024-03-20 10:00 case.closed
        2024-06-03 10:00 case.reopened
    """)
    assert owed(OFFER, book, as_of="2024-07-01") == ["kept", "due"]


def test_what_was_done_between_two_spells_answers_neither() -> None:
    book = case(f"""
        {TOLD}
        2024-03-20 10:00 case.closed
        2024-04-01 10:00 referral.offered
        2024-06-03 10:00 case.reopened
    """)
    assert owed(OFFER, book, as_of="2024-07-01") == ["missed", "due"]


def test_it_is_owed_to_each_victim() -> None:
    rules = promise('kind = "once"\nper = "victim"\ndo = "referral.offered"')
    book = case(f"""
        {TOLD} v1
        2024-03-04 10:05 person.joined v1 role=victim
        2024-03-08 10:00 person.joined v2 role=victim
        2024-03-09 10:00 referral.offered v2
    """)
    assert owed(rules, book, as_of="2024-03-10") == ["v1 due", "v2 kept"]


def test_what_was_done_before_she_joined_but_for_her_answers_it() -> None:
    rules = promise('kind = "once"\nper = "victim"\ndo = "referral.offered"')
    book = case(f"""
        {TOLD}
        2024-03-04 10:05 person.joined v1 role=victim
        2024-03-05 10:00 referral.offered v2
        2024-03-08 10:00 person.joined v2 role=victim
    """)
    assert owed(rules, book, as_of="2024-03-10") == ["v1 due", "v2 kept"]


@pytest.mark.parametrize("refused", ["2024-03-04 09:00", "2024-06-01 10:00"])
def test_a_refusal_at_any_time_in_the_spell_excuses(refused: str) -> None:
    book = case(f"{TOLD}\n{refused} consent.asked purpose=referral answer=refused")
    assert owed(OFFER, book, as_of="2025-01-01") == ["excused"]


def test_not_asked_is_a_miss() -> None:
    assert owed(OFFER, case(f"{TOLD}\n2024-04-01 10:00 case.closed"), as_of="2025-01-01") == ["missed"]


def test_a_refusal_for_another_purpose_excuses_nothing() -> None:
    book = case(f"{TOLD}\n2024-03-05 10:00 consent.asked purpose=police answer=refused")
    assert owed(OFFER, book, as_of="2025-01-01") == ["due"]


def test_before_something_else_it_falls_due_when_that_happens() -> None:
    book = case(f"{TOLD}\n2024-03-08 10:00 enforcement.considered")
    assert owed(PLAN_FIRST, case(TOLD), as_of="2025-01-01") == ["due"]
    assert owed(PLAN_FIRST, book, as_of="2024-03-08 10:00") == ["due by 2024-03-08"]
    assert owed(PLAN_FIRST, book, as_of="2024-03-08 10:01") == ["overdue by 2024-03-08"]


@pytest.mark.parametrize(
    ("done", "state"), [("2024-03-07 10:00", "kept"), ("2024-03-08 10:00", "kept"), ("2024-03-08 10:01", "late")]
)
def test_done_before_it_or_with_it_is_kept_and_later_is_late(done: str, state: str) -> None:
    book = case(f"{TOLD}\n2024-03-08 10:00 enforcement.considered\n{done} plan.agreed")
    assert owed(PLAN_FIRST, book, as_of="2024-04-01") == [f"{state} by 2024-03-08"]


def test_it_falls_due_at_the_first_of_several() -> None:
    book = case(f"""
        {TOLD}
        2024-03-08 10:00 enforcement.considered
        2024-03-09 10:00 plan.agreed
        2024-03-10 10:00 enforcement.considered
    """)
    assert owed(PLAN_FIRST, book, as_of="2024-04-01") == ["late by 2024-03-08"]


def test_it_does_not_fall_due_by_what_happens_in_another_spell() -> None:
    book = case(f"""
        {TOLD}
        2024-03-08 10:00 plan.agreed
        2024-03-20 10:00 case.closed
        2024-06-03 10:00 case.reopened
        2024-06-04 10:00 enforcement.considered
    """)
    assert owed(PLAN_FIRST, book, as_of="2024-07-01") == ["kept", "overdue by 2024-06-04"]


def test_where_the_rule_does_not_apply_nothing_is_owed() -> None:
    rules = promise("""
kind = "once"
do = "plan.agreed"
applies_when = {event = "tenancy.noted", where = {held = "joint"}}
""")
    assert owed(rules, case(TOLD), as_of="2024-04-01") == []
    assert owed(rules, case(f"{TOLD}\n2024-03-08 10:00 tenancy.noted held=joint"), as_of="2024-04-01") == ["due"]


def test_what_it_must_come_before_is_everybodys_limit_where_it_names_nobody() -> None:
    rules = promise('kind = "once"\nper = "victim"\ndo = "plan.agreed"\nbefore = "enforcement.considered"')
    book = case(f"""
        2024-03-04 09:00 person.joined v1 role=victim
        2024-03-04 09:00 person.joined v2 role=victim
        {TOLD}
        2024-03-05 10:00 plan.agreed v2
        2024-03-08 10:00 enforcement.considered
    """)
    assert owed(rules, book, as_of="2024-04-01") == ["v1 overdue by 2024-03-08", "v2 kept by 2024-03-08"]
