"""The year of a demonstration: invented cases up to this moment, imported as any landlord's histories would be."""

import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from lintel.casework.arrivals import Arrived, Clock, Watch, arrive
from lintel.casework.policy import in_force
from lintel.events.entry import PERSON_BOOK
from lintel.invention.when import year_before
from lintel.invention.year import books_of

_SEED = 1


@dataclass(frozen=True, slots=True)
class Invented:
    """A year that was invented: its lines, and what is said of its people, by their books."""

    lines: tuple[str, ...]
    people: dict[str, dict[str, str]]

    @property
    def addresses(self) -> set[str]:
        """Where they live."""
        return {said["address"] for said in self.people.values() if "address" in said}


def invented(now: datetime, cases: int) -> Invented:
    """The year up to an instant."""
    books = books_of(in_force(), cases, _SEED, year_before(now), everybody=True)
    lines = tuple(line for book in books for line in book.lines())
    people: dict[str, dict[str, str]] = {}
    for book, said in _said_of_people(lines):
        people.setdefault(book, {}).update(said)
    return Invented(lines, people)


def _said_of_people(lines: tuple[str, ...]) -> Iterator[tuple[str, dict[str, str]]]:
    """What each entry of a person's book says in words."""
    for line in lines:
        entry = json.loads(line)
        if entry["book"].startswith(PERSON_BOOK):
            said = {name: text for name, text in entry.items() if name in ("names", "date_of_birth", "address")}
            yield entry["book"].removeprefix(PERSON_BOOK), said


def take_in(year: Invented, folder: Path, *, by: str, clock: Clock, watch: Watch) -> Arrived:
    """Import a year through the same door as every file. It lies in the folder only for as long as that takes."""
    with tempfile.TemporaryDirectory(dir=folder) as place:
        path = Path(place) / "year.jsonl"
        path.write_text("\n".join(year.lines) + "\n", encoding="utf-8")
        return arrive(path, by=by, clock=clock, watch=watch)
