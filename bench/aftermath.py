"""After the kills: is everything that was acknowledged there, whole, once, and is nothing there by halves?"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

import psycopg
from django.db import connection

from bench.installation import Installation
from bench.journal import Deed, Done, oddities, pages
from lintel.casework import index
from lintel.casework.models import Member, Owed, Part, Standing, Tally
from lintel.events.entry import Entry
from lintel.ledger import queries
from lintel.ledger.models import Book
from lintel.ledger.verification import verify
from lintel.people.models import Mark

_AT_ONCE = 200

_HALVES = {
    "an entry without its submission": """
        SELECT count(*) FROM ledger_entry e LEFT JOIN casework_submission s USING (book_id, entry) WHERE s.id IS NULL
    """,
    "a submission without its entry": """
        SELECT count(*) FROM casework_submission s LEFT JOIN ledger_entry e USING (book_id, entry)
        WHERE e.seq IS DISTINCT FROM s.seq OR e.by IS DISTINCT FROM s.by
    """,
    "a book without its key": """
        SELECT count(*) FROM ledger_book b LEFT JOIN ledger_key k ON k.book_id = b.id WHERE k.book_id IS NULL
    """,
    "a book without an entry": """
        SELECT count(*) FROM ledger_book b WHERE NOT EXISTS (SELECT 1 FROM ledger_entry e WHERE e.book_id = b.id)
    """,
    "a book with a gap": """
        SELECT count(*) FROM (SELECT 1 FROM ledger_entry GROUP BY book_id HAVING count(*) <> max(seq)) gap
    """,
    "a case whose standing is behind": """
        SELECT count(*) FROM ledger_book b LEFT JOIN casework_standing s ON s.book_id = b.id
        WHERE b.kind = 'case' AND s.seq IS DISTINCT FROM (SELECT max(seq) FROM ledger_entry e WHERE e.book_id = b.id)
    """,
    "somebody with more entries than looks": """
        SELECT count(*) FROM (SELECT by, count(*) AS made FROM casework_submission GROUP BY by) s
        LEFT JOIN (SELECT reader, count(*) AS looks FROM access_read GROUP BY reader) r ON r.reader = s.by
        WHERE looks IS NULL OR looks < made
    """,
}
"""What there can be none of, and how many there are."""


def wrong(installation: Installation, journals: list[Path]) -> list[str]:
    """Everything that is not as it should be, in words. Django is connected to the installation."""
    deeds, done = pages(journals)
    found = dict(_every_book())
    return [
        *(f"a writer met {what}" for what in oddities(journals)),
        *halves(),
        *_lost(deeds, done, found),
        *_chains(installation),
        *_derived(installation.now),
    ]


def _every_book() -> Iterator[tuple[str, tuple[Entry, ...]]]:
    """Every book by its name, its sealed words opened: an entry whose words cannot be read raises here."""
    names = dict(Book.objects.values_list("id", "name"))
    books = list(names)
    for begin in range(0, len(books), _AT_ONCE):
        some = books[begin : begin + _AT_ONCE]
        for chronicle in queries.chronicles(some, names=names, with_sealed=True).values():
            yield chronicle.name, chronicle.entries


def halves() -> Iterator[str]:
    """What is there by halves, in the whole database that Django is connected to."""
    with connection.cursor() as cursor:
        for what, query in _HALVES.items():
            cursor.execute(query)
            if found := cursor.fetchone()[0]:
                yield f"{found} times {what}"


def _lost(deeds: dict[str, Deed], done: Iterable[Done], found: dict[str, tuple[Entry, ...]]) -> Iterator[str]:
    """Every deed stands in one place and in its own words, and where its writer was told that it does."""
    places = {key: (by, seq, entry) for key, by, seq, entry in _submitted()}
    entries = {entry.id: entry for book in found.values() for entry in book}
    told: Counter[str] = Counter()
    for each in done:
        by, seq, entry = places.get(each.key, ("", 0, ""))
        as_told = (by, seq) == (each.by, each.seq) and each.entry in ("", entry)
        told["an acknowledged entry is lost"] += entry not in entries
        told["an acknowledged entry stands elsewhere"] += entry in entries and not as_told
    for key, deed in deeds.items():
        there = entries.get(places.get(key, ("", 0, ""))[2])
        told["a deed was never written"] += there is None
        told["the words of an entry are others"] += there is not None and dict(there.sealed) != dict(deed.sealed)
    said = Counter(str(word) for entry in entries.values() for word in entry.sealed.values())
    told["the same words stand twice"] = sum(number > 1 for words, number in said.items() if words[-22:] in deeds)
    return (f"{number} times: {what}" for what, number in told.items() if number)


def _submitted() -> Iterator[tuple[str, str, int, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT key, by, seq, entry FROM casework_submission")
        yield from cursor.fetchall()


def _chains(installation: Installation) -> list[str]:
    with psycopg.connect(installation.app) as connected:
        return [str(fault) for fault in verify(connected, None, None).faults]


def _derived(now: datetime) -> Iterator[str]:
    """What stands in the derived tables, once time's passing is written down, is what the ledger makes of itself."""
    index.freshen(now)
    before = _rows()
    index.rebuild(now, lambda _done: None)
    for table, rows in _rows().items():
        went, came = before[table] - rows, rows - before[table]
        if went or came:
            yield f"rebuilding changed {table}: {went.total()} rows went and {came.total()} came"


def _rows() -> dict[str, Counter[tuple[object, ...]]]:
    """The derived rows, without the numbers of the rows."""
    found = {}
    for model in (Standing, Member, Part, Owed, Tally, Mark):
        fields = [field.attname for field in model._meta.concrete_fields if field.name != "id"]
        rows = model._default_manager.values_list(*fields)
        found[model._meta.db_table] = Counter(tuple(_plain(value) for value in row) for row in rows)
    return found


def _plain(value: object) -> object:
    return bytes(value) if isinstance(value, memoryview) else value
