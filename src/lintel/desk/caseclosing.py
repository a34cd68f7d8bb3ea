"""What still bars the closing of a case, as it was proposed last."""

from lintel.casework import policy
from lintel.commitments.guards import allowed
from lintel.desk.caselines import Reading
from lintel.desk.forms import barring
from lintel.events.entry import Entry

_LAST = 1 << 30
"""A place after every entry that there is."""


def bars(reading: Reading) -> tuple[barring.Bar, ...]:
    """The rules that closing would break now, with the outcome and the risk that were proposed, if they were."""
    chronology = reading.seen.chronology
    if chronology.book is None:
        return ()
    proposed, now, versions = chronology.of("closure.proposed"), chronology.as_of, policy.in_force()
    facts = proposed[-1].facts if proposed else {}
    closing = Entry(chronology.name, "closing", "case.closed", now, now, reading.actor.handle, facts=facts, seq=_LAST)
    found = allowed(closing, chronology.book, versions, chronology.beside)
    broken = [(guard, faults) for guard, faults in found if guard.strength != "remind"]
    return barring.bars(broken, versions.at(now), reading.naming)
