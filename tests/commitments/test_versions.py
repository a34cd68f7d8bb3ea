"""The version in force: several versions of a provider's policy, and anything before the first."""

import pytest

from lintel.commitments.loading import PolicyRefused, find
from tests.chronologies import at, case, organisation
from tests.commitments.judging import broken, guard, obligations, owed, policy, promise, reasons, versions

REACH = 'kind = "deadline"\nafter = "report.received"\ndo = "contact.made"\nwithin = "{}"'
OLD = promise(REACH.format("5 days"), id="old", in_force="2022-01-01")
NEW = promise(REACH.format("1 day"), id="new", in_force="2024-04-01")
BOTH = versions(NEW, OLD)


def test_an_obligation_is_judged_by_the_version_in_force_when_its_clock_started() -> None:
    book = case("""
        2024-03-31 23:59 report.received
        2024-04-01 00:00 report.received
    """)
    assert owed(BOTH, book, as_of="2024-04-02") == ["due by 2024-04-05", "due by 2024-04-02"]


def test_the_local_date_decides_and_not_the_date_in_utc() -> None:
    book = case("2024-04-01 00:30 report.received")
    assert [each.rule.policy for each in obligations(BOTH, book, as_of="2024-04-02")] == ["new"]


def test_it_stays_judged_by_that_version_when_another_comes_into_force() -> None:
    book = case("2024-03-29 10:00 report.received")
    assert owed(BOTH, book, as_of="2024-04-02") == ["due by 2024-04-03"]


def test_what_is_before_the_first_version_is_judged_by_the_first() -> None:
    assert owed(BOTH, case("2019-06-03 10:00 report.received"), as_of="2019-06-04") == ["due by 2019-06-08"]


def test_what_is_before_the_first_version_says_so() -> None:
    said = reasons(BOTH, case("2019-06-03 10:00 report.received"), as_of="2019-06-04")
    assert said[0].endswith("(opened before the first version of the policy that there is; judged by that one)")


def test_what_is_after_the_first_version_says_nothing_of_it() -> None:
    assert "before" not in reasons(BOTH, case("2022-01-01 00:00 report.received"), as_of="2022-01-02")[0]


def test_a_single_policy_with_a_date_says_so_too() -> None:
    assert "before the first version" in reasons(NEW, case("2019-06-03 10:00 report.received"), as_of="2019-06-04")[0]


def test_a_version_without_a_date_is_the_first() -> None:
    undated = policy('[[commitment]]\nid = "it"\n' + REACH.format("3 days"), id="undated", in_force="2000-01-01")
    assert versions(NEW, undated).all[0].id == "undated"


def test_each_interval_of_a_rhythm_is_judged_by_the_version_in_force_when_it_began() -> None:
    rhythm = 'kind = "rhythm"\ndo = "contact.made"\nevery = "{}"'
    rules = versions(
        promise(rhythm.format("28 days"), id="old", in_force="2022-01-01"),
        promise(rhythm.format("14 days"), id="new", in_force="2024-04-01"),
    )
    book = case("""
        2024-03-11 10:00 report.received
        2024-04-02 10:00 contact.made
    """)
    assert owed(rules, book, as_of="2024-04-03") == ["kept by 2024-04-08", "due by 2024-04-16"]


def test_a_rule_that_a_version_no_longer_has_owes_nothing_new() -> None:
    rules = versions(OLD, policy("", id="new", in_force="2024-04-01"))
    book = case("""
        2024-03-31 10:00 report.received
        2024-04-01 10:00 report.received
    """)
    assert owed(rules, book, as_of="2024-04-02") == ["due by 2024-04-05"]


def test_a_guard_is_judged_by_the_version_in_force_when_the_entry_happened() -> None:
    lax = policy("", id="old", in_force="2022-01-01")
    strict = policy('[[guard]]\nid = "it"\non = "message.released"\nnever = {channel = "letter"}', id="new",
                    in_force="2024-04-01")  # fmt: skip
    book = case("""
        2024-03-31 10:00 message.released channel=letter
        2024-04-01 10:00 message.released channel=letter
    """)
    assert broken(versions(lax, strict), book) == ["it at 2"]


def test_a_guard_holds_before_the_first_version_too() -> None:
    rules = guard('on = "message.released"\nnever = {channel = "letter"}')
    assert broken(rules, case("2015-01-05 10:00 message.released channel=letter")) == ["it at 1"]


def test_the_organisations_obligations_go_by_their_version_too() -> None:
    post = 'kind = "in_post"\nrole = "{}"'
    rules = versions(
        promise(post.format("da_lead"), id="old", in_force="2022-01-01"),
        promise(post.format("policy_owner"), id="new", in_force="2024-04-01"),
    )
    book = organisation("2024-03-01 10:00 note.added")
    assert [each.rule.roles for each in obligations(rules, book, as_of="2024-05-01")] == [("da_lead",)]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("settle", ["settle-2024"]),
        ("midland-heart", ["midland-heart"]),
        ("association", ["association"]),
        ("aspire", ["aspire-2024"]),
        ("whg", ["whg-2022"]),
        ("whg-2022", ["whg-2022"]),
    ],
)
def test_a_policy_is_found_by_its_id_or_its_providers_name(name: str, found: list[str]) -> None:
    assert [each.id for each in find(name).all] == found


def test_a_provider_without_a_policy_is_refused() -> None:
    with pytest.raises(PolicyRefused, match='"nobody" is none that Lintel has; write a file'):
        find("nobody")


def test_the_version_at_an_instant_is_the_last_that_had_begun() -> None:
    found = [BOTH.at(at(day)).id for day in ("2021-12-31", "2022-01-01", "2024-03-31", "2024-04-01", "2030-01-01")]
    assert found == ["old", "old", "old", "new", "new"]
