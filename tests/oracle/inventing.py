"""Random chronologies out of small pools, so that things collide: equal instants, late writing, corrections."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from lintel.events.bookchecks import check_book
from lintel.events.entry import Book, Entry
from lintel.events.faults import Fault
from lintel.events.parsing import parse
from lintel.events.registry import KINDS
from tests.oracle.patterns import alternatives
from tests.oracle.reading import LONDON

ANCHORS = (
    date(2024, 3, 27),  # before Easter and the change to summer time
    date(2024, 10, 24),  # before the change to winter time
    date(2024, 12, 22),  # before Christmas
    date(2024, 2, 26),  # before a leap day
    date(2024, 5, 2),  # before a bank holiday
)
STEPS = (0, 0, 0, 1, 1, 2, 3, 4, 5, 7, 13, 14, 15, 21, 28, 60, 95)
HOURS = (time(0), time(0), time(1, 30), time(9), time(10), time(16, 55), time(23, 59, 59))
PEOPLE = ("v1", "v2", "c1", "p1")
HANDLES = ("a1", "a2", "kim", "lee")
BY = ("sam", "kim", None)
ALWAYS = (
    "report.received", "report.received", "person.joined", "person.joined", "contact.made", "contact.held_off",
    "contact.plan_agreed", "case.closed", "case.reopened", "thread.ended", "person.left", "person.role_changed",
    "incident.recorded", "discretion.asked", "discretion.approved", "discretion.refused",
)  # fmt: skip
ORGANISATIONS = (
    "role.appointed", "role.ended", "training.completed", "discretion.asked", "discretion.approved",
    "agreement.signed", "thread.ended",
)  # fmt: skip


@dataclass
class Vocabulary:
    """What the rules of a policy speak of: events, and the values of their facts."""

    values: dict[str, dict[str, list[Any]]] = field(default_factory=dict)
    rules: list[dict[str, Any]] = field(default_factory=list)
    guards: list[str] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)


def vocabulary(policies: Sequence[dict[str, Any]], defaults: Sequence[dict[str, Any]]) -> Vocabulary:
    found = Vocabulary()
    for policy in policies:
        found.rules += [*policy.get("commitment", []), *policy.get("guard", [])]
    found.rules += defaults
    for rule in found.rules:
        found.guards += [rule["id"]] if "on" in rule else []
        found.roles += [*rule.get("roles", []), *([rule["role"]] if "role" in rule else [])]
        _collect(rule, found)
    return found


def _collect(part: Any, found: Vocabulary) -> None:
    if isinstance(part, list):
        for each in part:
            _collect(each, found)
    elif isinstance(part, dict):
        for each in part.values():
            _collect(each, found)
        if "event" in part:
            for where in (part.get("where", {}), part.get("among", {})):
                _values(part["event"], where, found)
        for event in named(part.get("on")) if "never" in part else []:
            _values(event, part["never"], found)


def _values(event: str, where: dict[str, Any], found: Vocabulary) -> None:
    facts = found.values.setdefault(event, {})
    for fact, wanted in where.items():
        listed = wanted if isinstance(wanted, list) else [wanted]
        for one in listed:
            plain = one.get("not", one.get("min", one.get("max"))) if isinstance(one, dict) else one
            plain = plain if isinstance(plain, list) else [plain]
            facts.setdefault(fact, []).extend(each for each in plain if each is not None)


def named(pattern: Any) -> list[str]:
    return [each["event"] for each in alternatives(pattern)]


def events_of(part: Any) -> list[str]:
    """Every event that a part of a rule names anywhere."""
    if isinstance(part, dict):
        return [event for value in part.values() for event in events_of(value)]
    if isinstance(part, list):
        return [event for value in part for event in events_of(value)]
    return [part] if isinstance(part, str) and part in KINDS else []


class Inventor:
    """One random set of books, and the instants at which to judge it."""

    def __init__(self, dice: Random, words: Vocabulary) -> None:
        self.dice, self.words = dice, words
        self.anchor = dice.choice(ANCHORS)
        self.pool = [self._instant() for _ in range(dice.randint(4, 14))]
        self.line = 0
        self.numbers: dict[str, int] = {}
        focus = dice.sample(words.rules, min(len(words.rules), dice.randint(1, 4)))
        self.focus = [event for rule in focus for event in events_of(rule)]

    def _instant(self) -> datetime:
        day = self.anchor + timedelta(days=self.dice.choice(STEPS))
        at = datetime.combine(day, self.dice.choice(HOURS), LONDON).astimezone(UTC)
        return at + timedelta(seconds=self.dice.choice((0, 0, 0, 0, -1, 1)))

    def books(self, more: Sequence[datetime] = ()) -> list[Book]:
        self.pool += [each + timedelta(seconds=self.dice.choice((0, 0, -1, 1))) for each in more]
        self.numbers = {}
        names = ["A1"] if self.dice.random() < 0.6 else ["A1", "A2"]
        found = [self._book(name, self.dice.choice((4, 8, 12, 16, 24))) for name in names]
        if self.dice.random() < 0.6:
            found.append(self._book("organisation", self.dice.choice((3, 6, 10))))
        return [book for book in found if book.entries]

    def _book(self, name: str, size: int) -> Book:
        home = "organisation" if name == "organisation" else "case"
        always = ORGANISATIONS if home == "organisation" else ALWAYS
        kinds = [each for each in self.focus if home in KINDS[each].declaration.books]
        entries: list[Entry] = []
        if home == "case":
            entries += self._entry(name, "report.received", entries)
            for person in PEOPLE[: self.dice.randint(0, 3)]:
                entries += self._entry(name, "person.joined", entries, person)
        for _ in range(size):
            fitting = kinds if kinds and self.dice.random() < 0.6 else list(always)
            entries += self._entry(name, self.dice.choice(fitting), entries)
        for _ in range(self.dice.choice((0, 0, 1, 2, 4))):
            entries += self._entry(name, "entry.corrected", entries)
        self.dice.shuffle(entries)
        return Book(name, tuple(_valid(entries)))

    def _number(self, book: str) -> int:
        """Ids are unique in a book alone, and the same ids stand in other books."""
        self.numbers[book] = self.numbers.get(book, 0) + 1
        return self.numbers[book]

    def _entry(self, book: str, event: str, before: list[Entry], person: str | None = None) -> list[Entry]:
        dice, said = self.dice, KINDS[event].declaration
        self.line += 1
        at = dice.choice(self.pool)
        facts = self._facts(event, before, at)
        line: dict[str, Any] = {"book": book, "id": f"e{self._number(book)}", "event": event, "at": at.isoformat()}
        if person is not None:
            usual = {"v1": "victim", "v2": "victim", "c1": "child_victim", "p1": "alleged_perpetrator"}
            facts |= {"person": person, "role": usual[person]}
        if event == "person.joined" and dice.random() < 0.8:
            line["about"] = [facts["person"]]
        elif book != "organisation" and dice.random() < 0.55:
            line["about"] = dice.sample(PEOPLE, dice.choice((1, 1, 1, 2)))
        openers = [each for each in before if KINDS[each.event].declaration.opens]
        wanted = said.continues or ("*" if said.may_continue and dice.random() < 0.5 else None)
        openers = [each for each in openers if wanted in ("*", KINDS[each.event].declaration.opens)]
        if wanted and not openers:
            return []
        if wanted:
            opener = dice.choice(openers)
            line |= {"thread": opener.id, "at": max(at, opener.at).isoformat()}
        late = dice.choice((0, 0, 0, 0, 0, 1, 26, 72, 500))
        if late or event == "entry.corrected":
            line["recorded_at"] = (datetime.fromisoformat(line["at"]) + timedelta(hours=late)).isoformat()
        if dice.random() < 0.9:
            line["by"] = dice.choice(BY)
        line["data"] = facts
        return self._parsed(line)

    def _parsed(self, line: dict[str, Any]) -> list[Entry]:
        faults: list[str] = []
        text = json.dumps(line, default=lambda value: value.isoformat())
        entry = parse(text, self.line, lambda *words: faults.append(" ".join(words)))
        return [] if entry is None else [entry]

    def _facts(self, event: str, before: list[Entry], at: datetime) -> dict[str, Any]:
        if event == "entry.corrected":
            return self._correction(before, at)
        mentioned = self.words.values.get(event, {})
        found: dict[str, Any] = {}
        for fact in KINDS[event].facts:
            needed = fact in ("person", "role", "days") or event in ("role.appointed", "role.ended")
            chance = 0.95 if needed else 0.85 if fact in mentioned else 0.5
            if self.dice.random() < chance:
                value = self._value(event, fact, mentioned.get(fact, []), before, at)
                if value is not None:
                    found[fact] = value
        if event.startswith("person.") and "person" in KINDS[event].facts:
            found.setdefault("person", "v1")
        if event in ("person.joined", "person.role_changed"):
            found["role"] = self.dice.choice(
                ("victim", "victim", "child_victim", "household_member", "alleged_perpetrator")
            )
        return found

    def _value(self, event: str, fact: str, mentioned: list[Any], before: list[Entry], at: datetime) -> Any:
        dice, kind = self.dice, KINDS[event].facts[fact]
        if event == "discretion.asked":
            ids = [*PEOPLE, *(each.id for each in before if KINDS[each.event].declaration.opens)]
            return dice.choice(self.words.guards if fact == "rule" and self.words.guards else ids)
        if fact == "role" and event.startswith(("role.", "training.")):
            return dice.choice(self.words.roles or ["front_line"])
        if fact in ("channel", "safe_channels"):
            return dice.choice(("phone", "text")) if not kind.many else dice.sample(("phone", "text"), 1)
        one = dice.choice(mentioned) if mentioned and dice.random() < 0.75 else self._random(fact, event, at)
        return [one] if kind.many and one is not None else one

    def _random(self, fact: str, event: str, at: datetime) -> Any:
        dice, kind = self.dice, KINDS[event].facts[fact]
        holder = fact == "person" and not event.startswith("person.")
        safety = ("safe", "safe", "conditional", "unsafe")
        values: dict[str, list[Any]] = {
            "listed": list(kind.values),
            "map": [{"phone": dice.choice(safety), "text": dice.choice(safety)}],
            "boolean": [True, False],
            "number": [9, 17, 24] if "hour" in fact else [1, 3, 5, 7, 14, 28],
            "date": [at.date() + timedelta(days=days) for days in (-1, 0, 1, 3, 7, 14, 28)],
            "instant": self.pool,
            "handle": ["kim", "lee", "v1"] if holder else list(PEOPLE if fact == "person" else HANDLES),
            "code": ["x", "y"],
            "facts": [None],
        }
        return dice.choice(values[kind.kind])

    def _correction(self, before: list[Entry], at: datetime) -> dict[str, Any]:
        dice = self.dice
        originals = [each for each in before if each.event != "entry.corrected"]
        if not originals:
            return {"entry": "none"}
        original = dice.choice(originals)
        found: dict[str, Any] = {"entry": original.id}
        what = dice.choice(("facts", "facts", "facts", "at", "at", "about", "thread", "withdrawn", "withdrawn"))
        if what == "facts":
            facts = self._facts(original.event, before, original.at)
            given = {fact: value if dice.random() < 0.8 else None for fact, value in facts.items()}
            found["facts"] = dict(dice.sample(sorted(given.items()), min(len(given), 2)))
        elif what == "at":
            found["at"] = dice.choice(self.pool)
        elif what == "about":
            found["about"] = dice.sample(PEOPLE, dice.choice((0, 1, 1, 2)))
        elif what == "thread":
            kind = KINDS[original.event].declaration.continues
            same = [each.id for each in before if kind and KINDS[each.event].declaration.opens == kind]
            if same:
                found["thread"] = dice.choice(same)
        else:
            found["withdrawn"] = "mistaken"
        return found


def _valid(entries: list[Entry]) -> list[Entry]:
    """Entries that do not fit the rest of the book are left out, until all that is left fits."""
    while True:
        faults: list[Fault] = []
        check_book(entries, faults.append)
        wrong = {fault.line for fault in faults}
        if not wrong:
            return entries
        entries = [each for each in entries if each.seq not in wrong]
