"""Writing the derived rows: after every entry, when a deadline passes, and all of them by `lintel rebuild`."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import TypeVar
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F

from lintel.access.asked import of_books, rows
from lintel.casework import policy, tallies
from lintel.casework.derived import Derived, derived, organisation_owed
from lintel.casework.models import Awaited, Member, Owed, Part, Reach
from lintel.casework.personbooks import persons_of
from lintel.commitments.chronology import Chronology
from lintel.commitments.evaluation import Court
from lintel.commitments.obligations import Obligation
from lintel.events.entry import Book
from lintel.ledger import actions, queries
from lintel.ledger.models import Book as LedgerBook
from lintel.people import register

_TOGETHER = 200

Row = TypeVar("Row", Member, Part, Owed, Reach, Awaited)


def index(book: UUID, case: Book, court: Court) -> None:
    """Derive the rows of one case anew from its entries."""
    derive({book: case}, court)


def freshen(now: datetime, officer: str | None = None) -> int:
    """Judge anew what the passing of time has changed: the cases that one officer works, or all. How many."""
    books = stale(now, officer)
    for together in in_batches(books):
        index_all(together, now)
    return len(books)


def stale(now: datetime, officer: str | None = None) -> list[UUID]:
    """The cases in which the passing of time, or what came for the organisation's book, has changed what is owed."""
    whose = "" if officer is None else _OF_OFFICER
    return [book for (book,) in rows(f"{_STALE} {whose}", {"now": now, "officer": officer})]


_STALE = """
    SELECT standing.book_id FROM casework_standing standing JOIN ledger_book book ON book.id = standing.book_id
    WHERE standing.fresh_until <= %(now)s AND (book.arrival_id IS NULL
        OR EXISTS (SELECT 1 FROM ledger_arrival_done d WHERE d.arrival_id = book.arrival_id))
"""
_OF_OFFICER = """
    AND standing.book_id IN (SELECT book_id FROM casework_standing WHERE officer = %(officer)s
        UNION SELECT book_id FROM casework_member WHERE staff = %(officer)s AND how = 'assigned')
"""


def index_all(books: Collection[UUID], now: datetime) -> None:
    """Derive the rows of several cases anew, in one transaction."""
    with transaction.atomic():
        actions.lock(*books)  # or an entry written meanwhile would be derived, and then forgotten
        derive(cases_of(books), policy.court(_not_before(books, now)))


def _not_before(books: Collection[UUID], now: datetime) -> datetime:
    """The instant to judge at: `now`, or later where somebody wrote something while this waited for them.

    Judged as of an earlier instant than an entry was written at, a case would be derived without that entry.
    """
    written = queries.last_written_here(books)
    return now if written is None else max(now, written)


def rebuild(now: datetime, progress: Callable[[int], None]) -> int:
    """Make every derived row anew from the ledger; how many cases and persons there were."""
    persons = [book for book, _ in queries.each_name(LedgerBook.Kind.PERSON)]
    cases = [book for book, _ in queries.each_name(LedgerBook.Kind.CASE)]
    for together in in_batches(persons):
        register.index(together)
        progress(len(together))
    court = policy.court(now)
    for together in in_batches(cases):
        with transaction.atomic():
            actions.lock(*together)
            derive(cases_of(together), court)
        progress(len(together))
    write_organisation(court)
    return len(persons) + len(cases)


