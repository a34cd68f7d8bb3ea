"""What the organisation owes: roles held, people trained, a part of its cases looked at; it sees every book."""

import pytest

from tests.chronologies import case, organisation
from tests.commitments.judging import obligations, owed, policy, promise

LEAD = promise('kind = "in_post"\nrole = "da_lead"')
TRAINED = promise("""
kind = "covered"
roles = ["front_line", "da_lead"]
do = {event = "training.completed", where = {course = "frontline"}}
within = "1 month"
""")
AT_ONCE = promise('kind = "covered"\nroles = ["front_line"]\ndo = "training.completed"')
THIRD = promise('kind = "share"\ndo = "case.audited"\npart = 0.34\neach = "quarter"')
BEGUN = "2024-01-10 09:00 note.added"
SAM = "2024-01-10 09:00 role.appointed person=sam role=front_line"
COURSE = "training.completed person=sam course=frontline"


def test_a_role_that_was_never_filled_is_vacant_from_the_first_entry_on() -> None:
    assert owed(LEAD, organisation(BEGUN), as_of="2024-01-10 09:00") == ["overdue by 2024-01-10"]


def test_a_role_that_is_held_from_the_first_entry_on_owes_nothing() -> None:
    book = organisation("2024-01-10 09:00 role.appointed person=lee role=da_lead")
    assert owed(LEAD, book, as_of="2025-01-01") == []


def test_a_vacancy_is_overdue_from_its_first_instant_and_late_once_filled() -> None:
    book = organisation("""
        2024-01-10 09:00 role.appointed person=lee role=da_lead
        2024-02-01 17:00 role.ended person=lee role=da_lead
        2024-03-01 09:00 role.appointed person=ada role=da_lead
    """)
    assert owed(LEAD, book, as_of="2024-02-01 16:59") == []
    assert owed(LEAD, book, as_of="2024-02-01 17:00") == ["overdue by 2024-02-01"]
    assert owed(LEAD, book, as_of="2024-04-01") == ["late by 2024-02-01"]


def test_each_vacancy_is_one_obligation() -> None:
    book = organisation("""
        2024-01-10 09:00 note.added
        2024-01-12 09:00 role.appointed person=lee role=da_lead
        2024-02-01 17:00 role.ended person=lee role=da_lead
    """)
    assert owed(LEAD, book, as_of="2024-04-01") == ["late by 2024-01-10", "overdue by 2024-02-01"]


def test_a_role_handed_over_in_one_instant_was_never_vacant() -> None:
    book = organisation("""
        2024-01-10 09:00 role.appointed person=lee role=da_lead
        2024-02-01 17:00 role.ended person=lee role=da_lead
        2024-02-01 17:00 role.appointed person=ada role=da_lead
    """)
    assert owed(LEAD, book, as_of="2024-04-01") == []


def test_a_role_held_by_two_is_vacant_only_when_both_have_gone() -> None:
    book = organisation("""
        2024-01-10 09:00 role.appointed person=lee role=da_lead
        2024-01-11 09:00 role.appointed person=ada role=da_lead
        2024-02-01 17:00 role.ended person=lee role=da_lead
        2024-03-01 17:00 role.ended person=ada role=da_lead
    """)
    assert owed(LEAD, book, as_of="2024-04-01") == ["overdue by 2024-03-01"]


def test_another_role_fills_no_vacancy() -> None:
    book = organisation("2024-01-10 09:00 role.appointed person=lee role=front_line")
    assert owed(LEAD, book, as_of="2024-04-01") == ["overdue by 2024-01-10"]


def test_without_an_organisations_book_nothing_is_judged_of_it() -> None:
    assert owed(LEAD, case("2024-03-04 10:00 report.received"), as_of="2024-04-01") == []


@pytest.mark.parametrize(("trained", "state"), [("2024-02-10 23:59", "kept"), ("2024-02-11 00:00", "late")])
def test_a_new_holder_has_the_time_that_the_rule_gives(trained: str, state: str) -> None:
    book = organisation(f"{SAM}\n{trained} {COURSE}")
    assert owed(TRAINED, book, as_of="2024-06-01") == [f"sam {state} by 2024-02-10"]


def test_an_untrained_holder_is_due_and_then_overdue() -> None:
    assert owed(TRAINED, organisation(SAM), as_of="2024-02-10 23:59") == ["sam due by 2024-02-10"]
    assert owed(TRAINED, organisation(SAM), as_of="2024-02-11") == ["sam overdue by 2024-02-10"]


