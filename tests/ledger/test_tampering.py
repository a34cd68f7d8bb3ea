"""Seven classes of tampering with books and read logs: all are found against the last anchor."""

import os
from collections.abc import Callable
from random import Random
from typing import LiteralString

import pytest

from lintel.ledger.verification import verify
from tests.ledger.conftest import Connection, Ledger
from tests.ledger.oracle import judged_by_sql
from tests.ledger.tampering import (
    SEEN_BY_ANCHORS_ALONE,
    SEEN_BY_THE_CHAIN,
    SORTS,
    Chain,
    Sort,
    edit_column,
    some_chain,
)

FULL = os.environ.get("LINTEL_PROOF") == "full"
EACH = 1_000 if FULL else 30
AGREEMENTS = 400 if FULL else 25

Tamper = Callable[[Chain, Random], None]


def seen(superuser: Connection, ledger: Ledger, tamper: Tamper) -> tuple[int, int]:
    """How many of so many tamperings are seen: with anchors, in the very chain where they were done; and without."""
    with_anchors = without = 0
    for seed in range(EACH):
        dice = Random(seed)
        with superuser.transaction(force_rollback=True):
            chain = some_chain(superuser, dice, dice.choice(SORTS))
            tamper(chain, dice)
            named = {fault.where for fault in verify(superuser, ledger.lines, ledger.key).faults}
            with_anchors += f"{chain.sort.called} {chain.name}" in named
            without += not verify(superuser, None, None).whole  # the last row put in another's log is seen there
    return with_anchors, without


@pytest.mark.parametrize("tamper", SEEN_BY_THE_CHAIN)
def test_what_was_changed_within_a_chain_is_always_seen(superuser: Connection, ledger: Ledger, tamper: Tamper) -> None:
    assert seen(superuser, ledger, tamper) == (EACH, EACH)


@pytest.mark.parametrize("tamper", SEEN_BY_ANCHORS_ALONE)
def test_what_was_cut_off_or_rewritten_to_the_end_is_always_seen_by_anchors_and_never_by_the_chain_alone(
    superuser: Connection, ledger: Ledger, tamper: Tamper
) -> None:
    assert seen(superuser, ledger, tamper) == (EACH, 0)


@pytest.mark.parametrize(
    ("sort", "column"), [(sort, column) for sort in SORTS for column in sort.edits], ids=lambda each: str(each)[:20]
)
def test_every_column_is_covered(meddling: Connection, ledger: Ledger, sort: Sort, column: LiteralString) -> None:
    chain = some_chain(meddling, Random(column), sort)
    edit_column(chain, column, 2)
    assert f"{sort.called} {chain.name}" in {fault.where for fault in verify(meddling, None, None).faults}


@pytest.mark.parametrize("seed", range(AGREEMENTS))
def test_two_verifiers_written_apart_name_the_same_first_bad_rows(
    meddling: Connection, ledger: Ledger, seed: int
) -> None:
    dice = Random(seed)
    done: list[str] = []
    for _ in range(dice.randint(0, 3)):
        tamper = dice.choice((*SEEN_BY_THE_CHAIN, *SEEN_BY_ANCHORS_ALONE))
        chain = some_chain(meddling, dice, dice.choice(SORTS), but=done)
        tamper(chain, dice)
        done.append(chain.name)
    lines = dice.choice((None, ledger.lines))
    found = verify(meddling, lines, ledger.key if lines else None)
    named = {(each.where, each.seq) for each in found.faults if "the file" not in each.wrong}
    assert named == judged_by_sql(meddling, lines, ledger.key)


def test_nothing_is_found_where_nothing_was_done(meddling: Connection, ledger: Ledger) -> None:
    found = verify(meddling, ledger.lines, ledger.key)
    assert (found.faults, found.outside, found.inside, found.since) == ([], len(ledger.lines), 0, 0)
    assert judged_by_sql(meddling, ledger.lines, ledger.key) == set()
    counted = meddling.execute("SELECT (SELECT count(*) FROM ledger_entry) + (SELECT count(*) FROM access_read)")
    assert counted.fetchone() == (found.rows,)


@pytest.mark.parametrize("sort", SORTS, ids=lambda sort: sort.table)
def test_no_column_was_forgotten(meddling: Connection, sort: Sort) -> None:
    columns = meddling.execute("SELECT column_name FROM information_schema.columns WHERE table_name = %s", [sort.table])
    assert {name for (name,) in columns} == sort.edits.keys()
