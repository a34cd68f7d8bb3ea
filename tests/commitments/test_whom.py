"""Whom something is owed to: the case, a thread, each victim, each child; and who an entry is about."""

from tests.chronologies import case
from tests.commitments.judging import owed, promise

REACH = promise("""
kind = "deadline"
per = "victim"
after = "report.received"
do = "contact.made"
within = "1 working day"
unless = "contact.held_off"
""")
CHILDREN = promise("""
kind = "deadline"
per = "child"
after = "report.received"
do = {event = "safeguarding.decided", where = {who = "child"}}
""")
TOLD = "2024-03-04 10:00 report.received"
BOTH = """
        2024-03-04 10:00 person.joined v1 role=victim
        2024-03-04 10:00 person.joined v2 role=victim
"""


def test_what_is_owed_to_the_case_is_owed_once() -> None:
    rules = promise('kind = "deadline"\nafter = "report.received"\ndo = "officer.named"')
    assert owed(rules, case(f"{BOTH}{TOLD}"), as_of="2024-03-05") == ["due"]


def test_a_report_that_names_nobody_is_owed_to_every_victim() -> None:
    assert owed(REACH, case(f"{BOTH}{TOLD}"), as_of="2024-03-05") == ["v1 due by 2024-03-05", "v2 due by 2024-03-05"]


def test_a_report_that_names_one_victim_is_owed_to_her_alone() -> None:
    assert owed(REACH, case(f"{BOTH}{TOLD} v2"), as_of="2024-03-05") == ["v2 due by 2024-03-05"]


def test_a_report_that_names_only_somebody_else_is_owed_to_every_victim() -> None:
    book = case(f"2024-03-04 09:00 person.joined p1 role=alleged_perpetrator\n{BOTH}{TOLD} p1")
    assert owed(REACH, book, as_of="2024-03-05") == ["v1 due by 2024-03-05", "v2 due by 2024-03-05"]


def test_a_doing_that_names_nobody_answers_nobody_where_there_are_two_victims() -> None:
    book = case(f"""{BOTH}
        {TOLD}
        2024-03-05 10:00 contact.made
    """)
    assert owed(REACH, book, as_of="2024-03-06") == ["v1 overdue by 2024-03-05", "v2 overdue by 2024-03-05"]


def test_a_doing_answers_each_person_that_it_names() -> None:
    book = case(f"""{BOTH}
        {TOLD}
        2024-03-05 10:00 contact.made v1 v2
    """)
    assert owed(REACH, book, as_of="2024-03-06") == ["v1 kept by 2024-03-05", "v2 kept by 2024-03-05"]


def test_a_doing_for_one_victim_does_not_answer_for_the_other() -> None:
    book = case(f"""{BOTH}
        {TOLD}
        2024-03-05 10:00 contact.made v2
    """)
    assert owed(REACH, book, as_of="2024-03-06") == ["v1 overdue by 2024-03-05", "v2 kept by 2024-03-05"]


def test_an_excuse_for_one_victim_does_not_excuse_the_other() -> None:
    book = case(f"""{BOTH}
        {TOLD}
        2024-03-05 10:00 contact.held_off v1 reason=unsafe_to_contact
    """)
    assert owed(REACH, book, as_of="2024-03-06") == ["v1 excused by 2024-03-05", "v2 overdue by 2024-03-05"]


def test_a_doing_that_names_nobody_answers_the_only_victim() -> None:
    book = case(f"""
        {TOLD}
        2024-03-04 10:05 person.joined v1 role=victim
        2024-03-05 10:00 contact.made
    """)
    assert owed(REACH, book, as_of="2024-03-06") == ["v1 kept by 2024-03-05"]


def test_a_doing_that_names_only_the_perpetrator_answers_no_victim() -> None:
    book = case(f"""
        {TOLD}
        2024-03-04 10:05 person.joined v1 role=victim
        2024-03-04 10:05 person.joined p1 role=alleged_perpetrator
        2024-03-05 10:00 contact.made p1
    """)
    assert owed(REACH, book, as_of="2024-03-06") == ["v1 overdue by 2024-03-05"]


def test_before_anyone_has_joined_there_is_one_unnamed_victim() -> None:
    assert owed(REACH, case(TOLD), as_of="2024-03-05") == ["due by 2024-03-05"]


def test_the_unnamed_victim_can_be_reached() -> None:
    book = case(f"""
        {TOLD}
        2024-03-04 16:00 contact.made
    """)
    assert owed(REACH, book, as_of="2024-03-05") == ["kept by 2024-03-05"]


def test_the_first_to_join_is_the_unnamed_victim_and_her_clock_started_at_the_report() -> None:
    book = case(f"""
        {TOLD}
        2024-03-04 16:00 contact.made
        2024-03-20 10:00 person.joined v1 role=victim
    """)
    assert owed(REACH, book, as_of="2024-03-21") == ["v1 kept by 2024-03-05"]


def test_however_late_she_is_named_her_clock_started_at_the_report() -> None:
    book = case(f"""
        {TOLD}
        2024-03-20 10:00 person.joined v1 role=victim
    """)
    assert owed(REACH, book, as_of="2024-03-21") == ["v1 overdue by 2024-03-05"]


def test_the_clock_of_a_later_person_starts_when_they_join() -> None:
    book = case(f"""
        {TOLD}
        2024-03-04 10:05 person.joined v1 role=victim
        2024-03-04 16:00 contact.made v1
        2024-03-08 17:00 person.joined v2 role=victim
    """)
    assert owed(REACH, book, as_of="2024-03-11 12:00") == ["v1 kept by 2024-03-05", "v2 due by 2024-03-11"]


