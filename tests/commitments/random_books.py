"""Books drawn at random in which nothing is wrong: what Lintel would take from a file and judge.

A book is made of steps, each a few small numbers that Hypothesis draws and shrinks: which kind of event comes next,
how long after the last one, with which facts, about whom, and how late it was written down.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from random import Random
from typing import NamedTuple, cast

from hypothesis import strategies as st

from lintel.commitments.loading import find, load
from lintel.commitments.policy import Versions
from lintel.events.declaration import ANY_THREAD
from lintel.events.entry import ORGANISATION_BOOK, Book, Entry
from lintel.events.registry import KINDS
from tests.chronologies import at, checked, from_source
from tests.commitments.judging import HERE
from tests.commitments.random_facts import every_rule, facts, kinds_of, named_kinds, value, wanted

PROVIDERS = ("settle", "midland-heart", "association", "aspire", "whg")
SYNTHETIC = ("everything", "everything-before")
CASE, ORGANISATION = "case", "organisation"
CORRECTED = "entry.corrected"

_SHAPING = (
    "report.received", "person.joined", "person.joined", "person.left", "person.role_changed", "person.died",
    "case.closed", "case.reopened", "contact.made", "contact.plan_agreed", "contact.held_off",
    "contact.frequency_agreed", "thread.ended", "discretion.asked", "discretion.approved", CORRECTED, CORRECTED,
)  # fmt: skip
_BYSTANDERS = ("note.added", "document.added", "breach.recorded", "case.linked", "evidence.logged")
_SHAPING_THE_ORGANISATION = ("role.appointed", "role.ended", "training.completed", CORRECTED, "note.added")
_STARTS = ("2024-03-27 16:30", "2024-10-25 16:55", "2023-12-21 09:00", "2024-02-28 23:30", "2024-03-30 10:00")
_MINUTE, _DAY = timedelta(minutes=1), timedelta(days=1)
_GAPS = (
    timedelta(0), _MINUTE, timedelta(hours=7, minutes=30), _DAY, 3 * _DAY, 7 * _DAY, 13 * _DAY, 14 * _DAY,
    15 * _DAY, 30 * _DAY, 95 * _DAY, 400 * _DAY,
)  # fmt: skip
_LATENESS = (timedelta(0), timedelta(0), timedelta(0), timedelta(0), _MINUTE, _DAY, 20 * _DAY)
_PEOPLE = ("v1", "v2", "c1", "p1")
_ROLE = {"v1": "victim", "v2": "victim", "c1": "child_victim", "p1": "alleged_perpetrator"}
_STAFF = ("sam", "lee", "ada")

_PRELUDES = ((), ("report.received", "person.joined"), ("report.received", "person.joined", "contact.made"))
_BYTES = 6
"""Of each step: which kind comes next, how long after, how late, about whom, and two for its facts."""


@cache
def rules(name: str) -> Versions:
    """A policy that comes with Lintel, or one of the tests' own that use every option, alone or as two versions."""
    if name == "two-versions":
        return Versions([load(HERE / f"{each}.toml") for each in SYNTHETIC])
    return Versions([load(HERE / f"{name}.toml")]) if name in SYNTHETIC else find(name)


EVERY_POLICY = (*SYNTHETIC, "two-versions", *PROVIDERS)


@cache
def kinds(name: str, book: str) -> tuple[str, ...]:
    """The kinds of event for a random book: those that shape it, those that rules name, and some that none does."""
    named = sorted(kind for kind in named_kinds(rules(name)) if book in KINDS[kind].declaration.books)
    if book == ORGANISATION:
        return (*_SHAPING_THE_ORGANISATION, *named)
    return (*_SHAPING, *_BYSTANDERS, *named)


@cache
def themes(policy: str) -> list[tuple[str, ...]]:
    """For each rule of a policy the kinds of event that it names, so that a book can be about a few rules."""
    return [tuple(sorted(kinds_of(rule))) * 3 for version in rules(policy).all for rule in every_rule(version)]


