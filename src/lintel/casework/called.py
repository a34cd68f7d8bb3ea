"""What the people in many cases are called, at once: as strict as looking at each of them, and much quicker.

A name is given where the door says so and the case's own entries say so too, as `look` asks of one case.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from uuid import UUID

from lintel.access import readlog
from lintel.access.accounts import Actor
from lintel.access.asked import rows
from lintel.access.grants import Relation
from lintel.casework.derived import BACKING, backed
from lintel.casework.doors import Door, doors
from lintel.ledger import queries
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
    mine = truly_open(open_doors)
    found = _names(mine, roles) if mine else {}
    readlog.note(actor, readlog.Look("read", "people", "by_door", found=len(found)), now)
    return found


def truly_open(open_doors: Iterable[Door]) -> set[UUID]:
    """Those of some cases whose own entries, too, say that they are for whoever stands at their doors."""
    by_book = {each.book: each for each in open_doors}
    if not by_book:
        return set()
    cases = queries.some_of(list(by_book), BACKING)
    return {
        book for book, at in by_book.items() if backed(cases.get(book, ()), at.actor.handle, at.standing, at.officer)
    }


_PARTS = """
    SELECT part.book_id, part.person, book.id, book.name FROM casework_part part
    JOIN ledger_book book ON book.id = part.person_book_id
    WHERE part.book_id = ANY(%s) AND part.role = ANY(%s) ORDER BY part.id
"""
"""Who has one of these parts in these cases, with their own books."""


def _names(cases: Collection[UUID], roles: Collection[str]) -> dict[tuple[UUID, str], str]:
    parts = rows(_PARTS, [list(cases), list(roles)])
    books = {(case, person): book for case, person, book, _ in parts}
    called = {book: name for _, _, book, name in parts}
    persons = queries.chronicles(list(called), names=called, with_sealed=True)
    said = {person: register.latest(chronicle.entries).get("names") for person, chronicle in persons.items()}
    return {who: str(said[book]) for who, book in books.items() if said.get(book)}