def test_a_later_person_is_owed_once_however_many_reports_came_before() -> None:
    book = case(f"""
        {TOLD}
        2024-03-04 10:05 person.joined v1 role=victim
        2024-03-06 10:00 report.received
        2024-03-08 17:00 person.joined v2 role=victim
    """)
    found = ["v1 overdue by 2024-03-05", "v2 due by 2024-03-11", "v1 overdue by 2024-03-07"]
    assert owed(REACH, book, as_of="2024-03-11 12:00") == found


def test_a_report_that_named_the_first_victim_is_not_owed_to_one_who_joins_later() -> None:
    book = case("""
        2024-03-04 09:00 person.joined v1 role=victim
        2024-03-04 10:00 report.received v1
        2024-03-08 17:00 person.joined v2 role=victim
    """)
    assert owed(REACH, book, as_of="2024-03-06") == ["v1 overdue by 2024-03-05"]


def test_somebody_named_before_they_joined_is_owed_from_the_report_on() -> None:
    book = case(f"""
        2024-03-04 09:00 person.joined v1 role=victim
        {TOLD} v2
        2024-03-08 17:00 person.joined v2 role=victim
    """)
    assert owed(REACH, book, as_of="2024-03-11") == ["v2 overdue by 2024-03-05"]


def test_leaving_the_role_excuses() -> None:
    book = case(f"""
        {TOLD}
        2024-03-04 10:05 person.joined v1 role=victim
        2024-03-05 10:00 person.role_changed v1 role=household_member
    """)
    assert owed(REACH, book, as_of="2024-03-11") == ["v1 excused by 2024-03-05"]


def test_leaving_the_case_or_dying_excuses() -> None:
    book = case(f"""{BOTH}
        {TOLD}
        2024-03-05 10:00 person.left v1
        2024-03-05 10:00 person.died v2
    """)
    assert owed(REACH, book, as_of="2024-03-11") == ["v1 excused by 2024-03-05", "v2 excused by 2024-03-05"]


def test_leaving_after_the_time_ran_out_excuses_nothing() -> None:
    book = case(f"""
        {TOLD}
        2024-03-04 10:05 person.joined v1 role=victim
        2024-03-06 00:00 person.left v1
    """)
    assert owed(REACH, book, as_of="2024-03-11") == ["v1 overdue by 2024-03-05"]


def test_whoever_has_left_is_owed_nothing_new() -> None:
    book = case(f"""{BOTH}
        2024-03-04 10:00 person.left v1
        {TOLD}
    """)
    assert owed(REACH, book, as_of="2024-03-05") == ["v2 due by 2024-03-05"]


def test_whoever_comes_back_is_owed_again() -> None:
    book = case("""
        2024-03-04 09:00 person.joined v1 role=victim
        2024-03-05 09:00 person.role_changed v1 role=household_member
        2024-03-06 09:00 person.role_changed v1 role=victim
        2024-03-06 10:00 report.received
    """)
    assert owed(REACH, book, as_of="2024-03-07") == ["v1 due by 2024-03-07"]


def test_a_child_victim_is_a_child_and_no_victim() -> None:
    book = case(f"""
        {TOLD}
        2024-03-04 10:05 person.joined v1 role=victim
        2024-03-04 10:05 person.joined c1 role=child_victim
    """)
    assert owed(REACH, book, as_of="2024-03-05") == ["v1 due by 2024-03-05"]
    assert owed(CHILDREN, book, as_of="2024-03-05") == ["c1 due"]


def test_anybody_under_18_is_a_child_but_the_alleged_perpetrator() -> None:
    book = case("""
        2024-03-04 09:00 person.joined v1 role=victim age_band=16_17
        2024-03-04 09:00 person.joined c1 role=household_member age_band=under_16
        2024-03-04 09:00 person.joined c2 role=visitor age_band=unknown
        2024-03-04 09:00 person.joined p1 role=alleged_perpetrator age_band=16_17
        2024-03-04 10:00 report.received
    """)
    assert owed(CHILDREN, book, as_of="2024-03-05") == ["v1 due", "c1 due"]


def test_a_victim_of_16_is_also_a_victim() -> None:
    book = case("""
        2024-03-04 09:00 person.joined v1 role=victim age_band=16_17
        2024-03-04 10:00 report.received
    """)
    assert owed(REACH, book, as_of="2024-03-05") == ["v1 due by 2024-03-05"]


def test_there_is_no_unnamed_child() -> None:
    assert owed(CHILDREN, case(TOLD), as_of="2024-03-05") == []


def test_what_is_decided_for_one_child_is_not_decided_for_the_other() -> None:
    book = case("""
        2024-03-04 09:00 person.joined c1 role=child_victim
        2024-03-04 09:00 person.joined c2 role=child_victim
        2024-03-04 10:00 report.received
        2024-03-04 11:00 safeguarding.decided c2 who=child decision=refer
    """)
    assert owed(CHILDREN, book, as_of="2024-03-05") == ["c1 due", "c2 kept"]


def test_whoever_joins_later_is_owed_once_where_the_joining_is_a_trigger_too() -> None:
    rules = promise("""
kind = "deadline"
per = "victim"
after = ["report.received", {event = "person.joined", where = {role = "victim"}}]
do = "contact.made"
""")
    book = case(f"""
        {TOLD}
        2024-03-04 10:05 person.joined v1 role=victim
        2024-03-06 10:00 person.joined v2 role=victim
    """)
    assert owed(rules, book, as_of="2024-03-08").count("v2 due") == 1
