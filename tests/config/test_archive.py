"""The archive: any second of it comes back as it was, what is wrong with it is found, and it says when it has a gap."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import psycopg
import pytest
from django.conf import settings

from lintel.config.archive import Archive, Stretch
from lintel.config.archiving import SLOT, follow
from lintel.config.backup import backup
from lintel.config.copies import wrong_with
from lintel.config.database import NotReady
from lintel.config.drill import any_moment, as_of, came_to, drilled
from lintel.config.manifest import Holdings, holdings
from lintel.config.restoring import restore
from lintel.config.servertools import ToolFailed
from lintel.embedded.cluster import Cluster
from lintel.embedded.recovered import NotRecovered, recovered
from lintel.embedded.roles import Addresses
from lintel.ledger import delivery
from lintel.ledger.anchoring import make_anchor
from lintel.ledger.verification import looking
from tests.casework.cast import Cast
from tests.casework.erased import NAME, PHONE, WORDS, identify
from tests.config.test_serving import Installation, commanded
from tests.conftest import SERVER
from tests.database.server import TestServer, point_django_at
from tests.embedded.place import fresh

MOMENTS = 25 if os.environ.get("LINTEL_PROOF") == "full" else 2
NOON = datetime(2024, 4, 8, 12, tzinfo=UTC)


pytestmark = pytest.mark.xdist_group("archive")


class Enough(Exception):
    """All that was written by then is in the archive."""


@dataclass
class Place:
    """A server of the test's own, and an archive that follows it when it is told to."""

    where: Addresses
    archive: Archive
    said: list[str] = field(default_factory=list)

    def clock(self) -> datetime:
        """The time, as the server has it: what its log goes by."""
        with psycopg.connect(self.where.owner) as connection:
            ((at,),) = connection.execute("SELECT clock_timestamp()").fetchall()
        assert isinstance(at, datetime)
        return at.astimezone(UTC)

    def follow(self) -> datetime:
        """Let the archive follow until it has all that is written by now; up to when it is whole."""
        by, whole = self.clock(), []

        def note(at: datetime) -> None:
            if at >= by:
                whole.append(at)
                raise Enough

        with pytest.raises(Enough):
            follow(self.where.owner, self.archive, self.said.append, note, every=0.02)
        return whole[0]

    def holds(self, url: str = "") -> Holdings:
        with looking(url or self.where.owner) as connection:
            return holdings(connection)

    def anchor(self) -> None:
        make_anchor(self.clock())
        assert delivery.hand_over(delivery.places()) == []

    def put(self, statement: str) -> None:
        with psycopg.connect(self.where.root, autocommit=True) as connection:
            connection.execute(statement.encode())


