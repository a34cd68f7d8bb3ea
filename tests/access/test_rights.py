"""Who may what, one rule at a time."""

import subprocess
import sys
from itertools import product
from typing import Any

import pytest

from lintel.access.grants import CASE_OBJECTS, COLLEAGUE, ORDINARY, REACH, ROLES, STATES
from lintel.access.rights import Actor, Relation, Right, Role, Standing, State, may, strongest
from tests.access.rights_asked import ASSIGNED, DPO, HR, LEAD, OFFICER, actor, allowed, fresh, on_cases

RANDOM_WORDS = ("", "READ", "read ", "delete", "*", "cases")


# Default deny: Z1


@pytest.mark.parametrize("word", RANDOM_WORDS)
def test_a_word_that_the_table_does_not_have_is_refused_everywhere(word: Any) -> None:
    refused = Right(False, "refused:default")
    assert may(OFFICER, word, "case", ASSIGNED) == refused
    assert may(OFFICER, "read", word, ASSIGNED) == refused
    assert may(OFFICER, "read", "case", fresh("assigned", word)) == refused
    assert may(Actor(True, frozenset({word})), "read", "case", ASSIGNED) == refused
    assert may(OFFICER, "read", "case", Standing(word + "assigned ", state="open")) == refused


def test_nobody_without_a_live_account_may_do_anything() -> None:
    everybody_once = Actor(False, frozenset(ROLES))
    for relation, state in product(REACH, STATES):
        assert allowed(everybody_once, fresh(relation, state, address_ticked=True)) == set()
    assert may(everybody_once, "record", "report").ground == "refused:account"


def test_signed_in_without_a_role_is_nothing() -> None:
    assert [relation for relation in REACH if allowed(actor(), fresh(relation, "open", address_ticked=True))] == []


def test_a_case_whose_state_is_not_known_is_refused() -> None:
    assert on_cases(allowed(OFFICER, fresh("assigned", None))) == set()


# Need to know: Z2 to Z5


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("state", STATES)
def test_without_a_relation_no_role_lists_counts_reads_or_reveals_anything_of_a_case(role: Role, state: State) -> None:
    found = on_cases(allowed(actor(role), fresh(state=state, address_ticked=True)))
    seen = {(verb, thing) for verb, thing in found if verb in ("list", "count", "read", "reveal", "print", "export")}
    assert seen <= {("list", "case_read_log"), ("count", "case_read_log"), ("read", "case_read_log")}
    assert not seen or role == "data_protection_officer"


def test_every_role_together_without_a_relation_still_sees_into_no_case() -> None:
    everything = Actor(True, frozenset(ROLES) - {"administrator"})
    assert not may(everything, "read", "case", fresh(state="open")).allowed
    assert not may(everything, "list", "case", fresh(state="open")).allowed
    assert not may(everything, "list", "person", fresh(state="open")).allowed


@pytest.mark.parametrize("relation", REACH)
def test_a_relation_counts_only_with_a_role_that_carries_it(relation: Relation) -> None:
    others = frozenset(ROLES) - set(REACH[relation].roles) - {"data_protection_officer"}
    for state in STATES:
        found = on_cases(allowed(Actor(True, others), fresh(relation, state, address_ticked=True)))
        assert found == set()


@pytest.mark.parametrize("relation", REACH)
@pytest.mark.parametrize("state", STATES)
def test_the_administrator_reads_no_case_no_person_and_no_search(relation: Relation, state: State) -> None:
    for who in (actor("administrator"), actor("administrator", "officer"), actor(*ROLES)):
        found = allowed(who, fresh(relation, state, address_ticked=True))
        assert on_cases(found) == set()
        assert not {thing for _, thing in found} & {"person", "search", "desk", "homes", "certificate", "read_log"}


def test_the_auditor_reads_the_log_figures_anchors_and_certificates_and_no_case() -> None:
    read = {thing for verb, thing in allowed(actor("auditor"), fresh("assigned", "open")) if verb == "read"}
    assert {"read_log", "figures", "anchor", "certificate"} <= read
    assert not read & {*CASE_OBJECTS, "person", "desk", "search", "report"}


def test_the_manager_sees_figures_and_how_many_and_no_case() -> None:
    found = allowed(actor("manager"), fresh("team_lead", "open"))
    assert {verb for verb, thing in found if thing == "desk"} == {"count"}
    assert ("read", "figures") in found
    assert on_cases(found) == set()


def test_a_reporter_may_report_a_concern_and_nothing_else() -> None:
    for relation, state in product(REACH, STATES):
        assert allowed(actor("reporter"), fresh(relation, state, address_ticked=True)) == {("record", "report")}


