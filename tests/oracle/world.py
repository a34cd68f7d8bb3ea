"""What the oracle judges: one book's chronology with the organisation's beside it, its spells and its people."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from lintel.events.registry import KINDS
from tests.oracle.patterns import matches
from tests.oracle.reading import Place, Seen

CHILD_AGES = ("under_16", "16_17")


@dataclass(frozen=True)
class Spell:
    """From its first entry to its closing, where it has closed."""

    entries: tuple[Seen, ...]
    closing: Seen | None

    def holds(self, seen: Seen) -> bool:
        return any(each.is_(seen) for each in self.entries)


@dataclass(frozen=True, eq=False)
class World:
    """`entries` is everything that the book's rules may look at; `own` is the book's own part of it.

    `kept` remembers what has been worked out once: nothing but the time that it takes depends on it.
    """

    book: str
    own: list[Seen]
    entries: list[Seen]
    as_of: datetime
    head: dict[str, Any]
    is_case: bool
    kept: dict[object, Any] = field(default_factory=dict)

    def all(self, pattern: Any) -> list[Seen]:
        return [each for each in self.entries if matches(pattern, each)]

    def spells(self) -> list[Spell]:
        if "spells" not in self.kept:
            self.kept["spells"] = self._spells()
        found: list[Spell] = self.kept["spells"]
        return found

    def _spells(self) -> list[Spell]:
        """A spell runs from the first entry (after a closing: from the next report or reopening) to a closing."""
        if not self.is_case:
            return [Spell(tuple(self.entries), None)] if self.entries else []
        found: list[Spell] = []
        now: list[Seen] | None = []
        for each in self.own:
            if now is None and each.event in ("report.received", "case.reopened"):
                now = []
            if now is not None:
                now.append(each)
                if each.event == "case.closed":
                    found.append(Spell(tuple(now), each))
                    now = None
        return [*found, Spell(tuple(now), None)] if now else found

    def spell_of(self, seen: Seen) -> Spell | None:
        """The spell that an entry is in; one of another book is in the spell that is open when it happens."""
        for spell in self.spells():
            if spell.holds(seen):
                return spell
            if seen.book != self.book and within(self, spell, seen):
                return spell
        return None


def within(world: World, spell: Spell | None, seen: Seen) -> bool:
    """Of the spell itself; or of the organisation's book, and of the time in which the spell was open."""
    if spell is None:
        return True
    if seen.book == world.book or not world.is_case:
        return spell.holds(seen)
    begun = seen.place >= spell.entries[0].place
    return begun and (spell.closing is None or seen.place <= spell.closing.place)


def organisations_alone(event: str) -> bool:
    """An event that stands in no book but the organisation's: of its book, a case sees these."""
    return KINDS[event].declaration.books == ("organisation",)


# Whom it is for


@dataclass(frozen=True)
class Standing:
    """For whom an obligation is owed: `victim`, `child`, or the holders of some roles."""

    kind: str
    roles: tuple[str, ...] = ()

    def of(self, role: str | None, age: str | None) -> bool:
        if self.kind == "victim":
            return role == "victim"
        return role == "child_victim" or (age in CHILD_AGES and role not in (None, "alleged_perpetrator"))


def standing_after(world: World, standing: Standing, place: Place) -> set[str]:
    """Who has the standing once everything up to a place in the order has happened."""
    if standing.kind == "holder":
        return _holders(world, standing, place)
    roles: dict[str, tuple[str | None, str | None]] = {}
    for each in world.own:
        if each.place > place:
            break
        person = str(each.facts.get("person"))
        if each.event == "person.joined":
            known = roles.get(person, (None, None))[1]  # not said again, an age is still known
            roles[person] = (each.facts.get("role"), each.facts.get("age_band") or known)
        elif each.event == "person.role_changed":
            roles[person] = (each.facts.get("role"), roles.get(person, (None, None))[1])
        elif each.event in ("person.left", "person.died"):
            roles[person] = (None, roles.get(person, (None, None))[1])
    return {person for person, (role, age) in roles.items() if standing.of(role, age)}


def _holders(world: World, standing: Standing, place: Place) -> set[str]:
    held: set[tuple[str, str]] = set()
    for each in world.entries:
        if each.place > place:
            break
        if each.event in ("role.appointed", "role.ended") and each.facts.get("role") in standing.roles:
            post = (str(each.facts["role"]), str(each.facts.get("person")))
            held = held | {post} if each.event == "role.appointed" else held - {post}
    return {person for _, person in held}


def moves(world: World, standing: Standing) -> list[tuple[str, str, Seen]]:
    """Every joining and leaving of a standing, in order: (`joins` or `leaves`, person, entry)."""
    if standing in world.kept:
        known: list[tuple[str, str, Seen]] = world.kept[standing]
        return known
    found = []
    before: set[str] = set()
    for each in world.entries:
        now = standing_after(world, standing, each.place)
        found += [("joins", person, each) for person in sorted(now - before)]
        found += [("leaves", person, each) for person in sorted(before - now)]
        before = now
    world.kept[standing] = found
    return found


def joinings(world: World, standing: Standing) -> list[tuple[str, Seen]]:
    return [(person, each) for what, person, each in moves(world, standing) if what == "joins"]


def leaving(world: World, standing: Standing, person: str | None, since: Place) -> Seen | None:
    """The next time that somebody leaves the standing."""
    for what, whom, each in moves(world, standing):
        if what == "leaves" and whom == person and each.place > since:
            return each
    return None


VICTIM = Standing("victim")


def first_victim(world: World) -> str | None:
    """Before anyone has joined there is one unnamed victim (None), who is the first to join."""
    joined = joinings(world, VICTIM)
    return joined[0][0] if joined else None


def about_whom(world: World, seen: Seen, standing: Standing) -> set[str | None]:
    """Whom an entry that is no trigger is about: those it names; else the only victim, or nobody if several."""
    if standing.kind == "holder":
        person = seen.facts.get("person")
        return {str(person)} if person is not None else set(seen.about)
    if seen.about:
        return set(seen.about)
    if not any(each.place <= seen.place for _, each in joinings(world, VICTIM)):
        return {first_victim(world)}
    now = standing_after(world, VICTIM, seen.place)
    return set(now) if len(now) == 1 else set()
