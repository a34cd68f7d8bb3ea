"""A file that has grown since it was last imported comes out as if it had been imported once."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from lintel.casework import index
from lintel.events.entry import Book
from lintel.events.written import as_line
from lintel.ledger.verification import looking, verify
from tests.casework.moved import NOW, derived, landlord, taken_in, told
from tests.commitments.random_books import EVERY_POLICY, histories
from tests.database.server import TestServer

FULL = os.environ.get("LINTEL_PROOF") == "full"


@settings(max_examples=150 if FULL else 8)
@given(st.data())
def test_in_two_goes_it_comes_out_as_in_one_and_rebuilding_changes_nothing(
    database: TestServer, data: st.DataObject
) -> None:
    books = data.draw(histories(data.draw(st.sampled_from(EVERY_POLICY))))
    cuts = [data.draw(st.integers(0, len(book.entries))) for book in books]
    begun = [Book(book.name, book.entries[:cut]) for book, cut in zip(books, cuts, strict=True)]
    with TemporaryDirectory() as folder:
        first, second = _file(Path(folder, "first.jsonl"), begun), _file(Path(folder, "second.jsonl"), books)
        with landlord(database):
            taken_in(second)
            wanted, rows = told(), derived()
        with landlord(database) as alone:
            for path in [first, second][not any(cuts) :]:
                taken_in(path)
            assert (told(), derived()) == (wanted, rows)
            index.rebuild(NOW, lambda done: None)
            assert derived() == rows
            with looking(alone.owner) as connection:
                assert verify(connection, None, None).whole


def _file(path: Path, books: list[Book]) -> Path:
    path.write_text("".join(as_line(entry) + "\n" for book in books for entry in book.entries), encoding="utf-8")
    return path
