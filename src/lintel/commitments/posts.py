"""Who holds which role in the organisation, from when to when."""

from collections.abc import Collection, Sequence

from lintel.commitments.chronology import Chronology
from lintel.commitments.people import Stay
from lintel.events.entry import Entry


def holders(chronology: Chronology, roles: Collection[str]) -> Sequence[Stay]:
    """The stays of everybody appointed to one of `roles` (to any role, where none is named), in order."""
    said = sorted([*chronology.of("role.appointed"), *chronology.of("role.ended")], key=lambda entry: entry.order)
    held: dict[str, set[str]] = {}
    stays: dict[str, list[Stay]] = {}
    for entry in said:
        person, role = str(entry.facts["person"]), str(entry.facts["role"])
        if not roles or role in roles:
            _note(entry, role, held.setdefault(person, set()), stays.setdefault(person, []), person)
    return sorted((stay for each in stays.values() for stay in each), key=lambda stay: stay.since.order)


def _note(entry: Entry, role: str, held: set[str], stays: list[Stay], person: str) -> None:
    """A person's stay runs from the first of the roles to the end of the last."""
    if entry.event == "role.appointed":
        if not held:
            stays.append(Stay(person, entry))
        held.add(role)
    elif role in held:
        held.discard(role)
        if not held:
            stays[-1] = Stay(person, stays[-1].since, entry)
