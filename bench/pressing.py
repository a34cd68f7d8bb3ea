"""Clients who ask for pages: one after another, several at once, and many for a long time."""

import statistics
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from http.client import HTTPException
from itertools import count

from bench.browser import Answer

Work = Callable[[], Answer]

_WARM = 8
"""So often is a page opened before it is timed: templates are read, statements prepared."""


def warm(work: Work) -> None:
    """Open a page until the server has made everything ready for it."""
    for _ in range(_WARM):
        work()


def one_after_another(work: Work, times: int) -> list[float]:
    """Milliseconds that each of so many responses took."""
    return [work().seconds * 1_000 for _ in range(times)]


def a_second(works: Sequence[Work], seconds: float) -> float:
    """How much of this work a second several clients do together. Raises `AssertionError` where any of it is wrong."""
    done = pressed([partial(_again, work) for work in works], seconds)
    if done.wrong:
        raise AssertionError(str(done.wrong))
    return done.requests / done.seconds


def _again(work: Work, _turn: int) -> Answer:
    return work()


@dataclass(slots=True)
class Pressed:
    """What came of pressing: milliseconds of each response, everything that was wrong, and how long it lasted."""

    milliseconds: list[float] = field(default_factory=list)
    wrong: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    @property
    def requests(self) -> int:
        return len(self.milliseconds)

    @property
    def ninety_ninth(self) -> float:
        return statistics.quantiles(self.milliseconds, n=100)[-1]


Turn = Callable[[int], Answer]


def pressed(clients: Sequence[Turn], seconds: float) -> Pressed:
    """Each client, on its own connection, takes one turn after another for so long. What is wrong is counted."""
    all_ready = threading.Barrier(len(clients))

    def press(turn: Turn) -> Pressed:
        found = Pressed()
        all_ready.wait()
        begun = time.monotonic()
        for number in count():
            if time.monotonic() - begun > seconds:
                break
            try:
                found.milliseconds.append(turn(number).seconds * 1_000)
            except (AssertionError, OSError, HTTPException) as error:
                found.wrong[f"{type(error).__name__}: {error}"] += 1
        found.seconds = time.monotonic() - begun
        return found

    with ThreadPoolExecutor(len(clients)) as pool:
        return _sum(list(pool.map(press, clients)))


def _sum(found: Sequence[Pressed]) -> Pressed:
    whole = Pressed(seconds=max(each.seconds for each in found))
    for each in found:
        whole.milliseconds += each.milliseconds
        whole.wrong += each.wrong
    return whole
