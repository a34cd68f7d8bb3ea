"""Erasing: what two people decided is carried out, and stays so."""

import argparse
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import PIPE
from uuid import UUID

import psycopg
import pytest
from django.conf import settings
from django.db import connection, transaction

from lintel.casework import index
from lintel.casework.certificates import ErasureList, ListRefused, in_words
from lintel.casework.erasure import erase, replay
from lintel.casework.models import Part, Standing
from lintel.casework.refusals import NotHere
from lintel.cli.erasing import add_erasing
from lintel.config.commands import erasing
from lintel.config.database import NotReady
from lintel.config.erasures import refuse_unreplayed
from lintel.embedded.binaries import tool
from lintel.embedded.roles import Addresses
from lintel.events.entry import Entry
from lintel.ledger import actions, keys
from lintel.ledger.actions import head
from lintel.ledger.models import Attachment, BookKey, Row
from lintel.ledger.verification import looking, verify
from lintel.people.models import Mark
from tests.casework.cast import Cast
from tests.casework.erased import PLANTED, closed, database_alone, decide_to_erase, decided, identify, list_in
from tests.database.server import TestServer

FULL = os.environ.get("LINTEL_PROOF") == "full"


@pytest.fixture
def alone(database: TestServer, tmp_path: Path) -> Iterator[Addresses]:
    with database_alone(database, tmp_path) as addresses:
        yield addresses


@pytest.fixture
def listed(alone: Addresses, tmp_path: Path) -> ErasureList:
    return list_in(tmp_path)


@pytest.fixture
def cast(alone: Addresses) -> Cast:
    return Cast()


def run(cast: Cast, listed: ErasureList) -> list[str]:
    """Erase; what it said."""
    said: list[str] = []
    erase(listed, cast.later(minutes=1), said.append)
    return said


def is_whole(alone: Addresses) -> bool:
    with looking(alone.owner) as other:
        return verify(other, None, None).whole


def test_an_erased_case_cannot_be_read_found_or_written_by_anybody_and_its_chain_holds(
    cast: Cast, listed: ErasureList, alone: Addresses
) -> None:
    book = decided(cast)
    person = person_in(book)
    before = head(book)
    assert run(cast, listed) == [f"{book_name(book)}: erased, with 1 who were in no other case"]
    assert not BookKey.objects.filter(book_id__in=[book, person]).exists()
    assert not Attachment.objects.filter(book_id=book).exists()
    assert not Mark.objects.filter(book_id=person).exists()
    assert not Part.objects.filter(book_id=book).exists()
    assert Standing.objects.get(book_id=book).state == "erased"
    for name in ("sam", "ines", "dee", "aud"):
        with pytest.raises(NotHere):
            cast.look(book, name)
    with pytest.raises(keys.BookErased):
        actions.attach(book, b"x", b"x", None)
    assert head(book) == before
    assert is_whole(alone)


def person_in(book: UUID) -> UUID:
    found = Part.objects.get(book_id=book).person_book_id
    assert found is not None
    return found


def book_name(book: UUID) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM ledger_book WHERE id = %s", [book])
        return str(cursor.fetchone()[0])


def test_the_certificate_says_what_it_must_and_nothing_else(cast: Cast, listed: ErasureList) -> None:
    book = decided(cast)
    entries, last = head(book)
    run(cast, listed)
    [line] = listed.path.read_text().splitlines()
    said = json.loads(line)
    person = said.pop("persons")
    assert len(person) == 1
    assert {name: said[name] for name in said.keys() - {"signature", "at"}} == {
        "n": 1, "before": "0" * 64, "reference": book_name(book), "book": book.hex, "class": "in-error",
        "proposed_by": cast.handle("ines"), "approved_by": cast.handle("dee"), "entries": entries, "head": last.hex(),
    }  # fmt: skip
    words = "\n".join(in_words(listed.read()[0]))
    assert not any(planted in line + words for planted in PLANTED)
    assert listed.path.stat().st_mode & 0o777 == 0o600
    assert run(cast, listed) == []
    assert listed.path.read_text() == f"{line}\n"


def test_rebuilding_changes_nothing_of_what_was_erased(cast: Cast, listed: ErasureList) -> None:
    closed(cast)
    decided(cast)
    run(cast, listed)
    before = derived()
    index.rebuild(cast.now, lambda done: None)
    assert derived() == before


def derived() -> list[object]:
    tables = ("casework_standing", "casework_member", "casework_part", "casework_owed", "people_mark")
    found: list[object] = []
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT to_jsonb(t) - 'id' FROM {table} t ORDER BY 1")  # noqa: S608 - constants
            found.append(cursor.fetchall())
    return found


