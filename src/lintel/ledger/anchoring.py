"""Anchors: signed statements of how far every book had come, kept where whoever owns the database cannot reach.

A chain alone shows an entry that was changed, but not a book that was cut short or rewritten to its end. An
anchor names the count and the head of every book, and of every reader's log, that moved since the anchor before
it; read together, the anchors say what must still be there. What changes after the last anchor rests on the
chains and on the database's own refusals alone: so they are made often (every five minutes at most).
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from django.db import connection, transaction

from lintel.ledger import keys
from lintel.ledger.models import Anchor
from lintel.sealing.signatures import NOTHING_BEFORE, digest, signed

_WHOLE_EVERY = 200
"""Every so many anchors one states all heads anew, so that no anchor has to read more than these before it."""

Heads = dict[str, tuple[int, str]]
"""By book (or reader): how many entries, and the hash of the last one, in hex."""

_HEADS = {
    "books": """
        SELECT replace(e.book_id::text, '-', ''), e.seq, encode(e.hash, 'hex') FROM ledger_entry e
        JOIN (SELECT book_id, max(seq) AS seq FROM ledger_entry GROUP BY book_id) h USING (book_id, seq)
    """,
    "readers": """
        SELECT r.reader, r.seq, encode(r.hash, 'hex') FROM access_read r
        JOIN (SELECT reader, max(seq) AS seq FROM access_read GROUP BY reader) h USING (reader, seq)
    """,
}


def make_anchor(now: datetime, deliver: Callable[[str], None]) -> str | None:
    """Sign what has been added since the last anchor, hand it over, and keep it; None where nothing was added.

    It is kept only once it has been handed over: an anchor that nobody outside has would protect nothing.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        last = Anchor.objects.order_by("-n").first()
        n = last.n + 1 if last else 1
        stated = _stated(n)
        moved = {what: dict(_moved(what, stated[what])) for what in _HEADS}
        if not any(moved.values()):
            return None
        said = {
            "n": n,
            "at": now.astimezone(UTC).isoformat(),
            "before": digest(last.line) if last else NOTHING_BEFORE,
            **moved,
        }
        line = signed(said, keys.ring().signer)
        Anchor.objects.create(n=n, at=now, line=line)
        deliver(line)
    return line


def _moved(what: str, stated: Heads) -> Iterator[tuple[str, tuple[int, str]]]:
    with connection.cursor() as cursor:
        cursor.execute(_HEADS[what])
        for name, count, head in cursor:
            if stated.get(name) != (count, head):
                yield name, (count, head)


def _stated(n: int) -> dict[str, Heads]:
    """What the anchors before this one say of every book and reader, since one that had to state them all."""
    found: dict[str, Heads] = {what: {} for what in _HEADS}
    if n % _WHOLE_EVERY == 1:
        return found
    since = Anchor.objects.filter(n__gt=(n - 1) // _WHOLE_EVERY * _WHOLE_EVERY).order_by("n")
    for line in since.values_list("line", flat=True).iterator(chunk_size=200):
        said = keys.anchored(line)
        for what, heads in found.items():
            heads.update({name: (count, head) for name, (count, head) in said[what].items()})
    return found