def test_everybody_with_a_role_may_report_a_concern() -> None:
    assert [role for role in ROLES if not may(actor(role), "record", "report").allowed] == []


# Relations and states


@pytest.mark.parametrize("state", COLLEAGUE)
def test_a_colleagues_case_is_closed_to_the_team_lead_safeguarding_and_the_broken_glass(state: State) -> None:
    everybody = Actor(True, frozenset(ROLES) - {"administrator", "data_protection_officer"})
    for relation in ("team_lead", "safeguarding", "break_glass", "none"):
        assert on_cases(allowed(everybody, fresh(relation, state, address_ticked=True))) == set()


@pytest.mark.parametrize("state", COLLEAGUE)
def test_a_colleagues_case_is_open_to_hr_the_named_and_the_assigned(state: State) -> None:
    assert may(HR, "read", "case", fresh("hr", state)) == Right(True, "hr")
    assert may(OFFICER, "read", "case", fresh("named", state)) == Right(True, "named")
    assert may(OFFICER, "read", "case", fresh("assigned", state)) == Right(True, "assigned")


@pytest.mark.parametrize("state", ORDINARY)
def test_hr_reaches_colleagues_cases_alone(state: State) -> None:
    assert on_cases(allowed(HR, fresh("hr", state))) == set()


@pytest.mark.parametrize(("state", "closes"), [("open", True), ("held", True), ("closed", False), ("erased", False)])
def test_what_is_closed_is_read_and_recorded_in_but_not_closed_again(state: State, closes: bool) -> None:
    assert may(OFFICER, "close", "case", fresh("assigned", state)).allowed is closes
    assert may(OFFICER, "read", "case", fresh("assigned", state)).allowed is (state != "erased")
    assert may(OFFICER, "record", "note", fresh("assigned", state)).allowed is (state != "erased")


def test_of_an_erased_case_there_is_the_certificate_alone() -> None:
    everything = Actor(True, frozenset(ROLES) - {"administrator"})
    for relation in (*REACH, "none"):
        found = allowed(everything, fresh(relation, "erased", address_ticked=True))
        assert on_cases(found) == set()
        assert ("read", "person") not in found
    readers = {role for role in ROLES if may(actor(role), "read", "certificate", fresh(state="erased")).allowed}
    assert readers == {"data_protection_officer", "auditor", "da_lead"}


@pytest.mark.parametrize("state", ["open", "held", "colleague", "colleague_held", "erased"])
def test_only_what_is_closed_and_not_held_can_be_erased(state: State) -> None:
    everything = Actor(True, frozenset(ROLES) - {"administrator"})
    for relation in (*REACH, "none"):
        assert not may(everything, "propose", "erasure", fresh(relation, state)).allowed
        assert not may(everything, "approve", "erasure", fresh(relation, state)).allowed


def test_erasing_takes_the_da_lead_and_the_data_protection_officer() -> None:
    assert may(LEAD, "propose", "erasure", fresh("team_lead", "closed")).allowed
    assert may(DPO, "approve", "erasure", fresh(state="closed")) == Right(True, "data_protection_officer")
    assert not may(LEAD, "approve", "erasure", fresh("team_lead", "closed")).allowed
    assert not may(DPO, "propose", "erasure", fresh(state="closed")).allowed


# The strongest relation


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("state", STATES)
def test_the_strongest_relation_lets_whatever_any_weaker_one_would(role: Role, state: State) -> None:
    who = actor(role)
    for pair in product(REACH, repeat=2):
        chosen = strongest(who, pair, state)
        found = on_cases(allowed(who, fresh(chosen, state, address_ticked=True)))
        weaker = on_cases(allowed(who, fresh(pair[0], state, address_ticked=True)))
        assert (weaker - {("open", "break_glass")}) - found == set(), (pair, chosen)


def test_a_relation_that_does_not_reach_is_passed_over() -> None:
    both = actor("da_lead", "hr_partner")
    assert strongest(both, {"team_lead", "hr"}, "open") == "team_lead"
    assert strongest(both, {"team_lead", "hr"}, "colleague") == "hr"
    assert strongest(LEAD, {"team_lead", "break_glass"}, "colleague") == "none"
    assert strongest(actor("manager"), {"assigned"}, "open") == "none"
    assert strongest(OFFICER, {"assigned"}, "erased") == "none"
    assert strongest(OFFICER, set(), "open") == "none"


# Pure


def test_the_table_is_asked_without_django() -> None:
    code = "import sys, lintel.access.rights, lintel.access.table; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
