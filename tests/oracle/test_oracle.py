"""The engine against a second, slow implementation of the same written semantics, over random chronologies."""

import os
from functools import cache
from pathlib import Path

import pytest

from tests.oracle.comparing import Rules, rules
from tests.oracle.guarding import SHIPPED
from tests.oracle.hard_cases import CASES, Case
from tests.oracle.situations import Situation, shrunk, situation, told

HERE = Path(__file__).parent / "policies"
MADE_UP = ("deadlines", "threads", "rhythms", "onces", "organisation", "guards", "shares")
LANDLORDS = ("settle-2024", "midland-heart", "association", "aspire-2024", "whg-2022")
FULL = os.environ.get("LINTEL_PROOF") == "full"

SETS: dict[str, list[Path]] = {
    **{name: [HERE / f"{name}.toml"] for name in MADE_UP},
    "versions": [HERE / "versions-old.toml", HERE / "versions-new.toml"],
    **{name: [SHIPPED / f"{name}.toml"] for name in LANDLORDS},
}


@cache
def loaded(name: str) -> Rules:
    return rules(SETS[name])


def _kind(difference: str) -> str:
    """What a difference is about, apart from when and whose it was."""
    words = [word for word in difference.split() if word.startswith("commitment=")]
    return words[0] if words else " ".join(difference.split()[2:4])


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_hard_case(case: Case) -> None:
    found = case.situation()
    said = found.differences(loaded(case.policy))
    assert not said, "\n".join([told(found), *said])


@pytest.mark.parametrize("name", SETS)
def test_engine_and_oracle_agree(name: str) -> None:
    policy = loaded(name)
    many = (40 if FULL else 8) if name in LANDLORDS else (120 if FULL else 30)
    for seed in range(many):
        found = situation(seed, policy)
        said = found.differences(policy)
        if said:
            kind = _kind(said[0])

            def fails(trial: Situation, kind: str = kind) -> bool:
                return any(_kind(each) == kind for each in trial.differences(policy))

            least = shrunk(found, fails)
            pytest.fail("\n".join([f"{name}, seed {seed}", told(least), *least.differences(policy)]))
