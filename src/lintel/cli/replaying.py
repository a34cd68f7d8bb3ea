"""`lintel replay`: what would have been different under another policy or version."""

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from lintel.cli.checking import print_scattered
from lintel.cli.database import with_database
from lintel.cli.instants import as_of_or_now
from lintel.cli.judging import Judgement, all_read, judged
from lintel.cli.tables import columns
from lintel.commitments.differences import Change, Difference
from lintel.commitments.obligations import STATES, Obligation, State
from lintel.commitments.policy import Versions
from lintel.commitments.reasons import day, instant
from lintel.events.interchange import Checked

_WRONG_USAGE = 2


def replay(arguments: argparse.Namespace) -> int:
    """Judge the same files by two policies and print what differs, by commitment and by case."""
    wrong = _wrong_usage(arguments)
    if wrong:
        print(f"lintel replay: {wrong}", file=sys.stderr)
        return _WRONG_USAGE
    if not arguments.database:
        return _replay(arguments, arguments.files)
    with tempfile.TemporaryDirectory() as folder:  # it holds facts alone, and only for as long as this takes
        arguments.out = Path(folder) / "database"
        return with_database("facts", "write")(arguments) or _replay(arguments, [arguments.out])


def _wrong_usage(arguments: argparse.Namespace) -> str | None:
    if arguments.database and arguments.files:
        return "name files, or --database, not both"
    if arguments.database and not arguments.by:
        return "--database needs --by: whoever has the facts of every case is written down"
    return None if arguments.database or arguments.files else "nothing to replay; name one or more files"


def _replay(arguments: argparse.Namespace, paths: Sequence[Path]) -> int:
    (policy, against), files = all_read([arguments.policy, arguments.against], paths)
    as_of = as_of_or_now(arguments.as_of)
    difference = Difference.between(policy, against)
    cases: dict[str, list[Change]] = {}
    for file in files:
        for was, would_be in _twice(file, policy, against, as_of, arguments.known_on):
            changes = difference.add(was.obligations, would_be.obligations, was.breaches, would_be.breaches)
            if changes:
                cases[was.book if len(files) == 1 else f"{file.path.name}: {was.book}"] = changes
        print_scattered(file)
    names = _names(arguments, (policy.at(as_of).id, against.at(as_of).id))
    if arguments.format == "json":
        print(json.dumps(_json(difference, cases, names)))
    else:
        _print(difference, cases, names, as_of)
    return 0


def _names(arguments: argparse.Namespace, ids: tuple[str, str]) -> tuple[str, str]:
    """What the two are called: by their ids or, where a copy still has the id of the other, by their files."""
    if ids[0] != ids[1]:
        return ids
    policy, against = (
        Path(name).stem if name.endswith(".toml") else known
        for name, known in zip((arguments.policy, arguments.against), ids, strict=True)
    )
    return policy, against


def _twice(
    file: Checked, policy: Versions, against: Versions, as_of: datetime, known_on: datetime | None
) -> Iterator[tuple[Judgement, Judgement]]:
    was = judged(file, policy, as_of, known_on)
    return zip(was, judged(file, against, as_of, known_on), strict=True)


def _commitments(difference: Difference) -> list[str]:
    return list(dict.fromkeys([*difference.was, *difference.would_be]))


def _json(difference: Difference, cases: dict[str, list[Change]], names: tuple[str, str]) -> dict[str, Any]:
    return {
        "policy": names[0],
        "against": names[1],
        "commitments": [
            {
                "commitment": name,
                "policy": _counts(difference.was.get(name)),
                "against": _counts(difference.would_be.get(name)),
                "changed": difference.changed[name],
                "moved": difference.moved[name],
            }
            for name in _commitments(difference)
        ],
        "guards": [
            {
                "guard": name,
                "policy": difference.breaches_were[name],
                "against": difference.breaches_would_be[name],
            }
            for name in sorted({*difference.breaches_were, *difference.breaches_would_be})
        ],
        "cases": [{"book": book, "changes": [_change(each) for each in changes]} for book, changes in cases.items()],
    }


def _counts(states: Counter[State] | None) -> dict[str, int] | None:
    return None if states is None else {state: states[state] for state in STATES}


def _change(change: Change) -> dict[str, Any]:
    return {
        **change.key._asdict(),
        "only_moved": change.only_moved,
        "policy": _standing(change.was),
        "against": _standing(change.would_be),
    }


def _standing(each: Obligation | None) -> dict[str, Any] | None:
    return None if each is None else {"state": each.state, "due_on": str(each.due_on) if each.due_on else None}


def _print(difference: Difference, cases: dict[str, list[Change]], names: tuple[str, str], as_of: datetime) -> None:
    print(f"{names[0]} against {names[1]}, as of {instant(as_of)}")
    print(f"{difference.books_changed} of {difference.books} books come out otherwise\n")
    print(columns(["Commitment", *names, "otherwise", "another date"], _rows(difference), left=3))
    print("In each cell: kept + late + missed + overdue, then what is due or excused.\n")
    guards = sorted({*difference.breaches_were, *difference.breaches_would_be})
    if guards:
        counts = (difference.breaches_were, difference.breaches_would_be)
        print(columns(["Breaches of", *names], [[name, *(str(each[name]) for each in counts)] for name in guards]))
    for book, changes in cases.items():
        lines = list(_lines(difference, changes, names))
        if lines:
            print("\n".join([f"  {book}", *(f"    {line}" for line in lines)]))


def _rows(difference: Difference) -> Iterator[list[str]]:
    for name in _commitments(difference):
        if not (difference.was.get(name) or difference.would_be.get(name)):
            continue
        cells = [_cell(difference.was.get(name)), _cell(difference.would_be.get(name))]
        yield [name, *cells, *(str(counted[name] or "·") for counted in (difference.changed, difference.moved))]


def _lines(difference: Difference, changes: list[Change], names: tuple[str, str]) -> Iterator[str]:
    """What comes out otherwise in one book; of promises that only one policy makes, only how many."""
    alone: Counter[str] = Counter()
    for change in changes:
        promised = [change.key.commitment in counted for counted in (difference.was, difference.would_be)]
        if not all(promised):
            alone[names[promised.index(True)]] += 1
        elif not change.only_moved:
            yield _line(change)
    yield from (f"{number} obligations that only {name} makes" for name, number in alone.items())


def _cell(states: Counter[State] | None) -> str:
    if states is None:
        return "not promised"
    if not states:
        return "nothing owed"
    shown = " + ".join(str(states[state]) for state in ("kept", "late", "missed", "overdue"))
    rest = [f"{states[state]} {state}" for state in ("due", "excused") if states[state]]
    return f"{shown} ({', '.join(rest)})" if rest else shown


def _line(change: Change) -> str:
    key = change.key
    whom = f" {key.subject}" if key.subject else ""
    since = day(change.any.opened_on)
    return f"{key.commitment}{whom} from {since}: {_said(change.was)} -> {_said(change.would_be)}"


def _said(each: Obligation | None) -> str:
    if each is None:
        return "not owed"
    return f"{each.state}, due {day(each.due_on)}" if each.due_on else each.state
