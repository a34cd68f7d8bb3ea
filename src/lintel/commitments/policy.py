"""A landlord's policy, read and checked, and its versions over time."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Literal

from lintel.commitments.rules import Commitment, Guard, Measure
from lintel.commitments.workingdays import WorkingDays
from lintel.events.entry import local_day

ClauseStrength = Literal["must", "aim", "may", "fact"]
Setting = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of the source in our own words, what honours it today, and what is planned to."""

    id: str
    strength: ClauseStrength
    says: str
    honoured_by: tuple[str, ...] = ()
    planned: tuple[str, ...] = ()
    because: str | None = None


@dataclass(frozen=True, slots=True)
class Guidance:
    """A prompt for the person at the form or page named in `at`."""

    id: str
    clause: tuple[str, ...]
    says: str
    at: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Policy:
    """One version of one landlord's policy. `in_force` is a local date; None where the source bears none."""

    id: str
    provider: str
    title: str
    in_force: date | None
    review_due: date | None
    working: WorkingDays
    words: Mapping[str, str]
    definition: Mapping[str, object]
    settings: Mapping[str, Setting]
    clauses: tuple[Clause, ...]
    commitments: tuple[Commitment, ...]
    guards: tuple[Guard, ...]
    measures: tuple[Measure, ...]
    guidance: tuple[Guidance, ...]

    def clauses_of(self, rule: str) -> tuple[str, ...]:
        """The clauses that name a rule, as `guard:safe-contact`, among what honours them."""
        return tuple(clause.id for clause in self.clauses if rule in clause.honoured_by)

    def said(self, clauses: Iterable[str]) -> tuple[tuple[str, str], ...]:
        """Some clauses, each by its id with what it says."""
        return tuple((each, self._says.get(each, "")) for each in clauses)

    @cached_property
    def _says(self) -> Mapping[str, str]:
        return {clause.id: clause.says for clause in self.clauses}


class Versions:
    """The versions of a provider's policy, oldest first. A rule of each holds from its date to the next one's."""

    def __init__(self, policies: Sequence[Policy]) -> None:
        self.all = sorted(policies, key=lambda policy: policy.in_force or date.min)
        self.single = len(self.all) == 1
        self.commitments: tuple[Commitment, ...] = tuple(rule for policy in self.all for rule in policy.commitments)

    def at(self, instant: datetime) -> Policy:
        """The version in force on the local date of an instant; the first one for anything before it."""
        if self.single:
            return self.all[0]
        day = local_day(instant)
        begun = [policy for policy in self.all if (policy.in_force or date.min) <= day]
        return begun[-1] if begun else self.all[0]

    def before_the_first(self, instant: datetime) -> bool:
        """Whether an instant lies before the first version, and is judged by that one for want of another."""
        first = self.all[0].in_force
        return first is not None and local_day(instant) < first
