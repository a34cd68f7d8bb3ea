"""The guards that hold under every policy, whatever it says or leaves unsaid."""

from typing import get_args

import pytest

from lintel.commitments.loading import find, safe_defaults
from lintel.events.registry import KINDS
from lintel.events.sharing import InformationShared
from tests.chronologies import case, entry
from tests.commitments.judging import broken, policy, refused
from tests.commitments.random_books import EVERY_POLICY, PROVIDERS, rules

NOTHING = policy("")
JOINED = "2024-03-01 09:00 person.joined v1 role=victim"
TWO = f"{JOINED}\n2024-03-01 09:00 person.joined v2 role=victim"
CONSIDERED = "2024-03-01 10:00 enforcement.considered id:asb"
STARTED = "2024-03-10 10:00 enforcement.started thread:asb id:start"
CLOSED = "2024-03-20 10:00 case.closed"
ASKED = "victim.consulted topic=closure"
WITHOUT_HER = (
    "victim_disengaged",
    "victim_left_us",
    "support_passed_on",
    "victim_died",
    "opened_in_error",
    "duplicate",
)
WITH_HER = ("safe_at_home", "moved", "perpetrator_left", "victim_says_none", "other")


@pytest.mark.parametrize("name", EVERY_POLICY)
def test_they_hold_under_every_policy(name: str) -> None:
    ids = [{guard.id for guard in version.guards} for version in rules(name).all]
    assert all({guard.id for guard in safe_defaults()} <= each for each in ids)


def test_they_protect_the_victim_and_bar() -> None:
    assert {(guard.strength, guard.protects) for guard in safe_defaults()} == {("bar", "victim")}


@pytest.mark.parametrize(
    ("checked", "found"),
    [
        ("", ["safe-enforcement at start"]),
        ("enforcement.safety_checked thread:asb raises_risk=no", []),
        ("enforcement.safety_checked thread:asb raises_risk=yes", ["safe-enforcement at start"]),
        ("enforcement.safety_checked thread:asb raises_risk=unknown", ["safe-enforcement at start"]),
        ("enforcement.safety_checked thread:asb", ["safe-enforcement at start"]),
    ],
)
def test_enforcement_waits_for_a_check_that_says_no(checked: str, found: list[str]) -> None:
    line = f"2024-03-05 10:00 {checked}" if checked else ""
    assert broken(NOTHING, case(f"{CONSIDERED}\n{line}\n{STARTED}")) == found


def test_the_latest_check_counts() -> None:
    book = case(f"""
        {CONSIDERED}
        2024-03-05 10:00 enforcement.safety_checked thread:asb raises_risk=no
        2024-03-06 10:00 enforcement.safety_checked thread:asb raises_risk=unknown
        {STARTED}
    """)
    assert broken(NOTHING, book) == ["safe-enforcement at start"]


def test_a_check_of_another_action_does_not_count() -> None:
    book = case(f"""
        {CONSIDERED}
        2024-03-01 10:00 enforcement.considered id:other
        2024-03-05 10:00 enforcement.safety_checked thread:other raises_risk=no
        {STARTED}
    """)
    assert broken(NOTHING, book) == ["safe-enforcement at start"]


@pytest.mark.parametrize("happened", ["incident.recorded", "report.received"])
def test_a_check_before_the_last_incident_or_report_does_not_count(happened: str) -> None:
    book = case(f"""
        {CONSIDERED}
        2024-03-05 10:00 enforcement.safety_checked thread:asb raises_risk=no
        2024-03-06 10:00 {happened}
        {STARTED}
    """)
    assert broken(NOTHING, book) == ["safe-enforcement at start"]


@pytest.mark.parametrize("outcome", WITH_HER)
def test_a_case_closes_when_the_risk_is_down_and_she_was_asked(outcome: str) -> None:
    asked = f"{JOINED}\n2024-03-19 10:00 {ASKED} view=disagrees"
    assert broken(NOTHING, case(f"{asked}\n{CLOSED} outcome={outcome} risk_mitigated=yes")) == []
    assert broken(NOTHING, case(f"{JOINED}\n{CLOSED} outcome={outcome} risk_mitigated=yes")) == ["safe-closing at 2"]


@pytest.mark.parametrize("risk", ["", "risk_mitigated=no", "risk_mitigated=unknown"])
def test_a_risk_that_is_not_known_to_be_down_keeps_the_case_open(risk: str) -> None:
    book = case(f"{JOINED}\n2024-03-19 10:00 {ASKED} view=agrees\n{CLOSED} outcome=moved {risk}")
    assert broken(NOTHING, book) == ["safe-closing at 3"]


