"""`lintel events`: the kinds of event there are, and what one of them may say."""

import argparse
import json
import sys

from lintel.cli.tables import columns
from lintel.commitments.loading import find
from lintel.commitments.patternchecks import near_event, shown
from lintel.commitments.policy import Policy
from lintel.events.registry import KINDS, Kind
from lintel.events.schema import schema, schemas

_REFUSED = 1


def list_events(arguments: argparse.Namespace) -> int:
    """All kinds, or one of them with its facts, its sealed fields, and a policy's prompts beside it."""
    kind = KINDS.get(arguments.kind) if arguments.kind else None
    if arguments.kind and kind is None:
        print(f"{shown(arguments.kind)} is no kind of event; {near_event(arguments.kind)}", file=sys.stderr)
        return _REFUSED
    policy = find(arguments.policy).all[-1] if arguments.policy else None
    if arguments.format == "json":
        print(json.dumps(schema(kind.name) if kind else schemas()))
    elif kind:
        _print_kind(kind, policy)
    else:
        rows = [_row(each) for each in KINDS.values()]
        print(columns(["Event", "moment", "book", "thread", "in an officer's words"], rows, left=5))
    return 0


def _row(kind: Kind) -> list[str]:
    said = kind.declaration
    return [said.name, said.moment, " ".join(said.books), _threads(kind), said.label]


def _threads(kind: Kind) -> str:
    said = kind.declaration
    return f"opens {said.opens}" if said.opens else f"in {said.continues}" if said.continues else ""


def _print_kind(kind: Kind, policy: Policy | None) -> None:
    print(f"{kind.name}: {kind.declaration.label}\n{kind.declaration.hint}\n")
    rows = [[name, fact.expected()] for name, fact in kind.facts.items()]
    rows += [[name, "sealed: text that no rule and no figure sees"] for name in kind.sealed]
    print(columns(["Field", "may be"], rows, left=2))
    for prompt in policy.guidance if policy else ():
        if f"event:{kind.name}" in prompt.at:
            print(f"{prompt.says} [{', '.join(prompt.clause)}]")
