"""What only anchors show: what is gone, what is older than it should be, and anchors that were meddled with."""

import json
from collections.abc import Callable
from random import Random
from typing import LiteralString

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lintel.ledger import keys
from lintel.ledger.findings import Findings, in_words
from lintel.ledger.verification import verify
from lintel.sealing.signatures import digest, signed
from tests.ledger.conftest import Connection, Ledger
from tests.ledger.tampering import BOOKS, READS, SORTS, Sort, rewrite, some_chain, truncate

Lines = list[str]


def said(found: Findings) -> str:
    return "\n".join(map(str, found.faults))


@pytest.mark.parametrize("sort", SORTS, ids=lambda sort: sort.table)
def test_a_chain_that_was_dropped_is_named(meddling: Connection, ledger: Ledger, sort: Sort) -> None:
    chain = some_chain(meddling, Random(3), sort)
    chain.run("DELETE FROM {table} {chain}")
    if sort is BOOKS:
        for table in ("ledger_key", "ledger_attachment"):
            chain.connection.execute(f"DELETE FROM {table} WHERE book_id = %s", [chain.name])  # noqa: S608 - constants
        chain.connection.execute("DELETE FROM ledger_book WHERE id = %s", [chain.name])
    assert said(verify(meddling, ledger.lines, ledger.key)) == (
        f"{sort.called} {chain.name}, row 1: is not there, though an anchor names it"
    )
    assert verify(meddling, None, None).whole


def test_a_book_is_called_nothing_else_later(meddling: Connection, ledger: Ledger) -> None:
    one, other = (some_chain(meddling, Random(seed), BOOKS).name for seed in (1, 2))
    names = dict(meddling.execute("SELECT id, name FROM ledger_book").fetchall())
    swapped = {each.hex: name for each, name in names.items()}
    for book, name in ((one, "aaaa-aaaa"), (other, swapped[one]), (one, swapped[other])):
        meddling.execute("UPDATE ledger_book SET name = %s WHERE id = %s", [name, book])
    assert {(each.where, each.seq) for each in verify(meddling, None, None).faults} == {
        (f"book {one}", 1),
        (f"book {other}", 1),
    }


def test_an_older_database_is_seen_beside_newer_anchors(meddling: Connection, ledger: Ledger) -> None:
    older = json.loads(ledger.lines[0])
    for sort, heads in ((BOOKS, older["books"]), (READS, older["readers"])):
        for name, (count, _) in heads.items():
            some = some_chain(meddling, Random(0), sort)
            chain = type(some)(meddling, sort, name, count)
            chain.run("DELETE FROM {table} {chain} AND seq > %(count)s", count=count)
    meddling.execute("DELETE FROM ledger_anchor WHERE n > 1")
    found = verify(meddling, ledger.lines, ledger.key)
    assert "anchor 2: is not in the database, nor any up to 3: it is an older database" in said(found)
    assert len(found.faults) == 1 + len(older["books"]) + len(older["readers"])
    assert verify(meddling, ledger.lines[:1], ledger.key).whole


def test_what_was_rewritten_before_later_anchors_is_seen_by_the_earlier_ones(
    meddling: Connection, ledger: Ledger
) -> None:
    chain = some_chain(meddling, Random(5), BOOKS)
    rewrite(chain, Random(1))
    head = chain.run("SELECT encode(hash, 'hex') FROM {table} {here}", seq=chain.length)[0]
    later = {
        "n": 4, "at": "2024-04-08T13:00:00+00:00", "before": digest(ledger.lines[-1]),
        "books": {chain.name: [chain.length, head]}, "readers": {},
    }  # fmt: skip
    line = signed(later, keys.ring().signer)
    meddling.execute("INSERT INTO ledger_anchor VALUES (4, now(), %s)", [line])
    found = verify(meddling, [*ledger.lines, line], ledger.key)
    assert f"anchor 4: contradicts one before it about book {chain.name}" in said(found)
    assert any(each.where == f"book {chain.name}" and each.seq for each in found.faults)


def test_rows_after_the_last_anchor_rest_on_their_chain_and_that_is_said(meddling: Connection, ledger: Ledger) -> None:
    meddling.execute("DELETE FROM ledger_anchor WHERE n = 3")
    found = verify(meddling, ledger.lines[:2], ledger.key)
    assert found.whole
    assert found.since > 0
    assert f"{found.since} rows are in no anchor yet: that is normal" in "\n".join(in_words(found))
    newest = json.loads(ledger.lines[1])["books"]
    chain = some_chain(meddling, Random(2), BOOKS)
    chain.run("DELETE FROM {table} {chain} AND seq > %(count)s", count=newest[chain.name][0])
    assert verify(meddling, ledger.lines[:2], ledger.key).since < found.since
    truncate(type(chain)(meddling, BOOKS, chain.name, newest[chain.name][0]), Random(1))
    assert not verify(meddling, ledger.lines[:2], ledger.key).whole


def forged(line: str) -> str:
    content = json.loads(line)
    del content["signature"]
    return signed(content, Ed25519PrivateKey.from_private_bytes(b"another key of thirty-two bytes!"))


def reshaped(line: str, **changes: object) -> str:
    """An anchor that we signed, and that does not say what an anchor says."""
    content = json.loads(line) | changes
    del content["signature"]
    return signed({name: value for name, value in content.items() if value != "absent"}, keys.ring().signer)