@pytest.fixture(scope="module")
def whole_server(request: pytest.FixtureRequest, database: TestServer) -> Iterator[Addresses]:
    """A server of this file's own, for an archive is of all that a server has."""
    folder = fresh()
    request.config.stash[SERVER].installation(folder)
    cluster, workers = Cluster(folder / "postgresql"), database.addresses
    assert workers is not None
    where = cluster.start()
    point_django_at(where.app, where.owner)
    yield where
    point_django_at(workers.app, workers.owner)
    cluster.stop()
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def beside(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the anchors of that server are, from the first on, and its list of erasures."""
    return tmp_path_factory.mktemp("beside")


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder in memory, and what is made for a while beside it."""
    folder = fresh()
    folder.mkdir(mode=0o700)
    monkeypatch.setattr(tempfile, "tempdir", str(folder.parent))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def place(whole_server: Addresses, beside: Path, quick: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    files = {"erasures_file": beside / "erasures.jsonl", "anchors_file": beside / "anchors.jsonl"}
    monkeypatch.setattr(settings, "OPTIONS", settings.OPTIONS.model_copy(update=files))
    return Place(whole_server, Archive(quick))


@pytest.fixture
def cast(place: Place) -> Cast:
    return Cast()


def test_any_second_comes_back_as_it_was_then(place: Place, cast: Cast) -> None:
    book = cast.case()
    place.follow()
    truth: list[tuple[datetime, Holdings]] = []
    for number in range(4 * MOMENTS):
        cast.record(book, "sam", "note.added", sealed={"note": f"note {number}"})
        place.anchor()
        truth.append((place.clock(), place.holds()))
    cast.record(book, "sam", "note.added", sealed={"note": "after all of them"})
    whole_until = place.follow()

    for at, held in Random(20261122).sample(truth, MOMENTS):
        with as_of(place.where.owner, place.archive, at) as there:
            assert list(held.differences(place.holds(there))) == []
    assert drilled(place.where.owner, place.archive, truth[-2][0], whole_until) == []
    with as_of(place.where.owner, place.archive, None) as there:
        assert list(place.holds().differences(place.holds(there))) == []
        assert truth[-1][0] < came_to(there) <= whole_until
    assert drilled(place.where.owner, place.archive, None, whole_until) == []


def test_a_second_is_made_a_backup_of_and_put_back(place: Place, cast: Cast, tmp_path: Path) -> None:
    book = cast.case()
    place.follow()
    cast.record(book, "sam", "note.added", sealed={"note": WORDS})
    place.anchor()
    at, held = place.clock(), place.holds()
    cast.record(book, "sam", "note.added", sealed={"note": "written by mistake"})
    place.anchor()
    place.follow()

    with as_of(place.where.owner, place.archive, at) as there:
        dump = backup(tmp_path, at, place.said.append, url=there)
    anchors = tmp_path / "anchors.jsonl"  # restoring ends that file where the backup does
    shutil.copy(str(settings.OPTIONS.anchors_file), anchors)
    place.put("CREATE DATABASE put_back TEMPLATE template0 OWNER lintel_owner")
    empty = Addresses(*(url.replace("/lintel?", "/put_back?") for url in
                        (place.where.owner, place.where.app, place.where.root)))  # fmt: skip
    point_django_at(empty.app, empty.owner)
    settings.OPTIONS = settings.OPTIONS.model_copy(update={"anchors_file": anchors})
    done = restore(dump, NOON, place.said.append)
    notes = [each.sealed["note"] for each in cast.look(book, "sam").entries if each.event == "note.added"]
    point_django_at(place.where.app, place.where.owner)

    assert (done.at, done.entries, done.lost) == (at, held.entries, 1)
    assert notes == [WORDS]


def test_nothing_sealed_and_no_key_is_in_it(place: Place, cast: Cast) -> None:
    book = cast.case()
    cast.record(book, "sam", "note.added", sealed={"note": WORDS})
    identify(cast, book)
    place.follow()
    found = b"".join(each.read_bytes() for each in place.archive.folder.rglob("*") if each.is_file())
    for planted in (WORDS, NAME, PHONE, PHONE.replace(" ", "")):
        assert planted.encode() not in found
    assert book.bytes in found  # it does hold that case


def test_what_is_missing_or_changed_is_found(place: Place, cast: Cast) -> None:
    place.follow()
    place.anchor()
    before = place.clock()
    cast.case()
    whole_until = place.follow()
    (base,) = place.archive.bases()
    late = whole_until + timedelta(minutes=5)
    place.anchor()

    assert wrong_with(base.folder) == []
    assert drilled(place.where.owner, place.archive, None, late)[0].startswith("it is not that moment")
    with pytest.raises(NotRecovered, match="ends before that moment"):
        drilled(place.where.owner, place.archive, late, late)
    with pytest.raises(NotReady, match="it goes back to"):
        drilled(place.where.owner, place.archive, base.at - timedelta(seconds=1), late)

    for each in base.log():
        each.unlink()
    with pytest.raises(NotRecovered):
        drilled(place.where.owner, place.archive, before, late)


def test_every_file_of_a_copy_is_held_against_its_manifest(place: Place, tmp_path: Path) -> None:
    place.follow()
    copy = tmp_path / "copy"
    shutil.copytree(place.archive.bases()[0].folder, copy)
    version, control = copy / "PG_VERSION", copy / "global" / "pg_control"
    version.write_text("81\n")
    control.unlink()
    (copy / "base" / "planted").touch()
    assert wrong_with(copy) == [
        "base/planted is not in the manifest", "global/pg_control is missing", "PG_VERSION is not as it was copied",
    ]  # fmt: skip
    manifest = copy / "backup_manifest"
    manifest.write_bytes(manifest.read_bytes().replace(b'"Size": 3,', b'"Size": 4,', 1))
    assert wrong_with(copy)[0] == "the copy's manifest was changed"
    manifest.unlink()
    assert wrong_with(copy) == ["the copy's manifest is missing or cannot be read"]


def test_a_row_that_was_changed_is_found_in_every_second_after_it(place: Place, cast: Cast) -> None:
    book = cast.case()
    place.anchor()
    with psycopg.connect(place.where.root, autocommit=True) as root:
        root.execute("SET session_replication_role = replica")
        first = "FROM ledger_entry WHERE book_id = %s AND seq = 1"
        ((hash_,),) = root.execute(f"SELECT hash {first}", [book]).fetchall()
        root.execute("UPDATE ledger_entry SET hash = sha256('another') WHERE book_id = %s AND seq = 1", [book])
        whole_until = place.follow()
        faults = drilled(place.where.owner, place.archive, None, whole_until)
        root.execute("UPDATE ledger_entry SET hash = %s WHERE book_id = %s AND seq = 1", [hash_, book])
    assert any(book.hex in each for each in faults)


def test_a_gap_begins_the_archive_anew_with_a_copy_of_its_own(place: Place, cast: Cast) -> None:
    place.follow()
    place.follow()
    assert len(place.archive.stretches()) == 1  # it went on where it was
    with psycopg.connect(place.where.owner, autocommit=True) as owner:
        owner.execute("SELECT pg_drop_replication_slot(%s)", [SLOT])
    (first,) = place.archive.stretches()
    first.folder.rename(first.folder.with_name("since-20260101T000000Z"))
    cast.case()
    whole_until = place.follow()
    assert [len(each.bases()) for each in place.archive.stretches()] == [1, 1]
    assert any("it begins anew" in each for each in place.said)
    assert drilled(place.where.owner, place.archive, None, whole_until) == []


def test_another_server_does_not_go_on_in_the_same_stretch(place: Place) -> None:
    place.follow()
    (stretch,) = place.archive.stretches()
    stretch.folder.rename(stretch.folder.with_name("since-20260101T000000Z"))
    Stretch(place.archive.folder / "since-20260101T000000Z").folder.joinpath("system").write_text("7\n")
    place.follow()
    assert [each.system == "7" for each in place.archive.stretches()] == [True, False]


def test_only_one_follows_and_a_role_that_may_not_is_told_how(place: Place) -> None:
    def another(_at: datetime) -> None:
        with pytest.raises(ToolFailed, match="no other follows it"):
            follow(place.where.owner, place.archive, place.said.append, lambda at: None, every=5)
        raise Enough

    with pytest.raises(Enough):
        follow(place.where.owner, place.archive, place.said.append, another, every=0.02)
    place.put("ALTER ROLE lintel_owner NOREPLICATION")
    with pytest.raises(NotReady, match="ALTER ROLE … REPLICATION"):
        place.follow()
    place.put("ALTER ROLE lintel_owner REPLICATION")
    with pytest.raises(ToolFailed, match="cannot be reached"):
        follow("postgresql:///lintel?host=/nowhere", place.archive, place.said.append, lambda at: None)


def test_a_moment_that_cannot_be_brought_back_says_why(place: Place, quick: Path) -> None:
    whole_until = place.follow()
    with pytest.raises(NotRecovered, match="no such database then"):
        drilled(place.where.owner.replace("/lintel?", "/another?"), place.archive, None, whole_until)
    assert drilled(place.where.owner.replace("/lintel?", "/postgres?"), place.archive, None, whole_until) == [
        "it cannot be read (UndefinedTable)"
    ]
    (base,) = place.archive.bases()
    with (
        pytest.raises(NotRecovered, match="room for it"),
        recovered(base.folder, [quick / "gone"], None, user="lintel_owner", database="lintel"),
    ):
        pytest.fail("it came back without its log")
    assert list(quick.parent.glob("lintel-socket-*")) == []


def made(folder: Path, stretch: str, bases: dict[str, str], wal: list[str]) -> None:
    (folder / stretch / "wal").mkdir(parents=True)
    for name, first in bases.items():
        (folder / stretch / name).mkdir()
        (folder / stretch / name / "backup_label").write_text(f"START WAL LOCATION: 0/1 (file {first})\n")
    for name in wal:
        (folder / stretch / "wal" / name).touch()


def test_what_no_second_of_fourteen_days_needs_goes(tmp_path: Path) -> None:
    one, two, three, four = (f"0000000100000000000000{n:02X}" for n in (1, 2, 3, 4))
    made(tmp_path, "since-20240101T000000Z", {"base-20240101T000000Z": one}, [one])
    files = [one, two, three, f"{four}.partial", "00000002.history"]
    bases = {"base-20240201T000000Z": one, "base-20240210T000000Z": two, "base-20240220T000000Z": three}
    made(tmp_path, "since-20240201T000000Z", bases, files)
    archive = Archive(tmp_path)

    assert archive.prune(datetime(2024, 1, 10, tzinfo=UTC)) == []
    assert archive.prune(datetime(2024, 2, 25, tzinfo=UTC)) == ["base-20240101T000000Z", "base-20240201T000000Z"]
    assert [each.folder.name for each in archive.stretches()] == ["since-20240201T000000Z"]
    assert sorted(each.name for each in archive.stretches()[0].wal.iterdir()) == sorted(files[1:])
    found = archive.base_for(datetime(2024, 2, 20, tzinfo=UTC))
    assert found is not None
    assert [each.name for each in found.log()] == sorted(files[2:])
    assert archive.base_for(datetime(2024, 2, 9, tzinfo=UTC)) is None


def test_any_second_is_one_that_the_archive_has(tmp_path: Path) -> None:
    archive, chance = Archive(tmp_path), Random(1)
    whole_until = datetime(2024, 3, 1, tzinfo=UTC)
    assert any_moment(archive, whole_until, chance) is None
    made(tmp_path, "since-20240201T000000Z", {"base-20240201T000000Z": "0" * 24}, [])
    found = {any_moment(archive, whole_until, chance) for _ in range(200)}
    assert len(found) > 190
    assert all(at is not None and timedelta() <= whole_until - at <= timedelta(days=14) for at in found)
    assert any_moment(archive, datetime(2024, 2, 1, tzinfo=UTC), chance) is None


def test_the_commands_follow_try_out_and_bring_back(migrated: Path, quick: Path) -> None:
    for name in ("archive", "backups"):
        (quick / name).mkdir(mode=0o700)
    folders = {"LINTEL_ARCHIVE": str(quick / "archive"), "LINTEL_BACKUPS": str(quick / "backups")}
    with commanded(migrated, folders) as lintel:
        followed_tried_and_brought_back(lintel)


def followed_tried_and_brought_back(lintel: Installation) -> None:

    assert lintel.run("backup")[2] == "lintel backup: there is nothing in the archive: see that `lintel archive` runs\n"
    archive = lintel.begin("archive", "--every", "0.1")
    assert archive.stdout is not None
    assert next(line for line in archive.stdout if "is in the archive" in line)
    code, out, err = lintel.run("backup")
    assert (code, err) == (0, "")
    assert "The archive: bringing back its end" in out
    archive.terminate()
    archive.communicate()
    assert archive.returncode == 0

    code, out, err = lintel.run("backup", "--at", "end")
    assert (code, err) == (0, "")
    assert "restored and found whole" in out
    assert lintel.run("backup", "--at", "2001-01-01T00:00:00Z")[2].startswith("the archive does not have that moment")
    assert "write a time with its zone" in lintel.run("backup", "--at", "yesterday")[2]
    assert "name the archive's folder" in Installation(lintel.folder).run("archive")[2]