def test_without_a_number_an_untrained_holder_stays_due() -> None:
    assert owed(AT_ONCE, organisation(SAM), as_of="2026-01-01") == ["sam due"]


def test_whoever_was_trained_before_is_covered() -> None:
    book = organisation(f"2023-05-01 09:00 {COURSE}\n{SAM}")
    assert owed(TRAINED, book, as_of="2024-01-11") == ["sam kept by 2024-02-10"]


def test_a_training_that_has_expired_covers_nobody() -> None:
    book = organisation(f"2023-05-01 09:00 {COURSE} expires_on=2024-01-09\n{SAM}")
    assert owed(TRAINED, book, as_of="2024-01-11") == ["sam due by 2024-02-10"]


def test_another_course_does_not_count() -> None:
    book = organisation(f"{SAM}\n2024-01-20 09:00 training.completed person=sam course=marac")
    assert owed(TRAINED, book, as_of="2024-06-01") == ["sam overdue by 2024-02-10"]


def test_somebody_elses_training_does_not_count() -> None:
    book = organisation(f"{SAM}\n2024-01-20 09:00 training.completed person=lee course=frontline")
    assert owed(TRAINED, book, as_of="2024-06-01") == ["sam overdue by 2024-02-10"]


def test_a_training_that_expires_is_owed_again_by_that_day() -> None:
    book = organisation(f"{SAM}\n2024-01-20 09:00 {COURSE} expires_on=2024-12-31")
    assert owed(TRAINED, book, as_of="2024-12-31 23:59") == ["sam kept by 2024-02-10"]
    assert owed(TRAINED, book, as_of="2025-01-01") == ["sam kept by 2024-02-10", "sam overdue by 2024-12-31"]


def test_a_training_renewed_before_it_expires_is_kept_and_after_it_late() -> None:
    first = f"{SAM}\n2024-01-20 09:00 {COURSE} expires_on=2024-12-31"
    early = organisation(f"{first}\n2024-12-01 09:00 {COURSE} expires_on=2025-12-31")
    late = organisation(f"{first}\n2025-02-01 09:00 {COURSE} expires_on=2025-12-31")
    assert owed(TRAINED, early, as_of="2025-03-01") == ["sam kept by 2024-02-10", "sam kept by 2024-12-31"]
    assert owed(TRAINED, late, as_of="2025-03-01") == ["sam kept by 2024-02-10", "sam late by 2024-12-31"]


def test_whoever_leaves_the_role_in_time_is_excused() -> None:
    book = organisation(f"{SAM}\n2024-02-01 09:00 role.ended person=sam role=front_line")
    assert owed(TRAINED, book, as_of="2024-06-01") == ["sam excused by 2024-02-10"]


def test_whoever_leaves_the_role_too_late_is_not_excused() -> None:
    book = organisation(f"{SAM}\n2024-02-11 00:00 role.ended person=sam role=front_line")
    assert owed(TRAINED, book, as_of="2024-06-01") == ["sam overdue by 2024-02-10"]


def test_a_second_role_of_the_same_rule_is_no_new_appointment() -> None:
    book = organisation(f"{SAM}\n2024-01-20 09:00 role.appointed person=sam role=da_lead")
    assert owed(TRAINED, book, as_of="2024-02-01") == ["sam due by 2024-02-10"]


def test_what_is_owed_per_holder_is_owed_to_whoever_is_appointed() -> None:
    rules = promise("""
kind = "deadline"
per = "holder"
roles = ["front_line"]
after = "role.appointed"
do = "training.completed"
within = "10 working days"
""")
    book = organisation(f"{SAM}\n2024-01-20 09:00 {COURSE}")
    assert owed(rules, book, as_of="2024-02-01") == ["sam kept by 2024-01-24"]


def test_what_is_owed_per_holder_is_owed_once_for_one_appointment() -> None:
    rules = promise("""
kind = "deadline"
per = "holder"
roles = ["front_line"]
after = "role.appointed"
do = "training.completed"
""")
    book = organisation(f"2024-01-09 09:00 role.appointed person=lee role=da_lead\n{SAM}")
    assert owed(rules, book, as_of="2024-02-01") == ["sam due"]


