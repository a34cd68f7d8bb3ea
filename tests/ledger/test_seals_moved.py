"""Sealed words, files and keys put in another's place do not open, even where every hash was made right again."""

import os
from collections.abc import Iterator
from random import Random
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from psycopg import sql

from lintel.ledger import keys, queries
from lintel.ledger.models import Attachment, Book, Row
from lintel.ledger.verification import verify
from lintel.sealing.aead import SealBroken
from tests.database.server import point_django_at
from tests.ledger.conftest import Ledger
from tests.ledger.tampering import BOOKS, Chain

FULL = os.environ.get("LINTEL_PROOF") == "full"
MOVES = 1_000 if FULL else 30


@pytest.fixture(scope="module")
def as_superuser(ledger: Ledger) -> Iterator[None]:
    """Django itself reads as the one whom nothing stops, so that it sees what is being done to the ledger."""
    own = ledger.addresses
    point_django_at(own.root, own.root)
    yield
    point_django_at(own.app, own.owner)


@pytest.fixture
def undone(as_superuser: None) -> Iterator[Any]:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
        yield connection.connection
        transaction.set_rollback(True)


def sealed_rows() -> list[tuple[UUID, int]]:
    return list(Row.objects.exclude(sealed=None).order_by("book_id", "seq").values_list("book_id", "seq"))


def words_of(book: UUID) -> object:
    return queries.chronicles([book], names={book: "any"}, with_sealed=True)


def swap_sealed(given: Any, one: tuple[UUID, int], other: tuple[UUID, int]) -> None:
    sealed = {place: Row.objects.get(book_id=place[0], seq=place[1]).sealed for place in (one, other)}
    for place, words in ((one, sealed[other]), (other, sealed[one])):
        Chain(given, BOOKS, place[0].hex, 0).run(
            "UPDATE {table} SET sealed = %(w)s {here}", w=bytes(words or b""), seq=place[1]
        )
    for book, seq in sorted((one, other)):
        Chain(given, BOOKS, book.hex, 0).relink(seq, Row.objects.filter(book_id=book).count())


def opens(book: UUID) -> bool:
    try:
        words_of(book)
    except SealBroken:
        return False
    return True


def test_sealed_words_open_in_their_own_place_alone(undone: Any) -> None:
    dice, rows = Random(1), sealed_rows()
    opened = 0
    for _ in range(MOVES):
        one, other = dice.sample(rows, 2)
        with transaction.atomic():
            swap_sealed(undone, one, other)
            assert verify(undone, None, None).whole
            opened += opens(one[0]) + opens(other[0])
            transaction.set_rollback(True)
    assert opened == 0
    assert all(opens(book) for book, _ in rows)


def test_words_stay_sealed_under_another_kind_of_event(undone: Any) -> None:
    book, seq = sealed_rows()[0]
    chain = Chain(undone, BOOKS, book.hex, 0)
    chain.run("UPDATE {table} SET event = 'incident.recorded' {here}", seq=seq)
    chain.relink(seq, Row.objects.filter(book_id=book).count())
    assert verify(undone, None, None).whole
    with pytest.raises(SealBroken):
        words_of(book)


def test_a_key_opens_for_its_own_book_alone(undone: Any) -> None:
    one, other = Book.objects.order_by("name").values_list("id", flat=True)[:2]
    undone.execute(
        "UPDATE ledger_key k SET wrapped = o.wrapped FROM ledger_key o WHERE k.book_id <> o.book_id"
        " AND k.book_id = ANY(%(both)s) AND o.book_id = ANY(%(both)s)",
        {"both": [one, other]},
    )
    for book in (one, other):
        with pytest.raises(SealBroken):
            keys.key_of(book)


def brought() -> list[tuple[UUID, str, str]]:
    """Entries that brought a file: book, entry, digest."""
    found = (
        Row.objects.exclude(attachment=None).order_by("book_id", "seq").values_list("book_id", "entry", "attachment")
    )
    return [(book, entry, str(digest)) for book, entry, digest in found]


@pytest.mark.parametrize("same_book", [True, False])
def test_the_copy_to_be_shown_is_that_of_its_own_original(undone: Any, same_book: bool) -> None:
    pairs = [(a, b) for a in brought() for b in brought() if a != b and (a[0] == b[0]) == same_book]
    (book, entry, digest), (other, _, moved) = pairs[0]
    assert queries.file_shown(book, entry) is not None
    served = Attachment.objects.get(book_id=other, digest=moved).served
    statement = sql.SQL("UPDATE ledger_attachment SET served = %s WHERE (book_id, digest) = (%s, %s)")
    undone.execute(statement, [bytes(served), book, digest])
    with pytest.raises(SealBroken):
        queries.file_shown(book, entry)
