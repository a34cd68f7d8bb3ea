"""The look at what kills left behind can fail: each kind of damage, done on purpose, is named."""

from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from bench.aftermath import wrong
from bench.installation import Installation
from bench.journal import Done, Journal, pages
from bench.writing import Orders, write
from tests.faults.conftest import Running

pytestmark = pytest.mark.xdist_group("aftermath")

LAST = "(SELECT entry FROM casework_submission ORDER BY id DESC LIMIT 1)"

DAMAGE: tuple[tuple[str, str, str], ...] = (
    ("an entry gone", "DELETE FROM ledger_entry WHERE entry = $LAST", "an acknowledged entry is lost"),
    ("a submission gone", "DELETE FROM casework_submission WHERE entry = $LAST", "an entry without its submission"),
    ("an entry gone, its submission left", "DELETE FROM ledger_entry WHERE entry = $LAST", "a submission without its"),
    ("a first entry gone", "DELETE FROM ledger_entry WHERE seq = 1", "a book with a gap"),
    ("a key gone", "DELETE FROM ledger_key WHERE book_id IN (SELECT book_id FROM ledger_entry)", "without its key"),
    ("an empty book", "INSERT INTO ledger_book VALUES (gen_random_uuid(), 'case', 'x', now())", "without an entry"),
    ("a standing behind", "UPDATE casework_standing SET seq = seq - 1", "a case whose standing is behind"),
    ("an entry not looked at", "DELETE FROM access_read", "somebody with more entries than looks"),
    ("a fact changed", "UPDATE ledger_entry SET facts = facts || ' ' WHERE entry = $LAST", "is not what was written"),
    ("an entry moved", "UPDATE casework_submission SET seq = seq + 1 WHERE entry = $LAST", "stands elsewhere"),
    ("what is owed doubled", "INSERT INTO casework_owed (book_id, commitment, policy, opened_by, colleague) "
     "SELECT book_id, 'x', 'x', 'x', false FROM casework_standing", "rebuilding changed casework_owed"),
    ("a part forgotten", "DELETE FROM casework_part", "rebuilding changed casework_part"),
    ("a mark forgotten", "DELETE FROM people_mark", "rebuilding changed people_mark"),
)  # fmt: skip


class Written(NamedTuple):
    """A database that a writer has written in, and the writer's journal."""

    installation: Installation
    journal: Path

    def damaged(self, name: str, statement: str) -> Installation:
        """A copy of it in which a superuser did what nobody else may."""
        copy = copied(self.installation, name)
        with psycopg.connect(copy.root) as connection:
            connection.execute("SET session_replication_role = replica")  # no ward and no reference stops it
            assert connection.execute(statement.replace("$LAST", LAST).encode()).rowcount > 0
        return copy


def copied(installation: Installation, name: str) -> Installation:
    """A copy of an installation's database under another name. Nobody may be connected to it."""
    before = conninfo_to_dict(installation.app)["dbname"]
    with psycopg.connect(installation.owner, dbname="postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{before}"'.encode())
    app, owner, root = (
        make_conninfo(each, dbname=name) for each in (installation.app, installation.owner, installation.root)
    )
    return replace(installation, app=app, owner=owner, root=root)


@pytest.fixture(scope="module")
def written(running: Running, tmp_path_factory: pytest.TempPathFactory) -> Written:
    orders = Orders(copied(running.installation, "written"), tmp_path_factory.mktemp("written"), "w0", seed=6, most=40)
    write(orders)
    return Written(orders.installation, orders.journal)


def test_what_was_left_alone_is_whole(written: Written) -> None:
    with written.installation.opened():
        assert wrong(written.installation, [written.journal]) == []


@pytest.mark.parametrize(("statement", "named"), [each[1:] for each in DAMAGE], ids=[each[0] for each in DAMAGE])
def test_damage_is_named(written: Written, statement: str, named: str) -> None:
    damaged = written.damaged(sha256((statement + named).encode()).hexdigest()[:32], statement)
    with damaged.opened():
        assert named in "\n".join(wrong(damaged, [written.journal]))


def test_a_deed_that_was_acknowledged_and_is_nowhere_is_named(written: Written, tmp_path: Path) -> None:
    journal = tmp_path / "w9.journal"
    Journal(journal).told(Done("never sent", "w9", "nowhere", 7, again=False))
    with written.installation.opened():
        assert wrong(written.installation, [journal]) == ["1 times: an acknowledged entry is lost"]


def test_a_line_that_a_kill_tore_was_never_said_and_the_next_one_stands(tmp_path: Path) -> None:
    journal = tmp_path / "w0.journal"
    Journal(journal).told(Done("one", "w0", "e1", 1, again=False))
    journal.write_bytes(journal.read_bytes()[:-3])
    Journal(journal).told(Done("two", "w0", "e2", 2, again=False))
    _, done = pages([journal])
    assert [each.key for each in done] == ["two"]
