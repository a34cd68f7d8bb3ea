"""What is owed on somebody's desk: in the cases that they work, or in all that they may list; soonest first."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Literal, NamedTuple
from uuid import UUID

from django.db import transaction

from lintel.access import accounts, readlog, rights
from lintel.access.accounts import Actor
from lintel.access.asked import rows
from lintel.casework import index
from lintel.casework.called import ON_THE_CASE, Names, names
from lintel.casework.lists import ASSIGNED, asked_by, listable
from lintel.casework.policy import in_force
from lintel.casework.reaching import Way, Ways, way_to, ways
from lintel.casework.refusals import NotHere
from lintel.commitments.policy import Versions

_PEOPLE = ("victim", "child_victim")


class Place(NamedTuple):
    """Where a line stands among all of the desk, as they are ordered: what comes after it is what comes next.

    A line that was judged anew meanwhile may come once more; none is left out.
    """

    due: datetime | None
    order: int
    name: str
    commitment: str
    id: int


@dataclass(frozen=True, slots=True)
class Scope:
    """What of the desk is asked for: the cases that the reader works, or all of them; of one officer, or of nobody.

    `after`: only what comes after that place, whatever was added before it meanwhile.
    """

    whose: Literal["mine", "all"] = "mine"
    officer: str | None = None
    unassigned: bool = False
    skip: int = 0
    most: int = 50
    after: Place | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """A line of the desk. `due` is UTC; `called` the name of whom it is about, where the reader is on the case.

    `way` is how she may be reached today; None where several people are meant, and the case must say.
    """

    book: UUID
    name: str
    commitment: str
    policy: str
    subject: str | None
    thread: str | None
    opened_by: str
    due: datetime | None
    officer: str | None
    called: str | None
    way: Way | None
    place: Place


@dataclass(frozen=True, slots=True)
class Load:
    """How much one officer has (None: nobody): cases in which something is owed, things owed, those overdue."""

    officer: str | None
    called: str
    cases: int
    owed: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Agenda:
    """A page of the desk. `more`: there is another page. `loads` are by officer, the most overdue first; of `all`."""

    tasks: tuple[Task, ...]
    more: bool
    loads: tuple[Load, ...] = ()


def agenda(*, actor: Actor, scope: Scope, now: datetime) -> Agenda:
    """What is owed soonest. Raises `NotHere` for whoever has no desk."""
    index.freshen(now, actor.handle if scope.whose == "mine" else scope.officer)
    right = rights.may(actor, "list", "desk")
    with transaction.atomic(durable=True):
        made = _agenda(actor, scope, now) if right.allowed else None
        found = len(made.tasks) if made else 0
        readlog.note(actor, readlog.Look("list", "action", right.ground, found=found), now)
    if made is None:
        raise NotHere
    return made


def _agenda(actor: Actor, scope: Scope, now: datetime) -> Agenda:
    found = rows(_owed(actor, scope), {**_asked(actor, scope), "most": scope.most + 1})
    shown = found[: scope.most]
    cases = {row[0] for row in shown}
    called = names(actor=actor, cases=cases, roles=_PEOPLE, now=now, relations=ON_THE_CASE) if cases else {}
    only = _of_only_victims(called)
    reached = ways(cases, now)
    tasks = tuple(_task(row, called, only, reached) for row in shown)
    loads = _loads(rows(_by_officer(actor), {**asked_by(actor), "now": now})) if scope.whose == "all" else ()
    return Agenda(tasks, len(found) > scope.most, tuple(loads))


def _task(row: tuple[Any, ...], called: Names, only: Mapping[UUID, str], reached: Ways) -> Task:
    book, name, commitment, policy, subject, thread, opened_by, due, officer, order, owed = row
    return Task(
        book=book,
        name=name,
        commitment=commitment,
        policy=policy,
        subject=subject,
        thread=thread,
        opened_by=opened_by,
        due=due,
        officer=officer,
        called=only.get(book) if subject is None else called.get((book, subject)),
        way=way_to(reached[book], subject),
        place=Place(due, order, name, commitment, owed),
    )


def _of_only_victims(called: Names) -> dict[UUID, str]:
    """The name of whom something is about that is owed to the case: its only victim, where there is one alone."""
    named = Counter(case for case, _ in called)
    return {case: name for (case, _), name in called.items() if named[case] == 1}


_ORDER = "COALESCE(array_position(%(order)s::text[], owed.commitment::text), 1000000)"
_AFTER = f"""
    (COALESCE(owed.due, 'infinity'), {_ORDER}, book.name, owed.commitment, owed.id)
    > (COALESCE(%(after_due)s::timestamptz, 'infinity'), %(after_order)s::int, %(after_name)s::text,
       %(after_commitment)s::text, %(after_id)s::bigint)