@dataclass
class _Writer:
    """Writes one book, entry by entry, each fitting those before it."""

    book: str
    policy: str
    now: datetime
    possible: Sequence[str]
    entries: list[Entry] = field(default_factory=list)

    def write(self, step: bytes) -> None:
        """The next entry."""
        which, gap, late, about, seed = step[0], step[1], step[2], step[3], int.from_bytes(step[4:])
        self.now += _GAPS[gap % len(_GAPS)]
        kind = self._possible(self.possible[which % len(self.possible)])
        self.add(kind, seed, about, _LATENESS[late % len(_LATENESS)])

    def add(self, kind: str, seed: int = 0, about: int = 0, late: timedelta = timedelta(0)) -> None:
        """An entry of a kind, written down so much later."""
        data = {} if kind == CORRECTED else facts(kind, seed, self.now, rules(self.policy))
        dice = Random(about)
        data = {} if kind == CORRECTED else facts(kind, seed, self.now, rules(self.policy))
        source: dict[str, object] = {
            "book": self.book,
            "id": f"e{len(self.entries) + 1}",
            "event": kind,
            "at": self.now.isoformat(),
            "recorded_at": (self.now + late).isoformat(),
            "by": dice.choice((*_STAFF, None)),
            "about": [person for person in self.people if about and dice.random() < 0.4],
            "thread": self._thread(kind, dice),
            "data": data,
        }
        self._fit(kind, data, source, dice)
        self.entries.append(from_source(source, len(self.entries) + 1))

    @property
    def people(self) -> list[str]:
        """Who has joined so far."""
        return list(dict.fromkeys(str(e.facts["person"]) for e in self.entries if e.event == "person.joined"))

    def _threads(self, kind: str) -> list[str]:
        continues = KINDS[kind].declaration.continues or ANY_THREAD
        return [each.id for each in self.entries if each.opens and continues in (ANY_THREAD, KINDS[each.event].thread)]

    def _possible(self, kind: str) -> str:
        """The kind itself, or what must come before it: the opening of its thread, somebody's joining, anything."""
        said = KINDS[kind].declaration
        if said.continues and not self._threads(kind):
            opens = (each for each, known in KINDS.items() if known.declaration.opens == said.continues)
            return next(opens, "note.added")
        if kind in ("person.left", "person.role_changed", "person.died") and not self.people:
            return "person.joined"
        if kind == CORRECTED and not any(each.event != CORRECTED for each in self.entries):
            return "note.added"
        return kind

    def _thread(self, kind: str, dice: Random) -> str | None:
        said, threads = KINDS[kind].declaration, self._threads(kind)
        if said.continues or (said.may_continue and threads and dice.random() < 0.5):
            return dice.choice(threads)
        return None

    def _fit(self, kind: str, data: dict[str, object], source: dict[str, object], dice: Random) -> None:
        """What must agree with the rest of the book: people, and whatever a correction names."""
        if kind == "person.joined":
            data["person"] = dice.choice(_PEOPLE)
            data["role"] = _ROLE[str(data["person"])] if dice.random() < 0.7 else data["role"]
        elif kind.startswith("person."):
            data["person"] = dice.choice(self.people)
        elif kind == "discretion.asked" and "for" in data:
            data["for"] = dice.choice([*self.people, *self._threads("thread.ended"), source["id"]])
        elif kind == CORRECTED:
            source["data"] = self._correction(source, dice)

    def _correction(self, source: dict[str, object], dice: Random) -> dict[str, object]:
        original = dice.choice([each for each in self.entries if each.event != CORRECTED])
        source["recorded_at"] = max(
            original.recorded_at, datetime.fromisoformat(str(source["recorded_at"]))
        ).isoformat()
        data: dict[str, object] = {"entry": original.id}
        what = dice.choice(("facts", "facts", "at", "about", "withdrawn"))
        if what == "facts":
            data["facts"] = self._other_facts(original, dice)
        elif what == "at":
            data["at"] = dice.choice((original.at - _DAY, original.at - _MINUTE, original.recorded_at)).isoformat()
        elif what == "about":
            data["about"] = [person for person in self.people if dice.random() < 0.5]
        else:
            data["withdrawn"] = "mistaken"
        return data

    def _other_facts(self, original: Entry, dice: Random) -> dict[str, object]:
        kind = KINDS[original.event]
        optional = {info.alias or name for name, info in kind.model.model_fields.items() if not info.is_required()}
        free = [fact for fact in kind.facts if fact in optional and fact != "for"]
        asked = wanted(rules(self.policy))
        return {
            fact: None if dice.random() < 0.3 else value(fact, kind.facts[fact], dice, self.now, asked.get(fact, []))
            for fact in dice.sample(free, min(2, len(free)))
        }


def written(name: str, policy: str, head: bytes, steps: bytes) -> Book:
    """The book that some bytes spell: it begins somewhere, with some entries, and keeps to a few rules' events."""
    every = kinds(policy, ORGANISATION if name == ORGANISATION_BOOK else CASE)
    theme = int.from_bytes(head[2:])
    chosen = [*Random(theme).sample(every, min(12, len(every))), *themes(policy)[theme % len(themes(policy))]]
    writer = _Writer(name, policy, at(_STARTS[head[0] % len(_STARTS)]), [kind for kind in chosen if kind in every])
    for kind in _PRELUDES[head[1] % len(_PRELUDES)] if name != ORGANISATION_BOOK else ("note.added",):
        writer.add(kind)
    for begin in range(0, len(steps) - _BYTES + 1, _BYTES):
        writer.write(steps[begin : begin + _BYTES])
    return checked(Book(name, tuple(writer.entries)))


@st.composite
def books(draw: st.DrawFn, policy: str, *, name: str = "A1", most: int = 20) -> Book:
    """A book that has entries of the kinds that a policy's rules look at."""
    head = draw(st.binary(min_size=4, max_size=4))
    length = _BYTES * draw(st.integers(1, most))
    return written(name, policy, head, draw(st.binary(min_size=length, max_size=length)))


def histories(policy: str) -> st.SearchStrategy[list[Book]]:
    """Two cases and the landlord's own book."""
    found = st.tuples(
        books(policy, name="A1"), books(policy, name="A2", most=8), books(policy, name=ORGANISATION_BOOK, most=8)
    )
    return cast(st.SearchStrategy[list[Book]], found.map(list))


def instants(every: Sequence[Book]) -> st.SearchStrategy[datetime]:
    """An instant to judge some books at: while an entry is made, just before or after one, or long after all."""
    moments = sorted({moment for book in every for each in book.entries for moment in (each.at, each.recorded_at)})
    near = (timedelta(0), -_MINUTE, _MINUTE, _DAY, 16 * _DAY, 400 * _DAY)
    return st.sampled_from([moment + gap for moment in reversed(moments) for gap in near])


class Trial(NamedTuple):
    """Some books, the policy to judge them by, and when."""

    policy: str
    books: list[Book]
    as_of: datetime

    @property
    def rules(self) -> Versions:
        return rules(self.policy)

    @property
    def case(self) -> Book:
        return self.books[0]


@st.composite
def trials(draw: st.DrawFn) -> Trial:
    """Two cases and the landlord's own book, to be judged by one of the policies at some instant."""
    policy = draw(st.sampled_from(EVERY_POLICY))
    found = draw(histories(policy))
    return Trial(policy, found, draw(instants(found)))
