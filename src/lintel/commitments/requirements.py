"""What must be there before a guarded entry may be made, and whether it is."""

from collections.abc import Iterator

from lintel.commitments.patterns import holds
from lintel.commitments.rules import Need, Requirement
from lintel.commitments.safecontact import unsafe_for
from lintel.commitments.workingdays import WorkingDays
from lintel.commitments.world import World
from lintel.events.entry import Entry

_EVERY_DAY = WorkingDays()
"""Freshness goes by dates (a policy that counts it in working days is refused), so any calendar will do."""


def unmet(need: Need, world: World) -> list[str]:
    """What is missing, in words; nothing as soon as any one of the requirements is met."""
    missing: list[str] = []
    for requirement in need.either:
        faults = list(_missing(requirement, world))
        if not faults:
            return []
        missing += faults
    return missing


def _missing(requirement: Requirement, world: World) -> Iterator[str]:
    if requirement.event is None:
        yield from (f"{person or 'she'}: {why}" for person, why in unsafe_for(world))
    elif not requirement.each_about:
        if not _met(requirement, world, list(world.of(requirement.event))):
            yield wanted(requirement)
    else:
        for person in world.about:
            about = [each for each in world.of(requirement.event) if world.people.is_about(each, person)]
            if not _met(requirement, world, about):
                yield wanted(requirement) + (f", for {person}" if person else "")


def _met(requirement: Requirement, world: World, found: list[Entry]) -> bool:
    """Whether the entries hold what is required; with `latest`, only the last one left is looked at."""
    left = [each for each in found if _comparable(requirement, each, world.entry)]
    if requirement.latest:
        left = left[-1:]
    return any(_serves(requirement, each, world) for each in left)


def _comparable(requirement: Requirement, found: Entry, entry: Entry) -> bool:
    """Whether an entry is about the same thing: the same thread and facts. Two absences are not the same."""
    if requirement.same_thread and (found.thread_id is None or found.thread_id != entry.thread_id):
        return False
    for fact in requirement.same:
        if entry.facts.get(fact) is None or entry.facts.get(fact) != found.facts.get(fact):
            return False
    return holds(requirement.among, found.facts)


def _serves(requirement: Requirement, found: Entry, world: World) -> bool:
    """Whether an entry about the same thing says what is required, and still does."""
    return (
        holds(requirement.where, found.facts)
        and not _ended(requirement, found, world)
        and _later(requirement, found, world)
        and (requirement.fresh is None or requirement.fresh.from_day(found.day, _EVERY_DAY) >= world.entry.day)
        and (requirement.by_other_than is None or _by_another(requirement, found, world))
    )


def _ended(requirement: Requirement, found: Entry, world: World) -> bool:
    ends = world.all(requirement.ended_by) if requirement.ended_by else []
    return any(end.thread_id == found.thread_id and end.order > found.order for end in ends)


def _later(requirement: Requirement, found: Entry, world: World) -> bool:
    last = world.last(requirement.since) if requirement.since else None
    return last is None or found.order > last.order


def _by_another(requirement: Requirement, found: Entry, world: World) -> bool:
    """Whether it was written by somebody else; where nobody is named, nobody can say so."""
    last = world.last(requirement.by_other_than) if requirement.by_other_than else None
    other = (last or world.entry).by
    return found.by is not None and other is not None and found.by != other


def wanted(requirement: Requirement) -> str:
    """What was required, in words."""
    facts = ", ".join(f"{name} {_asked(value)}" for name, value in (requirement.wanted or {}).items())
    said = f"needs {requirement.event}" + (f" ({facts})" if facts else "")
    if requirement.same:
        said += f" for the same {' and '.join(requirement.same)}"
    if requirement.since:
        said += f" since the last {' or '.join(sorted(requirement.since.events))}"
    if requirement.fresh:
        said += f" within {requirement.fresh}"
    return said + (" by somebody else" if requirement.by_other_than else "")


def in_words(value: object) -> str:
    """A fact's value as a sentence says it."""
    return "not recorded" if value is None else str(value).replace("_", " ").lower()


def _asked(value: object) -> str:
    if isinstance(value, dict):
        return " and ".join(f"{word} {_asked(each)}" for word, each in value.items())
    return " or ".join(in_words(each) for each in value) if isinstance(value, list) else in_words(value)
