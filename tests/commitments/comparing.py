"""Judgements in a form that can be compared: ids and instants instead of entries and rules."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from lintel.commitments.evaluation import evaluate
from lintel.commitments.obligations import Key, Obligation, State
from lintel.commitments.periods import Due
from lintel.commitments.policy import Versions
from lintel.events.entry import Book, Entry


class Verdict(NamedTuple):
    """Everything that an obligation says, apart from the rule itself."""

    key: Key
    version: str
    state: State
    opened_at: datetime
    due: Due | None
    done: str | None
    excuse: str | None
    agreement: str | None


def verdict(obligation: Obligation) -> Verdict:
    return Verdict(
        obligation.key,
        obligation.rule.policy,
        obligation.state,
        obligation.opened_at,
        obligation.due,
        _id(obligation.done),
        _id(obligation.excuse),
        _id(obligation.agreement),
    )


def _id(entry: Entry | None) -> str | None:
    return entry.id if entry else None


def verdicts(
    books: Iterable[Book], rules: Versions, as_of: datetime, known_on: datetime | None = None
) -> list[Verdict]:
    """What some books come to, in the order in which it is found."""
    return [verdict(each) for each in evaluate(books, rules, as_of, known_on)]


def without(book: Book, *gone: Entry) -> Book:
    """A book without some of its entries."""
    return Book(book.name, tuple(each for each in book.entries if each not in gone))
