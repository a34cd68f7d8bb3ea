"""The archive: what the database's log said, second by second, and copies of the database that it goes on from.

    FOLDER/since-20261122T154500Z/            one stretch, in which nothing of the log is missing
        system                                the number of the server that it is of
        wal/                                  the log, as pg_receivewal writes it
        base-20261122T154501Z/                a copy; any moment from its end on can be had again

Like a dump in clear it holds coded facts, references and handles; what is sealed in the database is sealed in it, and
no key is. It goes back fourteen days and no further: what was erased since can be opened by what is in it and the keys.
"""

import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from lintel.embedded.privatefile import MAKING, move_for_good, write_private

KEPT: Final = timedelta(days=14)
_STAMP: Final = "%Y%m%dT%H%M%SZ"
_BASE, _SINCE = "base-", "since-"
_FIRST: Final = re.compile(r"^START WAL LOCATION: \S+ \(file ([0-9A-F]{24})\)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Base:
    """A copy of the server's files, and the stretch of its log that goes on from there."""

    folder: Path

    @property
    def at(self) -> datetime:
        """The moment from which on it serves, by the server's clock."""
        return _at(self.folder.name.removeprefix(_BASE))

    @property
    def first(self) -> str:
        """The first file of the log that it needs."""
        found = _FIRST.search((self.folder / "backup_label").read_text(encoding="utf-8"))
        return found[1] if found else ""

    def log(self) -> Iterator[Path]:
        """The files of the log that go on from it."""
        files = sorted(Stretch(self.folder.parent).wal.iterdir())
        return (each for each in files if each.suffix == ".history" or each.name[8:24] >= self.first[8:])


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the archive in which nothing of the log is missing."""

    folder: Path

    @property
    def wal(self) -> Path:
        """Where the log is."""
        return self.folder / "wal"

    @property
    def system(self) -> str:
        """Which server it is of."""
        return (self.folder / "system").read_text(encoding="utf-8").strip()

    def bases(self) -> list[Base]:
        """The copies, oldest first; none that is only being made."""
        return [Base(each) for each in sorted(self.folder.glob(f"{_BASE}*Z"))]

    @contextmanager
    def making(self) -> Iterator[Path]:
        """Where a copy is made, for as long as that takes: what was broken off, now or before, goes."""
        making = self.folder / f"{_BASE}{MAKING}"
        shutil.rmtree(making, ignore_errors=True)
        try:
            yield making
        finally:
            shutil.rmtree(making, ignore_errors=True)

    def add(self, making: Path, at: datetime) -> Base:
        """Give a copy that is whole its name."""
        base = self.folder / f"{_BASE}{at.astimezone(UTC):{_STAMP}}"
        move_for_good(making, base)
        return Base(base)


@dataclass(frozen=True, slots=True)
class Archive:
    """The whole of it."""

    folder: Path

    def stretches(self) -> list[Stretch]:
        """Its parts, oldest first."""
        return [Stretch(each) for each in sorted(self.folder.glob(f"{_SINCE}*Z"))]

    def begin(self, system: str, at: datetime) -> Stretch:
        """Begin a new part, since there is none yet, or something of the log went missing."""
        stretch = Stretch(self.folder / f"{_SINCE}{at.astimezone(UTC):{_STAMP}}")
        making = stretch.folder.with_name(stretch.folder.name + MAKING)
        shutil.rmtree(making, ignore_errors=True)
        (making / "wal").mkdir(mode=0o700, parents=True)
        making.chmod(0o700)
        write_private(making / "system", f"{system}\n")
        move_for_good(making, stretch.folder)
        return stretch

    def bases(self) -> list[Base]:
        """Every copy, oldest first."""
        return sorted((base for each in self.stretches() for base in each.bases()), key=lambda base: base.at)

    def base_for(self, until: datetime | None) -> Base | None:
        """The copy to go on from to come to a moment, or to the end; None where the archive does not go back so far."""
        fitting = [base for base in self.bases() if until is None or base.at <= until]
        return fitting[-1] if fitting else None

    def prune(self, now: datetime) -> Sequence[str]:
        """Take away what no moment of the last fourteen days needs. The names of the copies that went."""
        needed = self.base_for(now - KEPT)
        gone = [base for base in self.bases() if needed is not None and base.at < needed.at]
        for base in gone:
            shutil.rmtree(base.folder)
        for stretch in self.stretches()[:-1]:
            if needed is not None and not stretch.bases():
                shutil.rmtree(stretch.folder)
        for stretch in self.stretches():
            _shorten(stretch.wal, [base.first for base in stretch.bases()])
        return [base.folder.name for base in gone]


def _shorten(wal: Path, firsts: Iterable[str]) -> None:
    """Take away the files of the log that come before every copy; all stay where there is no copy yet."""
    oldest = min((first[8:] for first in firsts), default="")
    for each in wal.iterdir():
        if each.suffix != ".history" and each.name[8:24] < oldest:
            each.unlink()


def _at(stamp: str) -> datetime:
    return datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)
