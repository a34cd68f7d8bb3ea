"""Whether the archive is any good: a moment of it is brought back, and held against what is known of that moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from random import Random
from typing import Any, Final

import psycopg
from django.conf import settings
from psycopg.conninfo import conninfo_to_dict

from lintel.config.anchorfile import stated
from lintel.config.archive import KEPT, Archive
from lintel.config.database import NotReady
from lintel.config.restored import broken
from lintel.embedded.recovered import recovered
from lintel.ledger.keys import ring
from lintel.ledger.verification import looking
from lintel.signin import binding

_ON_ITS_WAY: Final = timedelta(minutes=1)
"""An anchor says when it was begun; it is committed within this."""


@contextmanager
def as_of(url: str, archive: Archive, until: datetime | None) -> Iterator[str]:
    """The URL of a server, for a while, on which the database is as it was at a moment, or at the archive's end.

    Raises `NotReady` where the archive does not go back so far, `NotRecovered`, `EmbeddedRefused`.
    """
    base = archive.base_for(until)
    if base is None:
        bases = archive.bases()
        since = f"it goes back to {bases[0].at:%d %b %Y %H:%M:%S %Z}" if bases else "there is nothing in it yet"
        raise NotReady(f"the archive does not have that moment: {since}")
    parts = conninfo_to_dict(url)
    with recovered(base.folder, base.log(), until, user=str(parts["user"]), database=str(parts["dbname"])) as there:
        yield there


def came_to(url: str) -> datetime:
    """When the last that a recovered server has was committed, by its clock."""
    with psycopg.connect(url) as connection:
        found = connection.execute("SELECT pg_last_xact_replay_timestamp()").fetchone()
    if found is None or found[0] is None:
        raise NotReady("the archive has nothing that came after its copy: choose a moment, or restore a dump")
    at: datetime = found[0]
    return at


def any_moment(archive: Archive, whole_until: datetime, chance: Random) -> datetime | None:
    """A second of the last fourteen days that the archive should have; None where it has only just begun."""
    last = archive.stretches()[-1:]
    bases = last[0].bases() if last else []
    if not bases:
        return None
    first = max(bases[0].at, whole_until - KEPT)
    seconds = int((whole_until - first).total_seconds())
    return first + timedelta(seconds=chance.randint(0, seconds)) if seconds > 0 else None


def drilled(url: str, archive: Archive, at: datetime | None, whole_until: datetime) -> list[str]:
    """What is wrong with a moment that was brought back, or with the archive's end. Raises as `as_of` does.

    Every chain is followed and held against the anchors of that moment; something sealed of some books is opened; and
    whoever could sign in then still can. All that was committed until `whole_until` should be there.
    """
    with as_of(url, archive, at) as there:
        try:
            with looking(there) as connection:
                anchor, unbound = _last_anchor(connection), list(_unbound(connection))
            return [*broken(there, anchor), *_elsewhen(anchor, at or whole_until, at), *unbound]
        except psycopg.Error as fault:
            return [f"it cannot be read ({type(fault).__name__})"]


def _elsewhen(anchor: int, least: datetime, most: datetime | None) -> Iterator[str]:
    """Whether it is another moment, by the anchors outside: it has those made by then, and none made later."""
    said = {each.n: each.at for each in stated(settings.OPTIONS.anchors_file, ring().signer.public_key())}
    due = max((n for n, then in said.items() if then <= least - _ON_ITS_WAY), default=0)
    if anchor < due or (most is not None and anchor in said and said[anchor] > most):
        yield f"it is not that moment: its last anchor is {anchor}, and anchor {due} was made by then"


def _last_anchor(connection: "psycopg.Connection[Any]") -> int:
    found = connection.execute("SELECT coalesce(max(n), 0) FROM ledger_anchor").fetchone()
    return int(found[0]) if found else 0


def _unbound(connection: "psycopg.Connection[Any]") -> Iterator[str]:
    """Accounts whose password would open nothing."""
    rows = connection.execute("SELECT staff_id, password, bound FROM signin_account").fetchall()
    for handle, password, bound in rows:
        if password and not password.startswith("!") and not binding.is_ours(bound, "password", handle, password):
            yield "somebody could not sign in: what they sign in with is not bound to them by our keys"
            return
