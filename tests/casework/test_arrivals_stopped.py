"""An import that is killed, watched or got in the way of: nobody sees half of one, and it goes on where it was."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from random import Random
from subprocess import PIPE
from uuid import UUID

import psycopg
import pytest
from django.db import OperationalError, connections, transaction

from lintel.access import accounts
from lintel.casework import index
from lintel.casework.arrivals import AnotherImport, arrive
from lintel.casework.doors import door
from lintel.casework.lists import cases
from lintel.embedded.roles import Addresses
from lintel.events.faults import InputRefused
from lintel.events.interchange import Progress
from lintel.ledger import actions, queries
from lintel.ledger.models import Book
from lintel.ledger.verification import looking, verify
from lintel.people import register
from lintel.people.identifiers import of_person_facts
from tests.casework.moved import (
    BY,
    NOW,
    a_case,
    a_note,
    a_person,
    clock,
    counts,
    derived,
    landlord,
    line,
    taken_in,
    told,
    written,
)
from tests.database.server import TestServer

FULL = os.environ.get("LINTEL_PROOF") == "full"
KILLS = 60 if FULL else 3
KNOWN = of_person_facts({"names": "Planted Pemberton", "phone": "07700 900123"})


class Stopped(Exception):
    """Somebody pulled the plug."""


@pytest.fixture
def alone(database: TestServer) -> Iterator[Addresses]:
    with landlord(database) as addresses:
        yield addresses


@pytest.fixture
def file(tmp_path: Path, alone: Addresses) -> Path:
    return a_year(tmp_path / "first.jsonl")


def a_year(path: Path) -> Path:
    """Some cases, a person and the organisation: enough for every step of an import to have something to do."""
    kept = [each for number in range(1, 8) for each in a_case(f"A{number}", a_note(f"A{number}"))]
    own = line("organisation", "o1", "role.appointed", {"role": "champion", "person": "jo"})
    return written(path, *kept, *a_person(), own)


def stopped_at(path: Path, doing: str, after: int = 1) -> None:
    """Import a file, and stop when this has gone on so many times."""
    times = count(1)

    @contextmanager
    def watch(said: str, unit: str, total: int) -> Iterator[Progress]:
        def progress(done: int) -> None:
            if said == doing and next(times) == after:
                raise Stopped

        yield progress

    with pytest.raises(Stopped):
        arrive(path, by=BY, clock=clock, watch=watch, most=8)


def verified(alone: Addresses) -> bool:
    with looking(alone.owner) as connection:
        return verify(connection, None, None).whole


@pytest.mark.parametrize(("doing", "after"), [("Writing", 20), ("Indexing persons", 1), ("Indexing cases", 1)])
def test_nothing_of_an_import_is_seen_before_it_is_done(file: Path, doing: str, after: int) -> None:
    for name, role in (("sam", "officer"), ("ines", "da_lead")):
        accounts.add_staff(name, name, NOW)
        accounts.grant_role(name, role, by=accounts.INSTALLATION, approved_by=accounts.LANDLORD, now=NOW)
    stopped_at(file, doing, after)
    assert not queries.seen_books().exists()
    assert not cases(actor=accounts.actor("ines"), now=NOW)
    assert not register.find(KNOWN)
    assert not index.owed_to(None, 10)
    assert index.freshen(NOW.replace(year=2030)) == 0
    for book in Book.objects.filter(kind="case"):
        for name in ("sam", "ines"):
            assert not door(accounts.actor(name), book.id, NOW).may("read", "case").allowed
    written_before = Book.objects.count()
    came = taken_in(file)
    assert came.resumed == written_before > 0
    assert (came.books, came.entries) == (9, 31)
    assert len(cases(actor=accounts.actor("ines"), now=NOW)) == 7
    assert register.find(KNOWN)


def test_after_a_kill_anywhere_it_goes_on_and_comes_out_the_same(
    database: TestServer, alone: Addresses, tmp_path: Path
) -> None:
    first, second = a_year(tmp_path / "first.jsonl"), tmp_path / "second.jsonl"
    grown = a_case("A1", a_note("A1"), a_note("A1", "n2")), a_case("B1"), a_person(), a_person("A2-v1", "07700 900456")
    own = [
        line("organisation", f"o{n}", "role.appointed", {"role": role, "person": "jo"})
        for n, role in ((1, "champion"), (2, "da_lead"))
    ]
    written(second, *(each for lines in grown for each in lines), *own)
    steps, after = {}, {}
    killed, dice = 0, Random(7)
    with importer() as import_until:
        for path in (first, second):
            steps[path] = int(import_until(alone, path, 0).split()[1])
            after[path] = told()
        rows = derived()
        for _ in range(KILLS):
            with landlord(database) as copy:
                for path in (first, second):
                    before = told()
                    for _ in range(dice.randint(1, 3)):
                        killed += import_until(copy, path, dice.randint(1, steps[path])) == "-9 \n"
                        assert told() in (before, after[path])
                    assert import_until(copy, path, 0).startswith("0 ")
                    assert taken_in(path).again
                index.freshen(NOW)  # as every list does: it may have been killed in its very last step, when done
                assert (told(), derived()) == (after[second], rows)
                assert verified(copy)
    assert killed > KILLS


@contextmanager
def importer() -> Iterator[Callable[[Addresses, Path, int], str]]:
    """A process that imports until a step, and how it ended."""
    command = [sys.executable, "-m", "tests.casework.import_and_die"]
    with subprocess.Popen(command, stdin=PIPE, stdout=PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        asked, answered = process.stdin, process.stdout

        def import_until(where: Addresses, path: Path, fatal: int) -> str:
            asked.write(f"{where.app} {where.owner} {path} {fatal}\n")
            asked.flush()
            said = answered.readline()
            with psycopg.connect(where.app) as server:  # until the server has noticed that somebody was killed
                server.execute("SELECT pg_advisory_xact_lock(hashtextextended('import', 3))")
            return said

        yield import_until
        asked.close()


def test_two_imports_at_once_are_one_after_the_other(file: Path, alone: Addresses) -> None:
    before = counts()
    with psycopg.connect(alone.app) as other:
        other.execute("SELECT pg_advisory_lock(hashtextextended('import', 3))")
        with pytest.raises(AnotherImport, match="run this one again"):
            taken_in(file)
        assert counts() == before
    assert taken_in(file).books == 9


def test_what_an_import_that_was_stopped_has_begun_is_for_that_file_to_finish(file: Path, tmp_path: Path) -> None:
    stopped_at(file, "Indexing cases")
    before = counts()
    with pytest.raises(InputRefused) as refused:
        taken_in(written(tmp_path / "second.jsonl", *a_case("A3"), *a_case("B1"), *a_case("A1")))
    assert len(refused.value.faults) == 2
    assert all(each in str(refused.value) for each in ('"A1"', '"A3"', "with its own file again"))
    assert counts() == before
    assert taken_in(written(tmp_path / "third.jsonl", *a_case("B1"))).books == 1
    assert taken_in(file).books == 9


def test_a_file_that_is_written_to_meanwhile_is_not_taken_in(file: Path) -> None:
    whole = file.read_text()

    @contextmanager
    def meddling(said: str, unit: str, total: int) -> Iterator[Progress]:
        if said == "Writing":
            written(file, *a_case("A1", a_note("A1", note="other words")))
        yield lambda done: None

    with pytest.raises(InputRefused, match="changed while it was being read"):
        arrive(file, by=BY, clock=clock, watch=meddling)
    assert not Book.objects.exists()
    file.write_text(whole)
    assert taken_in(file).books == 9


def test_nobody_can_write_in_a_book_while_it_is_added_to(file: Path, tmp_path: Path) -> None:
    taken_in(file)
    waited = []

    @contextmanager
    def meddling(said: str, unit: str, total: int) -> Iterator[Progress]:
        if said == "Finishing":
            waited.append(_would_wait(Book.objects.get(name="A2").id))
        yield lambda done: None

    second = written(tmp_path / "second.jsonl", *a_case("A1", a_note("A1"), a_note("A1", "n2")))
    arrive(second, by=BY, clock=clock, watch=meddling)
    assert waited == [True]
    assert not _would_wait(Book.objects.get(name="A2").id)


def _would_wait(book: UUID) -> bool:
    """Whether somebody else who locks a book now has to wait for it."""
    try:
        with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '50ms'")
            actions.lock(book, using="owner")
    except OperationalError:
        return True
    return False


def test_the_chains_hold_and_rebuilding_changes_nothing(file: Path, alone: Addresses, tmp_path: Path) -> None:
    taken_in(file)
    taken_in(written(tmp_path / "second.jsonl", *a_case("A1", a_note("A1"), a_note("A1", "n2")), *a_person("A3-v1")))
    before = derived()
    assert all(before[table] for table in ("casework_standing", "casework_member", "casework_owed"))
    index.rebuild(NOW, lambda done: None)
    assert derived() == before
    assert verified(alone)
