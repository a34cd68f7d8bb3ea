"""`lintel policy`: check policy files, list clauses, print the schema."""

import argparse
import json
import sys
from collections import Counter
from typing import Any

from lintel.cli.tables import columns
from lintel.commitments.examples import examples_beside, load_examples, work
from lintel.commitments.loading import PolicyRefused, file_of, find, load
from lintel.commitments.policy import Clause, Policy, Versions
from lintel.commitments.policyfile import PolicyFile

_RULES = {"commitment", "guard", "measure"}
_WAYS = (
    "honoured_by_a_rule", "honoured_by_an_event", "honoured_by_guidance_alone", "honoured_otherwise", "planned_alone",
)  # fmt: skip
_CARRIERS = ("commitment", "guard", "measure", "event", "guidance", "setting", "word", "definition", "fact")
_REFUSED = 1


class _ExamplesFailError(ValueError):
    """A policy says otherwise than its worked examples."""


def check_policies(arguments: argparse.Namespace) -> int:
    """Check each file, and work the examples beside it. Every fault of every file is printed."""
    refused = False
    said: list[str] = []
    for name in arguments.files:
        try:
            said.append(_checked(name))
        except PolicyRefused as faults:
            refused = True
            print(faults, file=sys.stderr)
        except _ExamplesFailError as differences:
            refused = True
            print(differences, file=sys.stderr)
    if refused:
        return _REFUSED
    print("\n".join(said))
    return 0


def _checked(name: str) -> str:
    path = file_of(name)
    policy = load(path)
    rules = f"{len(policy.clauses)} clauses, {len(policy.commitments)} commitments, {len(policy.guards)} guards"
    said = f"{path.name}: right; {rules}, {len(policy.measures)} measures"
    beside = examples_beside(path)
    if not beside.is_file():
        return f"{said}; no examples beside it"
    outcomes = [work(example, Versions([policy])) for example in load_examples(beside)]
    wrong = [
        f'{beside.name}: "{each.example.name}": {difference}' for each in outcomes for difference in each.differences
    ]
    if wrong:
        raise _ExamplesFailError("\n".join(wrong))
    return f"{said}; {len(outcomes)} worked examples hold"


def print_schema(_: argparse.Namespace) -> int:
    """The JSON Schema of a policy file."""
    print(json.dumps(PolicyFile.model_json_schema(by_alias=True), indent=2))
    return 0


def print_clauses(arguments: argparse.Namespace) -> int:
    """Every clause of a policy with what honours it today, and what is only planned."""
    policy = find(arguments.policy).all[-1]
    if arguments.format == "json":
        print(json.dumps({"policy": policy.id, "clauses": [_clause(each) for each in policy.clauses],
                          "counts": counts(policy)}))  # fmt: skip
        return 0
    rows = [[each.id, each.strength, each.says, _carriers(each)] for each in policy.clauses]
    print(f"{policy.id}: {policy.title}\n")
    print(columns(["Clause", "strength", "in our words", "honoured by"], rows, left=4))
    for name, number in counts(policy).items():
        print(f"{number:>5}  {name.replace('_', ' ')}")
    return 0


def _clause(clause: Clause) -> dict[str, Any]:
    return {
        "id": clause.id,
        "says": clause.says,
        "strength": clause.strength,
        "honoured_by": list(clause.honoured_by),
        "planned": list(clause.planned),
    }


def _carriers(clause: Clause) -> str:
    planned = f"planned: {', '.join(clause.planned)}" if clause.planned else ""
    parts = (", ".join(clause.honoured_by), planned, clause.because)
    return "; ".join(part for part in parts if part)


def counts(policy: Policy) -> dict[str, int]:
    """How many clauses there are, how strong, and what carries them. What is planned is not honoured."""
    strengths = Counter(clause.strength for clause in policy.clauses)
    carried = Counter(_carried(clause) for clause in policy.clauses)
    named = Counter(kind for clause in policy.clauses for kind in _kinds(clause))
    return {
        "clauses": len(policy.clauses),
        **{strength: strengths[strength] for strength in ("must", "aim", "may", "fact")},
        "honoured": len(policy.clauses) - carried["planned_alone"],
        **{way: carried[way] for way in _WAYS},
        "planned_in_part": sum(bool(clause.honoured_by and clause.planned) for clause in policy.clauses),
        **{f"named_{carrier}": named[carrier] for carrier in _CARRIERS},
    }


def _kinds(clause: Clause) -> set[str]:
    return {reference.partition(":")[0] for reference in clause.honoured_by}


def _carried(clause: Clause) -> str:
    """The strongest way in which a clause is carried: by a rule, by an event, by guidance alone, by something else."""
    kinds = _kinds(clause)
    if not kinds:
        return "planned_alone"
    if kinds & _RULES:
        return "honoured_by_a_rule"
    if "event" in kinds:
        return "honoured_by_an_event"
    return "honoured_by_guidance_alone" if kinds == {"guidance"} else "honoured_otherwise"
