"""The four grounds to tell MARAC, found in a chronology: exact at the edge of twelve months, and never by chance.

The property tests hold the functions against a slow oracle, which goes through all calendar days one by one.
"""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lintel.casework.risk import Ground, Picture, ends, incidents, picture, pictures
from lintel.commitments.chronology import Chronology, chronology_of
from lintel.events.entry import Book
from tests.chronologies import at, case

BEGIN = """
    2023-01-01 09:00 person.joined v1 role=victim
"""


def known(book: Book, as_of: str) -> Chronology:
    return chronology_of(book, as_of=at(as_of), known_on=at(as_of))


def of(lines: str, as_of: str, person: str | None = "v1") -> Picture:
    """The risk to v1 as of an instant, in a case that has these lines as well."""
    return picture(known(case(BEGIN + lines), as_of), person)


def ground(found: Picture, kind: str) -> Ground:
    return next(each for each in found.grounds if each.kind == kind)


def met(found: Picture) -> list[str]:
    return [each.kind for each in found.met]


# Twelve months


@pytest.mark.parametrize(
    ("begins", "last"),
    [
        ("2023-04-08", "2024-04-08"),
        ("2024-02-28", "2025-02-28"),
        ("2024-02-29", "2025-02-28"),  # a leap day has no anniversary: its month's last day is the last
        ("2024-03-01", "2025-03-01"),
        ("2023-02-28", "2024-02-28"),  # and a leap day that comes in between adds none
        ("2023-12-31", "2024-12-31"),
    ],
)
def test_twelve_months_run_to_the_same_day_of_the_next_year(begins: str, last: str) -> None:
    assert ends(date.fromisoformat(begins)) == date.fromisoformat(last)


# Escalation


THREE = """
    2023-04-08 12:00 incident.recorded v1
    2023-09-01 12:00 incident.recorded v1
    2024-01-01 12:00 incident.recorded v1
"""


def test_three_incidents_within_twelve_months_are_an_escalation_on_the_last_of_those_days() -> None:
    found = ground(of(THREE, "2024-04-08 23:59"), "escalation")
    assert (found.met, found.until, len(found.rests_on)) == (True, date(2024, 4, 8), 3)
    assert "3 incidents or reports in the twelve months to Mon 8 Apr 2024" in found.why


def test_the_day_after_the_first_of_three_is_too_old() -> None:
    found = ground(of(THREE, "2024-04-09 00:00"), "escalation")
    assert (found.met, len(found.rests_on)) == (False, 2)
    assert "2 incidents or reports" in found.why


def test_two_incidents_are_none() -> None:
    assert not ground(of("2024-01-01 12:00 incident.recorded v1\n2024-01-02 12:00 incident.recorded v1", "2024-02-01"),
                      "escalation").met  # fmt: skip


def test_the_day_of_an_incident_is_the_day_in_london() -> None:
    late = "2023-04-08 00:30 incident.recorded v1\n"  # 7 April, 23:30, in UTC
    more = "2023-09-01 12:00 incident.recorded v1\n2024-01-01 12:00 incident.recorded v1"
    assert ground(of(late + more, "2024-04-08 23:00"), "escalation").met


def test_a_report_counts_and_one_on_the_day_of_an_incident_is_taken_to_tell_of_it() -> None:
    lines = """
    2024-01-01 09:00 report.received channel=phone
    2024-01-01 12:00 incident.recorded v1
    2024-01-05 09:00 report.received channel=phone
    """
    counted = incidents(known(case(BEGIN + lines), "2024-02-01"), "v1")
    assert [each.id for each in counted] == ["3", "4"]


def test_an_incident_about_somebody_else_is_not_counted_and_one_about_nobody_may_be_about_anybody() -> None:
    lines = """
    2023-01-01 09:01 person.joined v2 role=victim
    2024-01-01 12:00 incident.recorded v2
    2024-01-02 12:00 incident.recorded
    2024-01-03 12:00 incident.recorded v1
    """
    chronology = known(case(BEGIN + lines), "2024-02-01")
    assert [each.id for each in incidents(chronology, "v1")] == ["4", "5"]
    assert [each.id for each in incidents(chronology, "v2")] == ["3", "4"]


def test_what_has_not_happened_yet_and_what_was_withdrawn_does_not_count() -> None:
    lines = """
    2024-01-01 12:00 incident.recorded v1
    2024-01-02 12:00 incident.recorded v1
    2024-01-03 12:00 entry.corrected entry=2 withdrawn=mistaken
    2024-03-01 12:00 incident.recorded v1
    """
    assert [each.id for each in incidents(known(case(BEGIN + lines), "2024-02-01"), "v1")] == ["3"]


