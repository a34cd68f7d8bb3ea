"""Whoever has no way into a case cannot tell it from one that is not there: neither by the answer nor by the work."""

import os
import re
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import cycle, islice, product
from uuid import UUID

from django.db import connection, reset_queries
from django.test.utils import CaptureQueriesContext

from lintel.access import accounts
from lintel.access.models import Read
from lintel.casework import index
from lintel.casework.breakglass import break_glass
from lintel.casework.look import look, reveal
from lintel.casework.record import Draft, record
from lintel.casework.refusals import Refused
from lintel.ledger import actions, keys
from lintel.ledger.models import Arrival, Book, random_id
from tests.casework.cast import Cast, key

FULL = os.environ.get("LINTEL_PROOF") == "full"
PAIRS = 1_000 if FULL else 100
APART_AT_MOST = 0.005
"""Seconds that the medians may lie apart."""

REASON = "She rang from the street and nobody of her officers answers."
_WRITTEN_IN = re.compile(r"'(?:[^']|'')*'(?:::\w+)*|\b\d+\b|\bNULL\b|ARRAY\[[^\]]*\]")

Ask = Callable[[Cast, str, UUID], object]


def _look(cast: Cast, name: str, book: UUID) -> object:
    return look(actor=cast.actor(name, stepped_up=True), book=book, now=cast.now)


def _record(cast: Cast, name: str, book: UUID) -> object:
    draft = Draft(event="note.added", at=cast.now, seen=2, key=key(), sealed={"note": "x"})
    return record(actor=cast.actor(name, stepped_up=True), book=book, draft=draft, now=cast.now)


def _assign(cast: Cast, name: str, book: UUID) -> object:
    draft = Draft(event="officer.named", at=cast.now, seen=2, key=key(), facts={"officer": cast.handle(name)})
    return record(actor=cast.actor(name), book=book, draft=draft, now=cast.now)


def _reveal(cast: Cast, name: str, book: UUID) -> object:
    actor = cast.actor(name, stepped_up=True)
    return reveal(actor=actor, book=book, entry="x", field="venue", thing="safe_address", now=cast.now)


def _break(cast: Cast, name: str, book: UUID) -> object:
    actor = cast.actor(name, stepped_up=True)
    return break_glass(actor=actor, book=book, code="danger_now", reason=REASON, now=cast.now)


def _break_without_second_factor(cast: Cast, name: str, book: UUID) -> object:
    return break_glass(actor=cast.actor(name), book=book, code="danger_now", reason=REASON, now=cast.now)


OPENERS = ("jo", "tomos", "olu", "saf")
"""They may break the glass of an ordinary case, and so may learn that there is one; but not without second factor."""
OTHERS = ("max", "hana", "dee", "aud", "rae", "adi")
ASKINGS: tuple[tuple[str, Ask, str], ...] = (
    *product(("ordinary",), (_look, _record, _assign, _reveal, _break_without_second_factor), (*OPENERS, *OTHERS)),
    *product(("ordinary",), (_break,), OTHERS),
    *product(("colleague", "erased", "coming", "person", "organisation"), (_look, _record, _reveal, _break), OPENERS),
    *product(("conflicted",), (_look, _record, _assign, _reveal, _break), ("sam", "tomos")),
    *product(("ordinary",), (_look, _record, _reveal, _break), ("left",)),
)


def hidden(cast: Cast) -> dict[str, UUID]:
    """Books that are there, of every sort that is not for whoever asks for it here."""
    kept_out, erased = cast.case(), cast.case()
    for name in ("tomos", "sam"):
        cast.record(kept_out, "ines", "conflict.declared", {"staff": cast.handle(name), "how": "friend"})
    keys.destroy([erased])
    index.index_all([erased], cast.now)
    arrival = Arrival.objects.create(digest=random_id().bytes, by="x", started_at=cast.now)
    coming = actions.open_book(Book.Kind.CASE, actions.new_name(), cast.now, arrival.id)
    index.index_all([coming.id], cast.now)
    person = actions.open_book(Book.Kind.PERSON, f"person:{actions.new_person()}", cast.now)
    organisation = Book.objects.filter(kind=Book.Kind.ORGANISATION).first() or person
    accounts.add_staff(cast.handle("left"), "Left", cast.now)
    cast.give("left", "officer", "north")
    accounts.end_staff(cast.handle("left"), by=cast.handle("adi"), now=cast.now)
    return {
        "ordinary": cast.case(), "colleague": cast.case(colleague_case=True), "erased": erased, "coming": coming.id,
        "person": person.id, "organisation": organisation.id, "conflicted": kept_out,
    }  # fmt: skip


@dataclass(frozen=True)
class Answer:
    """Everything that somebody could tell two refusals apart by, but for the time that they took."""

    said: tuple[type[Refused], str, str, tuple[object, ...], bool]
    queries: tuple[str, ...]
    logged: tuple[object, ...]


def asked(cast: Cast, ask: Ask, name: str, book: UUID) -> tuple[Answer, float]:
    reader = cast.handle(name)
    before = Read.objects.filter(reader=reader).count()
    reset_queries()
    with CaptureQueriesContext(connection) as captured:
        began = time.perf_counter()
        said = _refusal(ask, cast, name, book)
        took = time.perf_counter() - began
    rows = Read.objects.filter(reader=reader).order_by("seq")[before:]
    logged = tuple((row.verb, row.thing, row.book == book, row.ground[:8], row.roles, row.found) for row in rows)
    return Answer(said, tuple(_WRITTEN_IN.sub("?", each["sql"]) for each in captured.captured_queries), logged), took


def _refusal(ask: Ask, cast: Cast, name: str, book: UUID) -> tuple[type[Refused], str, str, tuple[object, ...], bool]:
    try:
        ask(cast, name, book)
    except Refused as no:
        return type(no), str(no), repr(no), no.args, no.__cause__ is None
    raise AssertionError(f"{name} was served by {ask.__name__}")


def test_no_such_case_and_a_case_not_for_me_are_one_and_the_same(cast: Cast) -> None:
    there = hidden(cast)
    apart, times = [], []
    for number, (sort, ask, name) in enumerate(islice(cycle(ASKINGS), max(PAIRS, len(ASKINGS)))):
        pair = [there[sort], random_id()]
        (one, first), (other, second) = [asked(cast, ask, name, book) for book in pair[:: 1 if number % 2 else -1]]
        times.append((first, second) if number % 2 else (second, first))
        if one != other or len(one.logged) != 1:
            apart.append((sort, ask.__name__, name, one, other))
    assert not apart
    assert len(times) >= PAIRS
    if FULL:
        there_took, absent_took = (statistics.median(each) for each in zip(*times, strict=True))
        assert abs(there_took - absent_took) < APART_AT_MOST, (there_took, absent_took)
