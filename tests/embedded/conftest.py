"""One cluster for each file of tests, and paths for clusters that are thrown away."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from lintel.embedded.cluster import Cluster
from tests.embedded.place import fresh


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """The data folder of the file's cluster."""
    yield from _thrown_away()


@pytest.fixture
def spare() -> Iterator[Path]:
    """A path that nothing has yet."""
    yield from _thrown_away()


def _thrown_away() -> Iterator[Path]:
    path = fresh()
    try:
        yield path
    finally:
        Cluster(path).stop()  # a killed one would leave its shared memory behind
        shutil.rmtree(path, ignore_errors=True)


@pytest.fixture(scope="module")
def cluster(folder: Path) -> Cluster:
    """A cluster that may or may not run: a test that needs it starts it, which costs nothing where it does."""
    return Cluster(folder)
