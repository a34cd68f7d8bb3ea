"""Master keys made, shown, rotated and retired, while books go on being opened and read."""

import base64
import stat
from argparse import Namespace
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connections, transaction

from lintel.config import keyfile
from lintel.config.commands import keeping, newkeys
from lintel.config.database import NotReady
from lintel.embedded.roles import Addresses
from lintel.ledger import actions, keys
from lintel.ledger.models import Book, BookKey
from lintel.sealing.keyring import KeyRing, KeysRefused, from_file, new_ring
from tests.ledger.ledgers import NOON

SHOW = ROTATE = Namespace()


def of(name: str) -> Namespace:
    return Namespace(name=name)


@pytest.fixture
def key_file(own_database: Addresses, tmp_path: Path) -> Iterator[Path]:
    """Keys of this test's own in a file, and a database in which nothing is wrapped yet."""
    with psycopg.connect(own_database.root, autocommit=True) as root:
        root.execute("DELETE FROM ledger_key")
    usual, file = settings.OPTIONS, tmp_path / "keys.toml"
    keyfile.make(file, new_ring("first"))
    settings.OPTIONS = usual.model_copy(update={"keys": None, "keys_file": file})
    keys.ring.cache_clear()
    yield file
    settings.OPTIONS = usual
    keys.ring.cache_clear()


def some_book() -> Book:
    with transaction.atomic():
        return actions.open_book(Book.Kind.CASE, actions.new_name(), NOON)


def all_open() -> bool:
    books = list(BookKey.objects.values_list("book_id", flat=True))
    return keys.keys_of(books).keys() == set(books)


def test_new_keys_are_for_their_owner_alone_and_never_written_over_others(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "keys.toml"
    assert newkeys.run(Namespace(file=file)) == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    before = file.read_text()
    assert newkeys.run(Namespace(file=file)) == 1
    assert "never replaced by a new one" in capsys.readouterr().err
    assert file.read_text() == before
    assert [each.name for each in tmp_path.iterdir()] == ["keys.toml"]
    assert newkeys.run(Namespace(file=tmp_path / "nowhere" / "keys.toml")) == 1


def test_of_many_who_make_the_file_at_once_one_does(tmp_path: Path) -> None:
    def make(n: int) -> bool:
        try:
            keyfile.make(tmp_path / "keys.toml", new_ring(f"number-{n}"))
        except keyfile.AlreadyThere:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(make, range(8)))
    assert made.count(True) == 1
    assert from_file(tmp_path / "keys.toml").current == f"number-{made.index(True)}"


