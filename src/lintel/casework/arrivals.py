"""`lintel import`: an interchange file taken in whole, by the same append as everything else, or not at all.

It is checked whole before anything is written. New books are then written in batches that nobody sees, and what is
derived from them is made; the last transaction adds what is new in books that are here already, and lets all of it
be seen at once. After a kill anywhere the same file goes on where it was. Guards are reported and bar nothing: these
things have happened.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.db import Error, connection, transaction
from django.db.models import QuerySet

from lintel.access import accounts
from lintel.casework import index, policy
from lintel.casework.collisions import (
    TOGETHER,
    Compared,
    additions,
    compared,
    in_batches,
    numbered,
    refuse_books,
)
from lintel.casework.instruments import in_use
from lintel.casework.lowering import ASSESSED, NAME, lowered
from lintel.casework.models import Standing
from lintel.casework.refusals import NoAccount, Refused
from lintel.casework.sourcefile import SourceFile
from lintel.commitments.evaluation import Court
from lintel.commitments.guards import breaches
from lintel.events.entry import ORGANISATION_BOOK, PERSON_BOOK, Book
from lintel.events.faults import Fault, InputRefused
from lintel.events.interchange import Checked, Progress, check
from lintel.ledger import actions, queries
from lintel.ledger.models import Arrival, ArrivalDone
from lintel.ledger.models import Book as LedgerBook
from lintel.people import register
from lintel.people.models import Mark

Watch = Callable[[str, str, int], AbstractContextManager[Progress]]
"""Somebody watches: they are told what is being done, in which unit and how many there are, and then how it goes on."""

Clock = Callable[[], datetime]
"""Says what time it is, with an offset. An import may take an hour, and says when it began and when it was done."""


class AnotherImport(Refused):
    """Somebody else is importing just now."""

    code = "another_import"

    def __init__(self) -> None:
        super().__init__("Another import is under way. Wait until it is done, or stop it, then run this one again.")


@dataclass(frozen=True, slots=True)
class Arrived:
    """What came of an import: new books and entries, and entries that were here already.

    `resumed` are books that an earlier run, which was killed, had written. `breaches` counts, by guard, what came in
    and had broken one. `again`: the file had been imported before, and nothing was done. `together`: the entries of
    each book stand together in the file; where they do not, all of it has been in memory.
    """

    books: int = 0
    entries: int = 0
    same: int = 0
    resumed: int = 0
    breaches: Counter[str] = field(default_factory=Counter)
    again: bool = False
    together: bool = True


def arrive(
    path: Path,
    *,
    by: str,
    clock: Clock,
    watch: Watch,
    erased: Collection[str] = (),
    dry_run: bool = False,
    most: int = TOGETHER,
) -> Arrived:
    """Import a file for somebody with a live account; with `dry_run` only say what would come of it.

    `erased` are the references on the list of erasures, which never come back. About `most` entries are written in
    one transaction. Raises `InputRefused` with every fault of the file, `NoAccount`, or `AnotherImport`. Nothing is
    written then.
    """
    if not accounts.actor(by).live:
        raise NoAccount
    with _alone():
        source = SourceFile.of(path)
        if ArrivalDone.objects.filter(arrival__digest=source.digest).exists():
            return Arrived(again=True)
        known = Arrival.objects.filter(digest=source.digest).first()
        with watch("Checking", "B", source.size) as progress:
            file = check(path, progress)
        source.refuse_changed()
        here = _here(file.names)
        refuse_books(file, file.names - here.keys(), known.id if known else None, erased)
        with watch("Comparing", "B", source.size if here else 0) as progress:
            found = compared(file, here, progress)
        if dry_run:
            new = len(file.names) - len(here)
            return Arrived(new, file.entries - found.same, found.same, together=file.together)
        arrival = known or Arrival.objects.create(digest=source.digest, by=by, started_at=clock())
        return _Import(file, source, arrival.id, here=here, found=found, watch=watch).run(clock, most)


def _here(names: Collection[str]) -> dict[str, UUID]:
    """The books of a file that are here already, by what they are called."""
    seen = queries.seen_books().values_list("name", "id").iterator(chunk_size=10_000)
    return {name: book for name, book in seen if name in names}


@contextmanager
def _alone() -> Iterator[None]:
    """Keep every other import out. A server lets go of the lock by itself when this process is killed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended('import', 3))")
        if cursor.fetchone() != (True,):
            raise AnotherImport
    try:
        yield
    finally:
        with suppress(Error), connection.cursor() as cursor:  # a broken connection has let go, and says why itself
            cursor.execute("SELECT pg_advisory_unlock(hashtextextended('import', 3))")


