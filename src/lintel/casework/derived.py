"""What the lists and the door go by, derived from the entries of a case: made anew with every entry.

Nothing here is a fact: `lintel rebuild` makes all of it from the ledger, and a test shows that it changes nothing.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import NamedTuple
from uuid import UUID

from lintel.access import rights
from lintel.access.grants import State
from lintel.casework.decisions import awaited
from lintel.casework.models import Awaited, Member, Owed, Part, Reach, Standing
from lintel.casework.reaching import reach
from lintel.commitments.chronology import Chronology
from lintel.commitments.obligations import Obligation
from lintel.commitments.reading import read
from lintel.events.bookchecks import CORRECTION
from lintel.events.entry import LONDON, Entry

OPEN = ("due", "overdue")
_REOPENS = ("report.received", "case.reopened")
_TO_SAFEGUARDING = ("safeguarding.referred",)
_SAYS_WHO = frozenset(("person.joined", "person.role_changed", CORRECTION))
BACKING = (
    "officer.named", "access.given", "access.ended", "conflict.declared", "report.received", *_TO_SAFEGUARDING,
    "case.escalated", "safeguarding.decided",
)  # fmt: skip
"""All that `backed` looks at, beside what corrects these."""
_TELLING = frozenset((*BACKING, CORRECTION))
_EVER = datetime.max.replace(tzinfo=UTC)


class Derived(NamedTuple):
    """The rows of one case."""

    standing: Standing
    members: list[Member]
    parts: list[Part]
    owed: list[Owed]
    reach: list[Reach]
    awaited: list[Awaited]


def derived(
    book: UUID,
    chronology: Chronology,
    obligations: Iterable[Obligation],
    *,
    seq: int,
    persons: dict[str, UUID],
    erased: bool,
) -> Derived:
    """The rows of a case. `persons` are the books of the people in it, by their handles in the case."""
    entries = chronology.entries
    officer, assigned = officers(entries)
    owed = [each for each in obligations if each.state in OPEN]
    state = state_of(entries, erased=erased)
    standing = Standing(
        book_id=book,
        seq=seq,
        state=state,
        officer=officer,
        safeguarding=_came_to_safeguarding(entries),
        fresh_until=_fresh_until(chronology.as_of, owed, running="closed" not in state and state != "erased"),
    )
    members = [Member(book_id=book, staff=staff, how=how) for staff, how in _members(entries, assigned)]
    colleague = state.startswith("colleague")
    rows = [_owed(book, each, officer, colleague=colleague) for each in owed]
    if erased:
        return Derived(standing, members, [], rows, [], [])
    parts = [
        Part(book_id=book, person=person, role=role, person_book_id=persons.get(person))
        for person, role in parts_in(entries)
    ]
    return Derived(standing, members, parts, rows, list(reach(book, chronology)), _awaited(book, entries))


def organisation_owed(book: UUID, obligations: Iterable[Obligation]) -> list[Owed]:
    """The rows of what the organisation itself owes."""
    return [_owed(book, each, None, colleague=False) for each in obligations if each.state in OPEN]


def state_of(entries: Sequence[Entry], *, erased: bool) -> State:
    """The state of a case in the words of the rights table."""
    if erased:
        return "erased"
    stands: State = "open"
    for entry in entries:
        if entry.event == "case.closed":
            stands = "closed"
        elif entry.event in _REOPENS:
            stands = "open"
    if holds_in_force(entries):
        stands = "held"
    if not is_colleagues(entries):
        return stands
    of_colleague: dict[State, State] = {"open": "colleague", "closed": "colleague_closed", "held": "colleague_held"}
    return of_colleague[stands]


def is_colleagues(entries: Iterable[Entry]) -> bool:
    """Whether any report says that somebody in the case works here. One that says nothing does not unsay it."""
    said = [entry.facts["colleague_case"] for entry in entries if "colleague_case" in entry.facts]
    return bool(said and said[-1])


def holds_in_force(entries: Sequence[Entry]) -> list[Entry]:
    """The legal holds that nobody has lifted. Ending the thread does not: lifting takes two people."""
    lifted = {entry.thread for entry in entries if entry.event == "legal_hold.lifted"}
    return [entry for entry in entries if entry.event == "legal_hold.placed" and entry.id not in lifted]


def officers(entries: Iterable[Entry]) -> tuple[str | None, set[str]]:
    """Whose case it is, and everybody who works it now: somebody who covers works beside the officer they cover.

    A cover ends when the officer is named again, or another officer, or another cover.
    """
    officer: str | None = None
    cover: str | None = None
    for entry in entries:
        if entry.event != "officer.named" or "officer" not in entry.facts:
            continue  # a file may say that somebody was named, and not who
        named = str(entry.facts["officer"])
        if entry.facts.get("reason") == "cover" and officer is not None and named != officer:
            cover = named
        else:
            officer, cover = named, None
    return officer, {each for each in (officer, cover) if each}


def _members(entries: Iterable[Entry], assigned: Iterable[str]) -> Iterator[tuple[str, str]]:
    yield from ((staff, Member.How.ASSIGNED) for staff in sorted(assigned))
    let_in: dict[str, bool] = {}
    kept_out: set[str] = set()
    for entry in entries:
        if entry.event in ("access.given", "access.ended"):
            let_in[str(entry.facts["staff"])] = entry.event == "access.given"
        elif entry.event == "conflict.declared":
            kept_out.add(str(entry.facts["staff"]))
    yield from ((staff, Member.How.NAMED) for staff, still in sorted(let_in.items()) if still)
    yield from ((staff, Member.How.CONFLICT) for staff in sorted(kept_out))


def backed(entries: Iterable[Entry], staff: str, standing: rights.Standing, officer: str | None) -> bool:
    """Whether the entries themselves say what the door found in the derived rows, which are easier to tamper with."""
    telling = [entry for entry in entries if entry.event in _TELLING]
    known = read(telling, as_of=_EVER, known_on=_EVER)
    leader, working = officers(known)
    members = set(_members(known, working))
    if (staff, Member.How.CONFLICT) in members:
        return False
    if standing.relation in ("assigned", "named"):
        return (staff, standing.relation) in members
    colleagues = (standing.state or "").startswith("colleague")
    reached = standing.relation != "safeguarding" or _came_to_safeguarding(known)
    return reached and colleagues == is_colleagues(known) and officer == leader


def parts_in(entries: Iterable[Entry]) -> list[tuple[str, str]]:
    """Everybody who is or was in the case, each with the part that was claimed last.

    Those who left are among them: what they have to do with the people in it has not left with them. Whoever joined by
    mistake is not, once that was put right: the case shows nothing of them any longer.
    """
    saying = [entry for entry in entries if entry.event in _SAYS_WHO]
    parts: dict[str, str] = {}
    for entry in read(saying, as_of=_EVER, known_on=_EVER):
        person = str(entry.facts["person"])
        if entry.event == "person.joined" or person in parts:
            parts[person] = str(entry.facts.get("role", "unknown"))
    return sorted(parts.items())


def ever_in(entries: Sequence[Entry]) -> set[str]:
    """Everybody who was ever said to be in the case, those who joined by mistake among them."""
    said = {str(entry.facts["person"]) for entry in entries if entry.event in ("person.joined", "person.role_changed")}
    return said | {person for person, _ in parts_in(entries)}


def _awaited(book: UUID, entries: Iterable[Entry]) -> list[Awaited]:
    return [Awaited(book_id=book, event=each.event, entry=each.id, by=each.by, at=each.at) for each in awaited(entries)]


def _came_to_safeguarding(entries: Iterable[Entry]) -> bool:
    return any(
        entry.event in _TO_SAFEGUARDING
        or (entry.event == "case.escalated" and entry.facts.get("to") == "safeguarding_lead")
        or (entry.event == "safeguarding.decided" and entry.facts.get("decision") == "refer")
        for entry in entries
    )


def _fresh_until(now: datetime, owed: Sequence[Obligation], *, running: bool) -> datetime | None:
    """Until when the same is owed if nobody writes anything: the next deadline, or the end of the day in London.

    Dates turn at midnight (a rhythm's next interval, a hold to be reviewed); whatever turns within a day is due.
    """
    if not (running or owed):
        return None
    tomorrow = datetime.combine(now.astimezone(LONDON).date() + timedelta(days=1), time(), LONDON)
    return min([tomorrow, *(each.due_at for each in owed if each.due_at and each.due_at > now)])


def _owed(book: UUID, each: Obligation, officer: str | None, *, colleague: bool) -> Owed:
    return Owed(
        book_id=book,
        commitment=each.rule.id,
        policy=each.rule.policy,
        subject=each.subject,
        thread=each.thread,
        opened_by=each.opened_by,
        due=each.due_at,
        officer=officer,
        colleague=colleague,
    )
