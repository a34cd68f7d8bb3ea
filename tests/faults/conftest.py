"""An installation to be ill-treated: a server of its own for each file of tests, which nothing else relies on."""

from collections.abc import Iterator
from typing import NamedTuple

import pytest

from bench.installation import Installation, engage, installed
from lintel.embedded.cluster import Cluster


class Running(NamedTuple):
    """A server, and the installation on it."""

    cluster: Cluster
    installation: Installation


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    """With 32 DA leads of one team engaged. Django is connected to it only while it is opened."""
    with installed() as (cluster, installation):
        with installation.opened():
            engage(32)
        yield Running(cluster, installation)