def test_an_escalation_that_an_assessment_names_is_met_for_twelve_months() -> None:
    lines = "2024-01-01 12:00 risk.assessed v1 level=medium grounds=escalation"
    assert ground(of(lines, "2025-01-01 12:00"), "escalation").met
    assert not ground(of(lines, "2025-01-02 12:00"), "escalation").met


# Repeat


REFERRED = "2023-04-08 12:00 marac.referred v1 by=us\n"


@pytest.mark.parametrize(
    ("incident", "repeat"),
    [
        ("2023-04-08 12:01", True),
        ("2023-04-08 11:59", False),
        ("2024-04-08 23:59", True),
        ("2024-04-09 00:00", False),
    ],
)
def test_an_incident_within_twelve_months_of_the_referral_is_a_repeat(incident: str, repeat: bool) -> None:
    found = ground(of(f"{REFERRED}{incident} incident.recorded v1", "2024-06-01"), "repeat")
    assert found.met is repeat


@pytest.mark.parametrize(("incident", "repeat"), [("2025-02-28 23:59", True), ("2025-03-01 00:00", False)])
def test_twelve_months_from_a_leap_day_end_with_february(incident: str, repeat: bool) -> None:
    lines = f"2024-02-29 12:00 marac.referred v1 by=us\n{incident} incident.recorded v1"
    assert ground(of(lines, "2025-06-01"), "repeat").met is repeat


def test_a_repeat_stays_one_until_there_is_a_new_referral() -> None:
    lines = f"{REFERRED}2023-09-01 12:00 incident.recorded v1\n"
    assert ground(of(lines, "2026-01-01"), "repeat").met
    assert not ground(of(f"{lines}2024-09-01 12:00 marac.referred v1 by=us", "2026-01-01"), "repeat").met


def test_a_hearing_begins_twelve_months_anew() -> None:
    lines = REFERRED + "2023-05-10 10:00 marac.heard thread:2\n2024-05-10 12:00 incident.recorded v1"
    found = ground(of(lines, "2024-06-01"), "repeat")
    assert (found.met, [each.id for each in found.rests_on]) == (True, ["3", "4"])


def test_a_hearing_does_not_answer_an_incident_before_it() -> None:
    lines = REFERRED + "2023-05-01 12:00 incident.recorded v1\n2023-05-10 10:00 marac.heard thread:2"
    assert ground(of(lines, "2024-06-01"), "repeat").met


def test_a_referral_raised_in_error_was_none() -> None:
    lines = (
        REFERRED + "2023-04-09 12:00 thread.ended thread:2 why=raised_in_error\n2023-05-01 12:00 incident.recorded v1"
    )
    found = of(lines, "2024-01-01")
    assert (ground(found, "repeat").met, found.flag_until) == (False, None)


def test_a_referral_of_somebody_else_makes_no_repeat() -> None:
    lines = "2023-01-01 09:01 person.joined v2 role=victim\n2023-04-08 12:00 marac.referred v2 by=us\n"
    assert not ground(of(f"{lines}2023-05-01 12:00 incident.recorded v1", "2024-01-01"), "repeat").met


@pytest.mark.parametrize(("about", "repeat"), [("v1 p1", True), ("v1 p2", False), ("v1", True)])
def test_a_repeat_is_between_the_same_people_as_far_as_they_are_named(about: str, repeat: bool) -> None:
    lines = f"""
    2023-01-01 09:01 person.joined p1 role=alleged_perpetrator
    2023-01-01 09:02 person.joined p2 role=alleged_perpetrator
    2023-04-08 12:00 marac.referred v1 p1 by=us
    2023-05-01 12:00 incident.recorded {about}
    """
    assert ground(of(lines, "2024-01-01"), "repeat").met is repeat


def test_a_report_is_an_incident_too() -> None:
    lines = f"{REFERRED}2023-05-01 12:00 report.received channel=phone"
    assert ground(of(lines, "2024-01-01"), "repeat").met


def test_without_any_referral_somebody_is_told_to_ask() -> None:
    assert "Ask whether another agency has made one." in ground(of("", "2024-01-01"), "repeat").why


# The flag


@pytest.mark.parametrize(("as_of", "flagged"), [("2024-04-08 23:59", True), ("2024-04-09 00:00", False)])
def test_the_flag_stands_until_the_twelve_months_are_over(as_of: str, flagged: bool) -> None:
    assert (of(REFERRED, as_of).flag_until == date(2024, 4, 8)) is flagged


# Answers and judgement


@pytest.mark.parametrize(
    ("said", "grounds"),
    [
        ("level=high grounds=score yes=15", ["score"]),
        ("level=high grounds=judgement yes=4", ["judgement"]),
        ("level=high", ["score"]),
        ("level=medium yes=11", []),
        ("level=standard unanswered=20", []),
        ("outcome=declined", []),
    ],
)
def test_answers_and_judgement_are_two_grounds(said: str, grounds: list[str]) -> None:
    assert met(of(f"2024-01-01 12:00 risk.assessed v1 {said}", "2024-02-01")) == grounds


