"""Random situations for one policy: books, an instant to judge them at, and what was known by when."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from lintel.events.bookchecks import check_book
from lintel.events.entry import Book
from lintel.events.faults import Fault
from tests.oracle.comparing import Rules, differences
from tests.oracle.guarding import safe_defaults
from tests.oracle.inventing import Inventor, vocabulary
from tests.oracle.judging import judge


@dataclass(frozen=True)
class Situation:
    books: list[Book]
    as_of: datetime
    known_on: datetime

    def differences(self, rules: Rules) -> list[str]:
        return differences(self.books, rules, self.as_of, self.known_on)


def situation(seed: int, rules: Rules) -> Situation:
    """The situation of a number: always the same one for the same policy."""
    dice = Random(seed)
    inventor = Inventor(dice, vocabulary(rules.policies, safe_defaults()))
    books = inventor.books()
    if dice.random() < 0.5:
        books = inventor.books(_when_it_counts(books, rules, dice))
    written = [entry.recorded_at for book in books for entry in book.entries]
    last = max(written, default=inventor.pool[0])
    soon = dice.choice(inventor.pool) + timedelta(seconds=dice.choice((0, 0, 1, -1, 90_000)))
    as_of = dice.choice((last + timedelta(days=dice.choice((0, 1, 2, 14, 40, 120))), soon))
    known_on = dice.choice((last, dice.choice(inventor.pool), as_of + timedelta(days=30)))
    return Situation(books, as_of, as_of if dice.random() < 0.7 else known_on)


def _when_it_counts(books: Sequence[Book], rules: Rules, dice: Random) -> list[datetime]:
    """Instants at which something runs out, so that entries fall on them and a second beside them."""
    far = max((entry.recorded_at for book in books for entry in book.entries), default=None)
    if far is None:
        return []
    later = far + timedelta(days=60)
    found = [owed.due_at for owed in judge(books, rules.policies, later, later).owed if owed.due_at]
    return dice.sample(found, min(len(found), 4))


def shrunk(found: Situation, fails: Callable[[Situation], bool]) -> Situation:
    """The same failure with every entry left out that it does not need."""
    smaller = True
    while smaller:
        smaller = False
        for number, book in enumerate(found.books):
            for entry in book.entries:
                left = tuple(each for each in found.books[number].entries if each is not entry)
                faults: list[Fault] = []
                check_book(left, faults.append)
                books = [*found.books[:number], Book(book.name, left), *found.books[number + 1 :]]
                trial = Situation(books, found.as_of, found.known_on)
                if len(left) < len(found.books[number].entries) and not faults and fails(trial):
                    found, smaller = trial, True
    return Situation([book for book in found.books if book.entries], found.as_of, found.known_on)


def told(found: Situation) -> str:
    """A situation in words, for somebody who has to decide who is right."""
    lines = [f"as of {found.as_of.isoformat()}, known on {found.known_on.isoformat()}"]
    for book in found.books:
        for entry in sorted(book.entries, key=lambda each: each.order):
            rest = f"about {list(entry.about)} thread {entry.thread} by {entry.by} {dict(entry.facts)}"
            when = f"{entry.at:%Y-%m-%d %H:%M:%S} written {entry.recorded_at:%Y-%m-%d %H:%M:%S}"
            lines.append(f"  {book.name} {entry.id} (line {entry.seq}) {when} {entry.event} {rest}")
    return "\n".join(lines)
