"""The engine and the oracle set beside each other: every difference, in words."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path

from lintel.commitments.evaluation import Court, evaluate
from lintel.commitments.guards import breaches as engine_breaches
from lintel.commitments.loading import load
from lintel.commitments.measures import measure
from lintel.commitments.obligations import Obligation
from lintel.commitments.policy import Versions
from lintel.events.entry import Book
from tests.oracle.figures import rates
from tests.oracle.guarding import breaches
from tests.oracle.judging import ORGANISATION, Policy, judge, policy_from
from tests.oracle.settling import Owed


@dataclass(frozen=True)
class Rules:
    """A provider's policy twice: as the engine compiles it, and as the oracle reads it."""

    name: str
    versions: Versions
    policies: list[Policy]


def rules(paths: Sequence[Path]) -> Rules:
    return Rules(paths[0].stem, Versions([load(path) for path in paths]), [policy_from(path) for path in paths])


def of_engine(found: Obligation) -> Owed:
    return Owed(
        found.book,
        found.rule.id,
        found.opened_by,
        found.opened_at,
        found.subject,
        found.thread,
        found.due_on,
        found.due_at,
        found.done.id if found.done else None,
        found.state,
    )


def differences(books: Sequence[Book], each: Rules, as_of: datetime, known_on: datetime) -> list[str]:
    """Everything on which the two do not agree."""
    theirs = list(evaluate(books, each.versions, as_of, known_on))
    ours = judge(books, each.policies, as_of, known_on).owed
    found = _obligations([of_engine(one) for one in theirs], ours)
    found += _breaches(books, each, as_of, known_on)
    if len(each.policies) == 1:
        for period in ("all", "2024", "2024-Q2", "2024-04"):
            mine = rates(ours, each.policies[0], period)
            for result in measure(theirs, each.versions.all[0], period):
                if result.measure.id in mine and not found:
                    rate = mine[result.measure.id]
                    counted = {state: number for state, number in result.states.items() if number}
                    if (counted, result.value) != (rate.states, rate.value):
                        found.append(f"MEASURE {result.measure.id} {period}: engine {counted} {result.value}, {rate}")
    return found


def _obligations(engine: list[Owed], oracle: list[Owed]) -> list[str]:
    left, right = Counter(map(_plain, engine)), Counter(map(_plain, oracle))
    only = sorted((left - right).elements(), key=str), sorted((right - left).elements(), key=str)
    return [f"ENGINE {one}" for one in only[0]] + [f"ORACLE {one}" for one in only[1]]


def _plain(one: Owed) -> str:
    values = {field.name: getattr(one, field.name) for field in fields(one)}
    if one.state == "excused":
        values["done"] = None  # PENDING: an excused interval names a deed of a later one
    words = [f"{name}={value}" for name, value in values.items() if value is not None]
    return " ".join(words)


def _breaches(books: Sequence[Book], each: Rules, as_of: datetime, known_on: datetime) -> list[str]:
    own = next((book for book in books if book.name == ORGANISATION), Book(ORGANISATION, ()))
    court = Court(each.versions, as_of, known_on, own.entries)
    found = []
    for book in books:
        beside = None if book.name == ORGANISATION else court.own
        engine = [(one.guard.id, one.entry.id) for one in engine_breaches(book, each.versions, as_of, known_on, beside)]
        oracle = breaches(book, own, each.policies, as_of=as_of, known_on=known_on)
        left, right = Counter(engine), Counter(oracle)
        found += [f"ENGINE {book.name} breach {one}" for one in (left - right).elements()]
        found += [f"ORACLE {book.name} breach {one}" for one in (right - left).elements()]
    return found
