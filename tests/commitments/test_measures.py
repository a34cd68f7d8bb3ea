"""Measures: rates of what was kept, counts of entries and means of numbers, over a period."""

from datetime import date

import pytest

from lintel.commitments.measures import parse_span
from tests.chronologies import case, organisation
from tests.commitments.judging import figures, policy, results

REACH = """
[[commitment]]
id = "reach"
kind = "deadline"
after = "report.received"
do = "contact.made"
within = "1 week"
unless = {event = "consent.asked", where = {answer = "refused"}}

[[commitment]]
id = "never-used"
kind = "deadline"
after = "young_abuser.supported"
do = "contact.made"
"""
RULES = policy(f"""{REACH}
[[measure]]
id = "each"
of = "reach"

[[measure]]
id = "case"
of = "reach"
per = "case"

[[measure]]
id = "due"
of = "reach"
by = "due"

[[measure]]
id = "nothing"
of = "never-used"
""")
TOLD = "2024-03-27 10:00 report.received"
KEPT = case(f"{TOLD}\n2024-03-28 10:00 contact.made", "A1")
LATE = case(f"{TOLD}\n2024-04-20 10:00 contact.made", "A2")
MISSED = case(f"{TOLD}\n2024-03-28 10:00 case.closed", "A3")
OVERDUE = case(TOLD, "A4")
DUE = case("2024-06-27 10:00 report.received", "A5")
EXCUSED = case(f"{TOLD}\n2024-03-28 10:00 consent.asked answer=refused", "A6")
ALL = (KEPT, LATE, MISSED, OVERDUE, DUE, EXCUSED)
TWICE = case("2024-01-03 10:00 report.received\n2024-01-04 10:00 contact.made\n2024-02-03 10:00 report.received", "B1")


def test_a_rate_is_kept_of_everything_that_is_settled() -> None:
    assert figures(RULES, *ALL, as_of="2024-06-28")["each"] == 0.25


def test_each_state_is_counted() -> None:
    found = results(RULES, *ALL, as_of="2024-06-28")[0]
    assert (found.states["kept"], found.states["excused"], found.states["due"], found.owed) == (1, 1, 1, 5)


@pytest.mark.parametrize("books", [(DUE,), (EXCUSED,), (DUE, EXCUSED)])
def test_where_nothing_is_settled_there_is_no_rate(books: tuple[object, ...]) -> None:
    chosen = [each for each in ALL if each in books]
    assert figures(RULES, *chosen, as_of="2024-06-28")["each"] is None


def test_where_nothing_was_owed_there_is_no_rate() -> None:
    assert figures(RULES, KEPT, as_of="2024-06-28")["nothing"] is None


def test_a_rate_has_four_decimals() -> None:
    books = [case(f"{TOLD}\n2024-03-28 10:00 contact.made", f"K{n}") for n in range(2)]
    assert figures(RULES, *books, OVERDUE, as_of="2024-06-28")["each"] == 0.6667


def test_a_case_is_judged_by_its_worst() -> None:
    assert figures(RULES, TWICE, as_of="2024-06-28") == {"each": 0.5, "case": 0.0, "due": 0.5, "nothing": None}


def test_a_case_in_which_something_is_settled_is_not_due() -> None:
    book = case(f"{TOLD}\n2024-03-28 10:00 contact.made\n2024-06-27 10:00 report.received")
    assert results(RULES, book, as_of="2024-06-28")[1].states == {"kept": 1}


@pytest.mark.parametrize(
    ("period", "rate"),
    [
        ("all", 0.5),
        ("2024", 0.5),
        ("2024-Q1", 0.5),
        ("2024-01", 1.0),
        ("2024-02", 0.0),
        ("2024-Q2", None),
        ("2023", None),
    ],
)
def test_a_period_has_what_was_opened_in_it(period: str, rate: float | None) -> None:
    assert figures(RULES, TWICE, as_of="2024-06-28", period=period)["each"] == rate


@pytest.mark.parametrize(("period", "rate"), [("2024-03", None), ("2024-04", 1.0), ("2024-Q2", 1.0)])
def test_or_what_fell_due_in_it(period: str, rate: float | None) -> None:
    assert figures(RULES, KEPT, as_of="2024-06-28", period=period)["due"] == rate


