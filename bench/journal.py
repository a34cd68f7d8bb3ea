"""A writer's journal: what it set out to write, and what it was told was written. It outlives a killed writer.

Each line is written by one call, so that a killed writer leaves at most one torn line, its last.
"""

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing to write, with everything needed to send it again in the same words. `book` is a case's id, in hex."""

    key: str
    way: str
    at: str
    event: str
    book: str = ""
    person: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    sealed: Mapping[str, Any] = field(default_factory=dict)
    thread: str | None = None
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Done:
    """What a writer was told: where its deed stands. `again`: it stood there before it was sent this time."""

    key: str
    by: str
    entry: str
    seq: int
    again: bool


class Journal:
    """One writer's journal, read back when it starts again."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)
        os.write(self._file, b"\n")  # a predecessor may have been killed within a line

    def intend(self, deed: Deed) -> None:
        self._add("deed", asdict(deed))

    def told(self, done: Done) -> None:
        self._add("done", asdict(done))

    def away(self) -> None:
        """The database did not answer."""
        self._add("away", {})

    def odd(self, error: BaseException) -> None:
        """Something went wrong that should not have."""
        self._add("odd", {"what": f"{type(error).__name__} {getattr(error.__cause__, 'sqlstate', '') or ''}".strip()})

    def _add(self, what: str, said: Mapping[str, Any]) -> None:
        os.write(self._file, json.dumps([what, said]).encode() + b"\n")

    def unfinished(self) -> Deed | None:
        """What the writer was at when it was killed."""
        deeds, done = pages([self._path])
        last = next(reversed(deeds.values()), None)
        return last if last and last.key not in {each.key for each in done} else None


Pages = tuple[dict[str, Deed], list[Done]]


def pages(paths: list[Path]) -> Pages:
    """Every deed by its key, and everything that the writers were told."""
    deeds: dict[str, Deed] = {}
    done: list[Done] = []
    for what, said in _lines(paths):
        if what == "deed":
            deeds[said["key"]] = Deed(**{**said, "about": tuple(said["about"])})
        elif what == "done":
            done.append(Done(**said))
    return deeds, done


def lines(paths: list[Path], kind: str) -> int:
    """How many lines of a kind there are."""
    return sum(path.read_bytes().count(f'\n["{kind}"'.encode()) for path in paths)


def oddities(paths: list[Path]) -> list[str]:
    """What went wrong that should not have, a kind of error each."""
    return sorted({said["what"] for what, said in _lines(paths) if what == "odd"})


def _lines(paths: list[Path]) -> Iterator[tuple[str, Any]]:
    for path in paths:
        for line in path.read_bytes().split(b"\n"):
            if line.endswith(b"]"):  # a torn line is one that was never said
                what, said = json.loads(line)
                yield what, said
