"""What each case was owed, counted: the rows that figures are added up from, without judging a case again.

A row holds instants and no state that time alone would change. What is open is due or overdue by `runs_out`, and what
has not begun is not counted before `begins`: so a figure is right at the instant it is asked for, whether or not
anything ran meanwhile. Nothing here is a fact: `lintel rebuild` makes all of it from the ledger.
"""

import json
from collections import Counter
from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from lintel.access.asked import of_books
from lintel.casework.derived import OPEN
from lintel.commitments.obligations import Obligation
from lintel.events.entry import Entry

_MOMENT = timedelta(microseconds=1)
_NEVER = datetime.min.replace(tzinfo=UTC)


def foreseen(now: datetime) -> datetime:
    """So far ahead is written down what time alone will open: to the end of next year, whenever in this one."""
    return datetime(now.year + 2, 1, 1, tzinfo=UTC)


def too_old(now: datetime) -> datetime:
    """What was derived before this instant has not foreseen what time has opened by now."""
    return datetime(now.year - 1, 1, 1, tzinfo=UTC)


class Tally(NamedTuple):
    """So many obligations of one case under one commitment, all begun in the same month and standing alike.

    `month` is the first day of the month in London in which the clock started. `settled` is kept, late, missed or
    excused, and empty for what is open; `runs_out` (UTC) the first instant at which that is overdue, None for never;
    `begins` (UTC) the instant before which it is not owed yet, None for what was owed when last somebody wrote.
    """

    book: UUID
    commitment: str
    policy: str
    month: date
    settled: str
    runs_out: datetime | None
    begins: datetime | None
    number: int


def tallies(book: UUID, obligations: Iterable[Obligation], written: Iterable[Entry]) -> list[Tally]:
    """The rows of one book: `obligations` are those that there are and that time will open, `written` its entries.

    They hang on the entries alone, and not on when they are derived: made anew, they are the same.
    """
    last = max((entry.recorded_at for entry in written), default=_NEVER)
    counted = Counter(_alike(each, last) for each in obligations)
    return [Tally(book, *alike, number) for alike, number in counted.items()]


_Alike = tuple[str, str, date, str, datetime | None, datetime | None]


def _alike(each: Obligation, last: datetime) -> _Alike:
    is_open = each.state in OPEN
    return (
        each.rule.id,
        each.rule.policy,
        each.opened_on.replace(day=1),
        "" if is_open else each.state,
        _runs_out(each) if is_open else None,
        each.opened_at if each.opened_at > last else None,
    )


def _runs_out(each: Obligation) -> datetime | None:
    if each.due is None:
        return None
    at_once = not each.due.exact or each.rule.kind == "in_post"  # an empty post is overdue from its first instant
    return each.due.at if at_once else each.due.at + _MOMENT


_COLUMNS = "book_id, commitment, policy, month, settled, runs_out, begins, number"
_TYPES = ("uuid", "text", "text", "date", "text", "timestamptz", "timestamptz", "int")
_ANEW = ", ".join(f"(row->>{place})::{each}" for place, each in enumerate(_TYPES))
_REPLACE = f"""
    WITH anew ({_COLUMNS}) AS (SELECT {_ANEW} FROM jsonb_array_elements(%s::jsonb) row),
    there AS (SELECT {_COLUMNS} FROM casework_tally WHERE book_id = ANY(%s::uuid[])),
    gone AS (
        DELETE FROM casework_tally tally USING (TABLE there EXCEPT TABLE anew) old
        WHERE tally.book_id = old.book_id AND tally.commitment = old.commitment AND tally.month = old.month
          AND (tally.policy, tally.settled, tally.number) = (old.policy, old.settled, old.number)
          AND tally.runs_out IS NOT DISTINCT FROM old.runs_out AND tally.begins IS NOT DISTINCT FROM old.begins
    )
    INSERT INTO casework_tally ({_COLUMNS}) TABLE anew EXCEPT TABLE there
"""  # noqa: S608 - of constants


def replace(books: Collection[UUID], anew: Iterable[Tally]) -> None:
    """Put the rows of some books in the place of those that there were, in one statement; what is the same stays."""
    statement, given = of_books(_REPLACE, list(books))
    with connection.cursor() as cursor:
        cursor.execute(statement, [json.dumps(list(anew), default=str), given])
