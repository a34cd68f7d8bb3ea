"""No word that somebody wrote is found where no words may be: not in the database's files, its log, a dump, our logs,
a refusal, a temporary file. The same search finds what was left in clear on purpose.
"""

import logging
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from traceback import format_exception

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from bench.installation import Installation, signed_in
from lintel.casework.look import look
from lintel.casework.refusals import Refused
from lintel.embedded.binaries import tool
from lintel.embedded.folder import Layout
from lintel.events.entry import Entry
from lintel.events.faults import Fault, InputRefused
from lintel.events.registry import KINDS
from lintel.ledger import actions
from lintel.ledger.models import Book
from lintel.uploads.refusal import UploadRefused
from tests.faults.conftest import Running
from tests.faults.forcing import FORCED, force_errors, kill_while_inserting
from tests.faults.planted import SOUGHT, Plants, found_in, found_in_folder
from tests.faults.planting import Planter, plant
from tests.faults.refusing import refuse

pytestmark = pytest.mark.xdist_group("planted")

LEFT_IN_CLEAR = "Wumbrelkq"


@dataclass
class Evidence:
    """What was left behind by planting everywhere."""

    planter: Planter
    folder: Path
    temporary: Path
    logged: list[str]
    dump: bytes
    errors: int


class Heard(logging.Handler):
    """Everything that anybody logs, with its arguments and its traceback."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{self.format(record)} {record.args!r}")


@contextmanager
def heard() -> Iterator[list[str]]:
    """All loggers at their most talkative, Django's of every SQL statement among them."""
    handler, root, sql = Heard(), logging.getLogger(), logging.getLogger("django.db.backends")
    before = root.level, sql.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    sql.setLevel(logging.DEBUG)
    connection.force_debug_cursor = True
    try:
        yield handler.lines
    finally:
        connection.force_debug_cursor = False
        root.removeHandler(handler)
        root.setLevel(before[0])
        sql.setLevel(before[1])


@pytest.fixture(scope="module")
def evidence(running: Running, tmp_path_factory: pytest.TempPathFactory) -> Evidence:
    """Everything planted, everything refused, every error forced, one server process killed; then all written out."""
    planter = Planter(running.installation, Plants())
    files, temporary = tmp_path_factory.mktemp("files"), tmp_path_factory.mktemp("temporary")
    with pytest.MonkeyPatch.context() as patch, running.installation.opened(), heard() as logged:
        patch.setattr(tempfile, "tempdir", str(temporary))
        patch.setenv("TMPDIR", str(temporary))
        case = plant(planter, files)
        refuse(planter, case)
        look(actor=signed_in("w0"), book=case, now=planter.now)
        errors = force_errors(planter)
        kill_while_inserting(planter, case)
        running.cluster.start()
        look(actor=signed_in("w0"), book=case, now=planter.now)
    return Evidence(planter, written_out(running.installation), temporary, logged, dumped(running.installation), errors)


def written_out(installation: Installation) -> Path:
    """The server's folder, once everything that it holds in memory has been written to its files."""
    with psycopg.connect(installation.root, autocommit=True) as root:
        root.execute("CHECKPOINT")
    return installation.folder


def dumped(installation: Installation) -> bytes:
    """All that the superuser's pg_dump writes, as plain text."""
    command = [str(tool("pg_dump")), "--format=plain", f"--dbname={installation.root}"]
    return subprocess.run(command, capture_output=True, check=True).stdout


def said_by(error: BaseException) -> str:
    """Whatever a refusal would tell to whoever prints, logs or inspects it."""
    return "\n".join(("".join(format_exception(error)), str(error), repr(error), repr(error.args), repr(vars(error))))


def all_found(evidence: Evidence, sought: tuple[str, ...]) -> dict[str, object]:
    """What is found, by where it is found."""
    refusals = "\n".join(map(said_by, evidence.planter.refused)).encode(errors="backslashreplace")
    found = {
        "files of the server": found_in_folder(evidence.folder, sought),
        "a dump": found_in(evidence.dump, sought),
        "our logs": found_in("\n".join(evidence.logged).encode(errors="backslashreplace"), sought),
        "temporary files": found_in_folder(evidence.temporary, sought),
        "refusals": found_in(refusals, sought),
    }
    return {where: texts for where, texts in found.items() if texts}


def test_words_were_planted_in_every_sealed_field_and_beside(evidence: Evidence) -> None:
    places = set(evidence.planter.plants.where.values())
    assert {f"{event} {name}" for event, kind in KINDS.items() for name in kind.sealed} <= places
    assert {"break-glass reason", "review findings", "document", "document name", "payroll name", "names"} <= places
    assert len(evidence.planter.recorded) > 100


def test_everything_was_refused_by_a_refusal_of_ours(evidence: Evidence) -> None:
    refusals = (Refused, InputRefused, UploadRefused)
    gone = evidence.planter.refused[-1]
    assert isinstance(gone, DatabaseError)  # the process that was killed
    assert len(evidence.planter.refused) > 40
    assert [each for each in evidence.planter.refused[:-1] if not isinstance(each, refusals)] == []


def test_errors_were_forced_and_a_process_was_killed_over_planted_words(evidence: Evidence) -> None:
    assert evidence.errors == 28
    assert b"terminated by signal 9" in Layout(evidence.folder).log.read_bytes()
    assert any('INSERT INTO "ledger_key"' in line for line in evidence.logged)


def test_the_servers_log_says_nothing_of_what_an_error_was_about(evidence: Evidence) -> None:
    log = Layout(evidence.folder).log.read_bytes()
    assert found_in(log, (FORCED, *SOUGHT)) == []
    assert b"INSERT" not in log


def test_no_planted_word_is_found_anywhere(evidence: Evidence) -> None:
    assert all_found(evidence, SOUGHT) == {}


def test_the_same_search_finds_what_was_left_in_clear(evidence: Evidence, running: Running) -> None:
    word = Plants(LEFT_IN_CLEAR).word("everywhere")
    refused = InputRefused([Fault(0, "note", f"is {word}", "less")])
    planter = replace(evidence.planter, refused=[refused])
    left = replace(evidence, planter=planter)
    with running.installation.opened(), heard() as left.logged:
        logging.getLogger("lintel").error("She said %s", word)
        case = actions.open_book(Book.Kind.CASE, actions.new_name(), planter.now)
        fact = Entry(case.name, "e1", "note.added", planter.now, planter.now, "w0", facts={"said": word})
        with transaction.atomic():
            actions.append(case.id, [fact])
    (evidence.temporary / "left").write_bytes(word.encode("utf-16-le"))
    written_out(running.installation)
    left.dump = dumped(running.installation)
    assert set(all_found(left, (LEFT_IN_CLEAR,))) == {
        "files of the server", "a dump", "our logs", "temporary files", "refusals",
    }  # fmt: skip
