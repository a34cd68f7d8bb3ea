"""The PostgreSQL of a test run: one server, one migrated template, one copy of it for each worker."""

import fcntl
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connections
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from lintel.config.database import migrate
from lintel.embedded.cluster import Cluster
from lintel.embedded.roles import Addresses
from tests.embedded.place import fresh
from tests.environment import bare

_FOLDER = "LINTEL_TEST_SERVER"


@dataclass
class TestServer:
    """A server in a folder that only this run knows."""

    __test__ = False

    folder: Path
    addresses: Addresses | None = None

    @classmethod
    def of_this_run(cls) -> "TestServer":
        if _FOLDER not in os.environ:
            os.environ[_FOLDER] = str(fresh())
        return cls(Path(os.environ[_FOLDER]))

    @property
    def cluster(self) -> Cluster:
        return Cluster(self.folder / "postgresql")

    def open(self, worker: str) -> None:
        """Make the worker's own copy and point Django at it."""
        self.folder.mkdir(mode=0o711, exist_ok=True)
        self.folder.chmod(0o711)
        with self._locked():
            template = self.cluster.start()
            if not (self.folder / "migrated").exists():
                point_django_at(template.app, template.owner)
                migrate()
                close_all()
                (self.folder / "migrated").touch()
            self.addresses = self.copy(template, f"test_{worker}")
        point_django_at(self.addresses.app, self.addresses.owner)

    def copy(self, template: Addresses, name: str) -> Addresses:
        """A copy of the migrated template under another name."""
        with psycopg.connect(make_conninfo(template.owner, dbname="postgres"), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE lintel')
        return Addresses(*(_named(url, name) for url in (template.owner, template.app, template.root)))

    def another(self, name: str) -> Addresses:
        """One more copy, for a test that needs a database to itself."""
        with self._locked():
            return self.copy(self.cluster.start(), name)

    @contextmanager
    def apart(self) -> Iterator[Addresses]:
        """Point Django at one more copy for a while; where that is."""
        workers = self.addresses
        assert workers is not None
        alone = self.another(f"apart_{secrets.token_hex(6)}")
        point_django_at(alone.app, alone.owner)
        try:
            yield alone
        finally:
            point_django_at(workers.app, workers.owner)

    def installation(self, folder: Path) -> None:
        """Put a migrated installation, of which nothing runs, into a new folder: one is made for a run, and copied."""
        self.folder.mkdir(mode=0o711, exist_ok=True)
        with self._locked():
            made = self.folder / "installation"
            if not made.exists():
                making = self.folder / "making"
                making.mkdir(mode=0o711)
                for command in ("migrate", "stop"):
                    _lintel(making, command)
                making.rename(made)
        subprocess.run(["/bin/cp", "-a", made, folder], check=True)  # with whose each file is, which shutil leaves out

    def stop(self) -> None:
        if self.folder.exists():
            self.cluster.stop()
            shutil.rmtree(self.folder)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with (self.folder / "lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


def _lintel(folder: Path, command: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "lintel", command], env=bare() | {"LINTEL_DATA": str(folder)}, check=True,
        stdout=subprocess.DEVNULL,
    )  # fmt: skip


def _named(url: str, database: str) -> str:
    return url.replace("/lintel?", f"/{database}?")


def point_django_at(app: str, owner: str) -> None:
    """Let Django's two connections be to this database."""
    close_all()
    for alias, url in (("default", app), ("owner", owner)):
        parts = conninfo_to_dict(url)
        connections[alias].settings_dict.update(
            NAME=parts["dbname"], USER=parts["user"], PASSWORD=parts["password"], HOST=parts["host"], PORT=parts["port"]
        )
    settings.OPTIONS = settings.OPTIONS.model_copy(update={"database_url": app, "owner_url": owner})


def close_all() -> None:
    for alias in ("default", "owner"):
        connections[alias].close()
