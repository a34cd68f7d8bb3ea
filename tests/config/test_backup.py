"""Backups: tried out before they count, put back whole, and nothing that was erased comes back with them."""

import base64
import secrets
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from django.conf import settings

from lintel.casework.erasure import erase
from lintel.casework.models import Standing
from lintel.casework.refusals import NotHere
from lintel.config.backup import backup
from lintel.config.database import NotReady
from lintel.config.erasures import refuse_unreplayed
from lintel.config.restored import BackupFailed
from lintel.config.restoring import Restored, restore
from lintel.embedded.binaries import tool
from lintel.embedded.roles import Addresses
from lintel.ledger import delivery, keys
from lintel.ledger.anchoring import make_anchor
from lintel.ledger.models import BookKey
from lintel.ledger.verification import lines_of, looking, verify
from lintel.sealing.aead import SealBroken
from lintel.sealing.keyring import new_ring
from lintel.sealing.recipients import write_pair
from tests.casework.cast import Cast
from tests.casework.erased import PLANTED, WORDS, closed, database_alone, decide_to_erase, list_in
from tests.database.server import TestServer, point_django_at


@dataclass
class Place:
    """A database of the test's own, and the folder of its backups, its list of erasures and its anchors."""

    server: TestServer
    now: Addresses
    folder: Path
    said: list[str] = field(default_factory=list)

    def backup(self, now: datetime, recipient: Path | None = None) -> Path:
        return backup(self.folder, now, self.said.append, recipient=recipient)

    def restore(self, dump: Path, now: datetime, private: Path | None = None) -> Restored:
        return restore(dump, now, self.said.append, private=private)

    def move_to_an_empty_one(self) -> None:
        """The database is lost: an empty one stands in its place."""
        name = f"empty_{secrets.token_hex(4)}"
        with psycopg.connect(self.now.owner, autocommit=True) as owner:
            owner.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        before = settings.OPTIONS
        where = self.now.owner.partition("?")[0].rpartition("/")[2]
        self.now = Addresses(
            *(url.replace(f"/{where}?", f"/{name}?") for url in (self.now.owner, self.now.app, self.now.root))
        )
        point_django_at(self.now.app, self.now.owner)
        settings.OPTIONS = before.model_copy(update={"database_url": self.now.app, "owner_url": self.now.owner})

    def anchor(self, now: datetime) -> None:
        make_anchor(now)
        assert delivery.hand_over(delivery.places()) == []

    def is_whole(self) -> bool:
        """As `lintel verify` says, beside the file of anchors."""
        file = settings.OPTIONS.anchors_file
        assert file is not None
        with looking(self.now.owner) as connection:
            return verify(connection, lines_of(file), keys.ring().signer.public_key().public_bytes_raw()).whole


@pytest.fixture
def place(database: TestServer, tmp_path: Path) -> Iterator[Place]:
    with database_alone(database, tmp_path) as alone:
        yield Place(database, alone, tmp_path)


@pytest.fixture
def cast(place: Place) -> Cast:
    return Cast()


def with_words(cast: Cast) -> UUID:
    book = cast.case()
    cast.record(book, "sam", "note.added", sealed={"note": WORDS})
    return book


def notes_of(cast: Cast, book: UUID) -> list[object]:
    return [each.sealed.get("note") for each in cast.look(book, "sam").entries if each.event == "note.added"]


def test_a_backup_puts_back_every_entry_and_says_what_came_after_it(cast: Cast, place: Place) -> None:
    book = with_words(cast)
    place.anchor(cast.later(minutes=1))
    at = cast.later(minutes=1)
    dump = place.backup(at)
    cast.record(book, "sam", "note.added", sealed={"note": "after the backup"})
    place.anchor(cast.later(minutes=1))
    place.move_to_an_empty_one()
    done = place.restore(dump, cast.later(minutes=1))
    assert (done.at, done.lost, done.books, done.later.anchors) == (at, 1, 1, 1)
    assert notes_of(cast, book) == [WORDS]
    assert place.is_whole()
    cast.record(book, "sam", "note.added", sealed={"note": "written again"})
    place.anchor(cast.later(minutes=1))
    assert place.is_whole()
    assert done.later.kept is not None
    assert len(done.later.kept.read_text().splitlines()) == 2
    assert [each.partition(":")[0] for each in place.said] == [
        "1 of 3", "2 of 3", "3 of 3", str(dump), "1 of 4", "2 of 4", "3 of 4", "4 of 4",
    ]  # fmt: skip


def test_what_was_erased_after_the_backup_stays_erased(cast: Cast, place: Place) -> None:
    books = [closed(cast) for _ in range(2)]
    kept = with_words(cast)
    place.anchor(cast.later(minutes=1))
    dump = place.backup(cast.later(minutes=1))
    for book in books:
        decide_to_erase(cast, book)
    gone = [book for each in erase(list_in(place.folder), cast.now, place.said.append) for book in each.erased.books]
    assert len(gone) == 4
    place.anchor(cast.later(minutes=1))
    place.move_to_an_empty_one()
    place.restore(dump, cast.later(minutes=1))
    refuse_unreplayed()
    assert not BookKey.objects.filter(book_id__in=gone).exists()
    assert {each.state for each in Standing.objects.filter(book_id__in=books)} == {"erased"}
    for book in books:
        with pytest.raises(NotHere):
            cast.look(book, "ines")
    assert notes_of(cast, kept) == [WORDS]
    assert place.is_whole()