CUT_OR_CHANGED: dict[str, tuple[Callable[[Lines], Lines], str]] = {
    "the first is gone": (lambda lines: lines[1:], "anchor 1: is not there, nor any before anchor 2"),
    "one between is gone": (lambda lines: [lines[0], lines[2]], "anchor 2: is not there, nor any before anchor 3"),
    "another order": (lambda lines: [lines[0], lines[2], lines[1]], "anchor 2: stands after anchor 3"),
    "cut short": (lambda lines: [*lines[:2], lines[2][:-30]], "anchor 3: is not signed by this key, or was changed"),
    "another key": (lambda lines: [*lines[:2], forged(lines[2])], "anchor 3: is not signed by this key"),
    "changed": (lambda lines: [*lines[:2], lines[2].replace("T12", "T13")], "anchor 3: is not signed by this key"),
    "endless": (lambda lines: [*lines[:2], "[" * 100_000, lines[2]], "anchor 3: is not signed by this key"),
    "no JSON": (lambda lines: [*lines, "no anchor at all"], "anchor 4: is not signed by this key"),
    "no text": (lambda lines: [*lines, "\ufffd\x00{}"], "anchor 4: is not signed by this key"),
    "no signature": (lambda lines: [*lines, '{"signature": 7}'], "anchor 4: is not signed by this key"),
    "none": (lambda _: [], "anchors: there is none outside"),
    "blank": (lambda _: ["", "  "], "anchors: there is none outside"),
}


@pytest.mark.parametrize(("kept_outside", "wrong"), CUT_OR_CHANGED.values(), ids=CUT_OR_CHANGED)
def test_anchors_that_were_cut_or_changed_are_named(
    meddling: Connection, ledger: Ledger, kept_outside: Callable[[Lines], Lines], wrong: str
) -> None:
    assert wrong in said(verify(meddling, kept_outside(ledger.lines), ledger.key))


NO_ANCHORS: tuple[dict[str, object], ...] = (
    {"n": "3"}, {"n": True}, {"n": 0}, {"n": "absent"}, {"at": "noon"}, {"at": None}, {"at": "2024-04-08T12:00:00"},
    {"before": 7}, {"before": "absent"}, {"books": []}, {"books": "absent"}, {"more": 1},
    {"readers": {"sam": 7}}, {"readers": {"sam": [1]}}, {"readers": {"sam": [0, "00" * 32]}},
    {"readers": {"sam": [1 << 40, "00" * 32]}}, {"readers": {"sam": [1.0, "00" * 32]}},
    {"readers": {"sam": [1, "00" * 31]}}, {"readers": {"sam": [1, " " * 64]}}, {"readers": {"sam": [1, None]}},
)  # fmt: skip


@pytest.mark.parametrize("changes", NO_ANCHORS, ids=map(str, NO_ANCHORS))
def test_a_signed_line_that_is_no_anchor_is_a_fault_and_no_traceback(
    meddling: Connection, ledger: Ledger, changes: dict[str, object]
) -> None:
    lines = [*ledger.lines[:2], reshaped(ledger.lines[2], **changes)]
    assert "anchor 3: is signed, but does not say what an anchor says" in said(verify(meddling, lines, ledger.key))


@pytest.mark.parametrize("count", [-1, 0])
def test_an_anchor_that_says_less_than_one_before_it_is_named(meddling: Connection, ledger: Ledger, count: int) -> None:
    last = json.loads(ledger.lines[2])["readers"]
    name = next(iter(last))
    less = {name: [last[name][0] + count, "00" * 32]}
    back = reshaped(ledger.lines[2], n=4, before=digest(ledger.lines[2]), books={}, readers=less)
    assert f"anchor 4: contradicts one before it about read log of {name}" in said(
        verify(meddling, [*ledger.lines, back], ledger.key)
    )


def test_an_anchor_that_follows_another_than_the_one_before_it_is_named(meddling: Connection, ledger: Ledger) -> None:
    beside = reshaped(ledger.lines[2], n=4, before=digest(ledger.lines[1]), books={}, readers={})
    wrong = said(verify(meddling, [*ledger.lines, beside], ledger.key)).splitlines()
    assert wrong[0] == "anchor 4: does not follow the one before it"


def test_what_handing_over_leaves_behind_is_no_fault(meddling: Connection, ledger: Ledger) -> None:
    one, two, three = ledger.lines
    assert verify(meddling, [one, one, two[:40], two, "", three, three + "\r\n"], ledger.key).whole


def test_later_anchors_that_are_in_the_database_alone_are_counted_and_said(
    meddling: Connection, ledger: Ledger
) -> None:
    found = verify(meddling, ledger.lines[:1], ledger.key)
    assert (found.whole, found.outside, found.inside) == (True, 1, 2)
    assert "2 later anchors are in the database alone" in "\n".join(in_words(found))


@pytest.mark.parametrize(
    ("statement", "wrong"),
    [
        ("DELETE FROM ledger_anchor WHERE n = 2", "anchor 2: is not in the database, nor any before anchor 3"),
        ("UPDATE ledger_anchor SET line = line || ' ' WHERE n = 2", "anchor 2: is not the same in the database"),
        ("INSERT INTO ledger_anchor VALUES (4, now(), '{}')", "anchor 4: is not signed by this key"),
    ],
)
def test_the_databases_own_copies_are_held_beside_those_outside(
    meddling: Connection, ledger: Ledger, statement: LiteralString, wrong: str
) -> None:
    meddling.execute(statement)
    assert wrong in said(verify(meddling, ledger.lines, ledger.key))
