"""Anchors made: what they state, in one line after another, and what is never signed over."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from random import Random

import psycopg
import pytest
from django.db import connections, transaction

from lintel.embedded.roles import Addresses
from lintel.ledger import keys
from lintel.ledger.anchoring import Contradicted, make_anchor
from lintel.ledger.models import Anchor, Book
from lintel.ledger.verification import verify
from lintel.sealing.keyring import KeysRefused
from lintel.sealing.signatures import NOTHING_BEFORE, digest, signed
from tests.ledger.conftest import Connection
from tests.ledger.ledgers import NOON, add, make_ledger, public_key, read

pytestmark = pytest.mark.usefixtures("begun")


@pytest.fixture(scope="module")
def begun(own_database: Addresses) -> None:
    make_ledger(Random(7), anchors=1)


@pytest.fixture
def root(own_database: Addresses) -> Iterator[Connection]:
    with psycopg.connect(own_database.root, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        yield connection


def lines() -> list[str]:
    return list(Anchor.objects.order_by("n").values_list("line", flat=True))


def some_book() -> Book:
    book = Book.objects.order_by("name").first()
    assert book is not None
    return book


def test_an_anchor_states_what_moved_since_the_one_before_it_and_follows_it() -> None:
    book, before = some_book(), lines()
    add(Random(1), book.id, 2)
    read(Random(1), "ines", [book.id], 3)
    here = NOON.astimezone(timezone(timedelta(hours=5)))
    made = json.loads(make_anchor(here).line)
    assert (made["n"], made["at"], made["before"]) == (len(before) + 1, NOON.isoformat(), digest(before[-1]))
    assert (made["books"].keys(), made["readers"].keys()) == ({book.id.hex}, {"ines"})
    assert made["readers"]["ines"][0] == 3


def test_the_first_anchor_follows_nothing_and_states_everything() -> None:
    first = json.loads(lines()[0])
    assert (first["n"], first["before"], len(first["books"]), len(first["readers"])) == (1, NOTHING_BEFORE, 6, 3)


def test_where_nothing_moved_an_anchor_says_so() -> None:
    make_anchor(NOON)
    made = json.loads(make_anchor(NOON).line)
    assert (made["books"], made["readers"]) == ({}, {})


def test_every_two_hundredth_anchor_states_everything_anew(root: Connection) -> None:
    make_anchor(NOON)
    last = lines()
    for n in range(len(last) + 1, 201):
        said = {"n": n, "at": NOON.isoformat(), "before": digest(last[-1]), "books": {}, "readers": {}}
        last.append(signed(said, keys.ring().signer))
        Anchor.objects.create(n=n, at=NOON, line=last[-1])
    whole, after = json.loads(make_anchor(NOON).line), json.loads(make_anchor(NOON).line)
    assert (len(whole["books"]), len(after["books"])) == (Book.objects.count(), 0)
    assert verify(root, lines(), public_key()).whole
    root.execute("DELETE FROM ledger_anchor WHERE n > 100")


def test_anchors_made_at_once_stand_in_one_row() -> None:
    before = len(lines())

    def make(_: int) -> list[int]:
        try:
            return [make_anchor(NOON).n for _ in range(4)]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(3) as pool:
        made = [n for each in pool.map(make, range(3)) for n in each]
    assert sorted(made) == list(range(before + 1, before + 13))


def test_an_anchor_is_a_transaction_of_its_own() -> None:
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        make_anchor(NOON)


@pytest.mark.parametrize(
    "meddle",
    [
        "UPDATE ledger_entry SET hash = sha256(hash)",
        "UPDATE ledger_entry SET seq = seq + 100",
        "DELETE FROM ledger_entry",
    ],
    ids=("rewritten", "moved", "gone"),
)
def test_nothing_is_signed_over_a_ledger_that_no_longer_holds_what_was_anchored(root: Connection, meddle: str) -> None:
    make_anchor(NOON)
    before = lines()
    root.execute("CREATE TEMPORARY TABLE kept AS SELECT * FROM ledger_entry")
    root.execute(meddle.encode())  # committed, as whoever meddles would
    with pytest.raises(Contradicted, match="6 books or read logs no longer hold what an anchor said of them"):
        make_anchor(NOON)
    root.execute("DELETE FROM ledger_entry; INSERT INTO ledger_entry SELECT * FROM kept; DROP TABLE kept")
    assert lines() == before
    make_anchor(NOON)


def test_nothing_is_signed_after_an_anchor_that_is_not_ours(root: Connection) -> None:
    last = make_anchor(NOON)
    root.execute("UPDATE ledger_anchor SET line = replace(line, '2024', '2025') WHERE n = %s", [last.n])
    with pytest.raises(KeysRefused, match="run `lintel verify`"):
        make_anchor(NOON)
    root.execute("UPDATE ledger_anchor SET line = %s WHERE n = %s", [last.line, last.n])


def test_an_anchor_says_nothing_of_anybody() -> None:
    for line in lines():
        said = json.loads(line)
        assert said.keys() == {"n", "at", "before", "books", "readers", "signature"}
        assert all(len(name) == 32 for name in said["books"])
        assert datetime.fromisoformat(said["at"]).utcoffset() == timedelta(0)
