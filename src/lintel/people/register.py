"""The people register: made from persons' own books, and asked by blind marks alone."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from lintel.access.asked import rows
from lintel.events.entry import Book, Entry
from lintel.ledger import actions, keys, queries
from lintel.ledger.models import Book as LedgerBook
from lintel.people.identifiers import Identifier, of_person_facts
from lintel.people.models import Mark
from lintel.sealing.blind import blind

_NEEDED = 2
"""So many identifiers that agree are needed before anybody is found by them: one alone is a guess."""


def blinded(identifier: Identifier) -> tuple[str, bytes]:
    """An identifier as the database knows it."""
    return identifier.kind, blind(keys.ring().index, identifier.kind, identifier.text)


def index(books: Collection[UUID]) -> None:
    """Make the marks of some persons anew from their books. Of those that were erased none are left."""
    names = dict(LedgerBook.objects.filter(id__in=books).values_list("id", "name"))
    with transaction.atomic():
        actions.lock(*books)
        persons = queries.chronicles(books, names=names, with_sealed=True)
        marks = [mark for book, person in persons.items() for mark in _marks(book, person)]
        Mark.objects.filter(book_id__in=books).delete()
        Mark.objects.bulk_create(marks)


def _marks(book: UUID, person: Book) -> Iterable[Mark]:
    found = {each: False for entry in person.entries for each in of_person_facts(_texts(entry))}
    found |= dict.fromkeys(of_person_facts(latest(person.entries)), True)
    blinds = {blinded(each): current for each, current in found.items()}
    return (Mark(book_id=book, kind=kind, blind=mark, current=now) for (kind, mark), now in blinds.items())


def _texts(entry: Entry) -> Mapping[str, object]:
    """What an entry says of a person; of a correction, what it says in the place of another entry."""
    replacement = entry.sealed.get("replacement")
    return replacement if isinstance(replacement, Mapping) else entry.sealed


def latest(entries: Iterable[Entry]) -> dict[str, object]:
    """What a person's book says last of each thing: names, date of birth, phone, e-mail, address."""
    said: dict[str, object] = {}
    written = list(entries)
    withdrawn = {entry.facts["entry"] for entry in written if "withdrawn" in entry.facts}
    for entry in written:
        if entry.id in withdrawn:
            continue
        said.update({name: text for name, text in _texts(entry).items() if text})
    return said


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody in the register: their book, and which kinds of identifier agreed."""

    book: UUID
    kinds: frozenset[str]


def find(identifiers: Iterable[Identifier]) -> list[Found]:
    """Whoever agrees with at least two identifiers of different kinds, those who agree most first."""
    wanted = {blinded(each) for each in identifiers}
    if not wanted:
        return []
    kinds, blinds = {kind for kind, _ in wanted}, [mark for _, mark in wanted]
    agreeing: dict[UUID, set[str]] = {}
    marks = Mark.objects.filter(book__in=queries.seen_books(), kind__in=kinds, blind__in=blinds)
    for book, kind, mark in marks.values_list("book_id", "kind", "blind"):
        if (kind, bytes(mark)) in wanted:
            agreeing.setdefault(book, set()).add(kind)
    found = [Found(book, frozenset(kinds)) for book, kinds in agreeing.items() if _told_apart(kinds)]
    return sorted(found, key=lambda each: (-len(each.kinds), each.book.hex))


_AS_ONE = dict.fromkeys(("name_part", "surname", "full_name"), "name") | dict.fromkeys(
    ("address", "postcode", "uprn"), "home"
)


def _told_apart(kinds: set[str]) -> bool:
    """Whether two identifiers agree: a name is one, and a home is one, however many parts of it do."""
    return len({_AS_ONE.get(kind, kind) for kind in kinds}) >= _NEEDED


_MARKS = "SELECT book_id, kind, blind FROM people_mark WHERE book_id = ANY(%s) AND kind = ANY(%s)"


def shared(books: Collection[UUID], kinds: Collection[str]) -> dict[UUID, set[tuple[str, bytes]]]:
    """The marks of some kinds that some persons have or had."""
    found: dict[UUID, set[tuple[str, bytes]]] = {book: set() for book in books}
    for book, kind, mark in rows(_MARKS, [list(books), list(kinds)]) if books else ():
        found[book].add((kind, bytes(mark)))
    return found