def test_somebody_who_is_in_another_case_keeps_their_book(cast: Cast, listed: ErasureList) -> None:
    book, other = closed(cast), cast.case()
    person = person_in(book)
    handle = f"{book_name(book)}-v1"
    link(cast, other, str(handle))
    identify(cast, other, "v1", "Somebody Else")
    decide_to_erase(cast, book)
    run(cast, listed)
    assert BookKey.objects.filter(book_id=person).exists()
    assert not BookKey.objects.filter(book_id=book).exists()
    assert cast.look(other, "sam").names[handle] == "Planted Pemberton"
    close(cast, other)
    decide_to_erase(cast, other)
    run(cast, listed)
    assert not BookKey.objects.filter(book_id=person).exists()
    assert [len(each.erased.persons) for each in listed.read()] == [0, 2]


def test_the_case_in_which_somebody_was_first_keeps_their_book_as_well(cast: Cast, listed: ErasureList) -> None:
    first, later = closed(cast), cast.case()
    person = person_in(first)
    link(cast, later, f"{book_name(first)}-v1")
    close(cast, later)
    decide_to_erase(cast, later)
    run(cast, listed)
    assert BookKey.objects.filter(book_id=person).exists()


def link(cast: Cast, book: UUID, handle: str) -> None:
    """Let somebody who is known join a case, as an import would: by their handle."""
    entry = Entry(
        book_name(book), actions.new_entry_id(), "person.joined", cast.now, cast.now, cast.handle("sam"),
        facts={"person": handle, "role": "victim"},
    )  # fmt: skip
    with transaction.atomic():
        actions.append(book, [entry])
    index.index_all([book], cast.now)


def close(cast: Cast, book: UUID) -> None:
    cast.record(book, "sam", "closure.proposed", {"outcome": "duplicate"})
    cast.record(book, "ines", "closure.approved")
    cast.record(book, "ines", "case.closed", {"outcome": "duplicate", "risk_mitigated": "yes"})


@pytest.mark.parametrize("event", ["legal_hold.placed", "case.reopened", "subject_access.received"])
def test_what_is_written_after_the_decision_stops_it(cast: Cast, listed: ErasureList, event: str) -> None:
    book = decided(cast)
    cast.record(book, "ines", event)
    assert run(cast, listed) == [
        f"{book_name(book)}: not erased, something was written since that was decided; propose it anew"
    ]
    assert BookKey.objects.filter(book_id=book).exists()
    assert listed.read() == []


def test_an_entry_that_no_two_people_decided_erases_nothing(cast: Cast, listed: ErasureList) -> None:
    book = closed(cast)
    put_in(cast, book)
    assert run(cast, listed) == []
    voided = decided(cast)
    cast.record(voided, "ines", "subject_access.received")
    asked = Row.objects.get(book_id=voided, event="subject_access.received").entry
    cast.record(voided, "ines", "subject_access.answered", thread=asked)
    put_in(cast, voided)
    assert [each.partition(",")[0] for each in run(cast, listed)] == [f"{book_name(voided)}: not erased"]
    assert BookKey.objects.filter(book_id__in=[book, voided]).count() == 2


def put_in(cast: Cast, book: UUID) -> None:
    """An entry that came in a file, or by whoever can write to the database."""
    facts = {"class": "in-error", "approved_by": cast.handle("dee")}
    entry = Entry(book_name(book), actions.new_entry_id(), "case.erased", cast.now, cast.now, "dee", facts=facts)
    with transaction.atomic():
        actions.append(book, [entry])


def test_the_apps_own_role_cannot_destroy_a_key_or_a_file(cast: Cast, alone: Addresses) -> None:
    decided(cast)
    for table in ("ledger_key", "ledger_attachment"):
        with psycopg.connect(alone.app) as other, pytest.raises(psycopg.errors.InsufficientPrivilege):
            other.execute(f"DELETE FROM {table}")  # noqa: S608 - constants


def test_what_was_planted_is_nowhere_and_the_key_is_gone_from_its_table(
    cast: Cast, listed: ErasureList, alone: Addresses, database: TestServer
) -> None:
    book = decided(cast)
    wrapped = bytes(BookKey.objects.get(book_id=book).wrapped)
    assert wrapped in files_of(alone, database)
    run(cast, listed)
    dump = subprocess.run([tool("pg_dump"), "--inserts", f"--dbname={alone.owner}"], capture_output=True, check=True)
    for planted in PLANTED:
        assert planted.encode() not in dump.stdout
    assert wrapped.hex().encode() not in dump.stdout
    on_disk = files_of(alone, database)
    assert wrapped not in on_disk
    assert not any(planted.encode() in on_disk for planted in PLANTED)
    assert Row.objects.filter(book_id=book).exists()


def files_of(alone: Addresses, database: TestServer) -> bytes:
    """The bytes of every file of the database, once everything in memory has been put into them."""
    with psycopg.connect(alone.root, autocommit=True) as root:
        root.execute("CHECKPOINT")
        found = root.execute("SELECT oid FROM pg_database WHERE datname = current_database()").fetchone()
    assert found is not None
    folder = database.folder / "postgresql" / "data" / "base" / str(found[0])
    return b"".join(each.read_bytes() for each in folder.iterdir())


