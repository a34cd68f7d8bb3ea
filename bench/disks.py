"""A disk that fails beneath the server while people write: what it could not keep, it must not say that it has."""

import time
from collections.abc import Mapping
from dataclasses import dataclass

from bench.installation import Installation
from bench.journal import lines
from bench.kills import Office, Toll, at_work, reckon, until_written
from bench.syncs import watched
from lintel.embedded.cluster import Cluster

FAILURES: Mapping[str, str] = {
    "EIO when it is told to keep what was written": "fdatasync,fsync:error=EIO:when=4",
    "ENOSPC when something is written": "pwrite64,pwritev,pwritev2,fallocate:error=ENOSPC:when=12",
}
"""What fails, and which call of each process of the server does, as strace says it."""
_LONGEST = 60.0
_PAUSE = 0.02


@dataclass
class Failed(Toll):
    """What failing came to. `met`: how often a writer was refused for it. `unmeasured`: strace may not look."""

    unmeasured: bool = False
    met: int = 0


def fail_disk(
    cluster: Cluster, installation: Installation, names: list[str], *, failure: str, times: int, between: int
) -> Failed:
    """Let the disk fail so many times, each time until a writer meets it, and see that they go on afterwards."""
    toll = Failed(times, len(names))
    with at_work(installation, names) as office:
        for _ in range(times):
            until_written(office, between)
            with watched(installation, "-e", f"inject={FAILURES[failure]}", "-o", "/dev/null") as looks:
                if not looks:
                    toll.unmeasured = True
                    return toll
                toll.met += _met(office)
            cluster.start()  # where it did not come back by itself
        until_written(office, between)
        reckon(installation, office, toll)
    return toll


def _met(office: Office) -> bool:
    """Wait until a writer was refused; whether one was."""
    before, ends = lines(office.journals, "away"), time.monotonic() + _LONGEST
    while time.monotonic() < ends:
        if lines(office.journals, "away") > before:
            return True
        time.sleep(_PAUSE)
    return False
