"""`lintel export`: what is here leaves whole or not at all, is written down first, and comes back the same."""

import json
import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.db import connections, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from lintel.access.models import Read
from lintel.casework.departures import AlreadyThere, depart
from lintel.casework.refusals import NoAccount
from lintel.embedded.roles import Addresses
from lintel.events.entry import Book as Chronicle
from lintel.events.entry import Entry
from lintel.events.faults import InputRefused
from lintel.events.interchange import Progress
from lintel.events.written import as_line
from lintel.ledger import actions, keys
from lintel.ledger.models import Book
from tests.casework.moved import (
    BY,
    NOW,
    PLANTED,
    Told,
    a_case,
    a_note,
    a_person,
    counts,
    landlord,
    nobody_watches,
    sent_out,
    taken_in,
    told,
    written,
)
from tests.commitments.random_books import EVERY_POLICY, histories
from tests.database.server import TestServer

EXAMPLES = sorted(Path("examples").glob("*.jsonl"), key=lambda path: path.stat().st_size)
FULL = os.environ.get("LINTEL_PROOF") == "full"
TRIED = EXAMPLES if FULL else EXAMPLES[:1]


@pytest.fixture
def alone(database: TestServer) -> Iterator[Addresses]:
    with landlord(database) as addresses:
        yield addresses


@pytest.fixture
def out(tmp_path: Path) -> Path:
    (tmp_path / "out").mkdir()
    return tmp_path / "out" / "all.jsonl"


@pytest.fixture
def brought(tmp_path: Path, alone: Addresses) -> None:
    """Two cases, of which the one that comes first by its name was imported last, and somebody's own book."""
    taken_in(written(tmp_path / "first.jsonl", *a_case("B1", a_note("B1")), *a_person()))
    taken_in(written(tmp_path / "second.jsonl", *a_case("A1")))


def there_and_back(database: TestServer, source: Path, folder: Path, *, facts_only: bool = False) -> tuple[Told, Told]:
    """What stands here after an import, and what stands in another database after an export and an import of that."""
    out = folder / "all.jsonl"
    with landlord(database):
        taken_in(source, most=2_000)
        sent_out(out, facts_only=facts_only)
        first = told(sealed=not facts_only)
    with landlord(database):
        taken_in(out, most=2_000)
        return first, told()


@pytest.mark.parametrize("example", TRIED, ids=lambda path: path.stem)
def test_a_year_comes_back_the_same(database: TestServer, example: Path, tmp_path: Path) -> None:
    first, second = there_and_back(database, example, tmp_path)
    assert first == second


@settings(max_examples=150 if FULL else 8)
@given(st.data())
def test_whatever_a_file_may_say_comes_back_the_same(database: TestServer, data: st.DataObject) -> None:
    books = data.draw(histories(data.draw(st.sampled_from(EVERY_POLICY))))
    words = data.draw(st.lists(SEALED, min_size=1, max_size=4))
    with TemporaryDirectory() as folder:
        source = Path(folder) / "first.jsonl"
        source.write_text("".join(map(_line, _mixed(books, words, data))), encoding="utf-8")
        first, second = there_and_back(database, source, Path(folder))
    assert first == second


_TEXT = st.text(max_size=12)
SEALED = st.one_of(_TEXT, st.lists(_TEXT, max_size=3), st.dictionaries(_TEXT, _TEXT, max_size=3))
"""Whatever somebody may have written down: text, several texts, texts by a name."""


def _line(line: dict[str, object]) -> str:
    return json.dumps(line) + "\n"


def _mixed(books: Sequence[Chronicle], words: Sequence[object], data: st.DataObject) -> list[dict[str, object]]:
    """The lines of some books, as a file may have them: in any order of the books, some of them with words."""
    dice = data.draw(st.randoms(use_true_random=False))
    lines = [json.loads(as_line(entry)) for book in books for entry in book.entries]
    for each in lines:
        if dice.random() < 0.5:
            each["note"] = dice.choice(words)
    dice.shuffle(lines)
    return lines


def test_instants_at_the_edge_of_what_can_be_imported_come_back(database: TestServer, tmp_path: Path) -> None:
    lines = a_case(
        "A1", {**a_note("A1"), "at": "1900-01-01T00:00:00+00:00", "recorded_at": "2199-12-31T23:59:59.999999+00:00"}
    )
    first, second = there_and_back(database, written(tmp_path / "first.jsonl", *lines), tmp_path)
    assert first == second
    beyond = {**a_note("A1"), "at": "1900-01-01T00:30:00+01:00"}
    with landlord(database), pytest.raises(InputRefused, match="1899"):
        taken_in(written(tmp_path / "beyond.jsonl", *a_case("A1", beyond)))


