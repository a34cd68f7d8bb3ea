"""The rules of a policy, ready to be applied: commitments, guards and measures."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from lintel.commitments.patterns import Pattern, Test
from lintel.commitments.periods import Period
from lintel.commitments.workingdays import WorkingDays

CommitmentKind = Literal["deadline", "rhythm", "once", "in_post", "covered", "share"]
Per = Literal["case", "thread", "victim", "child", "holder"]
Each = Literal["month", "quarter", "year"]
Strength = Literal["bar", "reason", "remind"]
Tests = tuple[tuple[str, Test], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Commitment:
    """Something the landlord has promised. What each field means for each kind: docs/policy-format.md.

    `threaded` says that trigger and doing belong to one thread; `organisation` that the promise is the
    landlord's own and not a case's. `policy` is the id of the version that states it.
    """

    policy: str
    id: str
    kind: CommitmentKind
    per: Per
    working: WorkingDays
    clause: tuple[str, ...] = ()
    says: str = ""
    do: Pattern | None = None
    after: Pattern | None = None
    within: Period | None = None
    by: str | None = None
    counts: Literal["each", "first"] = "each"
    every: Period | None = None
    begins: Pattern | None = None
    changed_by: Pattern | None = None
    each: Each | None = None
    before: Pattern | None = None
    roles: tuple[str, ...] = ()
    part: float = 0.0
    applies_when: Pattern | None = None
    unless: Pattern | None = None
    same: tuple[str, ...] = ()
    aim: Period | None = None
    threaded: bool = False
    organisation: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Need:
    """One thing that must be there before a guarded entry may be made; any one of `either` will do."""

    either: "tuple[Requirement, ...]"


@dataclass(frozen=True, slots=True, eq=False)
class Requirement:
    """What an earlier entry must be like. `event` None: a safe channel is asked for instead of an entry."""

    event: str | None
    where: Tests = ()
    among: Tests = ()
    latest: bool = False
    same: tuple[str, ...] = ()
    same_thread: bool = False
    each_about: bool = False
    ended_by: Pattern | None = None
    since: Pattern | None = None
    fresh: Period | None = None
    by_other_than: Pattern | None = None
    wanted: Mapping[str, object] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Guard:
    """A rule about what may be done, and what must be there first."""

    policy: str
    id: str
    on: Pattern
    strength: Strength
    clause: tuple[str, ...] = ()
    says: str = ""
    needs: tuple[Need, ...] = ()
    never: Tests = ()
    at_most: int | None = None
    within: Literal["thread", "case"] = "case"
    protects: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Measure:
    """A figure over a period: a rate of kept obligations, a count of entries, or the mean of a number."""

    id: str
    kind: Literal["rate", "count", "mean"]
    clause: tuple[str, ...] = ()
    says: str = ""
    of: str | None = None
    per: Literal["obligation", "case"] = "obligation"
    by: Literal["opened", "due"] = "opened"
    pattern: Pattern | None = None
    fact: str | None = None
    distinct: str | None = None
    target: float | None = None
    better: Literal["up", "down"] = "up"
