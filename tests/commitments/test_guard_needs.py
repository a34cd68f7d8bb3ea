"""Guards: what must be there, each option of a need by itself; what may never be; how many there may be."""

import pytest

from tests.chronologies import case, organisation
from tests.commitments.judging import broken, guard

CHECKED = 'on = "marac.referred"\nneeds = [{event = "risk.assessed", %s}]'
SHARED = "2024-03-10 10:00 information.shared basis=consent agency=idva purpose=referral id:shared"
CONSENT = guard("""
on = {event = "information.shared", where = {basis = "consent"}}
protects = "victim"
[[guard.needs]]
event = "consent.asked"
same = ["agency", "purpose"]
each_about = true
latest = true
where = {answer = "given"}
ended_by = "consent.withdrawn"
""")
GIVEN = "consent.asked agency=idva purpose=referral answer=given"
REFUSED = "consent.asked agency=idva purpose=referral answer=refused"
BROKEN = ["it at shared"]


def test_what_is_needed_must_be_there_before() -> None:
    rules = guard('on = "marac.referred"\nneeds = ["risk.assessed"]')
    assert broken(rules, case("2024-03-04 10:00 marac.referred")) == ["it at 1"]
    assert broken(rules, case("2024-03-03 10:00 risk.assessed\n2024-03-04 10:00 marac.referred")) == []
    assert broken(rules, case("2024-03-05 10:00 risk.assessed\n2024-03-04 10:00 marac.referred")) == ["it at 2"]


def test_at_one_instant_the_line_before_is_before() -> None:
    rules = guard('on = "marac.referred"\nneeds = ["risk.assessed"]')
    assert broken(rules, case("2024-03-04 10:00 risk.assessed\n2024-03-04 10:00 marac.referred")) == []
    assert broken(rules, case("2024-03-04 10:00 marac.referred\n2024-03-04 10:00 risk.assessed")) == ["it at 1"]


def test_all_needs_must_be_met_and_of_a_list_any_one() -> None:
    rules = guard('on = "marac.referred"\nneeds = ["risk.assessed", ["plan.agreed", "wishes.recorded"]]')
    assessed = "2024-03-03 10:00 risk.assessed"
    assert broken(rules, case(f"{assessed}\n2024-03-04 10:00 marac.referred")) == ["it at 2"]
    for_any = case(f"{assessed}\n2024-03-03 10:00 wishes.recorded\n2024-03-04 10:00 marac.referred")
    assert broken(rules, for_any) == []


def test_a_guard_looks_only_at_the_entries_that_it_means() -> None:
    assert broken(CONSENT, case("2024-03-10 10:00 information.shared basis=child_at_risk agency=idva")) == []


def test_any_one_that_matches_will_do_where_the_latest_is_not_asked_for() -> None:
    rules = guard(CHECKED % 'where = {level = "high"}')
    book = case("""
        2024-03-01 10:00 risk.assessed level=high
        2024-03-02 10:00 risk.assessed level=medium
        2024-03-04 10:00 marac.referred
    """)
    assert broken(rules, book) == []


def test_of_several_the_latest_alone_is_judged() -> None:
    rules = guard(CHECKED % 'latest = true, where = {level = "high"}')
    book = case("""
        2024-03-01 10:00 risk.assessed level=high
        2024-03-02 10:00 risk.assessed level=medium
        2024-03-04 10:00 marac.referred
    """)
    assert broken(rules, book) == ["it at 3"]


def test_the_latest_is_chosen_among_those_that_are_left_by_among() -> None:
    rules = guard(CHECKED % 'among = {instrument = "dash"}, latest = true, where = {level = "high"}')
    book = case("""
        2024-03-01 10:00 risk.assessed level=high instrument=dash
        2024-03-02 10:00 risk.assessed level=medium instrument=other
        2024-03-04 10:00 marac.referred
    """)
    assert broken(rules, book) == []


@pytest.mark.parametrize(("assessed", "found"), [("2024-02-05", []), ("2024-02-04", ["it at 2"])])
def test_what_must_be_fresh_is_fresh_to_the_day(assessed: str, found: list[str]) -> None:
    rules = guard(CHECKED % 'fresh = "28 days"')
    assert broken(rules, case(f"{assessed} 00:00 risk.assessed\n2024-03-04 23:59 marac.referred")) == found


def test_what_must_be_later_than_something_is_later_than_the_last_of_it() -> None:
    rules = guard(CHECKED % 'since = ["incident.recorded", "report.received"]')
    before = case("2024-03-01 10:00 risk.assessed\n2024-03-02 10:00 incident.recorded\n2024-03-04 10:00 marac.referred")
    between = case("""
        2024-03-01 10:00 report.received
        2024-03-02 10:00 risk.assessed
        2024-03-03 10:00 incident.recorded
        2024-03-04 10:00 marac.referred
    """)
    after = case("2024-03-01 10:00 incident.recorded\n2024-03-02 10:00 risk.assessed\n2024-03-04 10:00 marac.referred")
    assert [broken(rules, book) for book in (before, between, after)] == [["it at 3"], ["it at 4"], []]


