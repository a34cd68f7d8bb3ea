"""What is wrong with a book as a whole: ids, threads, people and corrections that do not fit each other."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

from lintel.events.declaration import ANY_THREAD
from lintel.events.entry import ORGANISATION_BOOK, PERSON_BOOK, Entry
from lintel.events.faults import Fault
from lintel.events.parsing import coded, opening_of
from lintel.events.registry import KINDS

CORRECTION = "entry.corrected"
_NAMES_A_PERSON = frozenset({"person.role_changed", "person.left", "person.died"})

SayOf = Callable[[Entry, str, str, str], None]


@dataclass
class _Known:
    """What the entries of a book may refer to. `refused` stands on lines that are refused for other faults."""

    refused: Collection[str]
    entries: dict[str, Entry] = field(default_factory=dict)
    people: set[str] = field(default_factory=set)
    corrections: dict[str, list[Entry]] = field(default_factory=dict)

    def lacks_person(self, person: object) -> bool:
        return person not in self.people and person not in self.refused

    def lacks_entry(self, name: object) -> bool:
        return name not in self.entries and name not in self.refused

    def whom(self) -> str:
        """Who may be named, in words."""
        known = ", ".join(sorted(self.people))
        return f"one of {known}, or an entry person.joined" if known else "an entry person.joined for each person"


def check_book(entries: Sequence[Entry], seen: Callable[[Fault], None], refused: Collection[str] = ()) -> None:
    """Report everything in one book that does not fit the rest of it.

    `refused` are the ids and people on lines that are no entries: nobody is told that those are missing.
    """

    def say(entry: Entry, field: str, wrong: str, expected: str) -> None:
        seen(Fault(entry.seq, field, wrong, expected))

    known = _Known(refused)
    for entry in entries:
        first = known.entries.setdefault(entry.id, entry)
        if first is not entry:
            wrong = f'"{entry.id}" stands in this book already, on line {first.seq}'
            say(entry, "id", wrong, "an id of its own")
        if entry.event == CORRECTION:
            known.corrections.setdefault(str(entry.facts["entry"]), []).append(entry)
    known.people.update(_people(known))
    for entry in entries:
        _check_thread(entry, known, say)
        _check_people(entry, known, say)
        if entry.event == "discretion.asked":
            _check_discretion(entry, known, say)
        if entry.event == CORRECTION:
            _check_correction(entry, known, say)


def _people(known: _Known) -> Iterator[str]:
    """Everybody who has joined the case, by the handle first written and by those that it was corrected to."""
    for entry in known.entries.values():
        if entry.event == "person.joined":
            yield str(entry.facts["person"])
            for correction in known.corrections.get(entry.id, ()):
                facts = cast(Mapping[str, object], correction.facts.get("facts") or {})
                yield str(facts.get("person") or entry.facts["person"])


def _check_thread(entry: Entry, known: _Known, say: SayOf) -> None:
    if entry.thread is None or (entry.thread in known.refused and entry.thread not in known.entries):
        return
    wrong = _wrong_thread(entry.event, entry.thread, known)
    opener = known.entries.get(entry.thread)
    if wrong:
        say(entry, "thread", *wrong)
    elif opener and entry.at < opener.at:
        wrong_at = f"is before its thread was opened (line {opener.seq})"
        say(entry, "at", wrong_at, "a time at or after the opening")


def _wrong_thread(event: str, thread: str, known: _Known) -> tuple[str, str] | None:
    """Why an entry of this kind cannot continue that thread, and what was expected; None where it can."""
    opener = known.entries.get(thread)
    kind = KINDS[event].declaration.continues or ANY_THREAD
    expected = opening_of(kind)
    opens = KINDS[opener.event].declaration.opens if opener else None
    if opener is None:
        return f'"{thread}" is no entry of this book', expected
    if opens is None:
        return f'"{thread}" is {opener.event}, which opens no thread', expected
    if kind not in (ANY_THREAD, opens):
        return f'"{thread}" opened a thread of another kind ({opens.replace("_", " ")})', expected
    return None


def _check_people(entry: Entry, known: _Known, say: SayOf) -> None:
    if entry.book == ORGANISATION_BOOK or entry.book.startswith(PERSON_BOOK):
        return
    for person in entry.about:
        _check_person(entry, "about", person, known, say)
    if entry.event in _NAMES_A_PERSON:
        _check_person(entry, "data.person", entry.facts["person"], known, say)


def _check_person(entry: Entry, place: str, person: object, known: _Known, say: SayOf) -> None:
    if known.lacks_person(person):
        say(entry, place, f'names "{person}", who has not joined this case', known.whom())


def _check_discretion(entry: Entry, known: _Known, say: SayOf) -> None:
    whom = entry.facts.get("for")
    if whom is not None and known.lacks_person(whom) and known.lacks_entry(whom):
        say(entry, "data.for", f'names "{whom}"', "a person who has joined this case, or the id of a thread")


def _check_correction(entry: Entry, known: _Known, say: SayOf) -> None:
    name = str(entry.facts["entry"])
    original = known.entries.get(name)
    if original is None or original is entry:
        if original or known.lacks_entry(name):
            wrong = f'names "{name}", ' + ("which is itself" if original else "which is no entry of this book")
            say(entry, "data.entry", wrong, "the id of the original")
        return
    if original.event == CORRECTION:
        say(entry, "data.entry", f'names "{name}", itself a correction', "the id of the original entry")
        return
    if entry.recorded_at < original.recorded_at:
        say(entry, "recorded_at", f"is before the original was written (line {original.seq})", "a later time")
    _check_corrected_facts(entry, original, known, say)
    _check_corrected_at(entry, original, known, say)
    _check_corrected_thread(entry, original, known, say)
    for person in cast(Sequence[str], entry.facts.get("about") or ()):
        _check_person(entry, "data.about", person, known, say)


def _check_corrected_facts(entry: Entry, original: Entry, known: _Known, say: SayOf) -> None:
    """The original's facts, with the correction's laid over them, must be facts of its kind."""
    kind, changed = KINDS[original.event], cast(dict[str, object], entry.facts.get("facts") or {})
    for key in changed.keys() & set(kind.sealed):
        say(entry, f"data.facts.{key}", "is a sealed field, not a fact", "what it should have said in `replacement`")
    merged = {**original.facts, **{key: value for key, value in changed.items() if key not in kind.sealed}}
    merged = {key: value for key, value in merged.items() if value is not None or key not in kind.facts}

    def within(field: str, wrong: str, expected: str) -> None:
        say(entry, field.replace("data.", "data.facts.", 1), wrong, expected)

    right = coded(kind, merged, {}, within)
    if right is not None:
        changed.update({key: right[key] for key in changed if key in right})
        if original.event in _NAMES_A_PERSON:
            _check_person(entry, "data.facts.person", right["person"], known, say)


def _check_corrected_at(entry: Entry, original: Entry, known: _Known, say: SayOf) -> None:
    at = entry.facts.get("at")
    if not isinstance(at, datetime):
        return
    if at > entry.recorded_at:
        say(entry, "data.at", "is after the correction was written", "when it happened")
    opener = known.entries.get(original.thread or "")
    if opener and at < min(_readings(opener, known)):
        wrong = f"is before the thread of the original was opened (line {opener.seq})"
        say(entry, "data.at", wrong, "a time at or after the opening")


def _readings(entry: Entry, known: _Known) -> Iterator[datetime]:
    """When an entry happened, as it was first written and as it was corrected."""
    yield entry.at
    for correction in known.corrections.get(entry.id, ()):
        at = correction.facts.get("at")
        if isinstance(at, datetime):
            yield at


def _check_corrected_thread(entry: Entry, original: Entry, known: _Known, say: SayOf) -> None:
    thread = entry.facts.get("thread")
    if not isinstance(thread, str) or (thread in known.refused and thread not in known.entries):
        return
    said = KINDS[original.event].declaration
    if not said.continues and not said.may_continue:
        say(entry, "data.thread", f"is given, but {original.event} continues no thread", "no thread")
    elif wrong := _wrong_thread(original.event, thread, known):
        say(entry, "data.thread", *wrong)
