"""What becomes of a claim: the obligation that it comes to, and its state."""

from lintel.commitments.claims import Claim
from lintel.commitments.excuses import excuse_of
from lintel.commitments.obligations import Obligation, State
from lintel.commitments.periods import Due
from lintel.events.entry import Entry


def settled(claim: Claim, due: Due | None, done: Entry | None, *, agreement: Entry | None = None) -> Obligation:
    """The obligation that a claim comes to when this is due and that was done. A doing in time beats an excuse."""
    kept = in_time(due, done)
    excuse = excuse_of(claim, due) if not kept and claim.excusable else None
    state: State = "kept" if kept else "excused" if excuse else _unexcused(claim, due, done)
    return Obligation(
        book=claim.chronology.name,
        rule=claim.rule,
        state=state,
        opened_by=name_in(claim.chronology.name, claim.opened),
        opened_at=claim.start,
        opened=claim.opened,
        subject=claim.subject,
        thread=claim.thread,
        due=due,
        done=done,
        excuse=excuse,
        agreement=agreement,
    )


def name_in(book: str, entry: Entry) -> str:
    """The id by which a book's obligation names an entry: with its own book's name, where that is another."""
    return entry.id if entry.book == book else f"{entry.book}:{entry.id}"


def in_time(due: Due | None, done: Entry | None) -> bool:
    """Whether it was done before the time ran out."""
    return done is not None and not (due is not None and due.ran_out(done.at))


def _unexcused(claim: Claim, due: Due | None, done: Entry | None) -> State:
    """What a claim comes to that was neither kept nor excused: an excuse beats a late doing."""
    if done:
        return "late"
    if claim.closed:
        return "missed"
    return "overdue" if due and due.ran_out(claim.chronology.as_of) else "due"