def test_where_nothing_has_happened_since_is_met() -> None:
    rules = guard(CHECKED % 'since = "incident.recorded"')
    assert broken(rules, case("2024-03-01 10:00 risk.assessed\n2024-03-04 10:00 marac.referred")) == []


def test_the_same_facts_are_asked_of_both() -> None:
    assert broken(CONSENT, case(f"2024-03-01 10:00 {GIVEN}\n{SHARED}")) == []
    other = "consent.asked agency=refuge purpose=referral answer=given"
    assert broken(CONSENT, case(f"2024-03-01 10:00 {other}\n{SHARED}")) == BROKEN
    purpose = "consent.asked agency=idva purpose=police answer=given"
    assert broken(CONSENT, case(f"2024-03-01 10:00 {purpose}\n{SHARED}")) == BROKEN


def test_two_absent_facts_are_not_the_same() -> None:
    book = case("""
        2024-03-01 10:00 consent.asked purpose=referral answer=given
        2024-03-10 10:00 information.shared basis=consent purpose=referral id:shared
    """)
    assert broken(CONSENT, book) == BROKEN


@pytest.mark.parametrize("asked", ["", f"2024-03-01 10:00 {REFUSED}", f"2024-03-01 10:00 {GIVEN[:-5]}undecided"])
def test_not_asked_and_refused_and_undecided_are_no_consent(asked: str) -> None:
    assert broken(CONSENT, case(f"{asked}\n{SHARED}")) == BROKEN


def test_the_latest_answer_counts() -> None:
    assert broken(CONSENT, case(f"2024-03-01 10:00 {GIVEN}\n2024-03-02 10:00 {REFUSED}\n{SHARED}")) == BROKEN
    assert broken(CONSENT, case(f"2024-03-01 10:00 {REFUSED}\n2024-03-02 10:00 {GIVEN}\n{SHARED}")) == []


def test_a_consent_that_was_withdrawn_has_ended() -> None:
    withdrawn = case(f"2024-03-01 10:00 {GIVEN} id:yes\n2024-03-05 10:00 consent.withdrawn thread:yes\n{SHARED}")
    assert broken(CONSENT, withdrawn) == BROKEN


def test_a_consent_that_was_withdrawn_lets_no_older_one_step_in() -> None:
    book = case(f"""
        2024-03-01 10:00 {GIVEN}
        2024-03-02 10:00 {GIVEN} id:second
        2024-03-05 10:00 consent.withdrawn thread:second
        {SHARED}
    """)
    assert broken(CONSENT, book) == BROKEN


def test_a_consent_withdrawn_after_the_sharing_does_not_break_it() -> None:
    book = case(f"2024-03-01 10:00 {GIVEN} id:yes\n{SHARED}\n2024-03-11 10:00 consent.withdrawn thread:yes")
    assert broken(CONSENT, book) == []


def test_each_person_whom_it_is_about_must_have_said_yes() -> None:
    two = "2024-03-01 09:00 person.joined v1 role=victim\n2024-03-01 09:00 person.joined v2 role=victim"
    one = f"{two}\n2024-03-02 10:00 {GIVEN} v1"
    assert broken(CONSENT, case(f"{one}\n{SHARED} v1")) == []
    assert broken(CONSENT, case(f"{one}\n{SHARED} v1 v2")) == BROKEN
    assert broken(CONSENT, case(f"{one}\n{SHARED}")) == BROKEN
    assert broken(CONSENT, case(f"{one}\n2024-03-02 10:00 {GIVEN} v2\n{SHARED}")) == []


def test_before_anyone_has_joined_it_is_about_the_unnamed_victim() -> None:
    assert (
        broken(CONSENT, case(f"2024-03-02 10:00 {GIVEN}\n{SHARED}\n2024-03-20 10:00 person.joined v1 role=victim"))
        == []
    )


def test_the_same_thread_is_asked_of_both() -> None:
    rules = guard('on = "security.fitted"\nneeds = [{event = "security.approved", same_thread = true}]')
    book = case("""
        2024-03-01 10:00 security.requested id:doors
        2024-03-01 10:00 security.requested id:locks
        2024-03-02 10:00 security.approved thread:doors
        2024-03-03 10:00 security.fitted thread:doors
        2024-03-03 10:00 security.fitted thread:locks
    """)
    assert broken(rules, book) == ["it at 5"]


def test_the_opener_of_the_thread_belongs_to_it() -> None:
    rules = guard('on = "security.fitted"\nneeds = [{event = "security.requested", same_thread = true}]')
    book = case("2024-03-01 10:00 security.requested id:doors\n2024-03-03 10:00 security.fitted thread:doors")
    assert broken(rules, book) == []