def test_a_share_is_kept_when_enough_cases_have_it_in_the_quarter() -> None:
    one, two, three = (case(f"2024-01-02 10:00 report.received\n{more}", name) for more, name in (
        ("2024-05-01 10:00 case.audited", "A1"), ("2024-06-30 23:59 case.audited", "A2"), ("", "A3")))  # fmt: skip
    own = organisation(BEGUN)
    assert owed(THIRD, one, two, three, own, as_of="2024-07-15") == ["kept by 2024-06-30", "due by 2024-09-30"]


def test_a_share_that_is_reached_too_late_is_late() -> None:
    one = case("2024-01-02 10:00 report.received\n2024-07-01 00:00 case.audited", "A1")
    assert owed(THIRD, one, organisation(BEGUN), as_of="2024-07-15") == ["late by 2024-06-30", "kept by 2024-09-30"]


def test_a_share_that_is_not_reached_is_overdue() -> None:
    one = case("2024-01-02 10:00 report.received\n2024-05-01 10:00 case.audited", "A1")
    others = [case("2024-01-02 10:00 report.received", name) for name in ("A2", "A3")]
    found = owed(THIRD, one, *others, organisation(BEGUN), as_of="2024-07-01")
    assert found == ["overdue by 2024-06-30", "due by 2024-09-30"]


def test_two_audits_of_one_case_are_one() -> None:
    one = case("2024-01-02 10:00 report.received\n2024-05-01 10:00 case.audited\n2024-05-02 10:00 case.audited", "A1")
    others = [case("2024-01-02 10:00 report.received", name) for name in ("A2", "A3")]
    assert owed(THIRD, one, *others, organisation(BEGUN), as_of="2024-06-30") == ["due by 2024-06-30"]


def test_only_cases_open_in_the_quarter_count() -> None:
    one = case("2024-01-02 10:00 report.received\n2024-05-01 10:00 case.audited", "A1")
    before = case("2024-01-02 10:00 report.received\n2024-03-31 23:59 case.closed", "A2")
    after = case("2024-07-01 00:00 report.received", "A3")
    assert owed(THIRD, one, before, after, organisation(BEGUN), as_of="2024-06-30") == ["kept by 2024-06-30"]


def test_the_organisation_sees_what_happens_in_every_case() -> None:
    rules = promise("""
kind = "deadline"
after = "survey.answered"
do = {event = "improvement.added", where = {source = "survey"}}
within = "1 month"
""")
    books = [
        case("2024-03-04 10:00 survey.offered id:s\n2024-03-05 10:00 survey.answered thread:s", name)
        for name in ("A1", "A2")
    ]
    own = organisation("2024-03-06 10:00 improvement.added source=survey")
    assert owed(rules, *books, own, as_of="2024-03-20") == ["kept by 2024-04-05", "kept by 2024-04-05"]
    assert {each.book for each in obligations(rules, *books, own, as_of="2024-03-20")} == {"organisation"}


def test_two_entries_of_one_id_in_two_books_are_two_obligations() -> None:
    rules = promise('kind = "deadline"\nafter = "case.closed"\ndo = "lesson.adopted"')
    books = [case("2024-03-04 10:00 case.closed id:closed", name) for name in ("A1", "A2")]
    found = obligations(rules, *books, organisation(BEGUN), as_of="2024-03-20")
    assert len({each.key for each in found}) == len(found) == 2


def test_a_case_sees_the_organisations_book() -> None:
    rules = promise("""
kind = "deadline"
after = "report.received"
do = "contact.made"
applies_when = {event = "agreement.signed", where = {kind = "marac_protocol"}}
""")
    told = case("2024-03-04 10:00 report.received")
    own = organisation("2024-01-04 10:00 agreement.signed kind=marac_protocol")
    assert owed(rules, told, as_of="2024-03-20") == []
    assert owed(rules, told, own, as_of="2024-03-20") == ["due"]


def test_the_organisation_is_judged_last_and_cases_in_the_order_of_their_books() -> None:
    rules = policy("""
[[commitment]]
id = "led"
kind = "in_post"
role = "da_lead"

[[commitment]]
id = "reach"
kind = "deadline"
after = "report.received"
do = "contact.made"
""")
    books = [
        organisation(BEGUN),
        case("2024-03-04 10:00 report.received", "A2"),
        case("2024-03-04 10:00 report.received"),
    ]
    assert [each.book for each in obligations(rules, *books, as_of="2024-03-20")] == ["A2", "A1", "organisation"]