def test_killed_anywhere_it_is_finished_by_the_next_run_and_listed_once(
    cast: Cast, listed: ErasureList, alone: Addresses
) -> None:
    with eraser(alone, listed) as erase_until:
        decided(cast)
        ended, steps = map(int, erase_until(cast, "nowhere").split())
        assert ended == 0
        for done, where in enumerate([*AFTER, *(range(1, steps, steps // 50) if FULL else ())], 2):
            book = decided(cast)
            assert int(erase_until(cast, str(where))) == -signal.SIGKILL
            run(cast, listed)
            assert not BookKey.objects.filter(book_id=book).exists()
            assert Standing.objects.get(book_id=book).state == "erased"
            assert not Mark.objects.filter(book_id=listed.read()[-1].erased.persons[0]).exists()
            assert len(listed.read()) == len({each.erased.book for each in listed.read()}) == done
    assert is_whole(alone)


AFTER = ("_to_erase:1", "read:2", "add:1", "destroy:2", "_erase:1", "_derive:1", "forget:1")


@contextmanager
def eraser(alone: Addresses, listed: ErasureList) -> Iterator[Callable[[Cast, str], str]]:
    """A process that erases until a step, and how it ended."""
    theirs = {
        "DATABASE_URL": alone.app, "DATABASE_OWNER_URL": alone.owner, "LINTEL_ERASURES_FILE": str(listed.path),
    }  # fmt: skip
    command = [sys.executable, "-m", "tests.casework.erase_and_die"]
    with subprocess.Popen(command, env=os.environ | theirs, stdin=PIPE, stdout=PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        asked, answered = process.stdin, process.stdout

        def erase_until(cast: Cast, where: str) -> str:
            asked.write(f"{cast.later(minutes=1).isoformat()} {where}\n")
            asked.flush()
            return answered.readline()

        yield erase_until
        asked.close()


def test_what_a_restore_brought_back_keeps_lintel_shut_until_it_is_destroyed_again(
    cast: Cast, listed: ErasureList
) -> None:
    book = decided(cast)
    kept = list(BookKey.objects.values("book_id", "master", "wrapped"))
    run(cast, listed)
    refuse_unreplayed()
    gone = {book, *listed.read()[0].erased.persons}
    BookKey.objects.bulk_create([BookKey(**each) for each in kept if each["book_id"] in gone])
    with pytest.raises(NotReady, match="--replay"):
        refuse_unreplayed()
    assert replay(listed) == 2
    refuse_unreplayed()
    assert replay(listed) == 0


def test_a_list_that_was_changed_is_refused_and_one_that_a_kill_broke_off_is_not(
    cast: Cast, listed: ErasureList
) -> None:
    for _ in range(2):
        decided(cast)
    run(cast, listed)
    first, second = listed.path.read_text().splitlines()
    for changed in (
        f"{second}\n",
        f"{second}\n{first}\n",
        f"{first}\n{first}\n",
        f"{first.replace('in-error', 'case')}\n",
        "{}\n",
    ):
        listed.path.write_text(changed)
        with pytest.raises(ListRefused):
            listed.read()
        with pytest.raises(NotReady):
            refuse_unreplayed()
    listed.path.write_text(f"{first}\n{second[:40]}")
    assert [each.line for each in listed.read()] == [first]
    decided(cast)
    run(cast, listed)
    assert [each.n for each in listed.read()] == [1, 2]


def test_without_a_place_for_the_list_lintel_does_not_open(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "OPTIONS", settings.OPTIONS.model_copy(update={"erasures_file": None}))
    with pytest.raises(NotReady, match="LINTEL_ERASURES_FILE"):
        refuse_unreplayed()


def test_while_somebody_reads_the_keys_the_last_traces_wait_and_nobody_is_kept_waiting(
    cast: Cast, listed: ErasureList, alone: Addresses
) -> None:
    book = decided(cast)
    with psycopg.connect(alone.owner) as backup:
        backup.execute("SELECT count(*) FROM ledger_key")
        with pytest.raises(keys.StillHeld):
            keys.forget(wait="50ms")
        assert BookKey.objects.filter(book_id=book).exists()
    run(cast, listed)
    assert not BookKey.objects.filter(book_id=book).exists()


def test_the_command_says_what_is_due_erases_and_prints_the_certificate(
    cast: Cast, listed: ErasureList, capsys: pytest.CaptureFixture[str]
) -> None:
    later, now = closed(cast), decided(cast)
    assert command("--due") == command() == command("--replay") == 0
    said = capsys.readouterr().out
    assert f"{book_name(later)}  in-error  since 08 Apr 2024" in said
    assert f"{book_name(now)}: erased" in said
    assert "Erased: 1." in said
    assert [command("--certificate", name) for name in (book_name(now), book_name(later))] == [0, 1]
    assert listed.read()[0].line in capsys.readouterr().out


def command(*words: str) -> int:
    parser = argparse.ArgumentParser()
    add_erasing(parser.add_subparsers())
    return erasing.run(parser.parse_args(["erase", *words]))
