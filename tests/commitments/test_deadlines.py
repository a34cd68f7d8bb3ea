"""Deadlines: after this, do that, within so long."""

import pytest

from tests.chronologies import case
from tests.commitments.judging import owed, promise

PROMISE = """
kind = "deadline"
after = "report.received"
do = "contact.made"
"""
ONE_DAY = promise(f'{PROMISE}within = "1 working day"')
HOURS = promise(f'{PROMISE}within = "24 hours"')
OPEN = promise(PROMISE)
ANSWER = promise("""
kind = "deadline"
per = "thread"
after = "agency.asked_us"
do = "agency.answered"
within = "1 week"
by = "due_on"
""")
TOLD = "2024-03-04 10:00 report.received"


@pytest.mark.parametrize(
    ("done", "state"),
    [
        ("2024-03-04 10:01", "kept"),
        ("2024-03-05 23:59", "kept"),
        ("2024-03-06 00:00", "late"),
        ("2024-04-06 00:00", "late"),
    ],
)
def test_dates_are_kept_until_the_midnight_that_ends_them(done: str, state: str) -> None:
    assert owed(ONE_DAY, case(f"{TOLD}\n{done} contact.made"), as_of="2024-05-01") == [f"{state} by 2024-03-05"]


@pytest.mark.parametrize(
    ("done", "state"), [("2024-03-05 09:59", "kept"), ("2024-03-05 10:00", "kept"), ("2024-03-05 10:01", "late")]
)
def test_hours_are_kept_until_their_last_minute(done: str, state: str) -> None:
    assert owed(HOURS, case(f"{TOLD}\n{done} contact.made"), as_of="2024-05-01") == [f"{state} by 2024-03-05"]


@pytest.mark.parametrize(("now", "state"), [("2024-03-05 23:59", "due"), ("2024-03-06 00:00", "overdue")])
def test_dates_are_overdue_from_midnight_on(now: str, state: str) -> None:
    assert owed(ONE_DAY, case(TOLD), as_of=now) == [f"{state} by 2024-03-05"]


@pytest.mark.parametrize(("now", "state"), [("2024-03-05 10:00", "due"), ("2024-03-05 10:01", "overdue")])
def test_hours_are_overdue_after_them(now: str, state: str) -> None:
    assert owed(HOURS, case(TOLD), as_of=now) == [f"{state} by 2024-03-05"]


def test_without_a_number_it_is_due_until_it_is_done() -> None:
    assert owed(OPEN, case(TOLD), as_of="2029-01-01") == ["due"]
    assert owed(OPEN, case(f"{TOLD}\n2026-01-01 10:00 contact.made"), as_of="2029-01-01") == ["kept"]


def test_an_aim_never_alters_a_state() -> None:
    rules = promise(f'{PROMISE}within = "1 working day"\naim = "4 hours"')
    assert owed(rules, case(f"{TOLD}\n2024-03-05 16:00 contact.made"), as_of="2024-05-01") == ["kept by 2024-03-05"]


def test_an_aim_alone_is_no_date() -> None:
    assert owed(promise(f'{PROMISE}aim = "4 hours"'), case(TOLD), as_of="2024-05-01") == ["due"]


def test_nobodys_leave_pauses_a_clock() -> None:
    book = case(f"""
        {TOLD}
        2024-03-04 11:00 officer.named officer=lee reason=cover
    """)
    assert owed(ONE_DAY, book, as_of="2024-03-06") == ["overdue by 2024-03-05"]


def test_attempted_is_not_made() -> None:
    book = case(f"""
        {TOLD}
        2024-03-05 10:00 contact.attempted outcome=no_answer
    """)
    assert owed(ONE_DAY, book, as_of="2024-03-06") == ["overdue by 2024-03-05"]


def test_a_doing_before_its_trigger_does_not_count() -> None:
    book = case(f"2024-03-04 09:59 contact.made\n{TOLD}")
    assert owed(ONE_DAY, book, as_of="2024-03-05") == ["due by 2024-03-05"]


@pytest.mark.parametrize("lines", [f"2024-03-04 10:00 contact.made\n{TOLD}", f"{TOLD}\n2024-03-04 10:00 contact.made"])
def test_a_doing_at_the_same_instant_counts(lines: str) -> None:
    assert owed(ONE_DAY, case(lines), as_of="2024-03-05") == ["kept by 2024-03-05"]


def test_each_trigger_is_owed_and_one_doing_answers_all_that_are_open() -> None:
    book = case(f"""
        {TOLD}
        2024-03-05 10:00 report.received
        2024-03-06 10:00 contact.made
        2024-03-07 10:00 report.received
    """)
    assert owed(ONE_DAY, book, as_of="2024-03-08") == ["late by 2024-03-05", "kept by 2024-03-06", "due by 2024-03-08"]


def test_counted_from_the_first_a_spell_owes_it_once() -> None:
    rules = promise(f'{PROMISE}within = "1 working day"\ncounts = "first"')
    book = case(f"""
        {TOLD}
        2024-03-05 10:00 report.received
        2024-03-20 10:00 case.closed
        2024-06-03 10:00 report.received
        2024-06-04 10:00 report.received
    """)
    assert owed(rules, book, as_of="2024-06-04") == ["missed by 2024-03-05", "due by 2024-06-04"]


