"""To whom a commitment is owed, since when, and which entry answers it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from lintel.commitments.chronology import Chronology, Spell
from lintel.commitments.people import Stay
from lintel.commitments.posts import holders
from lintel.commitments.rules import Commitment
from lintel.events.entry import Entry
from lintel.events.registry import KINDS

Opening = tuple[Entry, Stay | None, str | None]
"""The entry that opens a claim, the stay of the person it is owed to, and that person's handle."""

_TO_NOBODY_IN_PARTICULAR = ("case", "thread")


class Claim(NamedTuple):
    """That something is owed under a rule, from an instant, perhaps to a person.

    `trigger` is the entry that the rule names; `opened` the entry that started this claim's clock, which is
    another one for a person who joins later and for the later intervals of a rhythm.
    """

    rule: Commitment
    chronology: Chronology
    trigger: Entry
    opened: Entry
    start: datetime
    spell: Spell | None = None
    subject: str | None = None
    thread: str | None = None
    leaving: Entry | None = None

    @property
    def closed(self) -> Entry | None:
        """The closing that cuts it off. Closing does not cut what is owed within a thread."""
        return None if self.rule.threaded or self.spell is None else self.spell.closed

    @property
    def excusable(self) -> bool:
        """Whether anything could excuse it: a leaving, the end of its thread, or what the rule names."""
        return self.leaving is not None or self.thread is not None or self.rule.unless is not None

    def again(self, opened: Entry, start: datetime) -> "Claim":
        """The same claim for its next interval."""
        return self._replace(opened=opened, start=start)

    def takes(self, entry: Entry) -> bool:
        """Whether an entry can answer it: the right thread or spell, facts and person."""
        within = entry.thread_id == self.thread if self.rule.threaded else self._in_spell(entry)
        return within and self._agrees(entry, self.rule.same) and self.concerns(entry)

    def excused_by(self, entry: Entry) -> bool:
        """Whether an entry can excuse it: as `takes`, but for what such an event cannot have.

        A refusal of consent opens a thread of its own and names no referral's facts; it must be about the same
        person, and agree in those facts that it can have.
        """
        kind = KINDS[entry.event]
        within = self._beside_thread(entry) if self.rule.threaded else self._in_spell(entry)
        return within and self._agrees(entry, filter(kind.facts.__contains__, self.rule.same)) and self.concerns(entry)

    def _beside_thread(self, entry: Entry) -> bool:
        """Whether an entry is in the thread, or of an event that cannot be."""
        kinds = (KINDS[self.trigger.event].thread, None)
        return entry.thread_id in (None, self.thread) or KINDS[entry.event].thread not in kinds

    def _in_spell(self, entry: Entry) -> bool:
        return self.spell is None or self.spell.holds(entry)

    def _agrees(self, entry: Entry, facts: Iterable[str]) -> bool:
        return all(entry.facts.get(fact) == self.trigger.facts.get(fact) for fact in facts)

    def concerns(self, entry: Entry) -> bool:
        """Whether an entry is about the person it is owed to; always, where it is owed to nobody in particular."""
        if self.rule.per in _TO_NOBODY_IN_PARTICULAR:
            return True
        if self.rule.per == "holder":
            return entry.facts.get("person") == self.subject
        return self.chronology.people.is_about(entry, self.subject)


def claims(
    rule: Commitment, chronology: Chronology, triggers: Iterable[Entry], *, everybody: bool = False
) -> Iterator[Claim]:
    """A claim for each trigger and each person it is owed to, in order; one for a person who joins later.

    `everybody`: whomever the trigger names, it is owed to all.
    """
    opened_before: set[tuple[str, str, str | None]] = set()
    for trigger in triggers:
        spell = chronology.spell_of(trigger)
        if spell is None and not rule.threaded:
            continue
        if spell is not None and trigger is spell.closed and not everybody:
            spell = None  # what the closing itself opens is not cut off by it
        thread = trigger.thread_id if rule.threaded else None
        if rule.per in _TO_NOBODY_IN_PARTICULAR:
            yield Claim(rule, chronology, trigger, trigger, trigger.at, spell, None, thread)
            continue
        for opened, stay, subject in openings(rule, chronology, trigger, spell, everybody=everybody):
            place = (opened.book, opened.id, subject)
            if place in opened_before:
                continue
            opened_before.add(place)
            leaving = stay.until if stay else None
            yield Claim(rule, chronology, trigger, opened, opened.at, spell, subject, thread, leaving)


