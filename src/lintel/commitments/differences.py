"""What would have been different: the same histories judged by two policies, side by side."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lintel.commitments.guards import Breach
from lintel.commitments.obligations import Key, Obligation, State
from lintel.commitments.policy import Versions


@dataclass(frozen=True, slots=True)
class Change:
    """One obligation that is another under the second policy; None where a policy does not make it."""

    key: Key
    was: Obligation | None
    would_be: Obligation | None

    @property
    def only_moved(self) -> bool:
        """Whether the state would be the same, and only the due date another."""
        return self.was is not None and self.would_be is not None and self.was.state == self.would_be.state

    @property
    def any(self) -> Obligation:
        """The obligation under whichever policy makes it."""
        found = self.was or self.would_be
        if found is None:
            raise ValueError("a change is of an obligation that at least one policy makes")
        return found


@dataclass
class Difference:
    """The two judgements added up.

    States by commitment, breaches by guard; how many obligations come out otherwise (`changed`), how many come
    out the same by another date (`moved`), and in how many books anything comes out otherwise.
    """

    was: dict[str, Counter[State]] = field(default_factory=dict)
    would_be: dict[str, Counter[State]] = field(default_factory=dict)
    changed: Counter[str] = field(default_factory=Counter)
    moved: Counter[str] = field(default_factory=Counter)
    breaches_were: Counter[str] = field(default_factory=Counter)
    breaches_would_be: Counter[str] = field(default_factory=Counter)
    books: int = 0
    books_changed: int = 0

    @classmethod
    def between(cls, policy: Versions, against: Versions) -> "Difference":
        """A difference of two policies in which nothing has been judged yet: what each promises is known."""
        return cls(
            was={rule.id: Counter() for rule in policy.commitments},
            would_be={rule.id: Counter() for rule in against.commitments},
        )

    def add(
        self,
        was: Iterable[Obligation],
        would_be: Iterable[Obligation],
        broke: Iterable[Breach],
        would: Iterable[Breach],
    ) -> list[Change]:
        """Add one book; what changes in it."""
        before, after = _by_key(was), _by_key(would_be)
        for counted, found in ((self.was, before), (self.would_be, after)):
            for each in found.values():
                counted.setdefault(each.rule.id, Counter())[each.state] += 1
        self.breaches_were.update(each.guard.id for each in broke)
        self.breaches_would_be.update(each.guard.id for each in would)
        changes = list(_changes(before, after))
        for change in changes:
            (self.moved if change.only_moved else self.changed)[change.key.commitment] += 1
        self.books += 1
        self.books_changed += any(not change.only_moved for change in changes)
        return changes


def _by_key(obligations: Iterable[Obligation]) -> dict[Key, Obligation]:
    return {each.key: each for each in obligations}


def _changes(before: dict[Key, Obligation], after: dict[Key, Obligation]) -> Iterator[Change]:
    """Obligations of either policy whose state or due date is not the same under the other."""
    for key in dict.fromkeys([*before, *after]):
        was, would_be = before.get(key), after.get(key)
        if was is None or would_be is None or (was.state, was.due) != (would_be.state, would_be.due):
            yield Change(key, was, would_be)