def test_an_entry_never_answers_what_it_opened() -> None:
    rules = promise('kind = "deadline"\nafter = "review.held"\ndo = "review.held"\nwithin = "1 month"')
    book = case("""
        2024-03-04 10:00 review.held
        2024-03-20 10:00 review.held
    """)
    assert owed(rules, book, as_of="2024-03-21") == ["kept by 2024-04-04", "due by 2024-04-20"]


def test_a_date_that_the_trigger_names_is_the_due_date() -> None:
    rules = promise('kind = "deadline"\nafter = "review.held"\ndo = "review.held"\nby = "next_on"')
    assert owed(rules, case("2024-03-04 10:00 review.held next_on=2024-05-01"), as_of="2024-05-01") == [
        "due by 2024-05-01"
    ]


def test_a_trigger_that_names_no_date_is_owed_without_one() -> None:
    rules = promise('kind = "deadline"\nafter = "review.held"\ndo = "review.held"\nby = "next_on"')
    assert owed(rules, case("2024-03-04 10:00 review.held"), as_of="2029-01-01") == ["due"]


@pytest.mark.parametrize(
    ("asked", "due"),
    [(" due_on=2024-03-07", "2024-03-07"), (" due_on=2024-03-20", "2024-03-11"), ("", "2024-03-11")],
)
def test_of_a_period_and_a_date_the_earlier_counts(asked: str, due: str) -> None:
    assert owed(ANSWER, case(f"2024-03-04 10:00 agency.asked_us{asked}"), as_of="2024-03-05") == [f"due by {due}"]


def test_a_date_already_past_is_overdue_at_once() -> None:
    book = case("2024-03-04 10:00 agency.asked_us due_on=2024-03-01")
    assert owed(ANSWER, book, as_of="2024-03-04 10:00") == ["overdue by 2024-03-01"]


def test_what_belongs_to_one_kind_of_thread_is_measured_within_the_thread() -> None:
    rules = promise('kind = "deadline"\nafter = "repair.needed"\ndo = "repair.finished"\nwithin = "1 week"')
    book = case("""
        2024-03-04 10:00 repair.needed id:door
        2024-03-05 10:00 repair.needed id:lock
        2024-03-06 10:00 repair.finished thread:lock
    """)
    assert owed(rules, book, as_of="2024-03-07") == ["due by 2024-03-11", "kept by 2024-03-12"]


def test_a_trigger_that_continues_a_thread_is_answered_within_it() -> None:
    rules = promise('kind = "deadline"\nafter = "referral.sent"\ndo = "referral.received"')
    book = case("""
        2024-03-04 10:00 referral.offered id:idva
        2024-03-04 10:00 referral.offered id:refuge
        2024-03-05 10:00 referral.sent thread:idva
        2024-03-05 11:00 referral.received thread:refuge
    """)
    assert owed(rules, book, as_of="2024-03-07") == ["due"]


def test_facts_that_must_agree_are_asked_of_both() -> None:
    rules = promise("""
kind = "deadline"
after = {event = "safeguarding.decided", where = {decision = "refer"}}
do = "safeguarding.referred"
same = ["who"]
""")
    book = case("""
        2024-03-04 10:00 safeguarding.decided who=child decision=refer
        2024-03-04 10:00 safeguarding.decided who=adult decision=refer
        2024-03-05 10:00 safeguarding.referred who=adult
    """)
    assert owed(rules, book, as_of="2024-03-06") == ["due", "kept"]


def test_of_several_doings_the_first_answers() -> None:
    book = case(f"""
        {TOLD}
        2024-03-05 10:00 contact.made
        2024-03-07 10:00 contact.made
    """)
    assert owed(ONE_DAY, book, as_of="2024-03-08") == ["kept by 2024-03-05"]


def test_a_doing_that_has_not_the_facts_does_not_count() -> None:
    rules = promise("""
kind = "deadline"
after = "report.received"
do = {event = "risk.assessed", where = {outcome = ["completed", "attempted"]}}
""")
    book = case(f"""
        {TOLD}
        2024-03-05 10:00 risk.assessed
        2024-03-06 10:00 risk.assessed outcome=declined
    """)
    assert owed(rules, book, as_of="2024-03-08") == ["due"]


def test_where_the_rule_does_not_apply_nothing_is_owed() -> None:
    rules = promise(f'{PROMISE}applies_when = {{event = "risk.assessed", where = {{level = "high"}}}}')
    high = f"{TOLD}\n2024-03-05 10:00 risk.assessed level=high"
    assert owed(rules, case(TOLD), as_of="2024-03-08") == []
    assert owed(rules, case(high), as_of="2024-03-08") == ["due"]
    assert owed(rules, case(f"{high}\n2024-03-06 10:00 risk.assessed level=medium"), as_of="2024-03-08") == []


def test_the_latest_that_decides_is_asked_of_each_person() -> None:
    rules = promise(f'{PROMISE}per = "victim"\napplies_when = {{event = "risk.assessed", where = {{level = "high"}}}}')
    book = case(f"""
        2024-03-04 09:00 person.joined v1 role=victim
        2024-03-04 09:00 person.joined v2 role=victim
        {TOLD}
        2024-03-05 10:00 risk.assessed v1 level=high
        2024-03-06 10:00 risk.assessed v2 level=standard
    """)
    assert owed(rules, book, as_of="2024-03-08") == ["v1 due"]
