"""The conflict wall: cases with somebody in them whom a member of staff is, lives with, or said they are close to.

Nothing is stored: a match holds from the moment that either side is known, and ends when it is no longer so. The
marks are blind, so the match is made without a name. An unknown date of birth does not tell two people of one name
apart: they are taken for one. Nobody lifts the wall; a wrong mark is put right where it comes from.
"""

from collections.abc import Collection, Sequence
from uuid import UUID

from django.db import connection

CONFLICTED = """
    SELECT part.book_id FROM (
        SELECT mark.whose, other.book_id AS person, array_agg(mark.kind) AS kinds
        FROM access_staff_mark mark JOIN people_mark other ON (other.kind, other.blind) = (mark.kind, mark.blind)
        WHERE mark.staff_id = %(staff)s GROUP BY mark.whose, other.book_id
    ) pair JOIN casework_part part ON part.person_book_id = pair.person
    WHERE kinds && ARRAY['address', 'uprn', 'phone', 'email']::varchar[]
       OR kinds @> ARRAY['surname', 'postcode']::varchar[]
       OR ('full_name' = ANY(kinds) AND ('date_of_birth' = ANY(kinds)
            OR NOT EXISTS (SELECT 1 FROM people_mark WHERE book_id = pair.person AND kind = 'date_of_birth')
            OR NOT EXISTS (SELECT 1 FROM access_staff_mark m WHERE m.whose = pair.whose AND m.kind = 'date_of_birth')))
    UNION SELECT book_id FROM casework_member WHERE staff = %(staff)s AND how = 'conflict'
"""
"""The cases that a member of staff (`staff`) is kept out of."""


def conflicted(staff: str, book: UUID) -> bool:
    """Whether a member of staff is kept out of a case. It asks the same of the database whether or not there is one."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT %(book)s IN ({CONFLICTED})", {"staff": staff, "book": book})
        found: Sequence[bool] | None = cursor.fetchone()
    return found is None or found[0] is not False


def kept_out(staff: Collection[str], book: UUID) -> set[str]:
    """Those of some members of staff who are kept out of a case."""
    each = CONFLICTED.replace("%(staff)s", "one.staff")
    sql = f"SELECT one.staff FROM unnest(%(staff)s::varchar[]) one (staff) WHERE %(book)s IN ({each})"  # noqa: S608 - of constants
    with connection.cursor() as cursor:
        cursor.execute(sql, {"staff": sorted(staff), "book": book})
        return {found for (found,) in cursor.fetchall()}


def closed_to(staff: str) -> set[UUID]:
    """Every case that a member of staff is kept out of."""
    with connection.cursor() as cursor:
        cursor.execute(CONFLICTED, {"staff": staff})
        return {found for (found,) in cursor.fetchall()}
