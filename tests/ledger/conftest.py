"""A database of the module's own, for tests that change what may never be changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from secrets import token_hex
from typing import Any

import psycopg
import pytest

from lintel.embedded.roles import Addresses
from tests.database.server import TestServer, point_django_at
from tests.ledger.ledgers import make_ledger, public_key

Connection = psycopg.Connection[Any]


@dataclass(frozen=True)
class Ledger:
    """A small ledger in a database of its own, and the anchors that were handed over of it."""

    addresses: Addresses
    lines: list[str]
    key: bytes


@pytest.fixture(scope="module")
def own_database(database: TestServer) -> Iterator[Addresses]:
    """A database that nobody else's tests write to; Django speaks to it meanwhile."""
    usual = database.addresses
    assert usual is not None
    own = database.copy(database.cluster.start(), f"ledger_{token_hex(6)}")
    point_django_at(own.app, own.owner)
    yield own
    point_django_at(usual.app, usual.owner)


@pytest.fixture(scope="module")
def ledger(own_database: Addresses) -> Ledger:
    return Ledger(own_database, make_ledger(Random(1)), public_key())


@pytest.fixture(scope="module")
def superuser(ledger: Ledger) -> Iterator[Connection]:
    """The one whom nothing stops: no triggers, no foreign keys."""
    with psycopg.connect(ledger.addresses.root, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        yield connection


@pytest.fixture
def meddling(superuser: Connection) -> Iterator[Connection]:
    """The same within a transaction; whatever was done in it is undone."""
    with superuser.transaction(force_rollback=True):
        yield superuser
