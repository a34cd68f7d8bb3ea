"""A cluster is made, used, stopped, killed and started again, and keeps what it was given."""

import json
import os
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from lintel.embedded import processes
from lintel.embedded.cluster import Cluster
from lintel.embedded.folder import Layout
from lintel.embedded.locks import is_free
from lintel.embedded.roles import Addresses
from lintel.embedded.systemuser import server_user

RESTARTS = 20 if os.environ.get("LINTEL_PROOF") == "full" else 3
START = "import sys, pathlib, lintel.embedded.cluster as c; print(c.Cluster(pathlib.Path(sys.argv[1])).start().app)"
BUSY = "DO $$ DECLARE ends timestamptz := clock_timestamp() + interval '1 s'; BEGIN "
BUSY += "WHILE clock_timestamp() < ends LOOP END LOOP; END $$"


def keep(addresses: Addresses, value: int) -> None:
    with psycopg.connect(addresses.owner) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (value int)")
        connection.execute("INSERT INTO kept VALUES (%s)", [value])


def kept(addresses: Addresses) -> set[int]:
    with psycopg.connect(addresses.owner) as connection:
        return {value for (value,) in connection.execute("SELECT value FROM kept").fetchall()}


def starts(folder: Path) -> int:
    return Layout(folder).log.read_text().count("starting PostgreSQL")


def test_what_was_saved_is_there_after_a_stop_and_a_start(cluster: Cluster) -> None:
    keep(cluster.start(), 1)
    while_started = cluster.running
    cluster.stop()
    assert [while_started, cluster.running] == [True, False]
    assert 1 in kept(cluster.start())


@pytest.mark.parametrize("value", range(100, 100 + RESTARTS))
def test_what_was_saved_is_there_after_a_kill_and_a_start_at_once(cluster: Cluster, value: int) -> None:
    keep(cluster.start(), value)
    cluster.kill()
    assert not cluster.running
    assert value in kept(cluster.start())


def test_a_second_start_uses_the_server_that_runs(cluster: Cluster, folder: Path) -> None:
    first, before = cluster.start(), starts(folder)
    assert Cluster(folder).start() == first
    assert starts(folder) == before


def test_stopping_and_killing_what_does_not_run_does_nothing(cluster: Cluster, spare: Path) -> None:
    cluster.start()
    cluster.stop(fast=False)
    cluster.stop()
    cluster.kill()
    Cluster(spare).stop()
    assert not Cluster(spare).running
    assert not spare.exists()


def test_a_stale_file_neither_stops_a_start_nor_harms_the_process_that_it_names(cluster: Cluster, folder: Path) -> None:
    keep(cluster.start(), 2)
    cluster.kill()
    layout = Layout(folder)
    user = server_user(layout.data)
    another = subprocess.Popen(["/postgres"], executable="/bin/cat", stdin=subprocess.PIPE, cwd="/", user=user.uid)
    with another as stranger:
        for stale in (layout.data / "postmaster.pid", layout.socket / ".s.PGSQL.5432.lock"):
            _, *rest = stale.read_text().splitlines(keepends=True)
            stale.write_text("".join((f"{stranger.pid}\n", *rest)))
        cluster.kill()
        assert 2 in kept(cluster.start())
        assert stranger.poll() is None


def test_a_start_waits_for_what_is_left_of_a_killed_server(cluster: Cluster, folder: Path) -> None:
    addresses, layout = cluster.start(), Layout(folder)
    keep(addresses, 3)
    with (
        psycopg.connect(addresses.root, autocommit=True) as watch,
        closing(psycopg.connect(addresses.owner, autocommit=True)) as orphan,
    ):
        pid = orphan.info.backend_pid
        orphan.pgconn.send_query(BUSY.encode())
        seen = (watch.execute("SELECT state FROM pg_stat_activity WHERE pid = %s", [pid]) for _ in range(100_000))
        assert ("active",) in (each.fetchone() for each in seen)
        first = processes.postmaster(layout.data)
        assert first is not None
        os.kill(first, signal.SIGKILL)
        assert not is_free(layout.living)
        assert 3 in kept(cluster.start())


def test_of_two_processes_that_start_at_once_one_starts_and_both_use_it(spare: Path) -> None:
    command = [sys.executable, "-c", START, str(spare)]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = [process.communicate(timeout=120)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert said[0] == said[1] != ""
    assert Cluster(spare).running, "it outlives those who started it"
    assert starts(spare) == 1


def test_a_start_that_was_broken_off_is_made_good(spare: Path) -> None:
    spare.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700)
    layout = Layout(spare)
    layout.making.mkdir()
    (layout.making / "PG_VERSION").write_text("18")
    layout.first_password.write_text("left behind")
    layout.passwords.write_text(json.dumps({"lintel_root": "left behind"}))
    keep(Cluster(spare).start(), 4)
    assert not layout.making.exists()
    assert not layout.first_password.exists()


def test_roles_and_database_that_a_broken_off_start_never_made_are_made_by_the_next(cluster: Cluster) -> None:
    addresses = cluster.start()
    with psycopg.connect(addresses.root.replace("/lintel?", "/postgres?"), autocommit=True) as connection:
        connection.execute("DROP DATABASE lintel WITH (FORCE)")
        connection.execute("DROP ROLE lintel_app")
        connection.execute("ALTER ROLE lintel_owner SUPERUSER PASSWORD 'another'")
    with psycopg.connect(cluster.start().owner) as connection:
        found = connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = 'lintel_owner'").fetchone()
    assert found == (False,)
    assert cluster.running


def test_a_folder_whose_path_is_long_serves_too(cluster: Cluster, folder: Path) -> None:
    cluster.start()
    cluster.stop()
    parent = folder.with_name(f"{folder.name}-deep")
    parent.mkdir(mode=0o711)
    deep = folder.rename(parent / ("long" * 30))
    try:
        moved = Cluster(deep)
        with psycopg.connect(moved.start().app) as connection:
            sockets = Path(connection.info.host)
        assert sockets.stat().st_mode & 0o777 == 0o700
        moved.stop()
        assert not sockets.exists()
    finally:
        Cluster(deep).stop()
        deep.rename(folder)
        parent.rmdir()
