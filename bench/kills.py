"""`kill -9` of those who write, and of the whole database beneath them."""

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import count
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from random import Random

from bench.aftermath import wrong
from bench.installation import Installation
from bench.journal import lines, pages
from bench.writing import Orders, write
from lintel.embedded.cluster import Cluster

_PROCESSES = get_context("forkserver")
_PROCESSES.set_forkserver_preload(["bench.writing"])
_LONGEST = 600.0
_PAUSE = 0.05
_LOITER = 0.3
"""Seconds within which somebody is killed, at a moment that has nothing to do with their work."""
_AWAY = 0.1
"""Seconds that a killed server stays away at least, so that writers meet its absence."""


@dataclass
class Toll:
    """What the kills came to. `unsaid` were committed and not acknowledged, and found again under their keys."""

    kills: int
    writers: int
    acknowledged: int = 0
    unsaid: int = 0
    away: int = 0
    restarts: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


class Office:
    """Writers at work, each a process of its own; whoever is killed is sent back to work."""

    def __init__(self, installation: Installation, folder: Path, names: list[str], *, most: int = 0) -> None:
        self.names = names
        self._orders = Orders(installation, folder, "", 0, most)
        self._lives = count(1)
        self._at_work = {name: self._begun(name) for name in names}

    def _begun(self, name: str) -> ForkServerProcess:
        orders = replace(self._orders, by=name, seed=next(self._lives))
        process = _PROCESSES.Process(target=write, args=(orders,), daemon=True)
        process.start()
        return process

    def kill(self, name: str) -> None:
        """Kill one of them with -9, wherever it is, and start it again."""
        _kill_if_alive(self._at_work[name])
        self._at_work[name].join()
        self._at_work[name] = self._begun(name)

    def finish(self, *, early: bool = True) -> list[str]:
        """Have everybody finish what they are at (or all they were to do); what was wrong with how they ended."""
        if early:
            self._orders.stop.touch()
        for process in self._at_work.values():
            process.join(_LONGEST)
        ends = {name: process.exitcode for name, process in self._at_work.items()}
        for process in self._at_work.values():
            _kill_if_alive(process)
        return [f"writer {name} ended with {end}" for name, end in ends.items() if end != 0]

    @property
    def journals(self) -> list[Path]:
        return sorted(self._orders.folder.glob("*.journal"))


def _kill_if_alive(process: ForkServerProcess) -> None:
    """The number of one that has ended may be somebody else's by now."""
    if process.is_alive():
        process.kill()


@contextmanager
def at_work(installation: Installation, names: list[str], *, most: int = 0) -> Iterator[Office]:
    """Writers who are at work, and at the latest in the end are not."""
    folder = Path(tempfile.mkdtemp(prefix="lintel-writers-"))
    office = Office(installation, folder, names, most=most)
    try:
        yield office
    finally:
        office.finish()
        shutil.rmtree(folder)


def kill_writers(installation: Installation, names: list[str], *, kills: int, between: int) -> Toll:
    """Kill one writer after another, each time at least `between` deeds after the last, at no particular moment."""
    dice, toll = Random(kills), Toll(kills, len(names))
    with at_work(installation, names) as office:
        for _ in range(kills):
            until_written(office, between)
            time.sleep(dice.uniform(0, _LOITER))
            office.kill(dice.choice(names))
        reckon(installation, office, toll)
    return toll


def kill_database(cluster: Cluster, installation: Installation, names: list[str], *, kills: int, between: int) -> Toll:
    """Kill the whole server under its writers, start it again, and see that they go on."""
    dice, toll = Random(kills), Toll(kills, len(names))
    with at_work(installation, names) as office:
        for _ in range(kills):
            until_written(office, between)
            time.sleep(dice.uniform(0, _LOITER))
            cluster.kill()
            time.sleep(_AWAY)
            begun = time.monotonic()
            cluster.start()
            toll.restarts.append(time.monotonic() - begun)
        until_written(office, between)
        reckon(installation, office, toll)
    return toll


def until_written(office: Office, more: int) -> None:
    """Wait until so many more deeds have been acknowledged."""
    enough, patience = lines(office.journals, "done") + more, time.monotonic() + _LONGEST
    while lines(office.journals, "done") < enough and time.monotonic() < patience:
        time.sleep(_PAUSE)


def reckon(installation: Installation, office: Office, toll: Toll) -> None:
    """Let everybody finish, and look at what they left behind."""
    toll.wrong += office.finish()
    _, done = pages(office.journals)
    toll.acknowledged = len({each.key for each in done})
    toll.unsaid = sum(each.again for each in done)
    toll.away = lines(office.journals, "away")
    with installation.opened():
        toll.wrong += wrong(installation, office.journals)
