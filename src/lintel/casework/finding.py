"""Finding somebody in one's own cases by what one knows of them. Of other cases it says nothing, nor that they exist.

One identifier is enough here, because it only leads to cases that the searcher may open in any case; to link somebody
to a case, two have to agree.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from lintel.access import readlog, rights
from lintel.access.accounts import Actor
from lintel.access.asked import rows
from lintel.casework.called import names
from lintel.casework.lists import asked_by, listable, lists_others
from lintel.casework.refusals import NotHere
from lintel.events.faults import Fault, InputRefused
from lintel.people import register
from lintel.people.identifiers import Identifier, of_person_facts

FIELDS = ("names", "date_of_birth", "phone", "email", "address")
_MOST_IDENTIFIERS = 60
_MOST = 50
_ROLES = (
    "victim", "child_victim", "alleged_perpetrator", "household_member", "visitor", "reporter", "supporter",
    "colleague", "unknown",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hit:
    """Somebody in a case of the searcher's who agrees with what was searched for, or a case of that reference.

    `agrees` are the things that agree: name, date of birth, phone, email, home, reference. `linkable`: two do.
    """

    book: UUID
    case: str
    state: str
    officer: str | None
    role: str | None = None
    called: str | None = None
    agrees: frozenset[str] = frozenset()

    @property
    def linkable(self) -> bool:
        return len(self.agrees - {"reference"}) > 1


def find(*, actor: Actor, said: Mapping[str, str], reference: str, now: datetime) -> list[Hit]:
    """Whoever agrees with any of what is `said` (by `FIELDS`), and the case of a reference; the likeliest first.

    Nothing of the search is kept but how many were found. Raises `NotHere` for whoever may not search, `InputRefused`
    naming each field by which nobody can be found, or all of them where nothing was said.
    """
    asked = {field: of_person_facts({field: said[field]}) for field in FIELDS if said.get(field)}
    _refuse(asked, reference)
    right = rights.may(actor, "list", "search")
    with transaction.atomic(durable=True):
        found = _found(actor, frozenset().union(*asked.values()), reference, now) if right.allowed else []
        readlog.note(actor, readlog.Look("list", "search", right.ground, found=len(found)), now)
    if not right.allowed:
        raise NotHere
    return sorted(found, key=lambda hit: (-len(hit.agrees), hit.called or "", hit.case))


def _refuse(asked: Mapping[str, Collection[Identifier]], reference: str) -> None:
    wrong, expected = "says nothing to find anybody by", "it written out in full"
    faults = [Fault(0, field, wrong, expected) for field, found in asked.items() if not found]
    if not asked and not reference:
        faults = [Fault(0, "names", "and everything else is empty", "at least one thing to search for")]
    if sum(map(len, asked.values())) > _MOST_IDENTIFIERS:
        faults.append(Fault(0, "names", "are more than one person has", f"at most {_MOST_IDENTIFIERS}"))
    if faults:
        raise InputRefused(faults)


def _found(actor: Actor, asked: Collection[Identifier], reference: str, now: datetime) -> list[Hit]:
    people = _people(actor, asked) if asked else []
    wanted = frozenset(each.kind for each in asked)
    parts = sum(each.kind == "name_part" for each in asked)
    agreeing = [(row, _agrees(frozenset(row[6]), row[7], wanted, parts)) for row in people]
    hits = [(row, agrees) for row, agrees in agreeing if agrees][:_MOST]
    called = names(actor=actor, cases={row[0] for row, _ in hits}, roles=_ROLES, now=now) if hits else {}
    return [*_referred(actor, reference), *(_hit(row, agrees, called) for row, agrees in hits)]


def _hit(row: tuple[Any, ...], agrees: frozenset[str], called: Mapping[tuple[UUID, str], str]) -> Hit:
    book, name, state, officer, person, role, *_ = row
    return Hit(book, name, state, officer, role, called.get((book, person)), agrees)


_AGREEING = """
    SELECT mine.id, mine.name, mine.state, mine.officer, part.person, part.role,
        array_agg(DISTINCT mark.kind), count(DISTINCT mark.blind) FILTER (WHERE mark.kind = 'name_part')
    FROM {found}
    GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY count(*) DESC, mine.name, part.person LIMIT 500
"""
_MINE = "(SELECT book.id, book.name, standing.state, standing.officer {mine} OFFSET 0) mine"
_AMONG_MINE = f"""
    {_MINE} JOIN casework_part part ON part.book_id = mine.id CROSS JOIN LATERAL (
        SELECT kind, blind FROM people_mark WHERE book_id = part.person_book_id
        AND (kind, blind) IN (SELECT * FROM unnest(%(kinds)s::text[], %(blinds)s::bytea[])) OFFSET 0) mark
"""  # noqa: S608 - of constants
"""For whoever works some cases: the people in these, whatever they are called in others. `OFFSET 0`: in this order."""
_AMONG_ALL = f"""
    unnest(%(kinds)s::text[], %(blinds)s::bytea[]) wanted (kind, blind)
    JOIN people_mark mark ON (mark.kind, mark.blind) = (wanted.kind, wanted.blind)
    JOIN casework_part part ON part.person_book_id = mark.book_id
    JOIN {_MINE.replace(" OFFSET 0", "")} ON mine.id = part.book_id
"""
"""For whoever leads, and may list many of all cases: whoever agrees, and then whether they may list the case."""


def _people(actor: Actor, asked: Iterable[Identifier]) -> list[tuple[Any, ...]]:
    marks = [register.blinded(each) for each in asked]
    wanted = {"kinds": [kind for kind, _ in marks], "blinds": [blind for _, blind in marks]}
    among = _AMONG_ALL if lists_others(actor) else _AMONG_MINE
    sql = _AGREEING.format(found=among.format(mine=listable(actor)))
    return rows(sql, {**asked_by(actor), **wanted})


_WHOLE = {"phone": "phone", "email": "email", "date_of_birth": "date of birth"}


def _agrees(kinds: Collection[str], agreeing: int, wanted: Collection[str], parts: int) -> frozenset[str]:
    """The things that agree. A name agrees as a whole, by its surname or by all of its words; a home by more than its
    postcode, unless nothing more was asked for.
    """
    found = {said for kind, said in _WHOLE.items() if kind in kinds}
    if "full_name" in kinds or "surname" in kinds or (parts and agreeing == parts):
        found.add("name")
    if "address" in kinds or "uprn" in kinds or ("postcode" in kinds and "address" not in wanted):
        found.add("home")
    return frozenset(found)


def _referred(actor: Actor, reference: str) -> list[Hit]:
    if not reference:
        return []
    sql = (
        f"SELECT book.id, book.name, standing.state, standing.officer {listable(actor)} AND book.name = ANY(%(names)s)"
    )
    name = "-".join(reference.split())
    found = rows(sql, {**asked_by(actor), "names": [name, name.lower(), name.upper()]})
    return [_hit((*row, None, None), frozenset({"reference"}), {}) for row in found]
