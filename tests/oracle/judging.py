"""The oracle's whole judgement: every obligation of every book under the version in force when its clock started."""

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from lintel.events.entry import Book
from tests.oracle.organisation import covered, in_post, share
from tests.oracle.patterns import events
from tests.oracle.reading import Seen, day_of, read
from tests.oracle.rhythms import rhythms
from tests.oracle.settling import Owed, deadlines, onces
from tests.oracle.world import World, organisations_alone

ORGANISATION = "organisation"
Policy = dict[str, Any]


def policy_from(path: Path) -> Policy:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def in_force(policy: Policy) -> date:
    found = policy["policy"].get("in_force", date.min)
    assert isinstance(found, date)
    return found


def version_at(policies: Sequence[Policy], at: datetime) -> Policy:
    """The version in force on the local date; anything before the first version by the first."""
    ordered = sorted(policies, key=in_force)
    begun = [policy for policy in ordered if in_force(policy) <= day_of(at)]
    return begun[-1] if begun else ordered[0]


def organisations(rule: dict[str, Any]) -> bool:
    """The organisation's own: posts, cover and shares, and every rule whose `do` is an event of its book."""
    if rule["kind"] in ("in_post", "covered", "share"):
        return True
    return all(organisations_alone(event) for event in events(rule["do"]))


@dataclass(frozen=True)
class Judged:
    worlds: dict[str, World]
    owed: list[Owed]


def judge(books: Iterable[Book], policies: Sequence[Policy], as_of: datetime, known_on: datetime) -> Judged:
    """A case's rules see that case and the organisation's book; the organisation's rules see every book."""
    every = {book.name: read(book.entries, as_of, known_on) for book in books}
    own = every.get(ORGANISATION, [])
    beside = [each for each in own if organisations_alone(each.event)]
    found: list[Owed] = []
    worlds: dict[str, World] = {}
    for policy in policies:
        head = policy["policy"]
        cases = [
            World(name, theirs, in_order([*theirs, *beside]), as_of, head, is_case=True)
            for name, theirs in every.items()
            if name != ORGANISATION and not name.startswith("person:")
        ]
        all_cases = [each for case in cases for each in case.own]
        whole = World(ORGANISATION, own, in_order([*all_cases, *own]), as_of, head, is_case=False)
        for rule in policy.get("commitment", []):
            here: list[Owed] = []
            if not organisations(rule):
                for case in cases:
                    here += obligations(case, rule) if case.own else []
            elif own or (rule["kind"] in ("deadline", "share") and whole.entries):
                here += share(whole, cases, rule) if rule["kind"] == "share" else obligations(whole, rule)
            found += [each for each in here if version_at(policies, each.opened_at) is policy]
        worlds |= {world.book: world for world in [*cases, whole]}
    return Judged(worlds, found)


def in_order(entries: list[Seen]) -> list[Seen]:
    return sorted(entries, key=lambda each: each.place)


def obligations(world: World, rule: dict[str, Any]) -> list[Owed]:
    kinds = {
        "deadline": deadlines,
        "rhythm": rhythms,
        "once": onces,
        "in_post": in_post,
        "covered": covered,
    }
    return kinds[rule["kind"]](world, rule)
