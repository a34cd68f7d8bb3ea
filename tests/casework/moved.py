"""A landlord's database of a test's own, files that are imported into it, and what then stands there."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.db import connection, connections

from lintel.access import accounts
from lintel.casework.arrivals import Arrived, arrive
from lintel.casework.departures import Departed, depart
from lintel.embedded.roles import Addresses
from lintel.events.interchange import Progress
from lintel.ledger import queries
from tests.database.server import TestServer

NOW = datetime(2025, 4, 1, 9, 0, tzinfo=UTC)
BY = "adi"
PLANTED = "PLANTED-IN-A-NOTE"

Line = dict[str, object]


@contextmanager
def landlord(server: TestServer) -> Iterator[Addresses]:
    """A new landlord's database, with one account in it; Django speaks to it meanwhile."""
    with server.apart() as alone:
        accounts.add_staff(BY, "Adi", NOW)
        yield alone


@contextmanager
def nobody_watches(doing: str, unit: str, total: int) -> Iterator[Progress]:
    """What a command does where there is no terminal."""
    yield lambda done: None


def clock() -> datetime:
    """It is always the same time."""
    return NOW


def taken_in(
    path: Path, *, by: str = BY, erased: Collection[str] = (), dry_run: bool = False, most: int = 8
) -> Arrived:
    """Import a file, a few entries at a time."""
    return arrive(path, by=by, clock=clock, watch=nobody_watches, erased=erased, dry_run=dry_run, most=most)


def sent_out(path: Path, *, facts_only: bool = False) -> Departed:
    """Export everything."""
    return depart(path, by=BY, now=NOW, watch=nobody_watches, facts_only=facts_only)


def line(book: str, name: str, event: str, data: Mapping[str, object] | None = None, **more: object) -> Line:
    """One line of a file; it happened on a day in April 2024 unless `at` says otherwise."""
    return {
        "book": book, "id": name, "event": event, "at": "2024-04-08T10:00:00+01:00", "by": "sam",
        "data": dict(data or {}), **more,
    }  # fmt: skip


def a_case(book: str = "A1", *more: Line) -> list[Line]:
    """A small case with a victim in it, and whatever else is to stand in it."""
    return [
        line(book, "e1", "report.received", {"channel": "phone", "source": "victim", "nature": "disclosure"}),
        line(book, "e2", "officer.named", {"officer": "sam", "reason": "first"}),
        line(book, "e3", "person.joined", {"person": "v1", "role": "victim"}),
        *more,
    ]


def a_note(book: str = "A1", name: str = "n1", note: str = PLANTED) -> Line:
    return line(book, name, "note.added", note=note)


def a_person(name: str = "A1-v1", phone: str = "07700 900123") -> list[Line]:
    """Somebody's own book."""
    return [
        line(f"person:{name}", "p1", "person.identified", names="Planted Pemberton", date_of_birth="1990-02-03"),
        line(f"person:{name}", "p2", "person.contact_changed", phone=phone),
    ]


def written(path: Path, *lines: Line) -> Path:
    """A file of these lines."""
    path.write_text("".join(json.dumps(each) + "\n" for each in lines), encoding="utf-8")
    return path


Told = dict[str, list[tuple[object, ...]]]


def told(*, sealed: bool = True) -> Told:
    """What every book that is seen says, entry by entry, by the name of the book."""
    names = dict(queries.seen_books().values_list("id", "name"))
    found = queries.chronicles(list(names), names=names, with_sealed=sealed)
    return {
        each.name: [
            (e.seq, e.id, e.event, e.at, e.recorded_at, e.by, e.thread, e.about, e.facts, e.sealed)
            for e in each.entries
        ]
        for each in found.values()
    }


def counts() -> dict[str, int]:
    """How many rows each table has."""
    owner = connections["owner"]  # the app's role may not so much as look into some of them
    with owner.cursor() as cursor:
        return {table: _count(cursor, table) for table in sorted(owner.introspection.table_names(cursor))}


def _count(cursor: Any, table: str) -> int:
    cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608 - a table's own name
    return int(cursor.fetchone()[0])


_DERIVED: Mapping[str, Sequence[str]] = {
    "casework_standing": ("book_id", "seq", "state", "officer", "safeguarding", "fresh_until"),
    "casework_member": ("book_id", "staff", "how"),
    "casework_part": ("book_id", "person", "role", "person_book_id"),
    "casework_owed": (
        "book_id", "commitment", "policy", "subject", "thread", "opened_by", "due", "officer", "colleague",
    ),
    "casework_reach": ("book_id", "person", "until", "says"),
    "casework_tally": (
        "book_id", "commitment", "policy", "month", "settled", "runs_out", "begins", "number",
    ),
    "casework_awaited": ("book_id", "event", "entry", "by", "at"),
    "people_mark": ("book_id", "kind", "blind", "current"),
}  # fmt: skip


_BY_NAME = "(SELECT name FROM ledger_book WHERE id = t.{})"


def derived() -> dict[str, list[tuple[str, ...]]]:
    """Every derived row, its books by their names: so that two databases can be held beside each other."""
    found = {}
    with connection.cursor() as cursor:
        for table, columns in _DERIVED.items():
            shown = ", ".join(_BY_NAME.format(each) if each.endswith("book_id") else f"t.{each}" for each in columns)
            cursor.execute(f"SELECT {shown} FROM {table} t")  # noqa: S608 - names of ours
            found[table] = sorted(
                tuple(str(bytes(each) if isinstance(each, memoryview) else each) for each in row)
                for row in cursor.fetchall()
            )
    return found
