"""Worked examples: facts in, states out, written beside a policy in words that its owner can read and check."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field

from lintel.commitments.evaluation import Court
from lintel.commitments.guards import breaches
from lintel.commitments.loading import PolicyFault, PolicyRefused, parsed
from lintel.commitments.measures import Measurement, Span
from lintel.commitments.obligations import Obligation
from lintel.commitments.policy import Versions
from lintel.commitments.policyfile import ClauseId, Table
from lintel.commitments.policyshape import as_table
from lintel.events.bookchecks import check_book
from lintel.events.entry import LONDON, ORGANISATION_BOOK, Book, Entry
from lintel.events.faults import Fault
from lintel.events.parsing import parse

_STATE = re.compile(
    r"(?:(?P<person>\S+) )?(?P<state>kept|late|due|overdue|missed|excused)"
    r"(?: by (?P<by>\d{4}-\d\d-\d\d))?(?: in (?P<book>\S+))?"
)


class Happening(Table):
    """One entry of an example. A time without an offset is London's."""

    at: datetime
    event: str
    id: str | None = None
    book: str = "A1"
    recorded_at: datetime | None = None
    by: str = "sam"
    thread: str | None = None
    about: list[str] = Field(default_factory=list)
    data: dict[str, Any] = Field(default_factory=dict)


class Example(Table):
    """What happened, and what a policy makes of it."""

    name: str
    clause: list[ClauseId] = Field(default_factory=list)
    as_of: datetime
    known_on: datetime | None = None
    happens: Annotated[list[Happening], Field(min_length=1)]
    owed: dict[str, list[str]] = Field(default_factory=dict)
    breaches: list[str] = Field(default_factory=list)
    measures: dict[str, float] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """An example that was worked: every way in which the policy says otherwise; nothing where it holds."""

    example: Example
    differences: tuple[str, ...]


def examples_beside(policy: Path) -> Path:
    """Where a policy's worked examples stand: `settle-2024.examples.toml` beside `settle-2024.toml`."""
    return policy.with_name(f"{policy.stem}.examples.toml")


def load_examples(path: Path) -> list[Example]:
    """The examples of a file. Raises `PolicyRefused` with every fault where it is wrong."""
    faults: list[PolicyFault] = []

    def say(key: str, wrong: str, write: str) -> None:
        faults.append(PolicyFault(path.name, key, wrong, write))

    source = parsed(path)
    for key in source.keys() - {"example"}:
        say(key, "is no table of an examples file", "write [[example]]")
    tables = source.get("example", [])
    if not isinstance(tables, list):
        say("example", "is no list of tables", "write [[example]] with two brackets")
        tables = []
    found = [as_table(f"example[{place}]", each, Example, say) for place, each in enumerate(tables, 1)]
    if faults:
        raise PolicyRefused(faults)
    return [each for each in found if each is not None]


def work(example: Example, policy: Versions) -> Outcome:
    """Judge an example's entries by a policy and compare with what it expects."""
    books, faults = _books(example)
    if faults:
        return Outcome(example, tuple(faults))
    court, obligations, entries, broken = _judge(example, books, policy)
    differences = [*_unknown(example, policy), *_owed(example, obligations)]
    if example.breaches != broken:
        differences.append(f"breaches: expected {_or_none(example.breaches)}; found {_or_none(broken)}")
    measurement = Measurement(policy.at(court.as_of), [Span("all")])
    for book in {each.book for each in obligations}:
        measurement.add(each for each in obligations if each.book == book)
    measurement.add((), entries)
    figures = {result.measure.id: result.value for result in measurement.results()}
    for name, expected in example.measures.items():
        if figures.get(name) != expected:
            differences.append(f"measures.{name}: expected {expected}; found {figures.get(name)}")
    return Outcome(example, tuple(differences))


def _books(example: Example) -> tuple[list[Book], list[str]]:
    faults: list[str] = []
    found: dict[str, list[Entry]] = {}
    for place, happening in enumerate(example.happens, 1):

        def say(field: str, wrong: str, expected: str, place: int = place) -> None:
            faults.append(f"happens[{place}].{field} {wrong}; expected {expected}")

        entry = parse(_line(happening, place), place, say)
        if entry is not None:
            found.setdefault(entry.book, []).append(entry)

    def seen(fault: Fault) -> None:
        faults.append(f"happens[{fault.line}].{fault.field} {fault.wrong}; expected {fault.expected}")

    for entries in found.values():
        check_book(entries, seen)
    return [Book(name, tuple(entries)) for name, entries in found.items()], faults


def _line(happening: Happening, place: int) -> str:
    source = happening.model_dump(exclude_none=True)
    source["id"] = happening.id or str(place)
    for key in ("at", "recorded_at"):
        if key in source:
            source[key] = _local(source[key]).isoformat()
    return json.dumps(source, default=_coded)


def _local(at: datetime) -> datetime:
    return at.replace(tzinfo=LONDON) if at.tzinfo is None else at


def _coded(value: object) -> str:
    if isinstance(value, datetime):
        return _local(value).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value)  # whatever else TOML has is text to the reader of entries, which says what it expects


def _judge(
    example: Example, books: Iterable[Book], policy: Versions
) -> tuple[Court, list[Obligation], list[Entry], list[str]]:
    every = list(books)
    own = [entry for book in every if book.name == ORGANISATION_BOOK for entry in book.entries]
    known_on = _local(example.known_on) if example.known_on else None
    court = Court(policy, _local(example.as_of), known_on, own)
    obligations: list[Obligation] = []
    entries: list[Entry] = list(court.own.entries)
    broken: list[str] = []
    for book in every:
        if book.is_case:
            chronology = court.chronology(book)
            obligations += court.case(chronology)
            entries += chronology.entries
        found = breaches(book, policy, court.as_of, court.known_on, court.own if book.is_case else None)
        broken += [f"{each.guard.id} at {each.entry.id}" for each in found]
    obligations += court.organisation()
    return court, obligations, entries, broken


def _unknown(example: Example, policy: Versions) -> Iterator[str]:
    known = {rule.id for rule in policy.commitments}
    measures = {measure.id for version in policy.all for measure in version.measures}
    yield from (f"owed.{name} is no commitment of this policy" for name in example.owed if name not in known)
    yield from (f"measures.{name} is no measure of this policy" for name in example.measures if name not in measures)


def _owed(example: Example, obligations: Sequence[Obligation]) -> Iterator[str]:
    for name, expected in example.owed.items():
        found = [each for each in obligations if each.rule.id == name]
        found.sort(key=lambda each: (each.opened_at, each.subject or "", each.book))
        same = len(found) == len(expected) and all(map(_agrees, expected, found))
        if not same:
            yield f"owed.{name}: expected {_or_none(expected)}; found {_or_none([_said(each) for each in found])}"


def _agrees(expected: str, found: Obligation) -> bool:
    match = _STATE.fullmatch(expected)
    if match is None:
        return False
    return (
        match["state"] == found.state
        and match["person"] in (None, found.subject)
        and match["by"] in (None, str(found.due_on))
        and match["book"] in (None, found.book)
    )


def _said(found: Obligation) -> str:
    person = f"{found.subject} " if found.subject else ""
    by = f" by {found.due_on}" if found.due_on else ""
    return f"{person}{found.state}{by}"


def _or_none(said: Sequence[str]) -> str:
    return ", ".join(said) if said else "nothing"
