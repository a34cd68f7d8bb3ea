"""What still bars the closing of a case, as it was proposed last."""

from collections.abc import Iterator
from dataclasses import dataclass

from lintel.casework import policy
from lintel.commitments.guards import allowed
from lintel.desk.caselines import Reading
from lintel.desk.casewords import article
from lintel.events.entry import Entry

_LAST = 1 << 30
"""A place after every entry that there is."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A guard that bars closing: what it says, what is missing for it, and the clauses it rests on."""

    says: str
    missing: tuple[str, ...]
    clauses: tuple[str, ...]


def bars(reading: Reading) -> Iterator[Bar]:
    """The guards that closing would break now, with the outcome and the risk that were proposed, if they were."""
    chronology = reading.seen.chronology
    proposed = chronology.of("closure.proposed")
    if chronology.book is None:
        return
    now = chronology.as_of
    facts = proposed[-1].facts if proposed else {}
    closing = Entry(chronology.name, "closing", "case.closed", now, now, reading.actor.handle, facts=facts, seq=_LAST)
    for guard, faults in allowed(closing, chronology.book, policy.in_force(), chronology.beside):
        if guard.strength != "remind":
            missing = tuple(article(reading.naming.told(fault)) for fault in faults)
            yield Bar(guard.says or guard.id, missing, guard.clause)
