"""Where the time of a piece of work goes: to which of its parts, to whose code, and to how many statements."""

import cProfile
import pstats
import time
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

_TIMES = 20

Parts = Mapping[str, tuple[tuple[str, str], ...]]
"""A part in words, and the functions that are it: the end of the file's path, and the name."""

_WHOSE = {"/lintel/": "ours", "/django/": "Django's", "/psycopg/": "the driver's"}

_Stats = Mapping[tuple[str, int, str], Any]
"""What the profiler found: by file, line and name the calls, the seconds within, the seconds in all, the callers."""


def shares(work: Callable[[], object], parts: Parts) -> str:
    """What share each part has in some work, in words, waiting included; and whose code Python is busy with.

    The profiler slows Python down, so waiting looks smaller than it is. Raises AssertionError where a function that
    is named is not called any more: then the words would say nothing.
    """
    stats = _profiled(work, time.perf_counter)
    whole = max(timed[3] for timed in stats.values())
    taken = [f"{what} {_taken(stats, functions) / whole:.0%}" for what, functions in parts.items()]
    return f"{', '.join(taken)}; {_statements(stats)} statements; {_whose(_profiled(work, time.process_time))}"


def _profiled(work: Callable[[], object], clock: Callable[[], float]) -> _Stats:
    profile = cProfile.Profile(clock)
    for _ in range(_TIMES):
        profile.runcall(work)
    stats: _Stats = vars(pstats.Stats(profile))["stats"]
    return stats


def _taken(stats: _Stats, functions: tuple[tuple[str, str], ...]) -> float:
    seconds = 0.0
    for file, name in functions:
        found = [timed[3] for (path, _, called), timed in stats.items() if path.endswith(file) and called == name]
        if not found:
            raise AssertionError(f"{name} of {file} is not called any more: mend the bench")
        seconds += sum(found)
    return seconds


def _whose(stats: _Stats) -> str:
    """Whose code takes Python's time. What is written in C counts as whose it was called by."""
    seconds: Counter[str] = Counter()
    for (path, _, _), (_, _, within, _, callers) in stats.items():
        by = {caller: timed[2] for (caller, _, _), timed in callers.items()} if path == "~" else {path: within}
        for file, took in by.items():
            seconds[next((whose for part, whose in _WHOSE.items() if part in file), "others'")] += took
    busy = ", ".join(f"{took / seconds.total():.0%} {whose}" for whose, took in seconds.most_common())
    return f"of Python's own time {busy}"


def _statements(stats: _Stats) -> int:
    """How many statements some work sends to the database, once."""
    sent: int = sum(
        timed[1]
        for (path, _, called), timed in stats.items()
        if path.endswith("psycopg/cursor.py") and called in ("execute", "executemany", "copy")
    )
    return sent // _TIMES