def test_what_is_shown_are_names_counts_and_the_public_key_and_never_a_key(
    key_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    some_book()
    keeping.rotate(ROTATE)
    some_book()
    capsys.readouterr()
    assert keeping.show(SHOW) == 0
    shown, ring = capsys.readouterr().out, from_file(key_file)
    assert f"master key {ring.current} (current): wraps 2 keys" in shown
    assert "master key first: wraps 0 keys" in shown
    assert f"public key of the anchors: {ring.signer.public_key().public_bytes_raw().hex()}" in shown
    for key in (*ring.masters.values(), ring.index, ring.anchor):
        assert key.hex() not in shown
        assert base64.b64encode(key).decode() not in shown


def test_a_master_key_that_is_not_in_the_file_is_shown_as_missing(
    key_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = some_book()
    key_file.write_text(new_ring("other").as_toml())
    keys.ring.cache_clear()
    assert keeping.show(SHOW) == 1
    assert "master key first: wraps 1 keys; it is NOT in the key file" in capsys.readouterr().out
    with pytest.raises(KeysRefused, match="add that key to it"):
        keys.key_of(book.id)


def test_rotating_wraps_every_key_by_a_new_master_and_changes_no_key(key_file: Path) -> None:
    books = [some_book() for _ in range(3)]
    before = keys.keys_of([book.id for book in books])
    for _ in range(3):
        assert keeping.rotate(ROTATE) == 0
    ring = from_file(key_file)
    assert (len(ring.masters), keys.wrapped_by()) == (4, {ring.current: 3})
    assert keys.keys_of([book.id for book in books]) == before
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600


def test_a_rotation_that_was_cut_short_is_gone_on_with_and_no_further_key_is_made(
    key_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    some_book()
    keyfile.replace(key_file, from_file(key_file).with_new_master("second"))
    some_book()
    assert keys.wrapped_by() == {"first": 1, "second": 1}
    assert keeping.rotate(ROTATE) == 0
    assert "going on with it" in capsys.readouterr().out
    assert keys.wrapped_by() == {"second": 2}
    assert from_file(key_file).masters.keys() == {"first", "second"}


def test_a_key_file_that_is_a_link_stays_one(key_file: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.toml"
    link.symlink_to(key_file)
    keyfile.replace(link, from_file(key_file).with_new_master("second"))
    assert link.is_symlink()
    assert from_file(key_file).current == "second"


def test_who_read_the_keys_before_a_rotation_reads_books_after_it(key_file: Path) -> None:
    book, older = some_book(), key_file.read_text()
    keeping.rotate(ROTATE)
    newer = key_file.read_text()
    key_file.write_text(older)
    keys.fresh_ring()  # as a process that started before
    key_file.write_text(newer)
    assert len(keys.key_of(book.id)) == 32
    assert all_open()


def test_a_master_key_is_retired_once_it_wraps_nothing_and_not_before(key_file: Path) -> None:
    some_book()
    for name, why in (("first", "it still wraps 1 keys"), ("none", "there is no master key of that name")):
        with pytest.raises(KeysRefused, match=why):
            keeping.retire(of(name))
    keyfile.replace(key_file, from_file(key_file).with_new_master("second"))
    with pytest.raises(KeysRefused, match="it still wraps 1 keys"):
        keeping.retire(of("first"))
    keeping.rotate(ROTATE)
    assert keeping.retire(of("first")) == 0
    assert from_file(key_file).masters.keys() == {"second"}
    with psycopg.connect(str(settings.OPTIONS.owner_url)) as owner:
        owner.execute("DELETE FROM ledger_key")
    with pytest.raises(KeysRefused, match="the current master key wraps what is new"):
        keeping.retire(of("second"))
    assert all_open()


def test_a_book_opened_while_its_master_key_is_retired_is_not_opened(key_file: Path, own_database: Addresses) -> None:
    """Its key was wrapped before, and is written after: nobody could ever read it again."""

    def open_one() -> Book:
        try:
            return some_book()
        finally:
            connections.close_all()

    before = BookKey.objects.count()
    with ThreadPoolExecutor(1) as pool, psycopg.connect(own_database.root, autocommit=True) as root:
        with keys.unchanging():
            opening = pool.submit(open_one)
            waiting = """
                SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'ledger_key'::regclass
                AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
            """  # a copy of the same template has the same table under the same number
            while root.execute(waiting).fetchone() != (1,):
                assert not opening.done()
            keyfile.replace(key_file, from_file(key_file).with_new_master("second").without_master("first"))
        with pytest.raises(KeysRefused, match="do it again"):
            opening.result()
    assert (BookKey.objects.count(), all_open()) == (before, True)


def test_two_who_rotate_at_once_lose_no_key(key_file: Path) -> None:
    for _ in range(5):
        some_book()

    def rotate(_: int) -> int:
        try:
            return keeping.rotate(ROTATE)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(rotate, range(2))) == [0, 0]
    assert all_open()
    assert keys.wrapped_by().keys() <= from_file(key_file).masters.keys()


def test_keys_from_the_environment_are_not_changed_from_here_but_a_rotation_is_gone_on_with(key_file: Path) -> None:
    some_book()
    ring: KeyRing = from_file(key_file)
    settings.OPTIONS = settings.OPTIONS.model_copy(update={"keys": ring.as_toml()})
    for change in (keeping.rotate, keeping.retire):
        with pytest.raises(KeysRefused):
            change(of("first"))
    settings.OPTIONS = settings.OPTIONS.model_copy(update={"keys": ring.with_new_master("second").as_toml()})
    keys.ring.cache_clear()
    assert keeping.rotate(ROTATE) == 0
    assert keys.wrapped_by() == {"second": 1}


def test_changing_keys_takes_the_owner(key_file: Path) -> None:
    settings.OPTIONS = settings.OPTIONS.model_copy(update={"owner_url": None})
    for change in (keeping.rotate, keeping.retire):
        with pytest.raises(NotReady, match="DATABASE_OWNER_URL"):
            change(of("first"))
