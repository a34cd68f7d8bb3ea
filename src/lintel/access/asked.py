"""Plain SQL for what is asked at every request: Django takes longer to build it than PostgreSQL takes to answer."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import connection
from psycopg import Cursor


def rows(statement: str, given: Mapping[str, object] | Sequence[object]) -> list[tuple[Any, ...]]:
    """All rows that a statement finds, as the app's role, sent in PostgreSQL's own binary form."""
    connection.ensure_connection()
    with connection.wrap_database_errors:
        found: Cursor[tuple[Any, ...]] = connection.connection.cursor()
        return found.execute(statement.encode(), _told(given), binary=True).fetchall()


def _told(given: Mapping[str, object] | Sequence[object]) -> Mapping[str, object] | Sequence[object]:
    """The same, lists of ids as PostgreSQL writes them: the driver takes fourteen times as long for such a list."""
    if isinstance(given, Mapping):
        return {name: _listed(each) for name, each in given.items()}
    return [_listed(each) for each in given]


def _listed(value: object) -> object:
    if isinstance(value, list) and value and isinstance(value[0], UUID):
        return f"{{{','.join([f'{each.int:032x}' for each in value])}}}"
    return value


def of_books(statement: str, books: Sequence[UUID]) -> tuple[str, UUID | list[UUID]]:
    """A statement that asks for some books (`(%s::uuid[])`, once), and what it is to be given for them.

    Of one book PostgreSQL keeps the plan; for a list of any length it makes a new one each time.
    """
    if len(books) != 1:
        return statement, list(books)
    return statement.replace("(%s::uuid[])", "(ARRAY[%s::uuid])"), books[0]