def in_batches(books: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    """Books so many at a time that their entries fit in memory."""
    return (books[begin : begin + _TOGETHER] for begin in range(0, len(books), _TOGETHER))


def cases_of(books: Collection[UUID]) -> dict[UUID, Book]:
    """Some cases as they stand, facts alone."""
    return queries.chronicles(books, names=queries.names_of(books), with_sealed=False)


def derive(cases: Mapping[UUID, Book], court: Court, arrival: UUID | None = None) -> None:
    """Derive the rows of some cases anew from their entries, in a transaction of the caller's.

    An import that is under way names itself, and so sees the people whom it has brought.
    """
    persons = persons_of(cases, arrival)
    keyed = {book for (book,) in rows("SELECT book_id FROM ledger_key WHERE book_id = ANY(%s)", [list(cases)])}
    anew, counted = [], []
    for book, case in cases.items():
        chronology = court.chronology(case)
        obligations = list(court.case(chronology))
        anew.append(_derived(book, case, chronology, obligations, persons, erased=book not in keyed))
        if book in keyed:
            to_come = court.to_come(chronology, tallies.foreseen(court.as_of))
            counted += tallies.tallies(book, [*obligations, *to_come], chronology.entries)
    _write(anew)
    tallies.replace(list(cases), counted)


def _derived(
    book: UUID,
    case: Book,
    chronology: Chronology,
    obligations: list[Obligation],
    persons: Mapping[tuple[UUID, str], UUID],
    *,
    erased: bool,
) -> Derived:
    theirs = {person: found for (where, person), found in persons.items() if where == book}
    seq = case.entries[-1].seq if case.entries else 0
    return derived(book, chronology, [] if erased else obligations, seq=seq, persons=theirs, erased=erased)


def _write(derived_rows: Sequence[Derived]) -> None:
    """Put the derived rows of some cases in the place of those that there were."""
    books = [each.standing.book_id for each in derived_rows]
    _replace(Member, books, [member for each in derived_rows for member in each.members])
    _replace(Part, books, [part for each in derived_rows for part in each.parts])
    _replace(Owed, books, [owed for each in derived_rows for owed in each.owed])
    _replace(Reach, books, [reach for each in derived_rows for reach in each.reach])
    _replace(Awaited, books, [awaited for each in derived_rows for awaited in each.awaited])
    standings = [[getattr(each.standing, name) for each in derived_rows] for name in _STANDING]
    with connection.cursor() as cursor:
        cursor.execute(_STAND, standings)


_STANDING = ("book_id", "seq", "state", "officer", "safeguarding", "fresh_until")
_STAND = """
    INSERT INTO casework_standing (book_id, seq, state, officer, safeguarding, fresh_until)
    SELECT * FROM unnest(%s::uuid[], %s::int[], %s::text[], %s::text[], %s::bool[], %s::timestamptz[])
    ON CONFLICT (book_id) DO UPDATE SET (seq, state, officer, safeguarding, fresh_until) =
        (excluded.seq, excluded.state, excluded.officer, excluded.safeguarding, excluded.fresh_until)
"""


def _replace(model: type[Row], books: Sequence[UUID], anew: Sequence[Row]) -> None:
    """Put rows in the place of those that these books have, and touch nothing where they are the same."""
    find, drop, add, fields = _statements(model)
    wanted = [tuple(getattr(row, field) for field in fields) for row in anew]
    statement, given = of_books(find, books)
    there = Counter(rows(statement, [given]))
    if there != Counter(wanted):
        with connection.cursor() as cursor, connection.wrap_database_errors:
            cursor.execute(drop, [list(books)])
            with cursor.copy(add) as copy:
                for row in wanted:
                    copy.write_row(row)


@cache
def _statements(model: type[Row]) -> tuple[str, str, str, tuple[str, ...]]:
    """What finds the rows of a derived kind that some books have, what drops them and adds such, and their fields."""
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    columns, table = ", ".join(f'"{field.column}"' for field in fields), f'"{model._meta.db_table}"'
    find = f"SELECT {columns} FROM {table} WHERE book_id = ANY(%s::uuid[])"  # noqa: S608 - of constants
    drop = f"DELETE FROM {table} WHERE book_id = ANY(%s)"  # noqa: S608 - of constants
    return find, drop, f"COPY {table} ({columns}) FROM STDIN", tuple(field.attname for field in fields)


def write_organisation(court: Court, arrival: UUID | None = None) -> None:
    """What the organisation itself owes, once the court has judged every case."""
    book = queries.seen_books(arrival).filter(kind=LedgerBook.Kind.ORGANISATION).values_list("id", flat=True).first()
    if book is not None:
        with transaction.atomic():
            Owed.objects.filter(book_id=book).delete()
            Owed.objects.bulk_create(organisation_owed(book, court.organisation()))
            foreseen = court.organisation(tallies.foreseen(court.as_of))
            tallies.replace([book], tallies.tallies(book, foreseen, court.own.entries))


def part_of(case: UUID, person: str) -> str | None:
    """The part that somebody has in a case; None where they have none."""
    return Part.objects.filter(book_id=case, person=person).values_list("role", flat=True).first()


def elsewhere(person: str, case: UUID) -> bool:
    """Whether a handle stands for somebody in another case."""
    return Part.objects.filter(person=person).exclude(book_id=case).exists()


def cases_with(person: UUID) -> list[UUID]:
    """The cases that somebody with this book has a part in."""
    parts = Part.objects.filter(person_book_id=person, book__in=queries.seen_books())
    return sorted(set(parts.values_list("book_id", flat=True)))


def owed_to(officer: str | None, most: int) -> list[Owed]:
    """What is owed soonest in the cases of an officer, or in all; what has no date comes last."""
    owed = Owed.objects.filter(book__in=queries.seen_books()).select_related("book")
    if officer is not None:
        owed = owed.filter(officer=officer)
    return list(owed.order_by(F("due").asc(nulls_last=True), "id")[:most])
