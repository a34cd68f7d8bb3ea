"""Whether anything in the database changed: every table as a number of rows and a digest of all of them."""

from collections.abc import Mapping
from typing import Final

from django.db import connection

BOOKKEEPING: Final = frozenset({"access_read", "signin_session", "signin_attempt"})
"""What looking may write: who looked, when a session was last used, and how often somebody guessed."""

_NAMES = """
    SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
"""
_OF_ONE = "SELECT '{0}', count(*), md5(string_agg(t::text, '|' ORDER BY t::text)) FROM \"{0}\" t"

State = Mapping[str, tuple[object, ...]]


def state() -> State:
    """Every table that the app may read, but for bookkeeping."""
    with connection.cursor() as cursor:
        cursor.execute(_NAMES)
        names = [name for (name,) in cursor.fetchall() if name not in BOOKKEEPING]
        cursor.execute(" UNION ALL ".join(_OF_ONE.format(name) for name in sorted(names)))
        return {name: tuple(rest) for name, *rest in cursor.fetchall()}


def changed(before: State, after: State) -> list[str]:
    """The tables that are not as they were."""
    return sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
