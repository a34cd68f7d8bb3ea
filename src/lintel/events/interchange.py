"""Reading an interchange file: one JSON object a line, entries in any order, refused whole or taken whole.

The file is read twice: once to find everything that is wrong with it, and only then to hand out its books.
While a book's entries stand together, one book at a time is in memory; where they do not, all of them are.
"""

from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import BinaryIO

from lintel.events.bookchecks import CORRECTION, check_book
from lintel.events.entry import ORGANISATION_BOOK, Book, Entry
from lintel.events.faults import FILE, LINE, MOST, Fault, InputRefused
from lintel.events.parsing import names_in, parse

LONGEST_LINE = 1 << 20
"""No entry is longer than this many bytes; a longer line is refused without being read into memory."""

Books = Callable[["_Faults"], Iterator[Book]]
Progress = Callable[[int], None]
"""Told how many bytes have been read since it was told before."""


def _no_progress(read: int) -> None:
    """Nobody is watching."""


@dataclass
class Checked:
    """A file in which nothing is wrong. `together`: each book's entries stand together."""

    path: Path
    together: bool
    entries: int
    books: int
    organisation: tuple[Entry, ...]
    names: frozenset[str]
    """What its books are called."""

    def each_book(self, progress: Progress = _no_progress) -> Iterator[Book]:
        """Every book in the order in which the file names them, its entries in the order of lines."""
        books = _standing_together if self.together else _grouped
        faults, entries = _Faults(), 0
        try:
            for book in books(self.path, progress)(faults):
                entries += len(book.entries)
                if any(entry.event == CORRECTION for entry in book.entries):
                    check_book(book.entries, faults.add)  # it reads the facts within a correction as their own kind
                yield book
        except (OSError, _ScatteredError):
            entries = -1
        if faults.kept or entries != self.entries:
            wrong = "changed while it was being read"
            raise InputRefused([Fault(0, FILE, wrong, "a file that nobody writes to meanwhile")], file=self.path.name)


class _ScatteredError(Exception):
    """A book turned up again after another had begun: its entries do not stand together."""


@dataclass
class _Faults:
    """The faults found so far: so many in words, the rest by number."""

    kept: list[Fault] = field(default_factory=list)
    more: int = 0
    names: dict[str, set[str]] = field(default_factory=dict)
    """By book, the ids and people on lines that are refused: so that nobody is told that those are missing."""

    def add(self, fault: Fault) -> None:
        if len(self.kept) < MOST:
            self.kept.append(fault)
        else:
            self.more += 1

    def keep_names(self, text: str) -> None:
        """Remember what a refused line would have made known."""
        if not self.more:
            for book, name in names_in(text):
                self.names.setdefault(book, set()).add(name)


def check(path: Path, progress: Progress = _no_progress) -> Checked:
    """Read a whole file and find everything that is wrong with it. Raises `InputRefused` if anything is."""
    try:
        if not path.is_file() and not path.is_dir() and path.exists():
            raise InputRefused([Fault(0, FILE, "can be read only once", "a file on disk")], file=str(path))
        try:
            return _check(path, _standing_together(path, progress), together=True)
        except _ScatteredError:
            return _check(path, _grouped(path, progress), together=False)
    except OSError as error:
        wrong = f"cannot be read ({(error.strerror or 'no reason given').lower()})"
        raise InputRefused([Fault(0, FILE, wrong, "a file of entries")], file=str(path)) from None


def _check(path: Path, books: Books, *, together: bool) -> Checked:
    faults = _Faults()
    entries = count = 0
    organisation: tuple[Entry, ...] = ()
    names: set[str] = set()
    for book in books(faults):
        check_book(book.entries, faults.add, faults.names.get(book.name, ()))
        count += 1
        names.add(book.name)
        entries += len(book.entries)
        if book.name == ORGANISATION_BOOK:
            organisation = book.entries
    if not entries and not faults.kept:
        faults.add(Fault(0, FILE, "has no entries", "one JSON object on each line"))
    if faults.kept:
        raise InputRefused(faults.kept, faults.more, path.name)
    return Checked(path, together, entries, count, organisation, frozenset(names))


def _standing_together(path: Path, progress: Progress) -> Books:
    """The books one after another, each whole; `_ScatteredError` if one turns up again after another began."""

    def books(faults: _Faults) -> Iterator[Book]:
        ended: set[str] = set()
        for name, entries in groupby(_entries(path, progress, faults), key=lambda entry: entry.book):
            if name in ended:
                raise _ScatteredError
            ended.add(name)
            yield Book(name, tuple(entries))

    return books


def _grouped(path: Path, progress: Progress) -> Books:
    """The books after the whole file has been read into memory."""

    def books(faults: _Faults) -> Iterator[Book]:
        found: dict[str, list[Entry]] = {}
        for entry in _entries(path, progress, faults):
            found.setdefault(entry.book, []).append(entry)
        for name, entries in found.items():
            yield Book(name, tuple(entries))

    return books


def _entries(path: Path, progress: Progress, faults: _Faults) -> Iterator[Entry]:
    with path.open("rb") as file:
        for line, raw in _lines(file, progress, faults):

            def say(field: str, wrong: str, expected: str, line: int = line) -> None:
                faults.add(Fault(line, field, wrong, expected))

            try:
                text = raw.decode()
            except UnicodeDecodeError:
                say(LINE, "is not UTF-8", "a file saved as UTF-8")
                continue
            entry = parse(text, line, say)
            if entry is not None:
                yield entry
            else:
                faults.keep_names(text)


def _lines(file: BinaryIO, progress: Progress, faults: _Faults) -> Iterator[tuple[int, bytes]]:
    """The lines that are not blank, with their numbers. A line that is too long is passed over and reported."""
    number = 0
    while raw := file.readline(LONGEST_LINE + 1):
        number += 1
        progress(len(raw))
        if number == 1 and _is_utf_16(raw):
            faults.add(Fault(0, FILE, "is UTF-16, not UTF-8", "a file saved as UTF-8"))
            return
        raw = raw.removeprefix(BOM_UTF8) if number == 1 else raw
        if len(raw) > LONGEST_LINE:
            megabytes = LONGEST_LINE >> 20
            faults.add(Fault(number, LINE, f"is longer than {megabytes} MB", "one entry on each line"))
            while raw and not raw.endswith(b"\n"):
                raw = file.readline(LONGEST_LINE)
                progress(len(raw))
        elif raw.strip():
            yield number, raw


def _is_utf_16(raw: bytes) -> bool:
    """Whether a file that begins so has two bytes for each character, as some programs save a text."""
    return raw.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) or b"\0" in raw[:4]
