"""Entries of a case as lines of its pages: what was said and by whom, what was put right, the way to what is masked."""

from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from lintel.access import rights
from lintel.access.accounts import Actor
from lintel.access.grants import Thing, Verb
from lintel.casework import policy
from lintel.casework.instruments import in_use
from lintel.casework.look import Case, Masked
from lintel.casework.lowering import ASSESSED, SAYS, lowered
from lintel.casework.things import thing_of, verb_of
from lintel.commitments.guards import Breach, breaches
from lintel.design.addresses import address
from lintel.desk.casewords import Naming, label, lines, spaced
from lintel.events.bookchecks import CORRECTION
from lintel.events.entry import Book, Entry, local_day
from lintel.events.registry import KINDS

MASKS: Mapping[Thing, str] = {
    "contact": "how somebody can be reached",
    "safe_address": "where somebody is safe",
    "child_location": "where a child is",
    "informant": "who told us",
    "perpetrator_contact": "how the alleged perpetrator can be reached",
}
"""What is behind a mask, in words."""

_NOT_WORDS = frozenset({"file", "bytes"})
"""Sealed fields that are no words: a file has a page of its own."""


@dataclass(frozen=True, slots=True)
class Word:
    """A sealed field: its words, or where to ask for them. Without either it is not for whoever reads."""

    label: str
    lines: tuple[str, ...] = ()
    behind: str | None = None
    href: str | None = None
    refusal: str = "Not for you."


