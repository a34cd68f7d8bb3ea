"""What is allowed: whether an entry breaks a guard, judged by the world just before it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from lintel.commitments.chronology import Chronology
from lintel.commitments.patterns import holds
from lintel.commitments.policy import Policy, Versions
from lintel.commitments.reading import CORRECTION, by_order, read
from lintel.commitments.rules import Guard, Need, Requirement
from lintel.commitments.safecontact import unsafe_for
from lintel.commitments.workingdays import WorkingDays
from lintel.commitments.world import World
from lintel.events.entry import Book, Entry

_EVERY_DAY = WorkingDays()
"""Freshness goes by dates (a policy that counts it in working days is refused), so any calendar will do."""


@dataclass(frozen=True, slots=True)
class Breach:
    """An entry that broke a guard. `faults` says why, in words; `clause` are the clauses that the guard carries."""

    book: str
    guard: Guard
    entry: Entry
    clause: tuple[str, ...]
    faults: tuple[str, ...]

    @property
    def why(self) -> str:
        return "; ".join(self.faults)


def breaches(
    book: Book,
    policy: Versions,
    as_of: datetime,
    known_on: datetime | None = None,
    beside: Chronology | None = None,
) -> Iterator[Breach]:
    """Every entry of a book that broke a guard of the version in force when it happened, in order.

    `beside` is the organisation's book. Each entry is judged as it was first written and by what was recorded
    by then: a later correction or late entry neither makes nor cures a breach. Reminders are never breaches.
    """
    known_on = known_on or as_of
    written = [e for e in book.entries if e.at <= as_of and e.recorded_at <= known_on and e.event != CORRECTION]
    corrected = any(entry.event == CORRECTION for entry in book.entries)
    steady = None if corrected else read(written, as_of=as_of, known_on=known_on)
    spent: set[str] = set()
    for entry in sorted(written, key=by_order):
        for guard, version in _guarding(policy, entry):
            world = _world(entry, book, steady, beside)
            faults = refused(guard, world)
            if faults and guard.strength == "reason" and _use_discretion(guard, world, spent):
                continue
            if faults and guard.strength != "remind":
                clause = guard.clause or version.clauses_of(f"guard:{guard.id}")
                yield Breach(book.name, guard, entry, clause, tuple(faults))


def allowed(
    entry: Entry, book: Book, policy: Versions, beside: Chronology | None = None
) -> list[tuple[Guard, list[str]]]:
    """The guards that an entry not yet written would break, reminders included, each with what is missing.

    A guard that a discretion approved by somebody else answers is not among them.
    """
    whole = Book(book.name, (*book.entries, entry))
    broken = [each for each in breaches(whole, policy, entry.at, entry.recorded_at, beside) if each.entry is entry]
    found = [(each.guard, list(each.faults)) for each in broken]
    seen = read(book.entries, as_of=entry.at, known_on=entry.recorded_at)
    for guard, _ in _guarding(policy, entry):
        if guard.strength == "remind" and (faults := refused(guard, World(_read(entry, seen), seen, beside))):
            found.append((guard, faults))
    return found


def _guarding(policy: Versions, entry: Entry) -> Iterator[tuple[Guard, Policy]]:
    version = policy.at(entry.at)
    return ((guard, version) for guard in version.guards if entry.event in guard.on.events)


def _world(entry: Entry, book: Book, steady: Sequence[Entry] | None, beside: Chronology | None) -> World:
    """The world before an entry. Where the book has corrections it is read anew, as it was when this was written."""
    seen = steady if steady is not None else read(book.entries, as_of=entry.at, known_on=entry.recorded_at)
    return World(_read(entry, seen), seen, beside)


def _read(entry: Entry, seen: Sequence[Entry]) -> Entry:
    """The entry with its thread's opening facts beneath its own."""
    if entry.thread is None:
        return entry
    return read(
        [*(each for each in seen if each.id == entry.thread), entry],
        as_of=entry.at,
        known_on=entry.recorded_at,
    )[-1]


