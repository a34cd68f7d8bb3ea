"""Who is in a case, in which role, from when to when: read off the entries that say so."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from lintel.events.entry import Entry

Who = Literal["victim", "child"]

_SAYS_WHO = frozenset({"person.joined", "person.role_changed", "person.left", "person.died"})
_UNDER_18 = frozenset({"under_16", "16_17"})


@dataclass(frozen=True, slots=True)
class Stay:
    """A person's time in a role: from the entry that gave it to the entry that ended it, if one did."""

    person: str
    since: Entry
    until: Entry | None = None

    def covers(self, entry: Entry) -> bool:
        """Whether the person held the role when the entry happened."""
        return self.since.order <= entry.order and (self.until is None or entry.order < self.until.order)


class People:
    """The victims and the children of one case.

    A child is whoever has the role `child_victim`, or is under 18 in any role but the alleged perpetrator's.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._stays: dict[Who, list[Stay]] = {"victim": [], "child": []}
        roles: dict[str, tuple[str | None, str | None]] = {}
        for entry in entries:
            if entry.event in _SAYS_WHO:
                self._note(entry, roles)
        self.victims = tuple(self._stays["victim"])
        self.children = tuple(self._stays["child"])

    def _note(self, entry: Entry, roles: dict[str, tuple[str | None, str | None]]) -> None:
        person = str(entry.facts["person"])
        role, age = roles.get(person, (None, None))
        role = str(entry.facts["role"]) if "role" in entry.facts else None
        age = str(entry.facts["age_band"]) if "age_band" in entry.facts else age
        roles[person] = (role, age)
        self._hold("victim", person, entry, role == "victim")
        self._hold("child", person, entry, _is_child(role, age))

    def _hold(self, who: Who, person: str, entry: Entry, holds: bool) -> None:
        stays = self._stays[who]
        place = next((n for n, stay in enumerate(stays) if stay.person == person and stay.until is None), None)
        if holds and place is None:
            stays.append(Stay(person, entry))
        elif place is not None and not holds:
            stays[place] = Stay(person, stays[place].since, entry)

    def of(self, who: Who) -> tuple[Stay, ...]:
        """Every stay in that standing, in the order of joining."""
        return self.victims if who == "victim" else self.children

    def at(self, who: Who, entry: Entry) -> Iterator[str]:
        """The people in that standing when the entry happened."""
        return (stay.person for stay in self.of(who) if stay.covers(entry))

    def only_victim(self, entry: Entry) -> str | None:
        """Whom an entry that names nobody is about: the only victim, or the first to join where none had yet.

        None where there are several, and where no victim ever joins.
        """
        if not self.victims:
            return None
        if entry.order < self.victims[0].since.order:
            return self.victims[0].person
        there = list(self.at("victim", entry))
        return there[0] if len(there) == 1 else None

    def is_about(self, entry: Entry, person: str | None) -> bool:
        """Whether an entry (not a trigger) is about this person; None is the victim whom nobody has named."""
        if entry.about:
            return person in entry.about
        return person == self.only_victim(entry) and (person is not None or not self.victims)


def _is_child(role: str | None, age: str | None) -> bool:
    return role == "child_victim" or (role not in (None, "alleged_perpetrator") and age in _UNDER_18)
