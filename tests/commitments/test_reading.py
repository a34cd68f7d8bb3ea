"""Time and order: what is seen of a book at an instant, and how corrections are read into it."""

from tests.chronologies import case
from tests.commitments.judging import owed, promise

REACH = promise("""
kind = "deadline"
after = "report.received"
do = {event = "contact.made", where = {channel = "phone"}}
within = "1 working day"
""")

TOLD = "2024-03-04 10:00 report.received"


def test_what_has_not_happened_yet_is_not_seen() -> None:
    book = case(f"""
        {TOLD}
        2024-03-05 10:00 contact.made channel=phone
    """)
    assert owed(REACH, book, as_of="2024-03-05 09:59") == ["due by 2024-03-05"]
    assert owed(REACH, book, as_of="2024-03-05 10:00") == ["kept by 2024-03-05"]


def test_what_was_not_written_down_yet_is_not_seen() -> None:
    book = case(f"""
        {TOLD}
        2024-03-05 10:00 contact.made channel=phone recorded:2024-03-08T09:00
    """)
    assert owed(REACH, book, as_of="2024-03-07") == ["overdue by 2024-03-05"]
    assert owed(REACH, book, as_of="2024-03-09") == ["kept by 2024-03-05"]


def test_what_a_board_saw_in_june_can_be_shown_again_in_december() -> None:
    book = case(f"""
        {TOLD}
        2024-03-05 10:00 contact.made channel=phone recorded:2024-07-01T09:00
    """)
    assert owed(REACH, book, as_of="2024-06-30", known_on="2024-06-30") == ["overdue by 2024-03-05"]
    assert owed(REACH, book, as_of="2024-06-30", known_on="2024-12-31") == ["kept by 2024-03-05"]


def test_what_happened_counts_when_it_happened_and_not_when_it_was_written() -> None:
    book = case(f"""
        {TOLD}
        2024-03-05 23:59 contact.made channel=phone recorded:2024-03-06T09:00
    """)
    assert owed(REACH, book, as_of="2024-03-07") == ["kept by 2024-03-05"]


def test_lines_may_come_in_any_order() -> None:
    book = case(f"""
        2024-03-05 10:00 contact.made channel=phone
        {TOLD}
    """)
    assert owed(REACH, book, as_of="2024-03-07") == ["kept by 2024-03-05"]


def test_a_book_of_nothing_seen_owes_nothing() -> None:
    assert owed(REACH, case(TOLD), as_of="2024-03-04 09:59") == []


def test_a_correction_counts_from_its_own_writing_on() -> None:
    book = case(f"""
        {TOLD}
        2024-03-05 10:00 contact.made channel=text id:call
        2024-03-20 09:00 entry.corrected entry=call facts={{"channel":"phone"}}
    """)
    assert owed(REACH, book, as_of="2024-03-20 08:59") == ["overdue by 2024-03-05"]
    assert owed(REACH, book, as_of="2024-03-20 09:00") == ["kept by 2024-03-05"]


def test_the_latest_correction_wins() -> None:
    book = case(f"""
        {TOLD}
        2024-03-05 10:00 contact.made channel=text id:call
        2024-03-06 09:00 entry.corrected entry=call facts={{"channel":"phone"}}
        2024-03-07 09:00 entry.corrected entry=call facts={{"channel":"visit"}}
    """)
    assert owed(REACH, book, as_of="2024-03-06 12:00") == ["kept by 2024-03-05"]
    assert owed(REACH, book, as_of="2024-03-08") == ["overdue by 2024-03-05"]


def test_the_correction_that_was_written_last_wins_whatever_time_it_bears() -> None:
    book = case(f"""
        {TOLD}
        2024-03-05 10:00 contact.made channel=text id:call
        2024-03-05 11:00 entry.corrected entry=call facts={{"channel":"phone"}} recorded:2024-03-09T09:00
        2024-03-07 09:00 entry.corrected entry=call facts={{"channel":"visit"}}
    """)
    assert owed(REACH, book, as_of="2024-03-10") == ["kept by 2024-03-05"]


def test_a_correction_of_one_thing_leaves_what_another_corrected() -> None:
    book = case(f"""
        {TOLD}
        2024-03-05 10:00 contact.made channel=phone id:call
        2024-03-06 09:00 entry.corrected entry=call withdrawn=mistaken
        2024-03-07 09:00 entry.corrected entry=call facts={{"wishes_asked":true}}
    """)
    assert owed(REACH, book, as_of="2024-03-08") == ["overdue by 2024-03-05"]