def refused(guard: Guard, world: World) -> list[str]:
    """Why a guard refuses an entry, in words; nothing where it does not."""
    entry = world.entry
    if not guard.on.matches(entry):
        return []
    faults: list[str] = []
    if guard.never and holds(guard.never, entry.facts):
        faults.append(f"this may never be: {_facts_of(guard, entry)}")
    if guard.at_most is not None and _earlier(guard, world) >= guard.at_most:
        faults.append(
            f"there may be {guard.at_most} in one {guard.within}, and there had been {_earlier(guard, world)}"
        )
    for need in guard.needs:
        faults += _unmet(need, world)
    return faults


def _facts_of(guard: Guard, entry: Entry) -> str:
    return ", ".join(f"{name} {_word(entry.facts.get(name))}" for name, _ in guard.never)


def _word(value: object) -> str:
    return "not recorded" if value is None else str(value).replace("_", " ").lower()


def _earlier(guard: Guard, world: World) -> int:
    """How many such entries there had been in the thread, or in the case."""
    found = world.all(guard.on)
    if guard.within == "case":
        return len(found)
    return sum(each.thread_id == world.entry.thread_id for each in found)


def _unmet(need: Need, world: World) -> list[str]:
    """What is missing; nothing as soon as any one of the requirements is met."""
    missing: list[str] = []
    for requirement in need.either:
        faults = _missing(requirement, world)
        if not faults:
            return []
        missing += faults
    return missing


def _missing(requirement: Requirement, world: World) -> list[str]:
    if requirement.event is None:
        return [f"{person or 'she'}: {why}" for person, why in unsafe_for(world)]
    if not requirement.each_about:
        return [] if _met(requirement, world, list(world.of(requirement.event))) else [wanted(requirement)]
    faults: list[str] = []
    for person in world.about:
        about = [each for each in world.of(requirement.event) if world.people.is_about(each, person)]
        if not _met(requirement, world, about):
            faults.append(wanted(requirement) + (f", for {person}" if person else ""))
    return faults


def _met(requirement: Requirement, world: World, found: list[Entry]) -> bool:
    """Whether the entries hold what is required; with `latest`, only the last one left is looked at."""
    left = [each for each in found if _comparable(requirement, each, world.entry)]
    if requirement.latest:
        left = left[-1:]
    return any(_serves(requirement, each, world) for each in left)


def _comparable(requirement: Requirement, found: Entry, entry: Entry) -> bool:
    if requirement.same_thread and (found.thread_id is None or found.thread_id != entry.thread_id):
        return False
    for fact in requirement.same:
        if entry.facts.get(fact) is None or entry.facts.get(fact) != found.facts.get(fact):
            return False
    return holds(requirement.among, found.facts)


def _serves(requirement: Requirement, found: Entry, world: World) -> bool:
    if not holds(requirement.where, found.facts):
        return False
    if requirement.ended_by and any(
        end.thread_id == found.thread_id and end.order > found.order for end in world.all(requirement.ended_by)
    ):
        return False
    if requirement.since:
        last = world.last(requirement.since)
        if last and found.order <= last.order:
            return False
    if requirement.fresh and requirement.fresh.from_day(found.day, _EVERY_DAY) < world.entry.day:
        return False
    return requirement.by_other_than is None or _by_another(requirement, found, world)


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


def _asked(value: object) -> str:
    if isinstance(value, dict):
        return " and ".join(f"{word} {_asked(each)}" for word, each in value.items())
    return " or ".join(_word(each) for each in value) if isinstance(value, list) else _word(value)


def _use_discretion(guard: Guard, world: World, spent: set[str]) -> bool:
    """Whether a discretion that somebody else approved answers this entry: the next such one, and only once."""
    for approved in world.of("discretion.approved"):
        asked = next((each for each in world.of("discretion.asked") if each.id == approved.thread), None)
        if asked is None or approved.id in spent or asked.facts.get("rule") != guard.id:
            continue
        if approved.by is None or asked.by is None or approved.by == asked.by:
            continue
        if asked.facts.get("for") in (None, world.entry.thread_id, *world.entry.about):
            spent.add(approved.id)
            return True
    return False