"""


def _owed(actor: Actor, scope: Scope) -> str:
    narrowed = [
        ASSIGNED if scope.whose == "mine" else "TRUE",
        "owed.officer IS NULL" if scope.unassigned else "(%(officer)s::text IS NULL OR owed.officer = %(officer)s)",
        _AFTER if scope.after else "TRUE",
    ]
    return f"""
        SELECT book.id, book.name, owed.commitment, owed.policy, owed.subject, owed.thread, owed.opened_by,
               owed.due, owed.officer, {_ORDER}, owed.id
        FROM casework_owed owed JOIN (SELECT book.id, book.name {listable(actor)}) book ON book.id = owed.book_id
        WHERE {" AND ".join(narrowed)}
        ORDER BY owed.due NULLS LAST, {_ORDER}, book.name, owed.commitment, owed.id
        LIMIT %(most)s OFFSET %(skip)s
    """  # noqa: S608 - of constants


def _asked(actor: Actor, scope: Scope) -> dict[str, Any]:
    """What the statement is given. What has no date comes as the policy has it: whom to reach before what to weigh."""
    asked = {**asked_by(actor), "officer": scope.officer, "skip": scope.skip, "order": _order(in_force())}
    after = {f"after_{name}": each for name, each in scope.after._asdict().items()} if scope.after else {}
    return asked | after


@lru_cache(maxsize=1)
def _order(policy: Versions) -> str:
    """The commitments in the order of the policy, as PostgreSQL writes a list: none has a letter that it quotes."""
    return f"{{{','.join(dict.fromkeys(rule.id for rule in policy.commitments))}}}"


def _by_officer(actor: Actor) -> str:
    return f"""
        SELECT owed.officer, count(DISTINCT book.id), count(*), count(*) FILTER (WHERE owed.due <= %(now)s) AS overdue
        FROM casework_owed owed JOIN (SELECT book.id {listable(actor)}) book ON book.id = owed.book_id
        GROUP BY owed.officer ORDER BY overdue DESC, 3 DESC, 1
    """  # noqa: S608 - of constants


def _loads(found: Iterable[tuple[Any, ...]]) -> Iterable[Load]:
    every = list(found)
    called = accounts.names_of(row[0] for row in every if row[0])
    return [Load(row[0], called.get(row[0], row[0] or ""), *row[1:]) for row in every]


@dataclass(frozen=True, slots=True)
class Counts:
    """How much there is, in numbers alone: running cases, those without an officer, things owed and overdue.

    Colleagues' cases are not counted.
    """

    running: int
    unassigned: int
    owed: int
    overdue: int


_COUNTED = """
    WITH running AS (SELECT s.book_id, s.officer FROM casework_standing s JOIN ledger_book b ON b.id = s.book_id
        WHERE s.state IN ('open', 'held') AND (b.arrival_id IS NULL
            OR EXISTS (SELECT 1 FROM ledger_arrival_done d WHERE d.arrival_id = b.arrival_id)))
    SELECT (SELECT count(*) FROM running), (SELECT count(*) FROM running WHERE officer IS NULL),
        count(*), count(*) FILTER (WHERE owed.due <= %(now)s)
    FROM casework_owed owed JOIN running ON running.book_id = owed.book_id
"""


def counts(*, actor: Actor, now: datetime) -> Counts:
    """The desk of everybody in numbers, for who may count it and see none of it. Raises `NotHere`."""
    right = rights.may(actor, "count", "desk")
    with transaction.atomic(durable=True):
        found = Counts(*rows(_COUNTED, {"now": now})[0]) if right.allowed else None
        readlog.note(actor, readlog.Look("count", "desk", right.ground), now)
    if found is None:
        raise NotHere
    return found
