"""What a verification looks at, what it will not be told, and how it says what it found."""

from datetime import timedelta
from random import Random
from typing import LiteralString

import psycopg
import pytest
from psycopg import sql

from lintel.ledger.findings import Findings, in_words
from lintel.ledger.verification import looking, verify
from lintel.sealing.chain import link
from tests.ledger.conftest import Connection, Ledger
from tests.ledger.oracle import judged_by_sql, line_bytes
from tests.ledger.tampering import BOOKS, READS, SORTS, Sort, some_chain


def said(found: Findings) -> str:
    return "\n".join(map(str, found.faults))


LIES: dict[str, tuple[LiteralString, str]] = {
    "a view in its place": (
        "ALTER TABLE ledger_entry RENAME TO kept; CREATE VIEW ledger_entry AS SELECT * FROM kept",
        "table ledger_entry: is not there, is no table, or there is another by that name",
    ),
    "another that the app would be shown": (
        "CREATE SCHEMA lintel_app; CREATE TABLE lintel_app.ledger_entry AS SELECT * FROM ledger_entry LIMIT 1",
        "table ledger_entry: is not there, is no table, or there is another by that name",
    ),
    "none at all": ("DROP TABLE access_read", "table access_read: is not there"),
    "a ward switched off": (
        "ALTER TABLE ledger_entry DISABLE TRIGGER only_added_to",
        "table ledger_entry: what refuses changes to it is gone or switched off",
    ),
    "a ward gone": (
        "DROP TRIGGER only_added_to ON ledger_anchor",
        "table ledger_anchor: what refuses changes to it is gone or switched off",
    ),
}


@pytest.mark.parametrize(("statement", "wrong"), LIES.values(), ids=LIES)
def test_tables_that_would_show_the_app_something_else_are_named(
    meddling: Connection, ledger: Ledger, statement: LiteralString, wrong: str
) -> None:
    meddling.execute(statement)
    assert wrong in said(verify(meddling, ledger.lines, ledger.key))


def test_nobodys_own_functions_are_called(meddling: Connection, ledger: Ledger) -> None:
    meddling.execute("""
        CREATE FUNCTION public.encode(bytea, text) RETURNS text LANGUAGE sql AS $$ SELECT 'ab' $$;
        CREATE FUNCTION public.concat(VARIADIC "any") RETURNS text LANGUAGE internal AS 'text_concat';
        CREATE FUNCTION public.lied(uuid) RETURNS text LANGUAGE sql AS $$ SELECT 'same' $$;
        CREATE CAST (uuid AS text) WITH FUNCTION public.lied(uuid) AS IMPLICIT;
        SET LOCAL search_path = public, pg_catalog
    """)
    assert verify(meddling, ledger.lines, ledger.key).whole
    some_chain(meddling, Random(1), BOOKS).run("UPDATE {table} SET event = 'note.forged' {here}", seq=1)
    assert "row 1: is not what was written" in said(verify(meddling, None, None))
    assert meddling.execute("SHOW search_path").fetchone() == ("public, pg_catalog",)


def test_rows_that_a_policy_hides_are_an_error_and_not_left_out(meddling: Connection, ledger: Ledger) -> None:
    meddling.execute("""
        ALTER TABLE ledger_entry ENABLE ROW LEVEL SECURITY; CREATE POLICY none ON ledger_entry USING (false);
        SET LOCAL ROLE lintel_app
    """)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        verify(meddling, ledger.lines, ledger.key)


def test_the_apps_own_role_may_verify(ledger: Ledger) -> None:
    with looking(ledger.addresses.app) as connection:
        assert verify(connection, ledger.lines, ledger.key).whole


def test_it_sees_one_snapshot_and_cannot_write(ledger: Ledger) -> None:
    with looking(ledger.addresses.owner) as connection:
        assert connection.execute("SHOW transaction_isolation").fetchone() == ("repeatable read",)
        with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
            connection.execute("INSERT INTO ledger_anchor VALUES (99, now(), '')")


STRANGE: dict[str, tuple[LiteralString, LiteralString]] = {
    "endless": ("at", "'infinity'"),
    "before all years": ("recorded_at", "'-infinity'"),
    "a year that Python does not know": ("at", "'294275-01-01'"),
    "before Christ": ("at", "'4000-01-01 BC'"),
    "a tab where JSON had one escaped": ("facts", r"replace(facts, '\t', E'\t')"),
    "a line break": ("facts", r"replace(facts, '\n', E'\n')"),
    "a backslash more": ("facts", r"replace(facts, '\\', '\\\')"),
    "the sign between parts": ("about", r"concat(about, E'\x1f')"),
    "parts that moved over": ("about", r"concat(about, E'\x1f', facts)"),
    "a long text": ("facts", "repeat('x', 20000000)"),
    "long sealed words": ("sealed", "convert_to(repeat('x', 20000000), 'UTF8')"),
    "empty sealed words": ("sealed", "CASE WHEN sealed IS NULL THEN ''::bytea END"),
}


ONE_WITH_ESCAPES: LiteralString = "SELECT entry FROM ledger_entry WHERE facts LIKE '%back%' ORDER BY seq LIMIT 1"


