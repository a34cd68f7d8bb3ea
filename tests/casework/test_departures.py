"""`lintel export`: what is here leaves whole or not at all, is written down first, and comes back the same."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lintel.embedded.roles import Addresses
from lintel.events.entry import Book as Chronicle
from lintel.events.written import as_line
from tests.casework.moved import (
    Told,
    a_case,
    a_note,
    a_person,
    landlord,
    sent_out,
    taken_in,
    told,
    written,
)
from tests.commitments.random_books import EVERY_POLICY, histories
from tests.database.server import TestServer

EXAMPLES = sorted(Path("examples").glob("*.jsonl"), key=lambda path: path.stat().st_size)
TRIED = EXAMPLES if os.environ.get("LINTEL_PROOF") == "full" else EXAMPLES[:1]


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


def _mixed(books: list[Chronicle], words: list[object], data: st.DataObject) -> list[dict[str, object]]:
    """The lines of some books, as a file may have them: in any order of the books, some of them with words."""
    dice = data.draw(st.randoms(use_true_random=False))
    lines = [json.loads(as_line(entry)) for book in books for entry in book.entries]
    for each in lines:
        if dice.random() < 0.5:
            each["note"] = dice.choice(words)
    dice.shuffle(lines)
    return lines
