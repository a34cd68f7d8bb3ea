"""What becomes of a claim: the obligation that it comes to, and its state."""

from lintel.commitments.claims import Claim
from lintel.commitments.excuses import excuse_of
from lintel.commitments.obligations import Obligation, State
from lintel.commitments.periods import Due
from lintel.events.entry import Entry


def settled(
    claim: Claim, due: Due | None, done: Entry | None, *, agreement: Entry | None = None
) -> Obligation:
    """The obligation that a claim comes to when this is due and that was done."""
    excuse = None if in_time(due, done) else excuse_of(claim, due)
    return Obligation(
        book=claim.chronology.name,
        rule=claim.rule,
        state=_state(claim, due, done, excuse),
        opened_by=claim.opened.id,
        opened_at=claim.start,
        opened=claim.opened,
        subject=claim.subject,
        thread=claim.thread,
        due=due,
        done=done,
        excuse=excuse,
        agreement=agreement,
    )


def in_time(due: Due | None, done: Entry | None) -> bool:
    """Whether it was done before the time ran out."""
    return done is not None and not (due is not None and due.ran_out(done.at))


def _state(claim: Claim, due: Due | None, done: Entry | None, excuse: Entry | None) -> State:
    """A doing in time beats an excuse; an excuse beats a late doing; nothing else settles but a closing."""
    if in_time(due, done):
        return "kept"
    if excuse:
        return "excused"
    if done:
        return "late"
    if claim.closed:
        return "missed"
    return "overdue" if due and due.ran_out(claim.chronology.as_of) else "due"