def test_no_backup_holds_a_key_or_a_word_that_is_sealed(cast: Cast, place: Place) -> None:
    closed(cast)
    dump = place.backup(cast.now)
    command = [str(tool("pg_restore")), "--file=-", str(dump)]
    text = subprocess.run(command, capture_output=True, check=True).stdout
    text += b"".join(each.read_bytes() for each in place.folder.iterdir() if each.name.startswith("lintel-"))
    ring = keys.ring()
    for key in (*ring.masters.values(), ring.index, ring.anchor):
        assert not any(spelt in text for spelt in (key, key.hex().encode(), base64.b64encode(key)))
    assert not any(planted.encode() in text for planted in PLANTED)
    for file in place.folder.glob("lintel-*"):
        assert file.stat().st_mode & 0o777 == 0o600


def test_a_backup_that_does_not_verify_is_no_backup(cast: Cast, place: Place) -> None:
    book = with_words(cast)
    with psycopg.connect(place.now.owner) as owner:
        owner.execute("ALTER TABLE ledger_entry DISABLE TRIGGER only_added_to")
        owner.execute('UPDATE ledger_entry SET facts = \'{"channel":"text"}\' WHERE book_id = %s AND seq = 1', [book])
        owner.execute("ALTER TABLE ledger_entry ENABLE TRIGGER only_added_to")
    with pytest.raises(BackupFailed, match="row 1"):
        place.backup(cast.now)
    assert [each.suffix for each in place.folder.glob("lintel-*")] == [".failed"]


def test_a_backup_whose_words_our_keys_do_not_open_is_no_backup(
    cast: Cast, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_words(cast)
    ours = keys.ring()
    monkeypatch.setattr(settings, "OPTIONS", settings.OPTIONS.model_copy(update={"keys": new_ring("test").as_toml()}))
    keys.ring.cache_clear()
    try:
        with pytest.raises(BackupFailed, match="does not open with our keys"):
            place.backup(cast.now)
    finally:
        monkeypatch.undo()
        keys.ring.cache_clear()
    assert keys.ring().masters == ours.masters


def test_the_scratch_database_is_dropped_and_another_left_by_a_kill_with_it(cast: Cast, place: Place) -> None:
    where = place.now.owner.partition("?")[0].rpartition("/")[2]
    with psycopg.connect(place.now.owner, autocommit=True) as owner:
        owner.execute(f"CREATE DATABASE lintel_scratch_of_{where} TEMPLATE template0")
        place.backup(cast.now)
        found = owner.execute("SELECT count(*) FROM pg_database WHERE datname LIKE '%%scratch_of_%%'").fetchone()
    assert found == (0,)


def test_restore_refuses_all_that_is_in_the_way_at_once_and_writes_nothing(cast: Cast, place: Place) -> None:
    book = closed(cast)
    decide_to_erase(cast, book)
    erase(list_in(place.folder), cast.now, place.said.append)
    dump = place.backup(cast.now)
    dump.write_bytes(dump.read_bytes()[:-1])
    list_in(place.folder).path.unlink()
    with pytest.raises(NotReady) as refused:
        place.restore(dump, cast.now)
    said = "\n".join(refused.value.faults)
    assert len(refused.value.faults) == 3
    assert all(each in said for each in ("not the dump", "not empty", "list of erasures is not whole"))
    manifest = dump.with_suffix(".json")
    manifest.write_text(manifest.read_text().replace('"erased":1', '"erased":0'))
    with pytest.raises(NotReady, match="was changed"):
        place.restore(dump, cast.now)
    manifest.unlink()
    with pytest.raises(NotReady, match="beside the dump"):
        place.restore(dump, cast.now)


def test_before_the_erasures_are_replayed_the_app_can_open_nothing(cast: Cast, place: Place) -> None:
    with_words(cast)
    dump = place.backup(cast.now)
    place.move_to_an_empty_one()
    command = [str(tool("pg_restore")), "--no-owner", "--no-privileges", f"--dbname={place.now.owner}", str(dump)]
    subprocess.run(command, check=True)
    for table in ("ledger_entry", "ledger_key", "casework_standing"):
        with psycopg.connect(place.now.app) as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute(f"SELECT 1 FROM {table}")  # noqa: S608 - constants


def test_a_sealed_backup_is_in_clear_nowhere_and_needs_the_private_key(cast: Cast, place: Place) -> None:
    book = with_words(cast)
    private = place.folder / "apart"
    sealed = place.backup(cast.now, write_pair(private))
    assert sorted("".join(each.suffixes) for each in place.folder.glob("lintel-*")) == [".dump.sealed", ".json"]
    assert b"ledger_entry" not in sealed.read_bytes()
    place.move_to_an_empty_one()
    with pytest.raises(NotReady, match="private key"):
        place.restore(sealed, cast.now)
    write_pair(place.folder / "other")
    with pytest.raises(SealBroken):
        place.restore(sealed, cast.now, place.folder / "other")
    place.restore(sealed, cast.later(minutes=1), private)
    assert notes_of(cast, book) == [WORDS]


def test_a_folder_that_is_not_there_and_a_name_that_is_taken_are_refused(cast: Cast, place: Place) -> None:
    with pytest.raises(NotReady, match="make it first"):
        backup(place.folder / "nowhere", cast.now, place.said.append)
    place.backup(cast.now)
    with pytest.raises(NotReady, match="there already"):
        place.backup(cast.now)