def test_books_leave_in_the_order_of_their_names_and_entries_in_theirs(brought: None, out: Path) -> None:
    gone = sent_out(out)
    lines = [json.loads(each) for each in out.read_text(encoding="utf-8").splitlines()]
    assert [(each["book"], each["id"]) for each in lines] == [
        ("A1", "e1"), ("A1", "e2"), ("A1", "e3"), ("B1", "e1"), ("B1", "e2"), ("B1", "e3"), ("B1", "n1"),
        ("person:A1-v1", "p1"), ("person:A1-v1", "p2"),
    ]  # fmt: skip
    assert (gone.books, gone.entries, gone.files) == (3, 9, 0)
    assert lines[6]["note"] == PLANTED


def test_an_export_is_for_its_owner_alone_and_never_written_over(brought: None, out: Path) -> None:
    sent_out(out)
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    before, reads = out.read_bytes(), Read.objects.count()
    with pytest.raises(AlreadyThere):
        sent_out(out)
    assert (out.read_bytes(), Read.objects.count()) == (before, reads)
    assert os.listdir(out.parent) == [out.name]


def test_a_file_that_somebody_made_meanwhile_is_not_written_over(brought: None, out: Path) -> None:
    @contextmanager
    def meddling(said: str, unit: str, total: int) -> Iterator[Progress]:
        out.write_text("theirs")
        yield lambda done: None

    with pytest.raises(AlreadyThere):
        depart(out, by=BY, now=NOW, watch=meddling)
    assert out.read_text() == "theirs"
    assert os.listdir(out.parent) == [out.name]


def test_an_export_is_written_down_before_anything_leaves(brought: None, out: Path) -> None:
    sent_out(out)
    (read,) = Read.objects.all()
    assert (read.reader, read.verb, read.thing, read.ground, read.found) == (BY, "export", "backup", "operator", 3)
    with connections["owner"].cursor() as cursor:
        cursor.execute("REVOKE INSERT ON access_read FROM lintel_app")
    with pytest.raises(Exception, match="permission denied"):
        sent_out(out.with_name("second.jsonl"))
    assert os.listdir(out.parent) == [out.name]


def test_nobody_exports_without_an_account(brought: None, out: Path) -> None:
    before = counts()
    with pytest.raises(NoAccount):
        depart(out, by="nobody", now=NOW, watch=nobody_watches)
    assert counts() == before
    assert not os.listdir(out.parent)


def test_facts_alone_leave_without_a_word(brought: None, out: Path, database: TestServer, tmp_path: Path) -> None:
    sent_out(out, facts_only=True)
    text = out.read_text(encoding="utf-8")
    assert all(word not in text for word in (PLANTED, "Pemberton", "900123", "1990-02-03"))
    first, second = there_and_back(
        database, written(tmp_path / "x.jsonl", *a_case("A1", a_note())), tmp_path, facts_only=True
    )
    assert first == second


def test_of_an_erased_book_only_the_facts_leave(brought: None, out: Path) -> None:
    keys.destroy([Book.objects.get(name="B1").id])
    keys.forget()
    sent_out(out)
    assert PLANTED not in out.read_text(encoding="utf-8")
    assert '"n1"' in out.read_text(encoding="utf-8")


def test_what_is_added_meanwhile_and_what_is_not_yet_seen_stay(brought: None, out: Path) -> None:
    before = told()
    actions.open_book(Book.Kind.CASE, "C1", NOW)

    @contextmanager
    def meddling(said: str, unit: str, total: int) -> Iterator[Progress]:
        for name in ("A1", "C1"):
            with transaction.atomic():
                actions.append(Book.objects.get(name=name).id, [Entry(name, "new", "note.added", NOW, NOW)])
        yield lambda done: None

    depart(out, by=BY, now=NOW + timedelta(days=1), watch=meddling)
    left = [json.loads(each) for each in out.read_text(encoding="utf-8").splitlines()]
    assert [(each["book"], each["id"]) for each in left] == [
        (name, entry[1]) for name, entries in sorted(before.items()) for entry in entries
    ]
