"""What the people in many cases are called, at once: as strict as looking at each of them, and much quicker.

A name is given where the door says so and the case's own entries say so too, as `look` asks of one case.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import cast
from uuid import UUID

from lintel.access import readlog
from lintel.access.accounts import Actor
from lintel.access.grants import Relation
from lintel.casework.derived import BACKING, backed
from lintel.casework.doors import Door, doors
from lintel.casework.models import Part
from lintel.ledger import queries
from lintel.ledger.models import Book
from lintel.people import register

Names = Mapping[tuple[UUID, str], str]
"""What people are called, by case and handle; whoever has no book, or no name in it, is not there."""

ON_THE_CASE: tuple[Relation, ...] = ("assigned", "named")


def names(
    *,
    actor: Actor,
    cases: Collection[UUID],
    roles: Collection[str],
    now: datetime,
    relations: Collection[Relation] = (),
) -> Names:
    """The names of those with one of these parts in the cases whose people somebody may read.

    Where `relations` are given, only in cases to which they stand so. One line of the read log for all of it, within
    the caller's transaction.
    """
    open_doors = [
        each
        for each in doors(actor, cases, now).values()
        if each.may("read", "people").allowed and (not relations or each.standing.relation in relations)
    ]
    mine = _backed(open_doors)
    found = _names(mine, roles) if mine else {}
    readlog.note(actor, readlog.Look("read", "people", "by_door", found=len(found)), now)
    return found


def _backed(open_doors: Iterable[Door]) -> set[UUID]:
    """Those cases whose own entries say that they are for whoever stands there."""
    by_book = {each.book: each for each in open_doors}
    if not by_book:
        return set()
    cases = queries.some_of(list(by_book), BACKING)
    return {
        book for book, at in by_book.items() if backed(cases.get(book, ()), at.actor.handle, at.standing, at.officer)
    }


def _names(cases: Collection[UUID], roles: Collection[str]) -> dict[tuple[UUID, str], str]:
    parts = Part.objects.filter(book_id__in=list(cases), role__in=list(roles)).exclude(person_book=None)
    books = {(part.book_id, part.person): cast(UUID, part.person_book_id) for part in parts}
    called = dict(Book.objects.filter(id__in=set(books.values())).values_list("id", "name"))
    persons = queries.chronicles(list(called), names=called, with_sealed=True)
    said = {person: register.latest(chronicle.entries).get("names") for person, chronicle in persons.items()}
    return {who: str(said[book]) for who, book in books.items() if said.get(book)}
