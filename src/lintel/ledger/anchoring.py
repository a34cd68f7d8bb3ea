"""Anchors: signed statements of how far every book had come, kept where whoever owns the database cannot reach.

A chain alone shows an entry that was changed, but not a book that was cut short or rewritten to its end. An
anchor names the count and the head of every book, and of every reader's log, that moved since the anchor before
it; read together, the anchors say what must still be there. One is made even where nothing moved: it says up to
when nothing had. What changes after the last anchor rests on the chains and on the database's own refusals alone:
so they are made often (every five minutes at most).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

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
_STILL_THERE = {
    "books": """
        SELECT count(*) FROM unnest(%s::uuid[], %s::int[], %s::text[]) AS said (name, seq, hash)
        JOIN ledger_entry e ON (e.book_id, e.seq) = (said.name, said.seq) AND encode(e.hash, 'hex') = said.hash
    """,
    "readers": """
        SELECT count(*) FROM unnest(%s::text[], %s::int[], %s::text[]) AS said (name, seq, hash)
        JOIN access_read r ON (r.reader, r.seq) = (said.name, said.seq) AND encode(r.hash, 'hex') = said.hash
    """,
}


class Contradicted(RuntimeError):
    """The ledger no longer holds what an anchor said of it. Nothing is signed over that; somebody must look."""

    def __init__(self, chains: int) -> None:
        super().__init__(
            f"{chains} books or read logs no longer hold what an anchor said of them: "
            "run `lintel verify` against the anchors outside. No anchor is made until that is explained"
        )


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Keep every other process from making anchors or handing them over meanwhile. Not within a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtextextended('anchors', 3))")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(hashtextextended('anchors', 3))")


def make_anchor(now: datetime) -> Anchor:
    """Sign what has been added since the last anchor, and commit it; `lintel.ledger.delivery` hands it over.

    Raises `Contradicted` where the ledger does not hold what it held at the last anchor, `KeysRefused` where an
    anchor in the database is not ours.
    """
    with one_at_a_time(), transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        last = Anchor.objects.order_by("-n").first()
        n = last.n + 1 if last else 1
        known = _known(n)
        _refuse_contradiction(known)
        said = {
            "n": n,
            "at": now.astimezone(UTC).isoformat(),
            "before": digest(last.line) if last else NOTHING_BEFORE,
            **{what: _moved(what, {} if n % _WHOLE_EVERY == 1 else known[what]) for what in _HEADS},
        }
        return Anchor.objects.create(n=n, at=now, line=signed(said, keys.ring().signer))


def _moved(what: str, known: Heads) -> Heads:
    with connection.cursor() as cursor:
        cursor.execute(_HEADS[what])
        return {name: (count, head) for name, count, head in cursor if known.get(name) != (count, head)}


def _known(n: int) -> dict[str, Heads]:
    """What the anchors before this one last said of every book and reader, from the one that stated them all."""
    found: dict[str, Heads] = {what: {} for what in _HEADS}
    whole = (n - 2) // _WHOLE_EVERY * _WHOLE_EVERY + 1
    for line in Anchor.objects.filter(n__gte=whole).order_by("n").values_list("line", flat=True):
        said = keys.anchored(line)
        for what, heads in found.items():
            heads.update({name: (count, head) for name, (count, head) in said[what].items()})
    return found


def _refuse_contradiction(known: dict[str, Heads]) -> None:
    gone = sum(len(heads) - _still_there(what, heads) for what, heads in known.items())
    if gone:
        raise Contradicted(gone)


def _still_there(what: str, heads: Heads) -> int:
    columns: list[Any] = [list(heads), [count for count, _ in heads.values()], [head for _, head in heads.values()]]
    with connection.cursor() as cursor:
        cursor.execute(_STILL_THERE[what], columns)
        found: int = cursor.fetchone()[0]
    return found