@pytest.mark.parametrize(("column", "value"), STRANGE.values(), ids=STRANGE)
def test_values_that_are_hard_to_read_are_faults_like_others(
    meddling: Connection, ledger: Ledger, column: LiteralString, value: LiteralString
) -> None:
    changed = meddling.execute(
        sql.SQL(
            "UPDATE ledger_entry e SET {} = {} FROM ({}) first WHERE e.entry = first.entry RETURNING book_id, seq"
        ).format(sql.Identifier(column), sql.SQL(value), sql.SQL(ONE_WITH_ESCAPES))
    ).fetchone()
    assert changed is not None
    found = verify(meddling, ledger.lines, ledger.key)
    assert (f"book {changed[0].hex}", changed[1]) in {(each.where, each.seq) for each in found.faults}


def test_rows_without_any_constraint_left_are_faults_like_others(meddling: Connection, ledger: Ledger) -> None:
    meddling.execute("""
        ALTER TABLE access_read DROP CONSTRAINT access_read_pkey, ALTER reader DROP NOT NULL, ALTER seq DROP NOT NULL,
            ALTER hash DROP NOT NULL;
        INSERT INTO access_read SELECT * FROM access_read ORDER BY reader, seq LIMIT 1;
        INSERT INTO access_read SELECT (jsonb_populate_record(r, '{"reader": null, "seq": null, "hash": null}')).*
            FROM access_read r LIMIT 1
    """)
    found = verify(meddling, ledger.lines, ledger.key)
    assert {each.seq for each in found.faults} == {1, 2}
    assert judged_by_sql(meddling, None, ledger.key)


def test_a_long_history_of_anything_that_may_be_written_verifies(meddling: Connection, ledger: Ledger) -> None:
    kinds = meddling.execute("""
        SELECT count(*) FILTER (WHERE at < 'epoch'), count(*) FILTER (WHERE at > '2199-01-01'),
               count(*) FILTER (WHERE extract(us FROM at) % 1000000 <> 0), count(*) FILTER (WHERE sealed IS NULL),
               count(*) FILTER (WHERE strpos(facts, chr(92)) > 0), count(*) FILTER (WHERE facts ~ '[^ -~]'),
               count(*) FILTER (WHERE by IS NULL), count(*) FILTER (WHERE attachment IS NOT NULL)
        FROM ledger_entry
    """).fetchone()
    assert kinds is not None
    assert min(kinds) > 0
    assert verify(meddling, ledger.lines, ledger.key).whole


ONE: LiteralString = "WHERE digest = (SELECT min(digest) FROM ledger_attachment)"
FILES: tuple[LiteralString, ...] = (
    "DELETE FROM ledger_attachment {one}",
    "UPDATE ledger_attachment SET original = original || '\\x00' {one}",
    "UPDATE ledger_attachment SET digest = repeat('0', 64) {one}",
)


@pytest.mark.parametrize("statement", FILES, ids=("gone", "changed", "renamed"))
def test_a_sealed_file_that_is_gone_or_changed_is_named(
    meddling: Connection, ledger: Ledger, statement: LiteralString
) -> None:
    meddling.execute(sql.SQL(statement).format(one=sql.SQL(ONE)))
    assert [each.wrong for each in verify(meddling, ledger.lines, ledger.key).faults] == [
        "the file that it brought is not there, or is not what was kept"
    ]


def test_an_erased_book_still_verifies_and_is_counted(meddling: Connection, ledger: Ledger) -> None:
    book = meddling.execute("SELECT book_id FROM ledger_attachment LIMIT 1").fetchone()
    meddling.execute("DELETE FROM ledger_attachment WHERE book_id = %s", book)
    meddling.execute("DELETE FROM ledger_key WHERE book_id = %s", book)
    found = verify(meddling, ledger.lines, ledger.key)
    assert (found.whole, found.erased) == (True, 1)
    assert "1 books have no key: hold that number against the list of erasures" in "\n".join(in_words(found))


def test_so_many_faults_are_printed_and_the_rest_counted() -> None:
    found = Findings(rows=1_200_000, chains=120)
    for seq in range(1, 121):
        found.say("book 0", "is not there", seq)
    lines = list(in_words(found))
    assert lines[:1] == ["book 0, row 1: is not there"]
    assert lines[100:] == [
        "… and 20 more",
        "by their chains alone, without anchors: whatever was cut off or rewritten to its end was not seen",
        "NOT WHOLE: 1,200,000 rows in 120 chains",
    ]


@pytest.mark.parametrize("sort", SORTS, ids=lambda sort: sort.table)
def test_a_gap_is_seen_even_where_every_hash_was_made_right(meddling: Connection, ledger: Ledger, sort: Sort) -> None:
    chain = some_chain(meddling, Random(4), sort)
    chain.run("UPDATE {table} SET seq = seq + 7 {here}", seq=chain.length)
    before = chain.run("SELECT hash FROM {table} {here}", seq=chain.length - 1)[0]
    line, _ = line_bytes(meddling, sort.called, chain.name, chain.length + 7)
    chain.run("UPDATE {table} SET hash = %(hash)s {here}", hash=link(before, line), seq=chain.length + 7)
    wrong = f"{sort.called} {chain.name}, row {chain.length}: is not there, or not in its place"
    assert said(verify(meddling, None, None)) == wrong


def test_read_logs_are_named_as_such(meddling: Connection, ledger: Ledger) -> None:
    chain = some_chain(meddling, Random(1), READS)
    chain.run("UPDATE {table} SET at = at + %(more)s {here}", seq=2, more=timedelta(days=1))
    wrong = "is not what was written, or does not follow the one before it"
    assert said(verify(meddling, None, None)) == f"read log of {chain.name}, row 2: {wrong}"
