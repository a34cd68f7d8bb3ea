"""What was reported, in its own words, of several cases at once: only those that whoever asks may read."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lintel.access import readlog
from lintel.casework.called import truly_open
from lintel.casework.doors import Door
from lintel.casework.things import masked, thing_of
from lintel.commitments.reading import read
from lintel.events.bookchecks import CORRECTION
from lintel.events.entry import Entry
from lintel.ledger import queries

_REPORT = "report.received"
_SAID = "account"


@dataclass(frozen=True, slots=True)
class Said:
    """The words of a report. `put_right`: other words were written in its place since, which stand on the case."""

    words: str
    put_right: bool


def said_in(at: Collection[Door], now: datetime) -> dict[UUID, tuple[Said, ...]]:
    """What the reports of these cases say, the first one first, where they may be read by whoever stands there.

    Each case of which anything may be read is a look at that case, and is written down so, within the caller's
    transaction.
    """
    may = {each.book: each for each in at if each.may("read", thing_of(_REPORT)).allowed}
    mine = {book: may[book] for book in sorted(truly_open(may.values()))}
    found = queries.chronicles(list(mine), names={book: each.name for book, each in mine.items()}, with_sealed=True)
    for book, each in mine.items():
        readlog.note(each.actor, readlog.Look("read", "case", each.may("read", "case").ground, book), now)
    return {book: tuple(_said(case.entries, now)) for book, case in found.items()}


def _said(entries: Sequence[Entry], now: datetime) -> Iterator[Said]:
    corrected = {str(each.facts["entry"]) for each in entries if each.event == CORRECTION and each.sealed}
    for entry in read(entries, as_of=now, known_on=now):
        words = entry.sealed.get(_SAID) if entry.event == _REPORT and not masked(_REPORT, _SAID) else None
        if words:
            yield Said(str(words), entry.id in corrected)