def test_a_case_closed_without_an_outcome_is_held_to_the_same() -> None:
    book = case(f"{JOINED}\n{CLOSED} risk_mitigated=yes")
    assert broken(NOTHING, book) == ["safe-closing at 2"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (f"2024-03-19 10:00 {ASKED} view=agrees", []),
        (f"2024-03-19 10:00 {ASKED}", []),
        (f"2024-03-19 10:00 {ASKED} view=not_reached", ["safe-closing at closed"]),
        ("2024-03-19 10:00 victim.consulted topic=move view=agrees", ["safe-closing at closed"]),
        (f"2024-03-10 10:00 {ASKED} view=agrees", ["safe-closing at closed"]),
    ],
)
def test_she_was_asked_about_closing_since_the_last_incident(asked: str, found: list[str]) -> None:
    book = case(f"""
        {JOINED}
        2024-03-12 10:00 incident.recorded
        {asked}
        {CLOSED} outcome=moved risk_mitigated=yes id:closed
    """)
    assert broken(NOTHING, book) == found


def test_every_victim_was_asked() -> None:
    closed = f"{CLOSED} outcome=moved risk_mitigated=yes id:closed"
    one = case(f"{TWO}\n2024-03-19 10:00 {ASKED} v1 view=agrees\n{closed}")
    both = case(f"{TWO}\n2024-03-19 10:00 {ASKED} v1 v2 view=agrees\n{closed}")
    assert [broken(NOTHING, one), broken(NOTHING, both)] == [["safe-closing at closed"], []]


@pytest.mark.parametrize("outcome", WITHOUT_HER)
def test_a_case_that_ends_without_her_needs_somebody_elses_approval(outcome: str) -> None:
    closed = f"{CLOSED} outcome={outcome} id:closed"
    approved = f"2024-03-19 10:00 closure.approved by:lee\n{closed}"
    by_the_same = f"2024-03-19 10:00 closure.approved by:sam\n{closed}"
    found = [broken(NOTHING, case(lines)) for lines in (closed, approved, by_the_same)]
    assert found == [["safe-closing-approved at closed"], [], ["safe-closing-approved at closed"]]


@pytest.mark.parametrize("happened", ["closure.proposed by:ada", "incident.recorded", "report.received"])
def test_an_approval_from_before_the_last_proposal_incident_or_report_does_not_count(happened: str) -> None:
    book = case(f"""
        2024-03-10 10:00 closure.approved by:lee
        2024-03-11 10:00 {happened}
        {CLOSED} outcome=victim_disengaged id:closed
    """)
    assert broken(NOTHING, book) == ["safe-closing-approved at closed"]


def test_no_discretion_opens_them() -> None:
    book = case(f"""
        {CONSIDERED}
        2024-03-05 10:00 discretion.asked rule=safe-enforcement id:ask
        2024-03-06 10:00 discretion.approved thread:ask by:lee
        {STARTED}
    """)
    assert broken(NOTHING, book) == ["safe-enforcement at start"]


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize("asked", ["", "2024-03-05 10:00 consent.asked purpose=safeguarding answer=refused"])
def test_a_childs_safeguarding_is_never_kept_waiting_for_consent(provider: str, asked: str) -> None:
    book = case(f"2024-03-04 10:00 report.received\n2024-03-04 10:05 person.joined c1 role=child_victim\n{asked}")
    referral = entry("2024-03-06 10:00 safeguarding.referred c1 who=child agency=police")
    found = {guard.id: guard.strength for guard in find(provider).all[-1].guards}
    assert [name for name in refused(find(provider), book, referral) if found[name] == "bar"] == []


def test_nothing_can_record_that_the_landlord_chose_who_stays_in_a_joint_tenancy() -> None:
    assert KINDS["tenancy.settled"].facts["decided_by"].values == ("tenants", "court")


GROUNDS = get_args(get_args(InformationShared.model_fields["basis"].annotation)[0])
SHARED = f"{JOINED}\n2024-03-10 10:00 information.shared id:told agency=clinic purpose=other authorised_by=kim"
AGREED = f"{JOINED}\n2024-03-05 10:00 consent.asked agency=clinic purpose=other answer=given"

_DANGER = {"child_at_risk", "victim_safety", "legal_duty"}
ALONE = {
    "settle": {*GROUNDS} - {"consent"},
    "midland-heart": {*GROUNDS} - {"consent"},
    "association": {*GROUNDS} - {"consent", "serious_crime"},
    "aspire": _DANGER,
    "whg": _DANGER,
}
"""The grounds that each policy takes by themselves, for telling a clinic something with somebody's leave."""


@pytest.mark.parametrize("name", [*PROVIDERS, "none"])
def test_nothing_is_told_to_another_agency_on_no_ground(name: str) -> None:
    version = NOTHING if name == "none" else rules(name)
    assert "safe-sharing at told" in broken(version, case(SHARED))
    assert broken(version, case(f"{AGREED}\n{SHARED.partition(chr(10))[2]} basis=consent")) == []


@pytest.mark.parametrize("name", PROVIDERS)
@pytest.mark.parametrize("ground", GROUNDS)
def test_with_a_ground_the_policy_decides_and_no_default(name: str, ground: str) -> None:
    found = broken(rules(name), case(f"{SHARED} basis={ground}"))
    assert "safe-sharing at told" not in found
    assert (found == []) == (ground in ALONE[name]), found
