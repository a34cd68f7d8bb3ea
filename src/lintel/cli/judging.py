"""A file of entries judged book by book, for the commands that print what came of it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

from lintel.cli.watching import watched
from lintel.commitments.evaluation import Court
from lintel.commitments.guards import Breach, breaches
from lintel.commitments.loading import PolicyRefused, find
from lintel.commitments.obligations import Obligation
from lintel.commitments.policy import Versions
from lintel.events.entry import ORGANISATION_BOOK, Entry
from lintel.events.faults import InputRefused
from lintel.events.interchange import Checked, check

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Judgement:
    """What came of one book."""

    book: str
    obligations: list[Obligation]
    breaches: list[Breach]
    entries: list[Entry]


class AllRefusedError(ValueError):
    """Something that a command was given cannot be used: everything that is wrong with everything given."""


def all_read(names: Sequence[str], paths: Sequence[Path]) -> tuple[list[Versions], list[Checked]]:
    """Every policy and every file of entries. Raises `AllRefusedError` if anything is wrong with any of them."""
    refused: list[str] = []
    policies = [found for name in names for found in _read(partial(find, name), refused)]
    files = [found for path in paths for found in _read(partial(_checked, path), refused)]
    if refused:
        raise AllRefusedError("\n".join(dict.fromkeys(refused)))
    return policies, files


def _read(read: Callable[[], Found], refused: list[str]) -> list[Found]:
    try:
        return [read()]
    except (InputRefused, PolicyRefused) as error:
        refused.append(str(error))
        return []


def _checked(path: Path) -> Checked:
    with watched(path, "Checking") as progress:
        return check(path, progress)


def judged(file: Checked, policy: Versions, as_of: datetime, known_on: datetime | None) -> Iterator[Judgement]:
    """Each case of a file in turn, and the organisation last. One book at a time is in memory."""
    court = Court(policy, as_of, known_on, file.organisation)
    with watched(file.path, "Judging") as progress:
        for book in file.each_book(progress):
            if book.is_case:
                chronology = court.chronology(book)
                obligations = list(court.case(chronology))
                broken = list(breaches(book, policy, as_of, known_on, court.own))
                yield Judgement(book.name, obligations, broken, list(chronology.entries))
    broken = list(breaches(court.book, policy, as_of, known_on))
    yield Judgement(ORGANISATION_BOOK, list(court.organisation()), broken, list(court.own.entries))