@pytest.mark.parametrize(("told", "period"), [("2024-03-31 23:59", "2024-03"), ("2024-04-01 00:30", "2024-04")])
def test_the_local_date_decides_in_which_period_it_was_opened(told: str, period: str) -> None:
    assert figures(RULES, case(f"{told} report.received"), as_of="2024-06-28", period=period)["each"] == 0.0


def test_what_has_no_due_date_falls_due_in_no_period_but_all_time() -> None:
    rules = policy("""
[[commitment]]
id = "reach"
kind = "deadline"
after = "report.received"
do = "contact.made"

[[measure]]
id = "due"
of = "reach"
by = "due"
""")
    assert figures(rules, KEPT, as_of="2024-06-28", period="2024")["due"] is None
    assert figures(rules, KEPT, as_of="2024-06-28", period="all")["due"] == 1.0


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-Q1", date(2024, 1, 1), date(2024, 3, 31)),
        ("2024-Q2", date(2024, 4, 1), date(2024, 6, 30)),
        ("2024-Q4", date(2024, 10, 1), date(2024, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023-12", date(2023, 12, 1), date(2023, 12, 31)),
    ],
)
def test_a_year_a_quarter_and_a_month_have_their_first_and_last_day(name: str, first: date, last: date) -> None:
    assert (parse_span(name).first, parse_span(name).last) == (first, last)


@pytest.mark.parametrize(
    "name", ["", "24", "2024-Q5", "2024-Q0", "2024-13", "2024-1", "2024-04-01", "ALL", "2024 ", "0001", "20241"]
)
def test_anything_else_is_no_period(name: str) -> None:
    with pytest.raises(ValueError, match="is no period; write all, or as 2024, 2024-Q2 or 2024-04"):
        parse_span(name)


COUNTS = policy("""
[[measure]]
id = "reports"
kind = "count"
event = "report.received"

[[measure]]
id = "disclosures"
kind = "count"
event = "report.received"
where = {nature = "disclosure"}

[[measure]]
id = "by-phone-or-again"
kind = "count"
event = [{event = "report.received", where = {channel = "phone"}}, "case.reopened"]

[[measure]]
id = "cases"
kind = "count"
event = "report.received"
distinct = "case"

[[measure]]
id = "people"
kind = "count"
event = "training.completed"
distinct = "person"

[[measure]]
id = "felt-safe"
kind = "mean"
event = "survey.answered"
fact = "felt_safe"
""")
FIRST = case(
    """
    2024-01-03 10:00 report.received nature=disclosure channel=phone
    2024-02-03 10:00 report.received nature=concern channel=web
    2024-02-04 10:00 survey.offered id:s
    2024-02-05 10:00 survey.answered thread:s felt_safe=3
""",
    "A1",
)
SECOND = case(
    """
    2024-04-03 10:00 report.received channel=phone
    2024-04-04 10:00 case.reopened
    2024-04-04 11:00 survey.offered id:s
    2024-04-05 10:00 survey.answered thread:s felt_safe=4
    2024-04-06 10:00 survey.answered thread:s
    2024-04-07 10:00 survey.answered thread:s felt_safe=4
""",
    "A2",
)
OWN = organisation("""
    2024-01-03 10:00 training.completed person=sam course=dash
    2024-02-03 10:00 training.completed person=sam course=marac
    2024-04-03 10:00 training.completed person=lee course=dash
""")
BOOKS = (FIRST, SECOND, OWN)


def test_entries_are_counted() -> None:
    assert figures(COUNTS, *BOOKS, as_of="2024-06-01") == {
        "reports": 3, "disclosures": 1, "by-phone-or-again": 3, "cases": 2, "people": 2, "felt-safe": 3.6667,
    }  # fmt: skip


def test_entries_are_counted_in_a_period() -> None:
    assert figures(COUNTS, *BOOKS, as_of="2024-06-01", period="2024-Q1") == {
        "reports": 2, "disclosures": 1, "by-phone-or-again": 1, "cases": 1, "people": 1, "felt-safe": 3.0,
    }  # fmt: skip


def test_a_count_of_nothing_is_none_and_a_mean_of_nothing_is_unknown() -> None:
    found = figures(COUNTS, *BOOKS, as_of="2024-06-01", period="2019")
    assert (found["reports"], found["felt-safe"]) == (0, None)


def test_what_has_not_happened_is_not_counted() -> None:
    assert figures(COUNTS, *BOOKS, as_of="2024-01-31")["reports"] == 1
