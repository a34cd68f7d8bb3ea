"""Reasons: the promise, the entries used, and the arithmetic in words."""

from tests.chronologies import case, organisation
from tests.commitments.judging import promise, reasons

WORKING_DAY = 'kind = "deadline"\nafter = "report.received"\ndo = "contact.made"\nwithin = "1 working day"\n'
CLAUSE = '[[clause]]\nid = "t-1"\nstrength = "must"\nsays = "Reach her"\nhonoured_by = ["commitment:it"]'
REACH = promise(f'clause = ["t-1"]\nunless = "contact.held_off"\n{WORKING_DAY}{CLAUSE}')
RHYTHM = promise("""
kind = "rhythm"
do = "contact.made"
every = "14 days"
changed_by = {event = "contact.frequency_agreed", where = {agreed_by_victim = true}}
unless = "contact.held_off"
""")
LEAD = promise('kind = "in_post"\nrole = "da_lead"')
TOLD = "2024-03-28 16:30 report.received channel=phone nature=disclosure"
SAID = "Report received by phone: disclosure, Thu 28 Mar 2024 16:30"
EASTER = f"{SAID}; 1 working day; bank holidays 29 Mar and 1 Apr; due Tue 2 Apr 2024"


def why(text: str, as_of: str = "2024-05-01") -> str:
    return reasons(REACH, case(f"{TOLD}\n{text}"), as_of=as_of)[0]


def test_it_says_when_it_was_kept_and_how_the_days_were_counted() -> None:
    said = why("2024-04-02 11:05 contact.made channel=phone")
    assert said == f"{EASTER}; done: Contact made by phone (started by us), Tue 2 Apr 2024 11:05: kept [t-1]"


def test_it_says_that_it_was_late() -> None:
    said = why("2024-04-03 11:05 contact.made channel=phone")
    assert said == f"{EASTER}; done: Contact made by phone (started by us), Wed 3 Apr 2024 11:05: late [t-1]"


def test_it_says_that_it_is_due() -> None:
    assert why("", as_of="2024-04-01") == f"{EASTER}; not done yet: due [t-1]"


def test_it_says_that_it_is_overdue() -> None:
    assert why("") == f"{EASTER}; not done, and the time has run out: overdue [t-1]"


def test_it_says_that_the_case_closed_without_it() -> None:
    assert why("2024-03-29 17:00 case.closed") == f"{EASTER}; the case closed without it: missed [t-1]"


def test_it_says_what_excused_it() -> None:
    said = why("2024-03-28 17:00 contact.held_off reason=unsafe_to_contact review_on=2024-04-03")
    held = "Contact held off: unsafe to contact, to look at again on 3 Apr 2024, Thu 28 Mar 2024 17:00"
    assert said == f"{EASTER}; excused by: {held}: excused [t-1]"


def test_it_names_one_bank_holiday_and_a_closure() -> None:
    rules = promise(WORKING_DAY, head="closures = [2024-05-07]")
    said = reasons(rules, case("2024-05-03 10:00 report.received"), as_of="2024-05-04")[0]
    assert "; 1 working day; bank holiday 6 May; closure day 7 May; due Wed 8 May 2024; " in said


def test_it_names_no_day_off_where_there_was_none() -> None:
    assert "; 1 working day; due Tue 5 Mar 2024; " in reasons(
        promise(WORKING_DAY), case("2024-03-04 10:00 report.received"), as_of="2024-03-05"
    )[0]  # fmt: skip


def test_of_hours_it_says_the_minute() -> None:
    rules = promise('kind = "deadline"\nafter = "report.received"\ndo = "contact.made"\nwithin = "24 hours"')
    said = reasons(rules, case("2024-03-30 16:30 report.received channel=web"), as_of="2024-03-31")[0]
    assert said.endswith("Sat 30 Mar 2024 16:30; 24 hours; due Sun 31 Mar 2024 17:30; not done yet: due")


def test_it_says_that_no_time_is_set_and_what_the_provider_aims_at() -> None:
    rules = promise('kind = "deadline"\nafter = "report.received"\ndo = "contact.made"\naim = "4 hours"')
    said = reasons(rules, case(TOLD), as_of="2024-03-29")[0]
    assert said == f"{SAID}; the provider's own aim is 4 hours; no time is set; not done yet: due"


def test_it_says_what_she_agreed_to() -> None:
    agreed = "2024-04-02 11:05 contact.frequency_agreed agreed_by_victim=yes days=28"
    said = reasons(RHYTHM, case(f"{TOLD}\n{agreed}"), as_of="2024-04-05")[0]
    assert said == (
        f"{SAID}; 28 days by agreement with the victim of Tue 2 Apr 2024; due Thu 25 Apr 2024; not done yet: due"
    )


def test_it_says_that_a_hold_began_the_interval_and_from_when_it_counts() -> None:
    held = "2024-04-02 11:05 contact.held_off review_on=2024-04-20"
    said = reasons(RHYTHM, case(f"{TOLD}\n{held}"), as_of="2024-04-25")[1]
    assert said == (
        "Contact held off, to look at again on 20 Apr 2024, Tue 2 Apr 2024 11:05; from Sun 21 Apr 2024 00:00; "
        "14 days; due Sun 5 May 2024; not done yet: due"
    )


def test_it_says_since_when_nobody_held_a_role() -> None:
    held = (
        "2024-01-10 09:00 role.appointed person=lee role=da_lead\n2024-02-01 17:00 role.ended person=lee role=da_lead"
    )
    said = reasons(LEAD, organisation(held), as_of="2024-02-15")[0]
    assert said == (
        "nobody held the role of da lead from Thu 1 Feb 2024 17:00; due at all times; "
        "not done, and the time has run out: overdue"
    )


def test_it_says_who_filled_a_vacancy() -> None:
    book = organisation("2024-01-10 09:00 note.added\n2024-02-01 17:00 role.appointed person=lee role=da_lead")
    assert reasons(LEAD, book, as_of="2024-02-15")[0].endswith(
        "; done: Appointed: lee as da lead, Thu 1 Feb 2024 17:00: late"
    )


def test_it_says_which_quarter_it_is_for() -> None:
    rules = promise('kind = "rhythm"\ndo = "supervision.held"\neach = "quarter"')
    said = reasons(rules, case(TOLD), as_of="2024-04-05")[0]
    assert said == "for 2024-Q2, from Mon 1 Apr 2024; due Sun 30 Jun 2024; not done yet: due"


def test_it_says_nothing_that_is_sealed() -> None:
    assert "note" not in why("2024-04-02 11:05 contact.made channel=phone")


def test_it_says_no_period_where_a_date_decided() -> None:
    rules = promise("""
kind = "deadline"
after = "agency.asked_us"
do = "agency.answered"
within = "1 week"
by = "due_on"
""")
    said = reasons(rules, case("2024-03-04 10:00 agency.asked_us due_on=2024-03-07"), as_of="2024-03-05")[0]
    assert "1 week" not in said


def test_it_says_no_period_where_a_training_expired() -> None:
    rules = promise('kind = "covered"\nroles = ["front_line"]\ndo = "training.completed"\nwithin = "1 month"')
    book = organisation("""
        2024-01-10 09:00 role.appointed person=sam role=front_line
        2024-01-20 09:00 training.completed person=sam course=dash expires_on=2024-03-01
    """)
    assert "1 month" not in reasons(rules, book, as_of="2024-04-29")[1]
