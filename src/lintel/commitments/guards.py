"""What is allowed: whether an entry breaks a guard, judged by the world just before it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from lintel.commitments.chronology import Chronology, chronology_of
from lintel.commitments.patterns import holds
from lintel.commitments.policy import Policy, Versions
from lintel.commitments.reading import CORRECTION, by_order, read
from lintel.commitments.requirements import in_words, unmet
from lintel.commitments.rules import Guard
from lintel.commitments.world import World
from lintel.events.entry import Book, Entry, Order


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
    written = [entry for entry in book.entries if entry.at <= as_of and entry.recorded_at <= known_on]
    steady = read(written, as_of=as_of, known_on=known_on) if _reads_the_same_ever_after(book) else None
    spent: set[str] = set()
    found: list[Breach] = []
    for entry in sorted(written, key=_as_written):  # a discretion answers the next entry that was written
        for guard, version in _guarding(policy, entry):
            faults = _broken(guard, _world(entry, book, steady, beside), spent)
            if faults and guard.strength != "remind":
                clause = guard.clause or version.clauses_of(f"guard:{guard.id}")
                found.append(Breach(book.name, guard, entry, clause, tuple(faults)))
    yield from sorted(found, key=lambda breach: breach.entry.order)


def _as_written(entry: Entry) -> tuple[datetime, Order]:
    return entry.recorded_at, entry.order


def _reads_the_same_ever_after(book: Book) -> bool:
    """Whether nothing written later changes how an entry is read: no correction, no thread opened late."""
    openings = {entry.id: entry.recorded_at for entry in book.entries if entry.opens}
    return not _has_corrections(book) and all(
        openings.get(entry.thread, entry.recorded_at) <= entry.recorded_at for entry in book.entries if entry.thread
    )


def _broken(guard: Guard, world: World, spent: set[str]) -> list[str]:
    """Why a guard refuses an entry that no discretion answers."""
    faults = refused(guard, world)
    answered = faults and guard.strength == "reason" and _use_discretion(guard, world, spent)
    return [] if answered else faults


def allowed(
    entry: Entry, book: Book, policy: Versions, beside: Chronology | None = None
) -> list[tuple[Guard, list[str]]]:
    """The guards that an entry not yet written would break, reminders included, each with what is missing.

    A guard that a discretion approved by somebody else answers is not among them.
    """
    if any(each.event == "discretion.approved" for each in book.entries):
        whole = Book(book.name, (*book.entries, entry))
        broken = [each for each in breaches(whole, policy, entry.at, entry.recorded_at, beside) if each.entry is entry]
        answered = {each.guard.id for each in broken}
    else:  # nothing can answer a guard, so nobody need know what earlier entries did to it
        answered = None
    world = _world(entry, book, None, beside)
    found = [(guard, refused(guard, world)) for guard, _ in _guarding(policy, entry)]
    counted = [each for each in found if each[0].strength == "remind" or answered is None or each[0].id in answered]
    return sorted(
        ((guard, faults) for guard, faults in counted if faults), key=lambda each: each[0].strength == "remind"
    )


def _guarding(policy: Versions, entry: Entry) -> Iterator[tuple[Guard, Policy]]:
    version = policy.at(entry.at)
    return ((guard, version) for guard in version.guards if entry.event in guard.on.events)


def _world(entry: Entry, book: Book, steady: Sequence[Entry] | None, beside: Chronology | None) -> World:
    """The world before an entry. A book that later writing changed is read anew, as it was when this was written."""
    seen = steady if steady is not None else read(book.entries, as_of=entry.at, known_on=entry.recorded_at)
    if beside and beside.book and _has_corrections(beside.book):
        beside = chronology_of(beside.book, as_of=entry.at, known_on=entry.recorded_at)
    return World(_read(entry, seen), seen, beside)


def _has_corrections(book: Book) -> bool:
    return any(entry.event == CORRECTION for entry in book.entries)


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
        faults += unmet(need, world)
    return faults


def _facts_of(guard: Guard, entry: Entry) -> str:
    return ", ".join(f"{name} {in_words(entry.facts.get(name))}" for name, _ in guard.never)


def _earlier(guard: Guard, world: World) -> int:
    """How many such entries there had been in the thread, or in the case."""
    found = world.all(guard.on)
    if guard.within == "case":
        return len(found)
    return sum(each.thread_id == world.entry.thread_id for each in found)


def _use_discretion(guard: Guard, world: World, spent: set[str]) -> bool:
    """Whether a discretion that somebody else approved answers this entry: the next such one, and only once."""
    for asked in world.of("discretion.asked"):
        if asked.facts.get("rule") == guard.id and asked.id not in spent and _answers(asked, world):
            spent.add(asked.id)
            return True
    return False


def _answers(asked: Entry, world: World) -> bool:
    """Whether the last word on it is somebody else's approval, by name, and it was for this person or thread."""
    words = [*world.of("discretion.approved"), *world.of("discretion.refused")]
    last = max((each for each in words if each.thread == asked.id), key=by_order, default=None)
    if last is None or last.event != "discretion.approved" or None in (last.by, asked.by) or last.by == asked.by:
        return False
    return asked.facts.get("for") in (None, world.entry.thread_id, *world.about)
