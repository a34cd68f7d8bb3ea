"""`lintel invent`: a year of invented cases, written whole or not at all."""

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn, TextIO

from tqdm import tqdm

from lintel.commitments.loading import find
from lintel.invention.when import calendar_year
from lintel.invention.year import books_of

_REFUSED, _WRONG_USAGE = 1, 2
_YEARS = range(2000, 2101)


def invent(arguments: argparse.Namespace) -> int:
    """Print the year, or write it to a file that is there only once all of it is."""
    if wrong := _wrong(arguments):
        print(f"lintel invent: {wrong}", file=sys.stderr)
        return _WRONG_USAGE
    policy = find(arguments.policy)
    books = books_of(policy, arguments.cases, arguments.seed, calendar_year(arguments.year))
    try:
        with _output(arguments.out) as out, _watched(arguments.cases) as bar:
            for book in books:
                for line in book.lines():
                    out.write(line + "\n")
                bar.update(book.is_case)
    except BrokenPipeError:
        raise
    except OSError as error:
        print(f"{arguments.out}: cannot be written ({error.strerror}); choose another place", file=sys.stderr)
        return _REFUSED
    return 0


def _wrong(arguments: argparse.Namespace) -> str | None:
    if arguments.cases < 0:
        return f"--cases is {arguments.cases}; write how many cases there should be, as 44"
    if arguments.year not in _YEARS:
        return f"--year is {arguments.year}; write a year from {_YEARS[0]} to {_YEARS[-1]}"
    return None


@contextmanager
def _output(path: Path | None) -> Iterator[TextIO]:
    """Standard output; or a file beside the one that is wanted, which takes its place when all went well."""
    if path is None:
        yield sys.stdout
        return
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with open(handle, "w", encoding="utf-8", newline="\n") as file:
            yield file
        os.chmod(beside, 0o644)
        os.replace(beside, path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


def _watched(cases: int) -> "tqdm[NoReturn]":
    """A progress bar on a terminal; nothing anywhere else."""
    hidden = not sys.stderr.isatty()
    return tqdm(total=cases, unit=" cases", desc="Inventing", disable=hidden, leave=False, delay=0.5)
