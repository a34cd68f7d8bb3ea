"""Whom a trigger makes something owed to, from when, and who comes to it later."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lintel.events.registry import KINDS
from tests.oracle.patterns import alternatives, events, matches
from tests.oracle.reading import Place, Seen
from tests.oracle.world import (
    VICTIM,
    Spell,
    Standing,
    World,
    first_victim,
    joinings,
    standing_after,
)


@dataclass(frozen=True)
class Opening:
    """A clock that starts: for whom, by which entry, and by which trigger (for a later person not the same)."""

    subject: str | None
    by: Seen
    trigger: Seen
    thread: str | None = None

    @property
    def at(self) -> datetime:
        return self.by.at

    @property
    def key(self) -> tuple[str, str, str | None, str | None]:
        return (self.by.book, self.by.id, self.subject, self.thread)


def standing_of(rule: dict[str, Any]) -> Standing | None:
    """`per` says what an obligation is owed for: a person of some standing, or the case or thread as such."""
    per = rule.get("per", "case")
    if per in ("victim", "child"):
        return Standing(per)
    return Standing("holder", tuple(rule.get("roles", []))) if per == "holder" else None


def thread_kind(event: str) -> str | None:
    said = KINDS[event].declaration
    return said.opens or said.continues


def in_threads(rule: dict[str, Any]) -> bool:
    """Where `after` and `do` belong to one kind of thread they are measured within the thread."""
    if rule["kind"] != "deadline":
        return False
    kinds = {thread_kind(event) for event in [*events(rule["after"]), *events(rule["do"])]} - {"*"}
    return rule.get("per") == "thread" or (len(kinds) == 1 and None not in kinds)


def openings(world: World, rule: dict[str, Any], triggers: Sequence[Seen]) -> list[Opening]:
    """Every clock that some triggers start, once for each person that each is owed to."""
    standing, threaded = standing_of(rule), in_threads(rule)
    if standing is None:
        return [Opening(None, each, each, each.thread if threaded else None) for each in triggers]
    found: dict[object, Opening] = {}
    for each in triggers:
        for person in owed_to(world, standing, each):
            new = Opening(person, each, each, each.thread if threaded else None)
            found.setdefault(new.key, new)
    if not threaded:
        for new in later_people(world, standing, triggers):
            found.setdefault(new.key, new)
    return sorted(found.values(), key=lambda each: each.by.place)


def ever(world: World, standing: Standing) -> set[str]:
    return {person for person, _ in joinings(world, standing)}


def everybody(world: World, standing: Standing, trigger: Seen) -> bool:
    """A trigger that names nobody who ever has the standing is about everybody of it."""
    return not named(trigger, standing) & ever(world, standing)


def meant(world: World, standing: Standing | None, seen: Seen, subject: str | None) -> bool:
    """Read as a trigger is: it is about whom it names, and about everybody where it names nobody of the standing."""
    return standing is None or subject in named(seen, standing) or everybody(world, standing, seen)


def named(trigger: Seen, standing: Standing) -> set[str]:
    person = trigger.facts.get("person")
    if standing.kind == "holder":
        return {str(person)} if person is not None else set()
    return set(trigger.about)


def owed_to(world: World, standing: Standing, trigger: Seen) -> list[str | None]:
    """The persons whose clock a trigger starts at once."""
    now = standing_after(world, standing, trigger.place)
    joined = joinings(world, standing)
    if everybody(world, standing, trigger):
        if standing == VICTIM and not any(each.place <= trigger.place for _, each in joined):
            return [first_victim(world)]  # her clock starts at the trigger, however late she is named
        return [*sorted(now)]
    found: list[str | None] = []
    for person in sorted(named(trigger, standing)):
        later = any(whom == person and each.place > trigger.place for whom, each in joined)
        if person in now or later:  # not one who has left before, and for good
            found.append(person)
    return found


def later_people(world: World, standing: Standing, triggers: Sequence[Seen]) -> list[Opening]:
    """A later person's clock starts when they join a spell in which a trigger was about everybody before."""
    found = []
    joined = joinings(world, standing)
    for number, (person, entry) in enumerate(joined):
        if standing == VICTIM and number == 0:
            continue  # the first victim is owed from the trigger itself
        spell = world.spell_of(entry)
        before = [
            each
            for each in triggers
            if spell is not None
            and world.spell_of(each) == spell
            and each.place < entry.place
            and everybody(world, standing, each)
        ]
        if before:
            found.append(Opening(person, entry, before[0]))
    return found


def firsts(world: World, found: Sequence[Opening]) -> list[Opening]:
    """`counts = "first"`: the first of the spell alone, for each person (and in each thread)."""
    kept: dict[object, Opening] = {}
    for each in sorted(found, key=lambda one: one.by.place):
        kept.setdefault((each.subject, each.thread, start_of(world.spell_of(each.by))), each)
    return list(kept.values())


def start_of(spell: Spell | None) -> Place | None:
    return spell.entries[0].place if spell else None


def applies(world: World, rule: dict[str, Any], spell: Spell | None, subject: str | None) -> bool:
    """`applies_when`: the latest such entry (about her, where it is owed to her) decides; false: no obligation."""
    pattern = rule.get("applies_when")
    if pattern is None:
        return True
    such = list(world.entries)
    if spell is not None and spell.closing is not None:
        such = [each for each in such if each.place <= spell.closing.place]  # an earlier spell stays as judged
    standing = standing_of(rule)
    such = [each for each in such if meant(world, standing, each, subject)]
    latest = [[each for each in such if each.event == way["event"]][-1:] for way in alternatives(pattern)]
    return any(matches(pattern, each) for found in latest for each in found)
