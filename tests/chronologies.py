"""Chronologies as somebody would jot them down, one line an entry, so that a test is read at a glance.

    2024-03-28 16:30 report.received channel=phone safe_channels=phone,text
    2024-03-28 16:35 person.joined v1 role=victim
    2024-04-02 11:05 contact.made v1 channel=phone by:lee recorded:2024-04-03T09:00

A line is a local date and time in London, a kind of event, whom it is about, `fact=value`, and what else the entry
carries as `id:`, `thread:`, `by:` or `recorded:`. Where nothing is said an entry is written by sam when it happens,
and its id is the number of its line, from 1; blank lines do not count.

The cast of every test: v1 and v2 are victims, c1 and c2 children, p1 the alleged perpetrator; sam is the case
officer, lee leads on domestic abuse.
"""

import json
from datetime import UTC, datetime
from functools import partial

from lintel.events.bookchecks import check_book
from lintel.events.entry import LONDON, ORGANISATION_BOOK, Book, Entry
from lintel.events.faults import Fault
from lintel.events.parsing import parse
from lintel.events.registry import KINDS

_ENVELOPE = ("id", "thread", "by", "recorded")


class WrongChronologyError(AssertionError):
    """A test wrote down entries that no file may hold."""


def at(text: str) -> datetime:
    """An instant by the clock in London, as `at("2024-03-28 16:30")`; a date alone is its first moment."""
    return datetime.fromisoformat(text).replace(tzinfo=LONDON).astimezone(UTC)


def case(text: str, name: str = "A1") -> Book:
    """The book of a case."""
    lines = [line.split() for line in text.splitlines() if line.strip()]
    return checked(Book(name, tuple(entry_of(words, name, place) for place, words in enumerate(lines, 1))))


def organisation(text: str) -> Book:
    """The landlord's own book."""
    return case(text, ORGANISATION_BOOK)


def entry(text: str, name: str = "A1", place: int = 1000) -> Entry:
    """One entry by itself, not checked against any book."""
    return entry_of(text.split(), name, place)


def with_entries(book: Book, *more: Entry) -> Book:
    """A book with further entries at its end."""
    return Book(book.name, (*book.entries, *more))


def checked(book: Book) -> Book:
    """The book itself. Raises `WrongChronologyError` with everything that a file with it would be refused for."""
    faults: list[Fault] = []
    check_book(book.entries, faults.append)
    if faults:
        raise WrongChronologyError("\n".join(map(str, faults)))
    return book


def entry_of(words: list[str], book: str, place: int) -> Entry:
    """The entry that the words of a line stand for."""
    day, hour, event, *rest = words
    facts = dict(word.split("=", 1) for word in rest if "=" in word)
    colons = [word.split(":", 1) for word in rest if "=" not in word]
    said = {pair[0]: pair[1] for pair in colons if pair[0] in _ENVELOPE}
    about = [word for word in rest if "=" not in word and word.split(":")[0] not in _ENVELOPE]
    source: dict[str, object] = {
        "book": book,
        "id": said.get("id", str(place)),
        "event": event,
        "at": at(f"{day}T{hour}").isoformat(),
        "recorded_at": at(said.get("recorded", f"{day}T{hour}")).isoformat(),
        "by": _by(said.get("by", "sam")),
        "thread": said.get("thread"),
        "about": about,
        "data": {**_person(event, about, facts), **{fact: _value(event, fact, text) for fact, text in facts.items()}},
    }
    return from_source(source, place)


def from_source(source: dict[str, object], place: int) -> Entry:
    """The entry that an object of an interchange file holds, read as a file is read."""
    faults: list[str] = []
    found = parse(json.dumps(source), place, partial(_note, faults))
    if found is None:
        raise WrongChronologyError("\n".join(faults))
    return found


def _note(faults: list[str], field: str, wrong: str, expected: str) -> None:
    faults.append(f"{field} {wrong}; expected {expected}")


def _by(name: str) -> str | None:
    return None if name == "nobody" else name


def _person(event: str, about: list[str], facts: dict[str, str]) -> dict[str, object]:
    """An event that must name a person names the one that the line is about."""
    wanted = event.startswith("person.") and "person" in KINDS[event].facts and "person" not in facts
    return {"person": about[0]} if wanted else {}


def _value(event: str, fact: str, text: str) -> object:
    known = KINDS[event].facts[fact]
    if known.kind == "facts":
        return json.loads(text)
    if known.kind == "map":
        return dict(pair.split(":", 1) for pair in text.split(","))
    if known.many:
        return text.split(",")
    if known.kind == "instant":
        return at(text).isoformat()
    return {"number": _number, "boolean": _yes}.get(known.kind, str)(text)


def _number(text: str) -> object:
    return int(text)


def _yes(text: str) -> object:
    return text == "yes"