def firsts(found: Iterable[Claim]) -> Iterator[Claim]:
    """The claim that was opened first in each spell, in each thread, for each person."""
    seen: set[tuple[Spell | None, str | None, str | None]] = set()
    for claim in sorted(found, key=lambda each: each.opened.order):
        place = (claim.spell, claim.thread, claim.subject)
        if place not in seen:
            seen.add(place)
            yield claim


def openings(
    rule: Commitment, chronology: Chronology, trigger: Entry, spell: Spell | None, *, everybody: bool
) -> Iterator[Opening]:
    """Whom a trigger opens a claim for.

    Whom it names; where it names nobody of that standing, everybody: whoever is there, the first victim to
    join where none has yet, and (unless it is measured in a thread) whoever joins later in the spell, each
    from the joining on.
    """
    stays = standing(rule, chronology)
    named = _named(rule, trigger) & {stay.person for stay in stays}
    if named and not everybody:
        yield from _openings_for(named, stays, trigger)
        return
    if rule.per == "victim" and (not stays or trigger.order < stays[0].since.order):
        first = stays[0] if stays else None
        yield trigger, first, first.person if first else None
        stays = stays[1:]
    for stay in stays:
        if stay.covers(trigger):
            yield trigger, stay, stay.person
        elif not rule.threaded and _joins_later(stay, trigger, spell):
            yield stay.since, stay, stay.person


def _joins_later(stay: Stay, trigger: Entry, spell: Spell | None) -> bool:
    return spell is not None and trigger.order < stay.since.order and spell.holds(stay.since)


def standing(rule: Commitment, chronology: Chronology) -> Sequence[Stay]:
    """The people a rule can be owed to: victims, children, or holders of its roles."""
    if rule.per == "holder":
        return holders(chronology, rule.roles)
    return chronology.people.of("child" if rule.per == "child" else "victim")


def _named(rule: Commitment, trigger: Entry) -> frozenset[object]:
    return frozenset((trigger.facts.get("person"),) if rule.per == "holder" else trigger.about)


def _openings_for(named: frozenset[object], stays: Iterable[Stay], trigger: Entry) -> Iterator[Opening]:
    """One opening for each person named who has not gone, whether or not they have joined yet."""
    done: set[str] = set()
    for stay in stays:
        gone = stay.until is not None and stay.until.order <= trigger.order
        if stay.person in named and stay.person not in done and not gone:
            done.add(stay.person)
            yield trigger, stay, stay.person


def applies(claim: Claim) -> bool:
    """Whether the rule applies: of the entries that decide it, the latest one about that person says so."""
    when = claim.rule.applies_when
    return when is None or any(_latest_says(claim, each.event, each.matches) for each in when.alternatives)


def _latest_says(claim: Claim, event: str, says: Callable[[Entry], bool]) -> bool:
    closed = claim.spell.closed if claim.spell else None
    for entry in reversed(claim.chronology.of(event)):
        if (closed is None or entry.order <= closed.order) and is_meant(claim, entry):
            return says(entry)
    return False


def is_meant(claim: Claim, entry: Entry) -> bool:
    """Whether an entry, read as a trigger is, is about the person: naming nobody of that standing, it is."""
    if claim.rule.per in _TO_NOBODY_IN_PARTICULAR or claim.subject in entry.about:
        return True
    return not _named(claim.rule, entry).intersection(stay.person for stay in standing(claim.rule, claim.chronology))


def answer(claim: Claim, doings: Iterable[Entry], *, strictly_later: bool = False) -> Entry | None:
    """The first entry that does what is owed: never the one that opened it, and not before its start."""
    for entry in doings:
        if (
            entry.at < claim.start
            or (strictly_later and entry.at == claim.start)
            or entry in (claim.opened, claim.trigger)
        ):
            continue
        if claim.takes(entry):
            return entry
    return None
