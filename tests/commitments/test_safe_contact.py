"""Safe contact: what we start goes by a channel that is safe for her, and an unknown is never a yes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lintel.events.registry import KINDS
from tests.chronologies import at, case, entry
from tests.commitments.judging import policy, refused

NOTHING = policy("")
PLANNED = "2024-03-01 10:00 contact.plan_agreed"
JOINED = "2024-03-01 09:00 person.joined v1 role=victim"
CHANNELS = KINDS["contact.made"].facts["channel"].values
STANDINGS = ("safe", "conditional", "unsafe", "unknown")


def is_safe(contact: str, *before: str) -> bool:
    """Whether a contact may be made on a Friday morning, or when it says, after these entries."""
    line = contact if contact.startswith("2024") else f"2024-03-08 10:00 {contact}"
    return "safe-contact" not in refused(NOTHING, case("\n".join(before)), entry(line))


@given(st.dictionaries(st.sampled_from(CHANNELS), st.sampled_from(STANDINGS), min_size=1), st.sampled_from(CHANNELS))
def test_an_unknown_is_never_a_yes(channels: dict[str, str], channel: str) -> None:
    plan = ",".join(f"{name}:{standing}" for name, standing in channels.items())
    found = is_safe(f"contact.made channel={channel}", JOINED, f"{PLANNED} channels={plan}")
    assert found == (channels.get(channel) == "safe")


HOURS = st.integers(0, 24)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@given(HOURS, HOURS, st.integers(0, 23), st.integers(0, 59), st.sampled_from(("2024-03-29", "2024-04-02")))
def test_a_conditional_channel_is_safe_within_its_hours_by_the_clock_in_london(
    begin: int, end: int, hour: int, minute: int, day: str
) -> None:
    plan = f"{PLANNED} channels=phone:conditional from_hour={begin} to_hour={end}"
    contact = f"{day} {hour:02}:{minute:02} contact.made channel=phone"
    now, first, last = hour * 60 + minute, begin * 60, end * 60
    through_the_day, through_the_night = first <= now <= last, now >= first or now <= last
    assert is_safe(contact, JOINED, plan) == (through_the_day if begin <= end else through_the_night)


@given(st.sets(st.sampled_from(WEEKDAYS), min_size=1), st.integers(1, 28))
def test_a_conditional_channel_is_safe_on_its_days(days: set[str], day: int) -> None:
    plan = f"2024-01-01 10:00 contact.plan_agreed channels=phone:conditional days={','.join(sorted(days))}"
    contact = f"2024-02-{day:02} 10:00 contact.made channel=phone"
    weekday = WEEKDAYS[at(f"2024-02-{day:02}").weekday()]
    assert is_safe(contact, JOINED, plan) == (weekday in days)


def test_a_condition_that_nobody_stated_is_not_met() -> None:
    assert not is_safe("contact.made channel=phone", JOINED, f"{PLANNED} channels=phone:conditional")


def test_hours_and_days_must_both_hold() -> None:
    plan = f"{PLANNED} channels=phone:conditional from_hour=9 to_hour=11 days=fri"
    assert is_safe("2024-03-08 10:00 contact.made channel=phone", JOINED, plan)
    assert not is_safe("2024-03-07 10:00 contact.made channel=phone", JOINED, plan)
    assert not is_safe("2024-03-08 12:00 contact.made channel=phone", JOINED, plan)


@pytest.mark.parametrize(("day", "safe"), [("2024-03-15", True), ("2024-03-16", False)])
def test_a_plan_is_safe_until_its_recheck_is_past_due(day: str, safe: bool) -> None:
    plan = f"{PLANNED} channels=phone:safe recheck_days=14"
    assert is_safe(f"{day} 23:59 contact.made channel=phone", JOINED, plan) is safe


def test_a_plan_without_a_recheck_stays_safe() -> None:
    assert is_safe("2024-12-24 10:00 contact.made channel=phone", JOINED, f"{PLANNED} channels=phone:safe")


def test_the_latest_plan_counts() -> None:
    plans = (f"{PLANNED} channels=phone:safe", "2024-03-05 10:00 contact.plan_agreed channels=phone:unsafe,text:safe")
    assert not is_safe("contact.made channel=phone", JOINED, *plans)
    assert is_safe("contact.made channel=text", JOINED, *plans)


def test_a_later_plan_that_says_nothing_of_a_channel_leaves_it_unknown() -> None:
    plans = (f"{PLANNED} channels=phone:safe", "2024-03-05 10:00 contact.plan_agreed")
    assert not is_safe("contact.made channel=phone", JOINED, *plans)


def test_a_contact_without_a_channel_is_not_known_to_be_safe() -> None:
    assert not is_safe("contact.made", JOINED, f"{PLANNED} channels=phone:safe")


@pytest.mark.parametrize(("says", "safe"), [("", False), ("voicemail=no", False), ("voicemail=yes", True)])
def test_a_voicemail_is_left_only_where_she_said_so(says: str, safe: bool) -> None:
    left = "contact.attempted channel=phone outcome=message_left"
    assert is_safe(left, JOINED, f"{PLANNED} channels=phone:safe {says}") is safe


def test_a_call_that_nobody_answers_needs_no_leave_for_a_voicemail() -> None:
    assert is_safe("contact.attempted channel=phone outcome=no_answer", JOINED, f"{PLANNED} channels=phone:safe")


@pytest.mark.parametrize(("says", "safe"), [("", True), ("letters=yes", True), ("letters=no", False)])
def test_letters_are_refused_where_she_said_none(says: str, safe: bool) -> None:
    assert is_safe("contact.made channel=letter", JOINED, f"{PLANNED} channels=letter:safe {says}") is safe


@pytest.mark.parametrize(("started", "safe"), [("us", False), ("person", True), ("agency", True)])
def test_only_contact_that_we_start_is_guarded(started: str, safe: bool) -> None:
    assert is_safe(f"contact.made channel=phone started_by={started}", JOINED) is safe


def test_contact_that_does_not_say_who_started_it_was_started_by_us() -> None:
    assert not is_safe("contact.attempted channel=phone", JOINED)


REPORTED = "2024-03-01 08:00 report.received safe_channels=phone,text"


@pytest.mark.parametrize(("channel", "safe"), [("phone", True), ("text", True), ("letter", False)])
def test_before_there_is_a_plan_the_report_decides(channel: str, safe: bool) -> None:
    assert is_safe(f"contact.made channel={channel}", REPORTED, JOINED) is safe
    assert is_safe(f"contact.made channel={channel}", REPORTED) is safe


def test_before_there_is_a_plan_no_voicemail_is_safe() -> None:
    assert not is_safe("contact.attempted channel=phone outcome=message_left", REPORTED, JOINED)


def test_a_report_that_calls_nothing_safe_makes_nothing_safe() -> None:
    assert not is_safe("contact.made channel=phone", "2024-03-01 08:00 report.received channel=phone", JOINED)


def test_the_latest_report_that_names_safe_channels_decides() -> None:
    reports = (REPORTED, "2024-03-02 08:00 report.received safe_channels=email", "2024-03-03 08:00 report.received")
    assert not is_safe("contact.made channel=phone", *reports, JOINED)
    assert is_safe("contact.made channel=email", *reports, JOINED)


def test_a_plan_takes_the_place_of_the_report() -> None:
    assert not is_safe("contact.made channel=phone", REPORTED, JOINED, f"{PLANNED} channels=text:safe")


def test_a_first_approach_that_the_lead_decides_is_a_plan() -> None:
    plan = f"{PLANNED} basis=lead_decision channels=office:safe by:lee"
    assert is_safe("contact.made channel=office", JOINED, plan)


TWO = f"{JOINED}\n2024-03-01 09:00 person.joined v2 role=victim"


def test_each_victim_has_a_plan_of_her_own() -> None:
    plan = f"{PLANNED} v1 channels=phone:safe"
    assert is_safe("contact.made v1 channel=phone", TWO, plan)
    assert not is_safe("contact.made v2 channel=phone", TWO, plan)
    assert not is_safe("contact.made v1 v2 channel=phone", TWO, plan)
    assert not is_safe("contact.made channel=phone", TWO, plan)


def test_contact_with_somebody_who_is_no_victim_is_not_judged() -> None:
    joined = "2024-03-01 09:00 person.joined p1 role=alleged_perpetrator"
    assert is_safe("contact.made p1 channel=phone", JOINED, joined)


def test_a_plan_written_down_too_late_was_no_plan() -> None:
    plan = "2024-03-01 10:00 contact.plan_agreed channels=phone:safe recorded:2024-03-09T10:00"
    assert not is_safe("contact.made channel=phone", JOINED, plan)
