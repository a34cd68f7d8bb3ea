"""A Lintel of a bench's own: a PostgreSQL, keys and staff in a folder that goes when the bench ends.

Importing this sets Django up, so it stands before every import of a module with tables.
"""

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.db import connections
from psycopg.conninfo import conninfo_to_dict

from lintel.embedded.cluster import Cluster
from lintel.embedded.folder import unused_folder
from lintel.sealing.keyring import new_ring

if not apps.ready:  # a test run has done it already
    for _name in ("DATABASE_URL", "DATABASE_OWNER_URL", "LINTEL_KEYS", "LINTEL_KEYS_FILE"):
        os.environ.pop(_name, None)  # a bench never touches what it did not make
    os.environ["DJANGO_SETTINGS_MODULE"] = "lintel.config.settings"
    django.setup()

from lintel.access import accounts
from lintel.access.accounts import Actor
from lintel.config.database import migrate
from lintel.ledger import keys

BEGAN = datetime(2024, 4, 8, 9, 0, tzinfo=UTC)
"""A Monday: the instant at which everything here begins, whatever day it is."""

_TEAM = "north"


@dataclass(frozen=True, slots=True, repr=False)
class Installation:
    """Where an installation's database is, as its app, its owner and PostgreSQL's superuser; and its keys.

    `folder` is the server's data folder; `since` the machine's monotonic clock, in seconds, at the instant `BEGAN`.
    """

    app: str
    owner: str
    root: str
    keys: str
    folder: Path
    since: float

    @property
    def now(self) -> datetime:
        """The instant that it is in this installation, the same for all processes."""
        return BEGAN + timedelta(seconds=time.monotonic() - self.since)

    @contextmanager
    def opened(self) -> Iterator[None]:
        """For as long as this lasts, Django's two connections and the keys are this installation's."""
        before = settings.OPTIONS
        databases = {alias: dict(connections[alias].settings_dict) for alias in ("default", "owner")}
        close_connections()
        settings.OPTIONS = before.model_copy(
            update={"database_url": self.app, "owner_url": self.owner, "keys": self.keys, "keys_file": None}
        )
        for alias, url in (("default", self.app), ("owner", self.owner)):
            connections[alias].settings_dict.update(_named(url))
        keys.ring.cache_clear()
        try:
            yield
        finally:
            close_connections()
            settings.OPTIONS = before
            for alias, database in databases.items():
                connections[alias].settings_dict.update(database)
            keys.ring.cache_clear()


def _named(url: str) -> dict[str, object]:
    parts = conninfo_to_dict(url)
    names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    return {django_name: parts[name] for django_name, name in names.items()}


def close_connections() -> None:
    """Close this thread's connections."""
    for alias in ("default", "owner"):
        connections[alias].close()


@contextmanager
def installed() -> Iterator[tuple[Cluster, Installation]]:
    """A server that is made, migrated, and thrown away."""
    folder = unused_folder()
    cluster = Cluster(folder)
    addresses = cluster.start()
    try:
        keyring = new_ring("bench").as_toml()
        made = Installation(addresses.app, addresses.owner, addresses.root, keyring, folder, time.monotonic())
        with made.opened():
            migrate()
        yield cluster, made
    finally:
        cluster.stop()
        shutil.rmtree(folder)


def engage(people: int) -> None:
    """Engage so many DA leads of one team, `w0`, `w1` …, who each may write in every case of it, and `rae`."""
    accounts.add_team(_TEAM, _TEAM)
    for handle in ("rae", *map(writer, range(people))):
        accounts.add_staff(handle, handle, BEGAN)
        role, team = ("reporter", None) if handle == "rae" else ("da_lead", _TEAM)
        accounts.grant_role(
            handle, role, by=accounts.INSTALLATION, approved_by=accounts.LANDLORD, now=BEGAN, team=team
        )  # fmt: skip


def writer(number: int) -> str:
    """The handle of one of those engaged."""
    return f"w{number}"


def signed_in(handle: str) -> Actor:
    """Somebody who has just given their second factor."""
    return accounts.actor(handle, stepped_up=True, request="bench", origin="192.0.2.1")
