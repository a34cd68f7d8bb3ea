"""What is wrong with a book as a whole: ids, threads, people and corrections that do not fit each other."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import cast

from lintel.events.declaration import ANY_THREAD
from lintel.events.entry import ORGANISATION_BOOK, PERSON_BOOK, Entry
from lintel.events.faults import Fault, shown
from lintel.events.parsing import coded
from lintel.events.registry import KINDS

CORRECTION = "entry.corrected"
_NAMES_A_PERSON = frozenset({"person.role_changed", "person.left", "person.died"})

SayOf = Callable[[Entry, str, str, str], None]


def check_book(entries: Sequence[Entry], seen: Callable[[Fault], None]) -> None:
    """Report everything in one book that does not fit the rest of it."""

    def say(entry: Entry, field: str, wrong: str, expected: str) -> None:
        seen(Fault(entry.seq, field, wrong, expected))

    by_id: dict[str, Entry] = {}
    for entry in entries:
        first = by_id.setdefault(entry.id, entry)
        if first is not entry:
            say(
                entry,
                "id",
                f'"{entry.id}" stands in this book already, on line {first.seq}',
                "an id of its own",
            )
    people = {str(entry.facts["person"]) for entry in entries if entry.event == "person.joined"}
    for entry in entries:
        _check_thread(entry, by_id, say)
        _check_people(entry, people, say)
        if entry.event == "discretion.asked":
            _check_discretion(entry, people, by_id, say)
        if entry.event == CORRECTION:
            _check_correction(entry, people, by_id, say)


def _check_thread(entry: Entry, by_id: Mapping[str, Entry], say: SayOf) -> None:
    if entry.thread is None:
        return
    opener = by_id.get(entry.thread)
    kind = KINDS[entry.event].declaration.continues or ANY_THREAD
    expected = f"the id of the entry that opened the {'thread' if kind == ANY_THREAD else kind.replace('_', ' ')}"
    opens = KINDS[opener.event].declaration.opens if opener else None
    if opener is None:
        say(entry, "thread", f'"{entry.thread}" is no entry of this book', expected)
    elif opens is None:
        say(entry, "thread", f'"{entry.thread}" is {opener.event}, which opens no thread', expected)
    elif kind not in (ANY_THREAD, opens):
        say(entry, "thread", f'"{entry.thread}" opened a thread of another kind ({opens})', expected)
    elif entry.at < opener.at:
        say(
            entry,
            "at",
            f"is before its thread was opened (line {opener.seq})",
            "a time at or after the opening",
        )


def _check_people(entry: Entry, people: set[str], say: SayOf) -> None:
    if entry.book == ORGANISATION_BOOK or entry.book.startswith(PERSON_BOOK):
        return
    for person in entry.about:
        if person not in people:
            say(entry, "about", f'names "{person}", who has not joined this case', _whom(people))
    if entry.event in _NAMES_A_PERSON and entry.facts["person"] not in people:
        say(
            entry,
            "data.person",
            f'names "{entry.facts["person"]}", who has not joined this case',
            _whom(people),
        )


def _whom(people: Iterable[str]) -> str:
    known = ", ".join(sorted(people))
    return f"one of {known}, or an entry person.joined" if known else "an entry person.joined for each person"


def _check_discretion(entry: Entry, people: set[str], by_id: Mapping[str, Entry], say: SayOf) -> None:
    whom = entry.facts.get("for")
    if whom is not None and whom not in people and whom not in by_id:
        say(
            entry,
            "data.for",
            f"names {shown(whom)}",
            "a person who has joined this case, or the id of a thread",
        )


def _check_correction(entry: Entry, people: set[str], by_id: Mapping[str, Entry], say: SayOf) -> None:
    original = by_id.get(str(entry.facts["entry"]))
    if original is None or original is entry:
        say(
            entry,
            "data.entry",
            f"names {shown(entry.facts['entry'])}, no entry of this book",
            "the id of the original",
        )
        return
    if original.event == CORRECTION:
        say(entry, "data.entry", f'names "{original.id}", itself a correction', "the id of the original entry")
        return
    if entry.recorded_at < original.recorded_at:
        say(entry, "recorded_at", f"is before the original was written (line {original.seq})", "a later time")
    _check_corrected_facts(entry, original, say)
    _check_corrected_at(entry, original, say)
    about = cast(Sequence[str], entry.facts.get("about") or ())
    for person in about:
        if person not in people:
            say(entry, "data.about", f'names "{person}", who has not joined this case', _whom(people))
    thread = entry.facts.get("thread")
    opener = by_id.get(str(thread))
    if thread is not None and (opener is None or not KINDS[opener.event].declaration.opens):
        say(entry, "data.thread", f"names {shown(thread)}", "the id of an entry that opened a thread")


def _check_corrected_facts(entry: Entry, original: Entry, say: SayOf) -> None:
    """The original's facts, with the correction's laid over them, must be facts of its kind."""
    facts = entry.facts.get("facts")
    if facts is None:
        return
    merged = {**original.facts, **cast(Mapping[str, object], facts)}
    merged = {key: value for key, value in merged.items() if value is not None}

    def within(field: str, wrong: str, expected: str) -> None:
        say(entry, field.replace("data.", "data.facts.", 1), wrong, expected)

    kind = KINDS[original.event]
    right = coded(kind, merged, {}, within)
    if right is not None:
        changed = cast(dict[str, object], facts)
        changed.update({key: right[key] for key in changed if key in right})


def _check_corrected_at(entry: Entry, original: Entry, say: SayOf) -> None:
    at = entry.facts.get("at")
    if isinstance(at, datetime) and at > entry.recorded_at:
        say(entry, "data.at", "is after the correction was written", "when it happened")
    opener_is_self = original.thread is None
    if isinstance(at, datetime) and not opener_is_self and at > original.recorded_at:
        say(entry, "data.at", "is after the original was written", "when it happened")
