"""Where the time of a piece of work goes: to which of its parts, by Python's profiler, and to how many statements."""

import cProfile
import pstats
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import connection

_TIMES = 20

Parts = Mapping[str, tuple[tuple[str, str], ...]]
"""A part in words, and the functions that are it: the end of the file's path, and the name."""


def shares(work: Callable[[], object], parts: Parts) -> str:
    """What share each part has in some work, in words. The profiler slows Python down, so waiting looks smaller.

    Raises AssertionError where a function that is named is not called any more: then the words would say nothing.
    """
    profile = cProfile.Profile()
    for _ in range(_TIMES):
        profile.runcall(work)
    stats = vars(pstats.Stats(profile))["stats"]
    whole = max(timed[3] for timed in stats.values())
    said = [f"{what} {_taken(stats, functions) / whole:.0%}" for what, functions in parts.items()]
    return f"{', '.join(said)}; {statements(work)} statements"


def _taken(stats: Mapping[tuple[str, int, str], Any], functions: tuple[tuple[str, str], ...]) -> float:
    seconds = 0.0
    for file, name in functions:
        found = [timed[3] for (path, _, called), timed in stats.items() if path.endswith(file) and called == name]
        if not found:
            raise AssertionError(f"{name} of {file} is not called any more: mend the bench")
        seconds += sum(found)
    return seconds


def statements(work: Callable[[], object]) -> int:
    """How many statements some work sends to the database through Django."""
    with _counting() as sent:
        work()
    return len(sent)


@contextmanager
def _counting() -> Iterator[list[str]]:
    sent: list[str] = []

    def count(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        sent.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        yield sent