def test_what_continues_a_thread_is_guarded_by_the_facts_of_its_opener() -> None:
    rules = guard('on = {event = "referral.sent", where = {service = "refuge"}}\nneeds = ["wishes.recorded"]')
    book = case("""
        2024-03-01 10:00 referral.offered service=refuge id:refuge
        2024-03-01 10:00 referral.offered service=idva id:idva
        2024-03-03 10:00 referral.sent thread:refuge
        2024-03-03 10:00 referral.sent thread:idva
    """)
    assert broken(rules, book) == ["it at 3"]


@pytest.mark.parametrize(
    ("approved", "found"),
    [("by:lee", []), ("by:sam", []), ("by:ada", ["it at offered"]), ("by:nobody", ["it at offered"])],
)
def test_what_must_be_by_somebody_else_is_by_another_than_the_last_proposer(approved: str, found: list[str]) -> None:
    rules = guard('on = "survey.offered"\nneeds = [{event = "closure.approved", by_other_than = "closure.proposed"}]')
    book = case(f"""
        2024-03-01 10:00 closure.proposed by:lee
        2024-03-02 10:00 closure.proposed by:ada
        2024-03-03 10:00 closure.approved {approved}
        2024-03-04 10:00 survey.offered by:sam id:offered
    """)
    assert broken(rules, book) == found


def test_where_nobody_has_proposed_it_is_by_another_than_whoever_does_it() -> None:
    rules = guard('on = "survey.offered"\nneeds = [{event = "closure.approved", by_other_than = "closure.proposed"}]')
    offered = "2024-03-04 10:00 survey.offered by:sam id:offered"
    assert broken(rules, case(f"2024-03-03 10:00 closure.approved by:lee\n{offered}")) == []
    assert broken(rules, case(f"2024-03-03 10:00 closure.approved by:sam\n{offered}")) == ["it at offered"]


def test_what_may_never_be_is_refused_by_its_own_facts() -> None:
    rules = guard('on = "tenancy.settled"\nnever = {decided_by = {not = ["tenants", "court"]}}')
    book = case("""
        2024-03-01 10:00 tenancy.settled decided_by=court
        2024-03-02 10:00 tenancy.settled
    """)
    assert broken(rules, book) == ["it at 2"]


def test_of_what_may_never_be_all_facts_must_be_there() -> None:
    rules = guard('on = "campaign.run"\nnever = {audience = "customers", channel = "letter"}')
    book = organisation("""
        2024-03-01 10:00 campaign.run audience=customers channel=web
        2024-03-02 10:00 campaign.run audience=staff channel=letter
        2024-03-03 10:00 campaign.run audience=customers channel=letter
    """)
    assert broken(rules, book) == ["it at 3"]


def test_the_one_that_is_too_many_is_refused() -> None:
    rules = guard('on = "home.offered"\nat_most = 2\nin = "thread"')
    book = case("""
        2024-03-01 10:00 move.requested id:one
        2024-03-01 10:00 move.requested id:two
        2024-03-02 10:00 home.offered thread:one
        2024-03-03 10:00 home.offered thread:one
        2024-03-04 10:00 home.offered thread:two
        2024-03-05 10:00 home.offered thread:one
    """)
    assert broken(rules, book) == ["it at 6"]


def test_in_a_case_every_thread_counts() -> None:
    rules = guard('on = "home.offered"\nat_most = 1\nin = "case"')
    book = case("""
        2024-03-01 10:00 move.requested id:one
        2024-03-01 10:00 move.requested id:two
        2024-03-02 10:00 home.offered thread:one
        2024-03-04 10:00 home.offered thread:two
    """)
    assert broken(rules, book) == ["it at 4"]


def test_only_those_that_the_guard_means_are_counted() -> None:
    rules = guard('on = {event = "home.offered", where = {counts = {not = false}}}\nat_most = 1\nin = "thread"')
    book = case("""
        2024-03-01 10:00 move.requested id:one
        2024-03-02 10:00 home.offered thread:one counts=no
        2024-03-03 10:00 home.offered thread:one
        2024-03-04 10:00 home.offered thread:one counts=no
        2024-03-05 10:00 home.offered thread:one
    """)
    assert broken(rules, book) == ["it at 5"]


def test_a_case_is_judged_by_the_organisations_book_too() -> None:
    rules = guard("""
on = "information.shared"
needs = [{event = "agreement.signed", latest = true, ended_by = "agreement.ended"}]
""")
    signed = organisation("2024-01-04 10:00 agreement.signed id:one")
    ended = organisation("2024-01-04 10:00 agreement.signed id:one\n2024-02-01 10:00 agreement.ended thread:one")
    assert [broken(rules, case(SHARED), own=own) for own in (None, signed, ended)] == [BROKEN, [], BROKEN]
