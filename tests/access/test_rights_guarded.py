"""What is guarded beyond the table’s rows: sealed things, second factors, conflicts, broken glass, two people."""

from itertools import product

import pytest

from lintel.access.grants import REACH, REACHES_CASES, ROLES, STATES
from lintel.access.rights import Actor, Relation, Right, Standing, State, Thing, Verb, may
from tests.access.rights_asked import (
    ADMINISTRATOR,
    ASSIGNED,
    DPO,
    HR,
    LEAD,
    OFFICER,
    PEOPLE,
    actor,
    allowed,
    fresh,
    on_cases,
)

# Sealed things: Z3


@pytest.mark.parametrize("thing", ["safe_address", "child_location", "informant", "perpetrator_contact"])
def test_what_is_sealed_is_never_read_or_listed_but_only_revealed(thing: Thing) -> None:
    seen = [
        verb for verb in ("list", "count", "read", "print", "export") if may(OFFICER, verb, thing, ASSIGNED).allowed
    ]
    assert seen == []
    assert may(OFFICER, "reveal", thing, fresh("assigned", "open")) == Right(True, "assigned")


@pytest.mark.parametrize("thing", ["informant", "perpetrator_contact"])
def test_safeguarding_and_the_broken_glass_never_reveal_who_told_or_how_to_reach_him(thing: Thing) -> None:
    for relation in ("safeguarding", "break_glass"):
        who = actor("safeguarding_lead", "da_lead")
        assert not may(who, "reveal", thing, fresh(relation, "open", address_ticked=True)).allowed


# The second factor again: A9


@pytest.mark.parametrize(
    ("who", "verb", "thing", "standing"),
    [
        (OFFICER, "reveal", "safe_address", ASSIGNED),
        (OFFICER, "reveal", "child_location", ASSIGNED),
        (OFFICER, "reveal", "informant", ASSIGNED),
        (OFFICER, "reveal", "perpetrator_contact", ASSIGNED),
        (OFFICER, "export", "case", ASSIGNED),
        (OFFICER, "record", "contact", ASSIGNED),
        (OFFICER, "correct", "contact", ASSIGNED),
        (OFFICER, "read", "sheet", ASSIGNED),
        (OFFICER, "open", "break_glass", Standing(state="open")),
        (ADMINISTRATOR, "manage", "role_grant", Standing()),
        (DPO, "approve", "role_grant", Standing()),
        (ADMINISTRATOR, "propose", "sign_in", Standing()),
        (LEAD, "approve", "sign_in", Standing()),
        (actor("auditor"), "export", "read_log", Standing()),
    ],
)
def test_the_dangerous_asks_for_the_second_factor_again(
    who: Actor, verb: Verb, thing: Thing, standing: Standing
) -> None:
    assert may(who, verb, thing, standing) == Right(False, "refused:step_up", needs_step_up=True)
    assert may(who, verb, thing, fresh(standing.relation, standing.state)).allowed


def test_who_may_not_is_never_asked_for_the_second_factor() -> None:
    refused = may(actor("manager"), "reveal", "safe_address", ASSIGNED)
    assert refused == Right(False, "refused:default", needs_step_up=False)


def test_reading_and_recording_ask_for_no_second_factor() -> None:
    assert may(OFFICER, "read", "contact", ASSIGNED) == Right(True, "assigned")
    assert may(OFFICER, "record", "note", ASSIGNED) == Right(True, "assigned")


# A conflict stands before everything: Z10


@pytest.mark.parametrize("relation", [*REACH, "none"])
def test_a_conflict_beats_every_role_every_relation_and_the_broken_glass(relation: Relation) -> None:
    for state in STATES:
        standing = fresh(relation, state, conflicted=True, address_ticked=True)
        assert allowed(Actor(True, frozenset(ROLES)), standing) == set()
        assert allowed(Actor(True, frozenset(ROLES) - {"administrator"}), standing) == set()


def test_a_conflict_is_said_to_the_log() -> None:
    assert may(OFFICER, "read", "case", fresh("assigned", "open", conflicted=True)).ground == "refused:conflict"
    assert may(OFFICER, "open", "break_glass", fresh(state="open", conflicted=True)).ground == "refused:conflict"


# What a broken glass shows: B2


def test_a_broken_glass_shows_a_case_and_changes_nothing() -> None:
    found = allowed(OFFICER, fresh("break_glass", "open", address_ticked=True))
    assert {verb for verb, _ in on_cases(found) - {("open", "break_glass")}} == {"list", "count", "read", "reveal"}
    assert may(OFFICER, "read", "note", fresh("break_glass", "open")) == Right(True, "break_glass")


@pytest.mark.parametrize("thing", ["safe_address", "child_location"])
def test_a_broken_glass_shows_an_address_only_if_that_was_ticked(thing: Thing) -> None:
    unticked = may(OFFICER, "reveal", thing, fresh("break_glass", "open"))
    assert unticked == Right(False, "refused:address_not_ticked")
    assert may(OFFICER, "reveal", thing, fresh("break_glass", "open", address_ticked=True)).allowed