_NEWLY_NAMED = """
    SELECT part.book_id FROM casework_part part JOIN ledger_book book ON book.id = part.book_id
    JOIN ledger_book person ON person.name = 'person:' || part.person
    WHERE person.arrival_id = %(arrival)s AND book.arrival_id IS DISTINCT FROM %(arrival)s
    UNION
    SELECT part.book_id FROM casework_part part JOIN ledger_book book ON book.id = part.book_id
    JOIN ledger_book person ON person.name = 'person:' || book.name || '-' || part.person
    WHERE person.arrival_id = %(arrival)s AND book.arrival_id IS DISTINCT FROM %(arrival)s
"""
"""Cases that were here before, with somebody in them whose book has come only now."""


class _Import:
    """One import under way: each step may be begun again by a later run, and does only what is still to do."""

    def __init__(
        self, file: Checked, source: SourceFile, arrival: UUID, *, here: dict[str, UUID], found: Compared, watch: Watch
    ) -> None:
        self._file, self._source, self._arrival = file, source, arrival
        self._here, self._found, self._watch = here, found, watch
        standing = policy.organisation() if ORGANISATION_BOOK in here or not file.organisation else ()
        known = {entry.id for entry in standing}
        self._of_organisation = [entry for entry in file.organisation if entry.id not in known]
        self._organisation = (*standing, *numbered(self._of_organisation, len(standing)))
        self._breaches: Counter[str] = Counter()

    def run(self, clock: Clock, most: int) -> Arrived:
        now = clock()
        resumed = self._write(now, most)
        self._index_persons()
        court = Court(policy.in_force(), now, now, self._organisation)
        self._index_cases(court)
        self._judge_others(court)
        self._finish(court, clock)
        for together in self._watched("Judging anew", index.stale(now)):
            index.index_all(together, now)
        new, same = len(self._file.names) - len(self._here), self._found.same
        entries = self._file.entries - same
        return Arrived(new, entries, same, resumed, self._breaches, together=self._file.together)

    def _write(self, now: datetime, most: int) -> int:
        """Write the books that are new here, but for those that an earlier run has written; how many those were."""
        there = set(LedgerBook.objects.filter(arrival_id=self._arrival).values_list("name", flat=True))
        wanted = self._file.names - self._here.keys() - there
        for together in self._books(wanted, "Writing", most):
            with transaction.atomic(durable=True):
                opened = actions.open_books([(_kind_of(book.name), book.name) for book in together], now, self._arrival)
                entries = {new.id: book.entries for new, book in zip(opened, together, strict=True)}
                actions.append_all(entries, source=self._arrival.hex)
        return len(there)

    def _books(self, wanted: Collection[str], doing: str, most: int = TOGETHER) -> Iterator[list[Book]]:
        """Some books of the file in batches; it is sure of each batch that the file has not changed meanwhile."""
        if not wanted:
            return
        with self._watch(doing, "B", self._source.size) as progress:
            books = (book for book in self._file.each_book(progress) if book.name in wanted)
            for together in in_batches(books, most):
                self._source.refuse_changed()
                yield together

    def _index_persons(self) -> None:
        done = Mark.objects.filter(book__arrival_id=self._arrival).values("book_id")
        persons = self._own(LedgerBook.Kind.PERSON).exclude(id__in=done)
        for together in self._watched("Indexing persons", list(persons.values_list("id", flat=True))):
            register.index(together)

    def _index_cases(self, court: Court) -> None:
        cases = list(self._own(LedgerBook.Kind.CASE).values_list("id", flat=True))
        for together in self._watched("Indexing cases", cases):
            found = index.cases_of(together)
            with transaction.atomic():
                index.derive(found, court, self._arrival)
            for case in found.values():
                self._count(case, court)

    def _judge_others(self, court: Court) -> None:
        """Let the court know of every other case: what the organisation owes hangs on all of them."""
        if not court.book.entries:
            return
        seen = queries.seen_books().filter(kind=LedgerBook.Kind.CASE).values_list("id", flat=True)
        others = sorted(set(seen.iterator(chunk_size=10_000)) - set(self._found.grown.values()))
        for together in self._watched("Judging", others):
            for case in index.cases_of(together).values():
                list(court.case(court.chronology(case)))

    def _finish(self, court: Court, clock: Clock) -> None:
        """Add what is new in books that were here, derive what hangs on it, and let everything be seen."""
        with transaction.atomic(durable=True):
            actions.lock_all()
            for together in self._books(self._found.grown, "Finishing"):
                self._grow(together, court)
            self._index_newly_named(court)
            self._finish_organisation(court)
            index.write_organisation(court, self._arrival)
            ArrivalDone.objects.create(arrival_id=self._arrival, at=clock())

    def _grow(self, together: Sequence[Book], court: Court) -> None:
        """Add to books that were here what is new in them. They are compared once more, now that nobody writes."""
        faults: list[Fault] = []
        found = additions(together, self._here, faults.append)
        if faults:
            raise InputRefused(faults, file=self._file.path.name)
        new = {self._here[name]: entries for name, entries in found.items() if entries}
        kinds = {self._here[name]: _kind_of(name) for name in found}
        actions.append_all(new, source=self._arrival.hex)
        register.index([book for book in new if kinds[book] == LedgerBook.Kind.PERSON])
        cases = index.cases_of([book for book in new if kinds[book] == LedgerBook.Kind.CASE])
        index.derive(cases, court, self._arrival)
        for book, case in cases.items():
            self._count(case, court, {entry.id for entry in new[book]})

    def _index_newly_named(self, court: Court) -> None:
        with connection.cursor() as cursor:
            cursor.execute(_NEWLY_NAMED, {"arrival": self._arrival})
            cases = [book for (book,) in cursor.fetchall()]
        another = Court(court.policy, court.as_of, court.known_on, court.book.entries)  # each court judges a case once
        for together in index.in_batches(cases):
            index.derive(index.cases_of(together), another, self._arrival)

    def _finish_organisation(self, court: Court) -> None:
        """What came for the organisation's own book may change what every case is owed: each is to be judged anew."""
        if self._of_organisation:
            self._count(court.book, court, {entry.id for entry in self._of_organisation})
            Standing.objects.filter(book__in=queries.seen_books()).update(fresh_until=court.as_of)

    def _count(self, book: Book, court: Court, brought: Collection[str] | None = None) -> None:
        """Count the breaches of a book by guard: all of them, or those by some of its entries."""
        beside = court.own if book.is_case else None
        for each in breaches(book, court.policy, court.as_of, beside=beside):
            if brought is None or each.entry.id in brought:
                self._breaches[each.guard.id] += 1
        came = (each for each in book.entries if each.event == ASSESSED and (brought is None or each.id in brought))
        self._breaches.update(NAME for each in came if lowered(each, in_use()))

    def _own(self, kind: LedgerBook.Kind) -> QuerySet[LedgerBook]:
        return LedgerBook.objects.filter(arrival_id=self._arrival, kind=kind).order_by("name")

    def _watched(self, doing: str, books: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
        with self._watch(doing, " books", len(books)) as progress:
            for together in index.in_batches(books):
                yield together
                progress(len(together))


def _kind_of(name: str) -> LedgerBook.Kind:
    if name == ORGANISATION_BOOK:
        return LedgerBook.Kind.ORGANISATION
    return LedgerBook.Kind.PERSON if name.startswith(PERSON_BOOK) else LedgerBook.Kind.CASE
