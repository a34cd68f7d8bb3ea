"""`lintel import` and `lintel export` at the command line: what they print, and with which exit code they end."""

import argparse
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections

from lintel.cli.moving import add_moving
from lintel.config.commands.interchange import run_export, run_import
from lintel.embedded.roles import Addresses
from tests.casework.moved import BY, PLANTED, a_case, a_note, a_person, counts, landlord, line, taken_in, written
from tests.database.server import TestServer


@pytest.fixture
def alone(database: TestServer) -> Iterator[Addresses]:
    with landlord(database) as addresses:
        yield addresses


def asked(*words: object) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_moving(parser.add_subparsers(required=True))
    return parser.parse_args([str(word) for word in words])


def test_both_say_who(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (("import", "first.jsonl"), ("export", "all.jsonl")):
        with pytest.raises(SystemExit):
            asked(*words)
        assert "--by" in capsys.readouterr().err


def test_an_import_says_what_came_and_which_guards_it_broke(
    alone: Addresses, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    facts = {"agency": "council", "purpose": "other", "basis": "consent", "items": ["contact"]}
    file = written(tmp_path / "first.jsonl", *a_case("A1", line("A1", "s1", "information.shared", facts)), *a_person())
    assert run_import(asked("import", file, "--by", BY, "--dry-run")) == 0
    assert "first.jsonl: is right; would bring 2 new books, 6 new entries" in capsys.readouterr().out
    assert run_import(asked("import", file, "--by", BY)) == 0
    out, err = capsys.readouterr()
    assert "first.jsonl: 2 new books, 6 new entries; 0 entries were here already" in out
    assert "1 breach of guards, reported and not refused" in out
    assert "consent-to-share" in out
    assert not err
    assert run_import(asked("import", file, "--by", BY)) == 0
    assert "was imported before; nothing was written" in capsys.readouterr().out


def test_an_import_says_that_scattered_books_were_held_in_memory(
    alone: Addresses, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(tmp_path / "first.jsonl", *a_case("A1"), *a_case("A2"), a_note("A1"))
    assert run_import(asked("import", file, "--by", BY)) == 0
    assert "sort it by book" in capsys.readouterr().out


def test_a_file_that_cannot_be_written_is_said_and_nothing_leaves(
    alone: Addresses, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = counts()
    assert run_export(asked("export", tmp_path / "absent" / "out.jsonl", "--by", BY)) == 1
    out, err = capsys.readouterr()
    assert not out
    assert "no such file or directory" in err
    assert counts() == before


def test_a_database_that_breaks_off_is_said_without_a_word_of_what_was_written(
    alone: Addresses, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(tmp_path / "first.jsonl", *a_case("A1", a_note()))
    with connections["owner"].cursor() as cursor:
        cursor.execute("""
            CREATE FUNCTION break_off() RETURNS trigger LANGUAGE plpgsql AS
            $$BEGIN RAISE EXCEPTION 'broke off' USING ERRCODE = '57P01'; END$$;
            CREATE TRIGGER break_off BEFORE INSERT ON ledger_entry FOR EACH ROW EXECUTE FUNCTION break_off()
        """)
    assert run_import(asked("import", file, "--by", BY)) == 1
    out, err = capsys.readouterr()
    assert not out
    assert "Run the same command again" in err
    with connections["owner"].cursor() as cursor:
        cursor.execute("DROP TRIGGER break_off ON ledger_entry")
    assert run_import(asked("import", file, "--by", BY)) == 0


def test_an_export_warns_of_what_it_holds(alone: Addresses, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    taken_in(written(tmp_path / "first.jsonl", *a_case("A1", a_note())))
    assert run_export(asked("export", tmp_path / "all.jsonl", "--by", BY)) == 0
    assert "all.jsonl: 1 book, 4 entries" in (said := capsys.readouterr().out)
    assert "keep it where only you can" in said
    assert run_export(asked("export", tmp_path / "facts.jsonl", "--by", BY, "--facts-only")) == 0
    assert "keep it" not in capsys.readouterr().out
    assert PLANTED in (tmp_path / "all.jsonl").read_text()
    assert PLANTED not in (tmp_path / "facts.jsonl").read_text()
