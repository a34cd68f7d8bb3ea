"""A file of entries judged book by book, for the commands that print what came of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from lintel.cli.watching import watched
from lintel.commitments.evaluation import Court
from lintel.commitments.guards import Breach, breaches
from lintel.commitments.obligations import Obligation
from lintel.commitments.policy import Versions
from lintel.events.entry import ORGANISATION_BOOK, Entry
from lintel.events.interchange import Checked, check


@dataclass(frozen=True, slots=True)
class Judgement:
    """What came of one book."""

    book: str
    obligations: list[Obligation]
    breaches: list[Breach]
    entries: list[Entry]


def checked(path: Path) -> Checked:
    """A file in which nothing is wrong. Raises `InputRefused`."""
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
