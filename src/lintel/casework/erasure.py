"""Erasing: what two people decided is carried out, by the role that owns the database, and stays carried out.

The keys of the case, and of everybody who is in no other case, are destroyed: nothing that was sealed under them can
be read again by anybody, and the chains still verify. The files go too, and everything that could be searched for.
What stays are the entries' coded facts, under handles that no longer lead to anybody, unless somebody of the case is
in another one still: then their handle leads to them there.

First the list of erasures, safe on the disk; then the keys; then what follows from them. So a kill anywhere leaves
either a case that is whole, or one that the list names and the next run erases to the end.

Not in our hands: PostgreSQL's write-ahead log holds the wrapped keys until it is recycled (at the next checkpoints),
an archive of it and older backups until they are thrown away, and whoever has those and the master key can still
open them. Throw backups away within 35 days, or change the master key and destroy the old one.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import connections, transaction

from lintel.casework import index, policy
from lintel.casework.certificates import Certificate, Erased, ErasureList
from lintel.casework.models import Decision, Part, Standing, Submission
from lintel.casework.personbooks import persons_of
from lintel.casework.retention import fate
from lintel.casework.retentionfile import in_force
from lintel.commitments.reading import read
from lintel.events.entry import PERSON_BOOK, Book, Entry
from lintel.ledger import actions, keys, queries
from lintel.ledger.models import Book as LedgerBook
from lintel.ledger.models import BookKey
from lintel.people import register
from lintel.people.models import Mark

_TOGETHER = 200

_MAY_NAME = """
    SELECT book.id, book.name FROM ledger_book book JOIN ledger_key held ON held.book_id = book.id
    WHERE book.kind = 'case' AND book.id <> %s AND (starts_with(%s, book.name || '-') OR EXISTS (
        SELECT 1 FROM ledger_entry e WHERE e.book_id = book.id AND position(%s IN e.facts) > 0))
"""
"""The cases, but one, in which somebody may be: their handle is made of its name, or stands in a fact of it."""


def erase(listed: ErasureList, now: datetime, say: Callable[[str], None]) -> list[Certificate]:
    """Erase every case that two people have decided to erase, unless a hold or anything else has come in between.

    What an earlier run that was killed had begun is brought to its end. Raises `ListRefused`, `keys.StillHeld`.
    """
    with listed.locked():
        if again := _destroy_again(listed.read()):
            say(f"{again} keys that the list of erasures names were still there, and are destroyed now")
        done = [each for book, name in _decided() if (each := _erase(book, name, listed, now, say))]
        _derive(listed.read(), now)
        keys.forget()
    return done


def replay(listed: ErasureList) -> int:
    """Destroy again the keys of everything on the list, as the owner: what a restore brought back. How many there were.

    It needs nothing but the owner's role, so it runs before anybody else may read a restored database; whatever is
    derived is to be made anew after it. Raises `ListRefused`, `keys.StillHeld`.
    """
    with listed.locked():
        again = _destroy_again(listed.read())
        keys.forget()
    return again


def _destroy_again(certificates: Iterable[Certificate]) -> int:
    return keys.destroy([book for each in certificates for book in each.erased.books])


def _decided() -> list[tuple[UUID, str]]:
    """The cases that two people approved to erase and that have their key still."""
    approved = Decision.objects.filter(approved=True, proposal__what="erasure").values("proposal__book_id")
    there = BookKey.objects.filter(book_id__in=approved).order_by("book__name")
    return list(there.values_list("book_id", "book__name"))


def _erase(book: UUID, name: str, listed: ErasureList, now: datetime, say: Callable[[str], None]) -> Certificate | None:
    """Erase one case. While it is judged and its keys are destroyed, nobody can write in any book."""
    with transaction.atomic(using="owner"):
        actions.lock(book, using="owner")
        with connections["owner"].cursor() as cursor:
            cursor.execute("LOCK TABLE ledger_entry IN SHARE MODE")
        case = queries.chronicles([book], names={book: name}, with_sealed=False)[book]
        erased = _to_erase(book, case, now)
        if erased is None:
            say(f"{name}: not erased, something was written since that was decided; propose it anew")
            return None
        certificate = listed.add(erased)
        keys.destroy(erased.books)
    say(f"{name}: erased, with {len(erased.persons)} who were in no other case")
    return certificate


def _to_erase(book: UUID, case: Book, now: datetime) -> Erased | None:
    """What the list is to say of a case; None where its erasure was not decided by two people, or counts no more."""
    entries = policy.court(now).chronology(case).entries
    if fate(in_force(), entries, now).state != "decided":
        return None
    entry = next(each for each in reversed(case.entries) if each.event == "case.erased")
    decision = _decision(book, entry)
    if decision is None:
        return None
    count, head = actions.head(book)
    return Erased(
        reference=case.name,
        book=book,
        persons=tuple(_only_in(book, case)),
        class_=str(entry.facts.get("class")),
        at=now,
        proposed_by=decision.proposal.by,
        approved_by=decision.by,
        entries=count,
        head=head.hex(),
    )


def _decision(book: UUID, entry: Entry) -> Decision | None:
    """The decision that made an entry. One that came in a file has none, and erases nothing."""
    form = Submission.objects.filter(book_id=book, entry=entry.id).first()
    approved = Decision.objects.filter(approved=True, proposal__what="erasure", proposal__book_id=book)
    return next((each for each in approved if form and form.key == f"proposal-{each.proposal_id.hex}"), None)


def _only_in(book: UUID, case: Book) -> list[UUID]:
    """The books of those in a case who are in no other that is left."""
    theirs = _persons({book: case})
    known = LedgerBook.objects.filter(id__in=theirs).order_by("name").values_list("id", "name")
    return [person for person, name in known if not _in_another(book, person, name.removeprefix(PERSON_BOOK))]


def _in_another(book: UUID, person: UUID, handle: str) -> bool:
    with connections["owner"].cursor() as cursor:
        cursor.execute(_MAY_NAME, [book, handle, f'"{handle}"'])
        names: dict[UUID, str] = dict(cursor.fetchall())
    books = list(names)
    return any(
        person in _persons(queries.chronicles(together, names=names, with_sealed=False))
        for together in (books[begin : begin + _TOGETHER] for begin in range(0, len(books), _TOGETHER))
    )


def _persons(cases: Mapping[UUID, Book]) -> set[UUID]:
    """The books of everybody in some cases, by what was written first and by what it was corrected to."""
    corrected = {book: Book(case.name, tuple(_corrected(case.entries))) for book, case in cases.items()}
    return {*persons_of(cases).values(), *persons_of(corrected).values()}


def _corrected(entries: Sequence[Entry]) -> list[Entry]:
    last = max((at for each in entries for at in (each.at, each.recorded_at)), default=None)
    return read(entries, as_of=last, known_on=last) if last else []


def _derive(certificates: Sequence[Certificate], now: datetime) -> None:
    """Make anew what is derived from the cases and persons on the list, wherever it does not yet say that."""
    cases = [each.erased.book for each in certificates]
    persons = [person for each in certificates for person in each.erased.persons]
    index.index_all(_stale(cases), now)
    register.index(set(Mark.objects.filter(book_id__in=persons).values_list("book_id", flat=True)))


def _stale(cases: Collection[UUID]) -> set[UUID]:
    standing = Standing.objects.filter(book_id__in=cases).exclude(state="erased").values_list("book_id", flat=True)
    return {*standing, *Part.objects.filter(book_id__in=cases).values_list("book_id", flat=True)}
