"""What excuses: refusals, leavings, ended threads; counted and shown, never dropped."""

import pytest

from tests.chronologies import case
from tests.commitments.judging import obligations, owed, promise

REACH = promise("""
kind = "deadline"
after = "report.received"
do = "contact.made"
within = "1 week"
unless = {event = "consent.asked", where = {purpose = "referral", answer = "refused"}}
""")
REPAIR = promise('kind = "deadline"\nafter = "repair.needed"\ndo = "repair.finished"\nwithin = "1 week"')
TOLD = "2024-03-04 10:00 report.received"
REFUSED = "consent.asked purpose=referral answer=refused"


def test_a_refusal_in_time_excuses() -> None:
    book = case(f"{TOLD}\n2024-03-06 10:00 {REFUSED} id:no")
    assert owed(REACH, book, as_of="2024-05-01") == ["excused by 2024-03-11"]
    assert [each.excuse and each.excuse.id for each in obligations(REACH, book, as_of="2024-05-01")] == ["no"]


@pytest.mark.parametrize(("said", "state"), [("2024-03-11 23:59", "excused"), ("2024-03-12 00:00", "overdue")])
def test_a_refusal_counts_until_the_time_runs_out(said: str, state: str) -> None:
    assert owed(REACH, case(f"{TOLD}\n{said} {REFUSED}"), as_of="2024-05-01") == [f"{state} by 2024-03-11"]


@pytest.mark.parametrize(("said", "state"), [("2024-03-04 10:00", "excused"), ("2024-03-04 09:59", "overdue")])
def test_a_refusal_counts_from_the_trigger_on(said: str, state: str) -> None:
    assert owed(REACH, case(f"{TOLD}\n{said} {REFUSED}"), as_of="2024-05-01") == [f"{state} by 2024-03-11"]


def test_refused_then_given_revives() -> None:
    book = case(f"""
        {TOLD}
        2024-03-05 10:00 {REFUSED}
        2024-03-20 10:00 consent.asked purpose=referral answer=given
    """)
    assert owed(REACH, book, as_of="2024-03-19") == ["excused by 2024-03-11"]
    assert owed(REACH, book, as_of="2024-03-21") == ["overdue by 2024-03-11"]


def test_given_then_refused_excuses() -> None:
    book = case(f"""
        {TOLD}
        2024-03-05 10:00 consent.asked purpose=referral answer=given
        2024-03-06 10:00 {REFUSED}
    """)
    assert owed(REACH, book, as_of="2024-03-21") == ["excused by 2024-03-11"]


def test_refused_in_time_and_again_later_still_excuses() -> None:
    book = case(f"""
        {TOLD}
        2024-03-05 10:00 {REFUSED}
        2024-04-20 10:00 {REFUSED}
    """)
    assert owed(REACH, book, as_of="2024-05-01") == ["excused by 2024-03-11"]


def test_refused_given_and_refused_too_late_does_not_excuse() -> None:
    book = case(f"""
        {TOLD}
        2024-03-05 10:00 {REFUSED}
        2024-03-06 10:00 consent.asked purpose=referral answer=given
        2024-04-20 10:00 {REFUSED}
    """)
    assert owed(REACH, book, as_of="2024-05-01") == ["overdue by 2024-03-11"]


def test_given_for_another_purpose_leaves_the_refusal_standing() -> None:
    book = case(f"""
        {TOLD}
        2024-03-05 10:00 {REFUSED}
        2024-03-06 10:00 consent.asked purpose=police answer=given
    """)
    assert owed(REACH, book, as_of="2024-05-01") == ["excused by 2024-03-11"]


def test_undecided_is_no_refusal() -> None:
    book = case(f"{TOLD}\n2024-03-05 10:00 consent.asked purpose=referral answer=undecided")
    assert owed(REACH, book, as_of="2024-05-01") == ["overdue by 2024-03-11"]


def test_done_in_time_beats_a_refusal() -> None:
    book = case(f"{TOLD}\n2024-03-05 10:00 {REFUSED}\n2024-03-06 10:00 contact.made")
    assert owed(REACH, book, as_of="2024-05-01") == ["kept by 2024-03-11"]