def test_an_expired_glass_shows_nothing_and_may_be_broken_again() -> None:
    who, standing = PEOPLE["broke the glass an hour ago"]
    assert on_cases(allowed(who, fresh(standing.relation, "open", address_ticked=True))) == {("open", "break_glass")}


def test_whoever_broke_it_without_the_address_may_break_it_again_for_the_address() -> None:
    assert may(OFFICER, "open", "break_glass", fresh("break_glass", "open")).allowed


@pytest.mark.parametrize("relation", sorted(set(REACH) - {"break_glass"}))
def test_who_may_see_a_case_has_no_glass_to_break(relation: Relation) -> None:
    assert not may(actor("officer", "da_lead"), "open", "break_glass", fresh(relation, "open")).allowed


def test_only_who_does_casework_may_break_the_glass() -> None:
    breakers = {role for role in ROLES if may(actor(role), "open", "break_glass", fresh(state="open")).allowed}
    assert breakers == {"officer", "da_lead", "safeguarding_lead"}


def test_nobody_reviews_the_glass_that_they_broke() -> None:
    assert may(LEAD, "review", "break_glass_review").allowed
    assert may(LEAD, "review", "break_glass_review", fresh(own_proposal=True)).ground == "refused:own_proposal"


# Two people: Z11, D2


@pytest.mark.parametrize(
    ("thing", "state"),
    [("erasure", "closed"), ("hold", "held"), ("access_pack", "open"), ("role_grant", None), ("sign_in", None)],
)
def test_nobody_approves_what_they_proposed(thing: Thing, state: State | None) -> None:
    both = actor("da_lead", "data_protection_officer")
    assert may(both, "approve", thing, fresh("team_lead", state)).allowed
    own = may(both, "approve", thing, fresh("team_lead", state, own_proposal=True))
    assert own == Right(False, "refused:own_proposal")


@pytest.mark.parametrize("verb", ["propose", "approve", "manage"])
def test_nobody_touches_a_role_of_their_own(verb: Verb) -> None:
    for who in (actor("administrator"), actor("da_lead", "data_protection_officer")):
        assert not may(who, verb, "role_grant", fresh(on_self=True)).allowed
    assert may(LEAD, "read", "role_grant", fresh(on_self=True)).allowed


@pytest.mark.parametrize("thing", ["role_grant", "sign_in"])
def test_the_administrator_proposes_a_role_or_a_way_in_and_does_not_approve_it(thing: Thing) -> None:
    assert may(ADMINISTRATOR, "propose", thing, fresh()).allowed
    assert not may(ADMINISTRATOR, "approve", thing, fresh()).allowed
    approvers = {role for role in ROLES if may(actor(role), "approve", thing, fresh()).allowed}
    assert approvers == {"da_lead", "data_protection_officer"}


@pytest.mark.parametrize("verb", ["propose", "approve"])
def test_nobody_has_a_hand_in_a_way_in_of_their_own(verb: Verb) -> None:
    for who in (actor("administrator"), actor("da_lead", "data_protection_officer")):
        assert not may(who, verb, "sign_in", fresh(on_self=True)).allowed


@pytest.mark.parametrize("thing", ["role_grant", "sign_in"])
def test_whoever_was_let_in_anew_makes_nobody_more_yet_and_does_the_rest(thing: Thing) -> None:
    assert may(LEAD, "approve", thing, fresh(let_in_lately=True)).ground == "refused:let_in_lately"
    assert may(LEAD, "list", thing, fresh(let_in_lately=True)).allowed
    assert may(DPO, "approve", "hold", fresh(state="held", let_in_lately=True)).allowed


def test_the_roles_that_reach_cases_are_those_that_a_relation_counts_for() -> None:
    reaching = {
        role
        for role, relation, state in product(ROLES, REACH, STATES)
        if may(actor(role), "read", "case", fresh(relation, state)).allowed
    }
    assert reaching == REACHES_CASES


@pytest.mark.parametrize("state", STATES)
def test_the_hr_partner_approves_discretions_alone(state: State) -> None:
    for relation in (*REACH, "none"):
        found = [thing for verb, thing in allowed(HR, fresh(relation, state)) if verb == "approve"]
        assert found == ["discretion"]


# Who looked: L1


def test_the_da_lead_sees_who_looked_in_her_case_and_the_data_protection_officer_in_any() -> None:
    assert may(LEAD, "read", "case_read_log", fresh("team_lead", "open")) == Right(True, "team_lead")
    assert may(LEAD, "read", "case_read_log", fresh(state="open")).ground == "refused:default"
    assert may(DPO, "read", "case_read_log", fresh(state="colleague")) == Right(True, "data_protection_officer")
    assert not may(OFFICER, "read", "case_read_log", fresh("assigned", "open")).allowed
