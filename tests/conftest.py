"""How hard Hypothesis tries: little and always the same; with LINTEL_PROOF=full much, and new each time.

And a PostgreSQL for whichever tests ask for one: made once for a run, migrated once, copied for each worker.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from hypothesis import HealthCheck, settings

from lintel.config.settling import settle
from lintel.embedded.cluster import Cluster
from lintel.sealing.keyring import new_ring
from tests.database.server import TestServer
from tests.embedded.place import fresh

settings.register_profile(
    "small",
    max_examples=30,
    derandomize=True,
    database=None,
    deadline=None,  # a slow machine is no counter-example
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.register_profile(
    "full",
    max_examples=200,
    deadline=None,
    print_blob=True,  # what failed can be replayed from the log alone
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("full" if os.environ.get("LINTEL_PROOF") == "full" else "small")

# Django is set up before any test is read: their modules name its models. No connection is opened by it.
for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "LINTEL_KEYS_FILE"):
    os.environ.pop(name, None)
os.environ["LINTEL_KEYS"] = new_ring("test").as_toml()
os.environ["LINTEL_HOSTS"] = '["localhost", "127.0.0.1", "testserver"]'  # the last is Django's test browser
os.environ["DJANGO_SETTINGS_MODULE"] = "lintel.config.settings"

import django  # noqa: E402 - after the environment that it reads
import pytest  # noqa: E402 - likewise

django.setup()

SERVER = pytest.StashKey[TestServer]()


def pytest_configure(config: pytest.Config) -> None:
    """The process that began the run names the server's folder; its workers inherit the name."""
    config.stash[SERVER] = TestServer.of_this_run()


def pytest_collection_finish() -> None:
    """What was read stays, as what a server has read does."""
    settle()


def pytest_unconfigure(config: pytest.Config) -> None:
    """The process that began the run stops the server, if any test had asked for it."""
    if not hasattr(config, "workerinput"):
        config.stash[SERVER].stop()


@pytest.fixture
def migrated(request: pytest.FixtureRequest) -> Iterator[Path]:
    """The data folder of an installation of its own, on which `lintel migrate` was run."""
    folder = fresh()
    request.config.stash[SERVER].installation(folder)
    yield folder
    Cluster(folder / "postgresql").stop()
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def database(request: pytest.FixtureRequest) -> TestServer:
    """A migrated database of this worker's own, connected to as the app's role."""
    server = request.config.stash[SERVER]
    server.open(os.environ.get("PYTEST_XDIST_WORKER", "gw0"))
    return server


@pytest.fixture(scope="module")
def database_of_its_own(database: TestServer) -> Iterator[None]:
    """A new database for the tests of one file: what they read is not to grow with what all the others have left."""
    with database.apart():
        yield
