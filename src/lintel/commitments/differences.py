"""What would have been different: the same histories judged by two policies, side by side."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lintel.commitments.guards import Breach
from lintel.commitments.obligations import Key, Obligation, State


@dataclass(frozen=True, slots=True)
class Change:
    """One obligation that is another under the second policy; None where a policy does not make it."""

    key: Key
    was: Obligation | None
    would_be: Obligation | None

    @property
    def any(self) -> Obligation:
        """The obligation under whichever policy makes it."""
        found = self.was or self.would_be
        if found is None:
            raise ValueError("a change is of an obligation that at least one policy makes")
        return found


@dataclass
class Difference:
    """The two judgements added up: states by commitment, breaches by guard, and each obligation that changes."""

    was: dict[str, Counter[State]] = field(default_factory=dict)
    would_be: dict[str, Counter[State]] = field(default_factory=dict)
    changed: Counter[str] = field(default_factory=Counter)
    breaches_were: Counter[str] = field(default_factory=Counter)
    breaches_would_be: Counter[str] = field(default_factory=Counter)
    books: int = 0
    books_changed: int = 0

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
        self.changed.update(change.key.commitment for change in changes)
        self.books += 1
        self.books_changed += bool(changes)
        return changes


def _by_key(obligations: Iterable[Obligation]) -> dict[Key, Obligation]:
    return {each.key: each for each in obligations}


def _changes(before: dict[Key, Obligation], after: dict[Key, Obligation]) -> Iterator[Change]:
    """Obligations of either policy whose state or due date is not the same under the other."""
    for key in dict.fromkeys([*before, *after]):
        was, would_be = before.get(key), after.get(key)
        if was is None or would_be is None or (was.state, was.due) != (would_be.state, would_be.due):
            yield Change(key, was, would_be)