def test_an_attempt_without_a_level_does_not_take_back_the_one_before() -> None:
    lines = (
        "2024-01-01 12:00 risk.assessed v1 level=high grounds=score\n2024-01-08 12:00 risk.assessed v1 outcome=declined"
    )
    assert met(of(lines, "2024-02-01")) == ["score"]


def test_a_review_may_judge_the_risk_higher_than_the_assessment_before_it() -> None:
    lines = "2024-01-01 12:00 risk.assessed v1 level=medium\n2024-01-08 12:00 review.held v1 level=high"
    assert met(of(lines, "2024-02-01")) == ["judgement"]


def test_what_was_left_open_is_said_and_not_taken_for_a_no() -> None:
    why = ground(of("2024-01-01 12:00 risk.assessed v1 level=standard unanswered=9", "2024-02-01"), "score").why
    assert "9 answers were left open, and none of them is taken for a no." in why


def test_every_ground_says_why_whether_it_is_met_or_not() -> None:
    assert [each.kind for each in of("", "2024-01-01").grounds if not each.why] == []


# Whom it is for


def test_each_victim_in_the_case_has_a_picture_and_a_case_without_any_has_one() -> None:
    lines = "2023-01-01 09:01 person.joined v2 role=victim\n2023-02-01 09:00 person.left v2"
    assert [each.person for each in pictures(known(case(BEGIN + lines), "2023-01-15"))] == ["v1", "v2"]
    assert [each.person for each in pictures(known(case(BEGIN + lines), "2023-03-01"))] == ["v1"]
    nobody = case("2023-01-01 09:00 report.received channel=phone")
    assert [each.person for each in pictures(known(nobody, "2023-03-01"))] == [None]


# Against a slow oracle


FIRST = date(2023, 6, 1)
EDGES = (0, 1, 272, 273, 274, 365, 366, 367, 637, 638, 639, 640)
"""Days from the first: that day and a year from it, 29 February 2024 and a year from it, and the days around them."""

SOME = st.one_of(st.sampled_from(EDGES), st.integers(0, 900))
DAYS = st.lists(SOME, max_size=6)
ONCE = st.lists(SOME, max_size=4, unique=True)


def within(begins: date, day: date) -> bool:
    """Whether a day lies in the twelve months that begin on another: by the calendar alone, day by day."""
    return (begins.year, begins.month, begins.day) <= (day.year, day.month, day.day) <= (
        begins.year + 1, begins.month, begins.day,
    )  # fmt: skip


def line(offset: int, clock: str, rest: str) -> str:
    return f"{FIRST + timedelta(days=offset)} {clock} {rest}"


def told_as(happened: list[int], referred: list[int], heard: list[int], reported: list[int]) -> Book:
    """A case with incidents at noon, referrals at ten, hearings of the first at eleven and reports at eight."""
    lines = [
        *(line(each, "12:00", "incident.recorded v1") for each in happened),
        *(line(each, "10:00", f"marac.referred v1 by=us id:r{each}") for each in referred),
        *(line(each, "11:00", f"marac.heard thread:r{min(referred)}") for each in heard),
        *(line(each, "08:00", "report.received channel=phone") for each in reported),
    ]
    return case("\n".join([*BEGIN.splitlines(), *sorted(lines)]))


def moment(offset: int, hour: int) -> datetime:
    return datetime.combine(FIRST + timedelta(days=offset), datetime.min.time()) + timedelta(hours=hour)


@given(DAYS, ONCE, ONCE, DAYS, st.one_of(SOME, st.integers(0, 1400)))
def test_escalation_and_repeat_are_what_going_through_the_days_finds(
    happened: list[int], referred: list[int], hearings: list[int], reported: list[int], today: int
) -> None:
    on = FIRST + timedelta(days=today)
    heard = [each for each in hearings if referred and each >= min(referred)]
    found = picture(known(told_as(happened, referred, heard, reported), f"{on} 23:00"), "v1")
    times = [moment(each, 12) for each in happened if each <= today]
    times += [moment(each, 8) for each in reported if each <= today and each not in happened]
    sent = [moment(each, 10) for each in referred if each <= today]
    told = sent + [moment(each, 11) for each in heard if each <= today]
    since = [time for time in times if sent and time > max(sent)]
    assert ground(found, "escalation").met == (sum(within(each.date(), on) for each in times) >= 3)
    assert ground(found, "repeat").met == any(
        within(before.date(), time.date()) for time in since for before in told if before < time
    )
    assert (found.flag_until is not None) == any(within(each.date(), on) for each in told)
