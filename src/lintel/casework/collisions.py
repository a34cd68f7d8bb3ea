"""What an interchange file says of books that are here already: the same again, something else, or something new."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from lintel.events.bookchecks import check_book
from lintel.events.entry import PERSON_BOOK, Book, Entry
from lintel.events.faults import FILE, MOST, Fault, InputRefused
from lintel.events.interchange import Checked, Progress
from lintel.ledger import queries
from lintel.ledger.models import Book as LedgerBook
from lintel.ledger.models import BookKey

Say = Callable[[Fault], None]

TOGETHER = 2_000
"""So many entries are read, compared or written at a time; a book is never divided."""


@dataclass(slots=True)
class Compared:
    """What came of it: the books that get new entries, how many entries are here already, and how many are new."""

    grown: dict[str, UUID] = field(default_factory=dict)
    same: int = 0
    new: int = 0


@dataclass(slots=True)
class _Faults:
    """The faults found so far: so many in words, the rest by number."""

    kept: list[Fault] = field(default_factory=list)
    more: int = 0

    def add(self, fault: Fault) -> None:
        if len(self.kept) < MOST:
            self.kept.append(fault)
        else:
            self.more += 1

    def refuse(self, file: Checked) -> None:
        if self.kept:
            raise InputRefused(self.kept, self.more, file.path.name)


def in_batches(books: Iterable[Book], most: int = TOGETHER) -> Iterator[list[Book]]:
    """Books so many at a time that their entries fit in memory and in one transaction."""
    batch: list[Book] = []
    size = 0
    for book in books:
        batch.append(book)
        size += len(book.entries)
        if size >= most:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def compared(file: Checked, here: Mapping[str, UUID], progress: Progress) -> Compared:
    """Hold a file against the books of it that are here already.

    Raises `InputRefused` with every entry that is here with other content, and every new one that does not fit.
    """
    found, faults = Compared(), _Faults()
    books = (book for book in file.each_book(progress) if book.name in here) if here else ()
    for together in in_batches(books):
        for name, new in additions(together, here, faults.add).items():
            if new:
                found.grown[name] = here[name]
                found.new += len(new)
        found.same += sum(len(book.entries) for book in together)
    found.same -= found.new
    faults.refuse(file)
    return found


def additions(books: Sequence[Book], here: Mapping[str, UUID], say: Say) -> dict[str, list[Entry]]:
    """The entries of some books of a file that the same books do not have here, in their order, by name."""
    names = {here[book.name]: book.name for book in books}
    standing = queries.chronicles(list(names), names=names, with_sealed=True)
    keyed = set(BookKey.objects.filter(book_id__in=list(names)).values_list("book_id", flat=True))
    return {
        book.name: _new(book, standing[here[book.name]], say, erased=here[book.name] not in keyed) for book in books
    }


def _new(book: Book, here: Book, say: Say, *, erased: bool) -> list[Entry]:
    known = {entry.id: entry for entry in here.entries}
    for entry in book.entries:
        if entry.id in known and not _same(known[entry.id], entry, erased=erased):
            wrong = f'"{entry.id}" of book "{book.name}" is here already and says something else'
            say(Fault(entry.seq, "id", wrong, "the entry as it is here, or an id of its own"))
    new = [entry for entry in book.entries if entry.id not in known]
    if new and erased:
        wrong = f'"{book.name}" was erased here, so that nothing can be added to it'
        say(Fault(new[0].seq, "book", wrong, "a file without what is new in it"))
    elif new:
        _check_whole(book.name, here.entries, new, say)
    return new


def _same(here: Entry, entry: Entry, *, erased: bool) -> bool:
    """Whether two entries say the same. What was sealed in an erased book nobody can read, nor is it added again."""
    return _told(here) == _told(entry) and (erased or here.sealed == entry.sealed)


def _told(entry: Entry) -> tuple[object, ...]:
    return (entry.event, entry.at, entry.recorded_at, entry.by, entry.thread, entry.about, entry.facts)


def _check_whole(name: str, here: Sequence[Entry], new: Sequence[Entry], say: Say) -> None:
    """The book must be right as a whole, as it will stand with what is new at its end."""
    whole = [*here, *numbered(new, len(here))]
    lines = {len(here) + place: entry.seq for place, entry in enumerate(new, 1)}

    def fault(found: Fault) -> None:
        wrong = f'of entry "{whole[found.line - 1].id}" does not fit what book "{name}" has here'
        expected = "an entry that agrees with the threads, the people and the corrections of the book as it is here"
        say(Fault(lines.get(found.line, 0), found.field, wrong, expected))

    check_book(whole, fault)


def numbered(entries: Iterable[Entry], last: int) -> list[Entry]:
    """Entries with the places that they will have after the last one of their book."""
    return [replace(entry, seq=seq) for seq, entry in enumerate(entries, last + 1)]


def refuse_books(file: Checked, new: Collection[str], arrival: UUID | None, erased: Collection[str]) -> None:
    """Raises `InputRefused` where a file has books that cannot be begun, `new` being those that are not seen here.

    Such are those that another import has begun, which was not finished, and those of a case that was erased.
    """
    faults = _Faults()
    begun = LedgerBook.objects.exclude(id__in=queries.seen_books(arrival)).values_list("name", flat=True)
    for name in sorted(file.names.intersection(begun.iterator(chunk_size=10_000))):
        wrong = f'has book "{name}", which an import that was not finished has begun'
        expected = "that import finished first: run `lintel import` with its own file again, and it goes on"
        faults.add(Fault(0, FILE, wrong, expected))
    theirs = tuple(f"{PERSON_BOOK}{reference}-" for reference in erased)
    for name in sorted(name for name in new if name in erased or name.startswith(theirs)):
        wrong = f'has book "{name}", which is on the list of erasures or belongs to a case that is'
        faults.add(Fault(0, FILE, wrong, "a file without it: what was erased never comes back"))
    faults.refuse(file)