def test_a_refusal_beats_a_late_doing() -> None:
    book = case(f"{TOLD}\n2024-03-05 10:00 {REFUSED}\n2024-03-20 10:00 contact.made")
    assert owed(REACH, book, as_of="2024-05-01") == ["excused by 2024-03-11"]


def test_a_refusal_beats_a_closing() -> None:
    book = case(f"{TOLD}\n2024-03-05 10:00 {REFUSED}\n2024-03-06 10:00 case.closed")
    assert owed(REACH, book, as_of="2024-05-01") == ["excused by 2024-03-11"]


def test_nothing_after_the_closing_excuses_what_it_cut_off() -> None:
    book = case(f"{TOLD}\n2024-03-05 10:00 case.closed\n2024-03-06 10:00 {REFUSED}")
    assert owed(REACH, book, as_of="2024-05-01") == ["missed by 2024-03-11"]


def test_facts_that_must_agree_are_asked_of_an_excuse_too() -> None:
    rules = promise("""
kind = "deadline"
after = "agency.lead_named"
do = "information.shared"
unless = {event = "consent.asked", where = {answer = "refused"}}
same = ["agency"]
""")
    book = case("""
        2024-03-04 10:00 agency.lead_named agency=idva
        2024-03-04 10:00 agency.lead_named agency=refuge
        2024-03-05 10:00 consent.asked agency=refuge answer=refused
    """)
    assert owed(rules, book, as_of="2024-05-01") == ["due", "excused"]


def test_the_end_of_a_thread_excuses_what_had_not_run_out() -> None:
    book = case("""
        2024-03-04 10:00 repair.needed id:door
        2024-03-06 10:00 thread.ended why=not_needed thread:door
    """)
    assert owed(REPAIR, book, as_of="2024-05-01") == ["excused by 2024-03-11"]


def test_the_end_of_a_thread_does_not_excuse_what_had_run_out() -> None:
    book = case("""
        2024-03-04 10:00 repair.needed id:door
        2024-03-12 00:00 thread.ended why=not_needed thread:door
    """)
    assert owed(REPAIR, book, as_of="2024-05-01") == ["overdue by 2024-03-11"]


def test_the_end_of_another_thread_excuses_nothing() -> None:
    book = case("""
        2024-03-04 10:00 repair.needed id:door
        2024-03-04 10:00 repair.needed id:lock
        2024-03-06 10:00 thread.ended why=access_refused thread:door
    """)
    assert owed(REPAIR, book, as_of="2024-05-01") == ["excused by 2024-03-11", "overdue by 2024-03-11"]


@pytest.mark.parametrize("ended", ["2024-03-06 10:00", "2024-04-20 10:00"])
def test_a_thread_that_was_opened_in_error_owes_nothing(ended: str) -> None:
    book = case(f"2024-03-04 10:00 repair.needed id:door\n{ended} thread.ended why=raised_in_error thread:door")
    assert owed(REPAIR, book, as_of="2024-05-01") == []


def test_what_a_thread_done_in_time_keeps_its_end_does_not_excuse() -> None:
    book = case("""
        2024-03-04 10:00 repair.needed id:door
        2024-03-05 10:00 repair.finished thread:door
        2024-03-06 10:00 thread.ended why=not_needed thread:door
    """)
    assert owed(REPAIR, book, as_of="2024-05-01") == ["kept by 2024-03-11"]


def test_a_refusal_excuses_what_is_owed_within_another_thread() -> None:
    rules = promise("""
kind = "deadline"
after = "referral.offered"
do = "referral.sent"
within = "1 week"
unless = {event = "consent.asked", where = {answer = "refused"}}
""")
    book = case(f"2024-03-04 10:00 referral.offered\n2024-03-05 10:00 {REFUSED}")
    assert owed(rules, book, as_of="2024-05-01") == ["excused by 2024-03-11"]


def test_a_step_in_another_thread_of_its_kind_excuses_nothing() -> None:
    rules = promise("""
kind = "deadline"
after = "security.requested"
do = "security.fitted"
within = "1 week"
unless = "security.declined"
""")
    book = case("""
        2024-03-04 10:00 security.requested id:locks
        2024-03-04 10:00 security.requested id:doors
        2024-03-05 10:00 security.declined thread:locks
    """)
    assert owed(rules, book, as_of="2024-05-01") == ["excused by 2024-03-11", "overdue by 2024-03-11"]
