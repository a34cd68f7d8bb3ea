"""What is owed: every obligation that a policy makes of some books, at an instant.

`evaluate` is the meaning of a policy. There is no clock, no database and no chance in it: the same books,
policy and instant give the same obligations in the same order, whatever the order the entries come in.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from lintel.commitments.chronology import Chronology, Spell, chronology_of
from lintel.commitments.deadlines import deadlines, once
from lintel.commitments.obligations import Obligation
from lintel.commitments.policy import Versions
from lintel.commitments.rhythms import rhythms
from lintel.commitments.rules import Commitment
from lintel.commitments.standing import covered, in_post, share
from lintel.events.entry import ORGANISATION_BOOK, Book, Entry


def evaluate(
    books: Iterable[Book], policy: Versions, as_of: datetime, known_on: datetime | None = None
) -> Iterator[Obligation]:
    """Every obligation of every book under the policy in force when its clock started.

    Cases come in the order of `books`, the organisation's own obligations last. `as_of` and `known_on`
    (default: `as_of`) are instants with an offset: what happened by the one and was written down by the other
    is seen. All books are read at once; `Court` judges them one by one.
    """
    every = list(books)
    court = Court(policy, as_of, known_on, [entry for book in every for entry in book.entries
                                            if book.name == ORGANISATION_BOOK])  # fmt: skip
    for book in every:
        if book.is_case:
            yield from court.case(court.chronology(book))
    yield from court.organisation()


class Court:
    """Judges books one after another: each case, then the organisation, which is judged by all of them.

    Of a case it keeps only what the organisation's own rules look at: its spells, and the entries that they name.
    """

    def __init__(
        self,
        policy: Versions,
        as_of: datetime,
        known_on: datetime | None = None,
        organisation: Sequence[Entry] = (),
    ) -> None:
        self.policy = policy
        self.as_of = as_of
        self.known_on = known_on or as_of
        self.book = Book(ORGANISATION_BOOK, tuple(organisation))
        self.own = chronology_of(self.book, as_of=as_of, known_on=self.known_on)
        self._cases: list[tuple[str, Spell]] = []
        self._kept: list[Entry] = []
        self._looked_at = frozenset(
            event for rule in policy.commitments if rule.organisation for event in _events(rule)
        )
        self._of_cases = [(rule, _awaited(rule)) for rule in policy.commitments if not rule.organisation]
        self._shares = any(rule.kind == "share" for rule in policy.commitments)

    def chronology(self, book: Book) -> Chronology:
        """A case as it was known, beside the organisation's book."""
        return chronology_of(book, as_of=self.as_of, known_on=self.known_on, beside=self.own)

    def case(self, chronology: Chronology) -> Iterator[Obligation]:
        """What one case is owed, in the order of the policy's commitments."""
        self._keep(chronology)
        yield from self._of_case(chronology, self._of_cases)

    def to_come(self, chronology: Chronology, until: datetime) -> Iterator[Obligation]:
        """What time alone opens in a case until then, if nobody writes anything: the next intervals of its rhythms.

        Whatever else there will be then is there now; of what is due, time makes it overdue and nothing else.
        """
        later = Chronology(chronology.name, chronology.entries, as_of=until, beside=self.own)
        rhythms_alone = [each for each in self._of_cases if each[0].kind == "rhythm"]
        for each in self._of_case(later, rhythms_alone):
            if each.opened_at > chronology.as_of:
                yield each

    def _of_case(
        self, chronology: Chronology, rules: Iterable[tuple[Commitment, frozenset[str] | None]]
    ) -> Iterator[Obligation]:
        if not chronology.entries:
            return
        single, kinds = self.policy.single, chronology.kinds
        for rule, awaited in rules:
            if awaited is None or not kinds.isdisjoint(awaited):
                found = _obligations(rule, chronology)
                yield from found if single else self._in_force(rule, found)

    def organisation(self, until: datetime | None = None) -> Iterator[Obligation]:
        """What the organisation itself owes, once all cases have been judged; with `until`, as of that instant."""
        as_of = until or self.as_of
        beside = Chronology("cases", sorted(self._kept, key=lambda entry: entry.order), as_of=as_of)
        own = Chronology(ORGANISATION_BOOK, self.own.entries, as_of=as_of, beside=beside)
        for rule in self.policy.commitments:
            if rule.organisation:
                yield from self._in_force(rule, _of_organisation(rule, own, self._cases))

    def _keep(self, chronology: Chronology) -> None:
        if self._shares:
            self._cases += [(chronology.name, spell) for spell in chronology.spells]
        if self._looked_at:
            self._kept += [entry for entry in chronology.entries if entry.event in self._looked_at]

    def _in_force(self, rule: Commitment, found: Iterable[Obligation]) -> Iterator[Obligation]:
        """The obligations whose clock started while the version that states the rule was in force."""
        return (each for each in found if self.policy.at(each.opened_at).id == rule.policy)


def _events(rule: Commitment) -> Iterator[str]:
    for pattern in (
        rule.do,
        rule.after,
        rule.before,
        rule.begins,
        rule.unless,
        rule.applies_when,
        rule.changed_by,
    ):
        if pattern:
            yield from pattern.events


def _awaited(rule: Commitment) -> frozenset[str] | None:
    """The events without which a rule owes nothing; None where it owes something in every spell."""
    trigger = rule.after or rule.begins
    return trigger.events if trigger else None


def _obligations(rule: Commitment, chronology: Chronology) -> Iterable[Obligation]:
    if rule.do is None:
        return ()
    if rule.kind == "rhythm":
        return rhythms(rule, chronology, do=rule.do)
    if rule.kind == "once":
        return once(rule, chronology, do=rule.do)
    return deadlines(rule, chronology, after=rule.after, do=rule.do) if rule.after else ()


def _of_organisation(rule: Commitment, own: Chronology, cases: Sequence[tuple[str, Spell]]) -> Iterable[Obligation]:
    if rule.kind == "in_post":
        return in_post(rule, own)
    if rule.kind == "covered" and rule.do:
        return covered(rule, own, do=rule.do)
    if rule.kind == "share" and rule.do:
        return share(rule, own, cases, do=rule.do)
    return _obligations(rule, own)
