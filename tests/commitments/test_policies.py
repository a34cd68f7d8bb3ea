"""The five policies: every clause is there and carried, and rules and clauses name each other."""

import pytest

from lintel.commitments.loading import find
from lintel.commitments.policy import Policy
from lintel.commitments.rules import Commitment, Guard, Measure
from tests.commitments.random_books import PROVIDERS

REGISTERED = {"settle": 63, "midland-heart": 119, "association": 49, "aspire": 81, "whg": 63}
"""How many clauses the register counts in the source of each policy."""

ADVICE = {"guidance", "word", "setting", "definition"}
CARRIED_BY_ADVICE_ALONE: dict[str, str] = {}
"""A must that no rule and no event carries, by its id, with the reason. There is none."""

NOT_YET = {"document", "register"}


def policy_of(provider: str) -> Policy:
    return find(provider).all[-1]


def named_rules(policy: Policy) -> dict[str, tuple[str, ...]]:
    """The policy's own rules by the name that a clause knows them by, with the clauses that each carries."""
    own = [each for each in policy.guards if each.policy == policy.id]
    return {
        **{f"commitment:{each.id}": each.clause for each in policy.commitments},
        **{f"guard:{each.id}": each.clause for each in own},
        **{f"measure:{each.id}": each.clause for each in policy.measures},
        **{f"guidance:{each.id}": each.clause for each in policy.guidance},
    }


def shown_rules(policy: Policy) -> list[Commitment | Guard | Measure]:
    return [*policy.commitments, *policy.guards, *policy.measures]


def carriers(references: tuple[str, ...]) -> set[str]:
    return {reference.partition(":")[0] for reference in references}


@pytest.mark.parametrize("provider", PROVIDERS)
def test_it_has_every_clause_that_the_register_counts(provider: str) -> None:
    ids = [clause.id for clause in policy_of(provider).clauses]
    assert len(set(ids)) == len(ids) == REGISTERED[provider]


@pytest.mark.parametrize("provider", PROVIDERS)
def test_every_clause_is_said_in_words(provider: str) -> None:
    assert [clause.id for clause in policy_of(provider).clauses if len(clause.says.split()) < 3] == []


@pytest.mark.parametrize("provider", PROVIDERS)
def test_every_rule_that_a_clause_names_names_the_clause(provider: str) -> None:
    policy = policy_of(provider)
    rules = named_rules(policy)
    named = [(clause.id, name) for clause in policy.clauses for name in clause.honoured_by if name in rules]
    assert [(clause, name) for clause, name in named if clause not in rules[name]] == []


@pytest.mark.parametrize("provider", PROVIDERS)
def test_every_clause_that_a_rule_names_names_the_rule(provider: str) -> None:
    policy = policy_of(provider)
    honoured = {clause.id: clause.honoured_by for clause in policy.clauses}
    named = [(clause, name) for name, clauses in named_rules(policy).items() for clause in clauses]
    assert [(clause, name) for clause, name in named if name not in honoured[clause]] == []


@pytest.mark.parametrize("provider", PROVIDERS)
def test_every_rule_carries_a_clause_and_says_what_it_asks(provider: str) -> None:
    policy = policy_of(provider)
    assert [name for name, clauses in named_rules(policy).items() if not clauses] == []
    assert [each.id for each in (*shown_rules(policy), *policy.guidance) if not each.says] == []


@pytest.mark.parametrize("provider", PROVIDERS)
def test_every_must_is_carried_by_more_than_advice(provider: str) -> None:
    musts = [clause for clause in policy_of(provider).clauses if clause.strength == "must"]
    assert [
        each.id for each in musts if carriers(each.honoured_by) <= ADVICE and each.id not in CARRIED_BY_ADVICE_ALONE
    ] == []


@pytest.mark.parametrize("provider", PROVIDERS)
def test_nothing_is_claimed_for_what_there_is_not_yet(provider: str) -> None:
    assert [each.id for each in policy_of(provider).clauses if carriers(each.honoured_by) & NOT_YET] == []


@pytest.mark.parametrize("provider", PROVIDERS)
def test_only_a_fact_rests_on_being_a_fact(provider: str) -> None:
    resting = [each for each in policy_of(provider).clauses if "fact" in each.honoured_by]
    assert {each.strength for each in resting} <= {"fact"}
    assert all(each.because for each in resting)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_every_clause_is_honoured_or_planned(provider: str) -> None:
    assert [each.id for each in policy_of(provider).clauses if not each.honoured_by and not each.planned] == []


@pytest.mark.parametrize("provider", PROVIDERS)
def test_every_rate_measures_a_commitment_that_there_is(provider: str) -> None:
    policy = policy_of(provider)
    promised = {each.id for each in policy.commitments}
    assert {each.of for each in policy.measures if each.kind == "rate"} <= promised
