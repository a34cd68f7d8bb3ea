"""What a year must have in it, so that trying things out on it shows them: 44 cases of seed 1."""

from collections import Counter
from datetime import datetime

import pytest

from lintel.commitments.workingdays import bank_holidays
from tests.invention.years import PROVIDERS, Line, happened, of_cases

FRIDAY, SATURDAY = 4, 5
BANK_HOLIDAYS = bank_holidays("england", 2024)


def _when(entry: Line) -> datetime:
    return datetime.fromisoformat(entry["at"])


def _books(found: list[Line]) -> set[str]:
    return {entry["book"] for entry in found}


def test_most_reports_come_on_mondays_and_some_at_weekends_in_the_evening_and_on_bank_holidays() -> None:
    reports = [_when(entry) for entry in happened("report.received")]
    weekdays = Counter(at.weekday() for at in reports)

    assert weekdays.most_common(1)[0][0] == 0
    assert any(at.weekday() >= SATURDAY for at in reports)
    assert any(at.hour >= 17 for at in reports)
    assert any(at.date() in BANK_HOLIDAYS for at in reports)
    assert any((at.weekday(), at.hour, at.minute) == (FRIDAY, 16, 55) for at in reports)


def test_there_are_calls_that_nobody_answers_and_some_where_it_is_not_safe_to_talk() -> None:
    assert happened("contact.attempted", outcome="no_answer")
    assert happened("contact.attempted", outcome="not_safe_to_talk")


def test_she_may_decline_an_assessment_and_refuse_what_she_then_gives() -> None:
    refused = happened("consent.asked", purpose="referral", answer="refused")
    given = happened("consent.asked", purpose="referral", answer="given")

    assert happened("risk.assessed", outcome="declined")
    assert _books(refused) & _books(given)
    assert happened("consent.withdrawn")


@pytest.mark.parametrize("source", ["neighbour", "police", "contractor", "staff"])
def test_others_report_as_well_as_she_does(source: str) -> None:
    assert any(happened("report.received", provider, source=source) for provider in PROVIDERS)


def test_contact_is_held_off_until_a_date_while_it_is_unsafe() -> None:
    assert all("review_on" in entry["data"] for entry in happened("contact.held_off"))
    assert happened("contact.held_off", reason="unsafe_to_contact")
    assert happened("contact.held_off", reason="victim_asked_for_none")


def test_a_voicemail_is_left_that_nobody_called_safe_and_a_letter_sent_that_nobody_wanted() -> None:
    assert happened("contact.attempted", outcome="message_left")
    assert happened("contact.made", channel="letter")


def test_incidents_come_again_and_cases_are_closed_reopened_and_closed_again() -> None:
    incidents = Counter(entry["book"] for entry in happened("incident.recorded"))
    closed = Counter(entry["book"] for entry in happened("case.closed"))

    assert max(incidents.values()) > 1
    assert len(happened("case.reopened")) >= 3
    assert max(closed.values()) == 2


def test_some_cases_go_on_into_the_next_year() -> None:
    assert _books(list(of_cases())) - _books(happened("case.closed"))


def test_a_second_victim_joins_later() -> None:
    assert happened("person.joined", person="v2", role="victim")


def test_there_are_children_colleagues_joint_tenancies_and_young_people_who_abuse() -> None:
    assert happened("person.joined", role="child_victim")
    assert happened("report.received", colleague_case=True)
    assert happened("case.escalated", to="hr_partner")
    assert happened("tenancy.noted", held="joint")
    assert happened("tenancy.settled")
    assert any(happened("young_abuser.supported", provider) for provider in PROVIDERS)


def test_cases_go_to_marac_and_are_heard_with_somebody_there_or_nobody() -> None:
    heard = happened("marac.heard")

    assert happened("marac.accepted")
    assert all("meeting_on" in entry["data"] for entry in happened("marac.listed"))
    assert any("attended_by" in entry.get("data", {}) for entry in heard)


def test_homes_are_offered_refused_and_moved_to() -> None:
    assert any(happened("home.answered", provider, answer="refused") for provider in PROVIDERS)
    assert happened("move.completed")
    assert happened("address.protected", what="new")


def test_each_landlord_offers_what_its_policy_says() -> None:
    assert {entry["data"]["band"] for entry in happened("move.decided", "whg", decision="agreed")} == {"gold"}
    assert {entry["data"]["tenure"] for entry in happened("home.offered", "aspire")} == {"assured"}


def test_where_a_policy_has_clocks_for_repairs_they_are_recorded() -> None:
    assert len(happened("repair.needed", "midland-heart")) > len(happened("repair.needed", "aspire"))
    assert happened("repair.made_safe", "midland-heart")


def test_where_consent_comes_first_it_is_asked_before_every_referral_outside() -> None:
    consents = {(entry["book"], entry["data"].get("agency")) for entry in happened("consent.asked", "association")}
    outside = happened("referral.offered", "association", external=True, answer="accepted")

    assert outside
    assert {(entry["book"], entry["data"]["agency"]) for entry in outside} <= consents


def test_security_is_fitted_and_enforcement_started_after_a_safety_check_or_stopped() -> None:
    assert happened("security.fitted")
    assert happened("enforcement.safety_checked", raises_risk="no")
    assert happened("enforcement.started")
    assert happened("enforcement.stopped")


def test_discretion_is_asked_of_one_and_approved_by_another() -> None:
    asked = {(entry["book"], entry["id"]): entry["by"] for entry in happened("discretion.asked", "midland-heart")}
    approved = happened("discretion.approved", "midland-heart")

    assert approved
    assert all(asked[entry["book"], entry["thread"]] != entry["by"] for entry in approved)


def test_officers_are_away_and_hand_over() -> None:
    assert happened("officer.named", reason="cover")
    assert happened("officer.named", reason="handover")


def test_what_ends_without_her_is_approved_by_somebody_else() -> None:
    without = happened("case.closed", outcome="victim_disengaged")

    assert without
    assert _books(without) & _books(happened("closure.approved"))


def test_some_is_written_down_late_and_some_is_put_right() -> None:
    late = [entry for entry in happened("contact.made") if "recorded_at" in entry]

    assert late
    assert happened("entry.corrected", withdrawn="duplicate")
    assert any("facts" in entry["data"] for entry in happened("entry.corrected"))
    assert any("at" in entry["data"] for provider in PROVIDERS for entry in happened("entry.corrected", provider))


@pytest.mark.parametrize(
    "event",
    [
        "thread.ended", "needs.recorded", "wishes.recorded", "options.discussed", "review.held", "survey.answered",
        "complaint.answered", "safeguarding.referred", "information.shared", "police.reported", "legal_order.recorded",
        "visit.ended", "adjustment.requested", "mailing_hold.placed", "case.audited", "supervision.held",
    ],
)  # fmt: skip
def test_what_else_casework_is_made_of_happens(event: str) -> None:
    assert happened(event)


def test_not_every_case_has_everything() -> None:
    kinds = [len({entry["event"] for entry in of_cases() if entry["book"] == f"24-{n:04d}"}) for n in range(1, 45)]

    assert min(kinds) < 20
    assert max(kinds) > 40
