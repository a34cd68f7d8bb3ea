"""`lintel export`: everything that is seen here as an interchange file, which `lintel import` takes in again.

Such a file holds every sealed word in clear. No row of the rights table gives it to anybody: only whoever has the
machine and its keys can make one, under the handle of somebody with a live account, and it is written down first.
"""

import os
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TextIO
from uuid import UUID

from django.db import connection, transaction

from lintel.access import accounts, readlog
from lintel.casework.arrivals import Watch
from lintel.casework.refusals import NoAccount, Refused
from lintel.events.written import as_line
from lintel.ledger import queries

_TOGETHER = 2_000
_HEADS = "SELECT book_id, max(seq), count(attachment) FROM ledger_entry GROUP BY book_id"


class AlreadyThere(Refused):
    """A file of that name is there, and is not written over."""

    code = "file_there"

    def __init__(self) -> None:
        super().__init__("There is a file of that name already: choose another name, or move that one away.")


@dataclass(frozen=True, slots=True)
class Departed:
    """What an export holds. `files` are those that entries brought: they stay here, an interchange file has none."""

    books: int
    entries: int
    files: int


@dataclass(frozen=True, slots=True)
class _Place:
    """How far one book had come when the export began."""

    name: str
    book: UUID
    last: int
    files: int


def depart(out: Path, *, by: str, now: datetime, watch: Watch, facts_only: bool = False) -> Departed:
    """Write every book that is seen to a new file, as all of them were at one instant; it is there only when whole.

    With `facts_only` no sealed word is in it; of books that were erased none ever is. Raises `NoAccount`,
    `AlreadyThere`, or OSError where the file cannot be written.
    """
    actor = accounts.actor(by)
    if not actor.live:
        raise NoAccount
    with _beside(out) as file:
        places = _places()
        with transaction.atomic(durable=True):
            readlog.note(actor, readlog.Look("export", "backup", "operator", found=len(places)), now)
        entries = sum(place.last for place in places)
        with watch("Exporting", " entries", entries) as progress:
            for together in _in_batches(places):
                progress(_write(file, together, with_sealed=not facts_only))
    return Departed(len(places), entries, sum(place.files for place in places))


def _places() -> list[_Place]:
    """Every book that is seen and has entries, in the order of names, as of one instant."""
    seen = queries.seen_books().values_list("id", "name")
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute(_HEADS)
        heads = {book: (last, files) for book, last, files in cursor.fetchall()}
        return sorted((_Place(name, book, *heads[book]) for book, name in seen if book in heads), key=_by_name)


def _by_name(place: _Place) -> str:
    return place.name


def _in_batches(places: Collection[_Place]) -> Iterator[list[_Place]]:
    batch: list[_Place] = []
    for place in places:
        batch.append(place)
        if sum(each.last for each in batch) >= _TOGETHER:
            yield batch
            batch = []
    if batch:
        yield batch


def _write(file: TextIO, places: Collection[_Place], *, with_sealed: bool) -> int:
    """Write some books, but nothing that was added since the export began; the number of entries."""
    names = {place.book: place.name for place in places}
    found = queries.chronicles(list(names), names=names, with_sealed=with_sealed)
    for place in places:
        for entry in found[place.book].entries[: place.last]:
            file.write(as_line(entry) + "\n")
    return sum(place.last for place in places)


@contextmanager
def _beside(out: Path) -> Iterator[TextIO]:
    """A file beside the one that is wanted, for its owner alone; it takes its name when all went well.

    Raises `AlreadyThere`, at once or where somebody made such a file meanwhile.
    """
    if os.path.lexists(out):
        raise AlreadyThere
    handle, beside = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name}.")
    try:
        with open(handle, "w", encoding="utf-8", newline="\n") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.link(beside, out)  # renaming would write over a file that was made meanwhile
    except FileExistsError:
        raise AlreadyThere from None
    finally:
        Path(beside).unlink(missing_ok=True)