@dataclass(frozen=True, slots=True)
class Correction:
    """What was put right in an entry, by whom, when (UTC) and why."""

    by: str
    at: datetime
    changed: str
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One entry. `first` is what it said before it was put right; `withdrawn` why it no longer counts.

    `written` is when it was written down, where that was not on the day it happened; instants are UTC. `corrects`:
    whoever reads may put it right. `breaches` are the rules that it breaks, and `broke` those that it broke as it was
    first written, and no longer breaks as it reads now.
    """

    id: str
    seq: int
    event: str
    kind: str
    text: str
    by: str
    at: datetime
    written: datetime | None
    about: tuple[str, ...]
    people: frozenset[str]
    words: tuple[Word, ...]
    first: str | None = None
    withdrawn: str | None = None
    corrections: tuple[Correction, ...] = ()
    breaches: tuple[str, ...] = ()
    broke: tuple[str, ...] = ()
    corrects: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """A case with whoever reads it, and what they call the people in it. On paper nothing can be asked for."""

    seen: Case
    naming: Naming
    actor: Actor
    on_paper: bool = False

    def line(self, entry: Entry) -> Line:
        """An entry as it reads now."""
        people = frozenset({*entry.about, *self._named_in(entry)})
        return Line(
            id=entry.id,
            seq=entry.seq,
            event=entry.event,
            kind=KINDS[entry.event].declaration.label,
            text=self.naming.line(entry),
            by=self.naming.colleague(entry.by),
            at=entry.at,
            written=entry.recorded_at if local_day(entry.recorded_at) != entry.day else None,
            about=tuple(self.naming.person(each) for each in entry.about),
            people=people,
            words=tuple(self.words(entry)),
            corrects=self._corrects(entry.event),
        )

    def may_record(self, event: str) -> bool:
        """Whether whoever reads could record this here, with a fresh second factor if it takes one."""
        return self._could(verb_of(event), thing_of(event))

    def _corrects(self, event: str) -> bool:
        return self._could("correct", thing_of(event))

    def _could(self, verb: Verb, thing: Thing) -> bool:
        right = rights.may(self.actor, verb, thing, self.seen.standing)
        return (right.allowed or right.needs_step_up) and not self.on_paper

    def _named_in(self, entry: Entry) -> Iterator[str]:
        said = entry.facts.get("person")
        if isinstance(said, str):
            yield said

    def lines(self, *events: str) -> tuple[Line, ...]:
        """The entries of some kinds, the newest first."""
        return tuple(self.line(entry) for entry in reversed(self.seen.chronology.entries) if entry.event in events)

    def words(self, entry: Entry, place: int | None = None) -> Iterator[Word]:
        """The sealed fields of an entry; `place` is whose book it is in, as the pages count the people of a case."""
        for field, said in entry.sealed.items():
            if isinstance(said, Masked):
                yield self.behind(entry.seq, field, said.thing, place)
            elif field not in _NOT_WORDS and said:
                yield Word(label(field), lines(said))

    def behind(self, seq: int, field: str, thing: Thing, place: int | None = None) -> Word:
        """A masked field: where to ask for it, for those who may."""
        href = None
        if self._could("reveal", thing):
            href = (
                address("reveal", self.seen.book, seq, field)
                if place is None
                else address("reveal-of-person", self.seen.book, place, seq, field)
            )
        refusal = "Not printed." if self.on_paper else "Not for you."
        return Word(label(field), behind=MASKS.get(thing, spaced(thing)), href=href, refusal=refusal)

    def whole(self) -> list[Line]:
        """Every entry, the newest first, each with what was put right in it and what it broke."""
        now_reads = {entry.id: entry for entry in self.seen.chronology.entries}
        corrections: dict[str, list[Entry]] = defaultdict(list)
        for entry in self.seen.entries:
            if entry.event == CORRECTION:
                corrections[str(entry.facts["entry"])].append(entry)
        broken, cured = self._broken(corrections)
        written = [entry for entry in self.seen.entries if entry.event != CORRECTION]
        found = [
            replace(
                self._corrected(now_reads.get(entry.id), entry, corrections.get(entry.id, ())),
                breaches=tuple(broken.get(entry.id, ())),
                broke=tuple(cured.get(entry.id, ())),
            )
            for entry in written
            if entry.id in now_reads or entry.id in corrections
        ]
        return sorted(found, key=lambda each: (each.at, each.seq), reverse=True)

    def _corrected(self, reads: Entry | None, entry: Entry, corrections: Sequence[Entry]) -> Line:
        line = self.line(reads or entry)
        if not corrections:
            return line
        first = self.naming.line(entry)
        withdrawn = None if reads else next(
            (spaced(each.facts["withdrawn"]) for each in reversed(corrections) if "withdrawn" in each.facts), None
        )  # fmt: skip
        return replace(
            line,
            first=first if first != line.text or entry.at != line.at else None,
            withdrawn=withdrawn,
            corrections=tuple(self._correction(each, entry) for each in corrections),
        )

    def _correction(self, correction: Entry, original: Entry) -> Correction:
        return Correction(
            by=self.naming.colleague(correction.by),
            at=correction.recorded_at,
            changed="; ".join(self._changes(correction, original)),
            words=tuple(self.words(correction)),
        )

    def _changes(self, correction: Entry, original: Entry) -> Iterator[str]:
        facts = correction.facts
        if "withdrawn" in facts:
            yield f"withdrawn ({spaced(facts['withdrawn'])})"
        changed = facts.get("facts")
        names = ", ".join(spaced(name) for name in changed) if isinstance(changed, Mapping) else ""
        if names:
            yield f"put right: {names}"
        yield from (words for name, words in _MOVED.items() if name in facts)
        if "replacement" in correction.sealed:
            yield "other words"

    def _broken(self, corrected: Container[str]) -> tuple[Mapping[str, list[str]], Mapping[str, list[str]]]:
        """The rules that entries break, in words, by the id of the entry; then those that were put right since."""
        found: dict[str, list[str]] = defaultdict(list)
        cured: dict[str, list[str]] = defaultdict(list)
        chronology = self.seen.chronology
        broken = list(self._breaches(chronology.book)) if chronology.book else []
        still = self._still(asked=any(each.entry.id in corrected for each in broken))
        for each in broken:
            clause = f" [{', '.join(each.clause)}]" if each.clause else ""
            said = f"{each.guard.says or each.guard.id}: {self.naming.told(each.why)}{clause}"
            right = each.entry.id in corrected and (each.entry.id, each.guard.id) not in still
            (cured if right else found)[each.entry.id].append(said)
        for entry in chronology.of(ASSESSED):
            if floor := lowered(entry, in_use()):
                found[entry.id].append(f"{SAYS}: the answers lead to {floor} or above")
        return found, cured

    def _still(self, *, asked: bool) -> set[tuple[str, str]]:
        """Which entries would break which rules, had everything been written at first as it reads now."""
        if not asked:
            return set()
        chronology = self.seen.chronology
        now_reads = Book(chronology.name, tuple(chronology.entries))
        return {(each.entry.id, each.guard.id) for each in self._breaches(now_reads)}

    def _breaches(self, book: Book) -> Iterator[Breach]:
        on = self.seen.known_on
        return breaches(book, policy.in_force(), on, on, self.seen.chronology.beside)


_MOVED = {"at": "when it happened", "about": "whom it is about", "thread": "what it belongs to"}
