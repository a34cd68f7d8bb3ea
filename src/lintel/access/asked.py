"""Plain SQL for what is asked at every request: Django takes longer to build such a statement than it takes to run."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection
from psycopg import Cursor


def rows(statement: str, given: Mapping[str, object] | Sequence[object]) -> list[tuple[Any, ...]]:
    """All rows that a statement finds, as the app's role, sent in PostgreSQL's own binary form."""
    with connection.cursor() as cursor, connection.wrap_database_errors:
        found: Cursor[tuple[Any, ...]] = cursor.cursor
        return found.execute(statement.encode(), given, binary=True).fetchall()
