"""Patterns: how a policy says which entries it means."""

import pytest

from lintel.commitments.patterns import compile_pattern
from tests.chronologies import case, entry
from tests.commitments.judging import owed, promise

A_CALL = "2024-03-05 10:00 contact.made channel=phone"
A_REPORT = "2024-03-05 10:00 report.received abuse_types=physical,sexual"
A_LEVEL = "2024-03-05 10:00 risk.assessed yes=3"
AN_ORDER = "2024-03-05 10:00 legal_order.recorded until=2024-06-30"


def means(pattern: object, line: str) -> bool:
    return compile_pattern(pattern).matches(entry(line))


@pytest.mark.parametrize(
    ("pattern", "meant"),
    [
        ("contact.made", True),
        ("contact.attempted", False),
        ({"event": "contact.made"}, True),
        ({"event": "contact.made", "where": {"channel": "phone"}}, True),
        ({"event": "contact.made", "where": {"channel": "text"}}, False),
        ({"event": "contact.made", "where": {"channel": ["text", "phone"]}}, True),
        ({"event": "contact.made", "where": {"channel": ["text", "email"]}}, False),
        ({"event": "contact.made", "where": {"channel": {"not": "phone"}}}, False),
        ({"event": "contact.made", "where": {"channel": {"not": ["text", "email"]}}}, True),
        ({"event": "contact.made", "where": {"channel": {"set": True}}}, True),
        ({"event": "contact.made", "where": {"channel": {"set": False}}}, False),
        ({"event": "contact.made", "where": {"channel": "phone", "started_by": "person"}}, False),
        (["contact.attempted", "contact.made"], True),
        (["contact.attempted", {"event": "contact.made", "where": {"channel": "text"}}], False),
    ],
)
def test_a_pattern_is_an_event_or_a_table_or_a_list_of_these(pattern: object, meant: bool) -> None:
    assert means(pattern, A_CALL) is meant


@pytest.mark.parametrize(
    ("wanted", "meant"),
    [
        (True, False),
        (False, False),
        ([True, False], False),
        ({"set": True}, False),
        ({"set": False}, True),
        ({"not": True}, True),
        ({"not": [True, False]}, True),
    ],
)
def test_an_absent_fact_matches_nothing_but_not_and_unset(wanted: object, meant: bool) -> None:
    assert means({"event": "contact.made", "where": {"wishes_asked": wanted}}, A_CALL) is meant


@pytest.mark.parametrize(("wanted", "meant"), [({"min": 0}, False), ({"max": 9}, False)])
def test_an_absent_number_is_neither_much_nor_little(wanted: object, meant: bool) -> None:
    assert means({"event": "risk.assessed", "where": {"no": wanted}}, A_LEVEL) is meant


@pytest.mark.parametrize(
    ("wanted", "meant"),
    [
        ("sexual", True),
        ("economic", False),
        (["economic", "physical"], True),
        ({"not": "economic"}, True),
        ({"not": ["economic", "sexual"]}, False),
    ],
)
def test_a_list_is_asked_what_it_contains(wanted: object, meant: bool) -> None:
    assert means({"event": "report.received", "where": {"abuse_types": wanted}}, A_REPORT) is meant


@pytest.mark.parametrize(
    ("wanted", "meant"),
    [
        (3, True),
        (4, False),
        ({"min": 3}, True),
        ({"min": 4}, False),
        ({"max": 3}, True),
        ({"max": 2}, False),
        ({"min": 2, "max": 3}, True),
        ({"min": 4, "max": 5}, False),
    ],
)
def test_a_number_lies_within_limits_that_are_included(wanted: object, meant: bool) -> None:
    assert means({"event": "risk.assessed", "where": {"yes": wanted}}, A_LEVEL) is meant


@pytest.mark.parametrize(
    ("conditions", "meant"),
    [
        ("min = 2024-06-30", True),
        ("min = 2024-07-01", False),
        ("max = 2024-06-30", True),
        ("max = 2024-06-29", False),
        ("min = 2024-06-01, max = 2024-06-30", True),
    ],
)
def test_a_date_lies_within_limits_that_are_included(conditions: str, meant: bool) -> None:
    rules = promise(f"""
kind = "deadline"
after = {{event = "legal_order.recorded", where = {{until = {{{conditions}}}}}}}
do = "note.added"
""")
    assert (owed(rules, case(AN_ORDER), as_of="2024-03-06") == ["due"]) is meant


def test_what_continues_a_thread_is_read_with_the_facts_of_its_opener() -> None:
    rules = promise("""
kind = "deadline"
after = {event = "referral.sent", where = {service = "idva"}}
do = "note.added"
""")
    book = case("""
        2024-03-04 10:00 referral.offered service=idva id:one
        2024-03-04 10:00 referral.offered service=refuge id:two
        2024-03-05 10:00 referral.sent thread:one
        2024-03-05 10:00 referral.sent thread:two
    """)
    assert owed(rules, book, as_of="2024-03-06") == ["due"]


def test_the_facts_of_the_entry_itself_come_before_those_of_its_opener() -> None:
    rules = promise("""
kind = "deadline"
after = {event = "marac.heard", where = {by = "us", attended_by = "lee"}}
do = "note.added"
""")
    book = case("""
        2024-03-04 10:00 marac.referred by=us id:one
        2024-03-05 10:00 marac.heard attended_by=lee thread:one
    """)
    assert owed(rules, book, as_of="2024-03-06") == ["due"]


def test_what_continues_a_thread_and_names_nobody_is_about_whom_its_opener_names() -> None:
    rules = promise('kind = "once"\nper = "victim"\ndo = "referral.sent"')
    book = case("""
        2024-03-04 09:00 person.joined v1 role=victim
        2024-03-04 09:00 person.joined v2 role=victim
        2024-03-04 10:00 referral.offered v2 id:one
        2024-03-05 10:00 referral.sent thread:one
    """)
    assert owed(rules, book, as_of="2024-03-06") == ["v1 due", "v2 kept"]