def test_corrected_facts_are_laid_over_the_others() -> None:
    book = case(f"""
        {TOLD}
        2024-03-05 10:00 contact.made channel=phone id:call
        2024-03-06 09:00 entry.corrected entry=call facts={{"wishes_asked":true}}
    """)
    assert owed(REACH, book, as_of="2024-03-08") == ["kept by 2024-03-05"]


def test_a_null_clears_a_fact() -> None:
    book = case(f"""
        {TOLD}
        2024-03-05 10:00 contact.made channel=phone id:call
        2024-03-06 09:00 entry.corrected entry=call facts={{"channel":null}}
    """)
    assert owed(REACH, book, as_of="2024-03-08") == ["overdue by 2024-03-05"]


def test_a_corrected_time_moves_the_entry() -> None:
    book = case(f"""
        {TOLD} id:told
        2024-03-05 10:00 contact.made channel=phone
        2024-03-06 09:00 entry.corrected entry=told at=2024-03-01T10:00
    """)
    assert owed(REACH, book, as_of="2024-03-08") == ["late by 2024-03-04"]


def test_a_withdrawn_entry_is_not_seen() -> None:
    book = case(f"""
        {TOLD}
        2024-03-05 10:00 contact.made channel=phone id:call
        2024-03-06 09:00 entry.corrected entry=call withdrawn=mistaken
    """)
    assert owed(REACH, book, as_of="2024-03-06 08:59") == ["kept by 2024-03-05"]
    assert owed(REACH, book, as_of="2024-03-08") == ["overdue by 2024-03-05"]


def test_a_withdrawn_trigger_owes_nothing() -> None:
    book = case(f"""
        {TOLD} id:told
        2024-03-06 09:00 entry.corrected entry=told withdrawn=wrong_case
    """)
    assert owed(REACH, book, as_of="2024-03-08") == []


def test_corrected_people_move_the_obligation() -> None:
    rules = promise('kind = "deadline"\nper = "victim"\nafter = "report.received"\ndo = "contact.made"')
    book = case("""
        2024-03-04 10:00 person.joined v1 role=victim
        2024-03-04 10:00 person.joined v2 role=victim
        2024-03-04 11:00 report.received v1 id:told
        2024-03-06 09:00 entry.corrected entry=told about=v2
    """)
    assert owed(rules, book, as_of="2024-03-05") == ["v1 due"]
    assert owed(rules, book, as_of="2024-03-08") == ["v2 due"]


def test_a_corrected_thread_moves_the_step_to_another() -> None:
    rules = promise('kind = "deadline"\nper = "thread"\nafter = "repair.needed"\ndo = "repair.finished"')
    book = case("""
        2024-03-04 10:00 repair.needed id:door
        2024-03-04 11:00 repair.needed id:lock
        2024-03-05 11:00 repair.finished thread:door id:done
        2024-03-06 09:00 entry.corrected entry=done thread=lock
    """)
    assert owed(rules, book, as_of="2024-03-05 12:00") == ["kept", "due"]
    assert owed(rules, book, as_of="2024-03-08") == ["due", "kept"]


def test_at_one_instant_what_was_written_first_comes_first() -> None:
    rules = promise("""
kind = "deadline"
after = "incident.recorded"
do = "review.held"
applies_when = {event = "risk.assessed", where = {level = "high"}}
""")
    book = case("""
        2024-03-04 10:00 incident.recorded
        2024-03-05 10:00 risk.assessed level=high recorded:2024-03-05T12:00
        2024-03-05 10:00 risk.assessed level=standard recorded:2024-03-05T11:00
    """)
    assert owed(rules, book, as_of="2024-03-08") == ["due"]


def test_written_at_one_instant_too_the_line_decides() -> None:
    rules = promise("""
kind = "deadline"
after = "incident.recorded"
do = "review.held"
applies_when = {event = "risk.assessed", where = {level = "high"}}
""")
    book = case("""
        2024-03-04 10:00 incident.recorded
        2024-03-05 10:00 risk.assessed level=high
        2024-03-05 10:00 risk.assessed level=standard
    """)
    assert owed(rules, book, as_of="2024-03-08") == []
