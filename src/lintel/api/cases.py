"""The cases that one may see, the picture of one, its chronology, and what is owed in it."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Field, Query, Router

from lintel.access.grants import CLOSED, HELD, STANDING, State
from lintel.api.shapes import Count, Instant, Most, Sent, Shown
from lintel.casework import cursors, lists
from lintel.casework.look import Case, Masked, look
from lintel.casework.policy import in_force
from lintel.commitments.obligations import Obligation
from lintel.commitments.obligations import State as OwedState
from lintel.commitments.reasons import reason
from lintel.events.entry import Entry
from lintel.signin.asking import Asking

router = Router(tags=["Cases"])

_STATES: Mapping[str, tuple[State, ...]] = {
    "open": ("open", "colleague"),
    "held": HELD,
    "closed": CLOSED,
    "all": STANDING,
}


class CasesAsked(Sent):
    """Which cases, and from where on."""

    state: Literal["open", "held", "closed", "all"] = "open"
    after: str = Field("", description="what `next` said; nothing to begin")
    most: Most = 50


class CaseListed(Shown):
    """A case in a list. Who is in it stands on the case alone."""

    id: UUID
    reference: str
    state: str
    officer: str | None


class CasesShown(Shown):
    """A part of the list. `next` leads to what comes after it; null at the end."""

    cases: list[CaseListed]
    next: str | None


@router.get("/cases", response=CasesShown, summary="List the cases that you may see")
def cases(request: Asking, asked: Query[CasesAsked]) -> CasesShown:
    """Every case in these states that the token's account may list, by reference. What is added meanwhile comes in its
    place or not at all: nothing is listed twice, and nothing that was there is left out.

    **Who may:** whoever works cases, and the data protection officer; each is shown their own.
    """
    after = str(cursors.place(request.actor, "cases", asked.after)[0]) if asked.after else ""
    states = _STATES[asked.state]
    found = lists.cases(actor=request.actor, now=request.now, most=asked.most + 1, after=after, states=states)
    shown = found[: asked.most]
    return CasesShown(
        cases=[CaseListed(id=each.book, reference=each.name, state=each.state, officer=each.officer) for each in shown],
        next=cursors.cursor(request.actor, "cases", [shown[-1].name]) if len(found) > asked.most else None,
    )


class KnownOn(Sent):
    """As it was known at an instant."""

    known_on: Instant | None = Field(None, description="as it was known then, from what was written down by then")


class ChronologyAsked(KnownOn):
    """From where on."""

    after: Count = Field(0, description="the `seq` of the last entry that you have")
    most: Most = 100


class EntryShown(Shown):
    """An entry as it was written. `data` are its coded facts; `sealed` its words, names and numbers, as far as they are
    for you. Where somebody has to ask for one it says `{"masked": …}`: that takes a person, on the pages.
    """

    seq: int
    id: str
    event: str
    at: datetime
    recorded_at: datetime
    by: str | None
    thread: str | None
    about: list[str]
    data: dict[str, Any]
    sealed: dict[str, Any]


class ChronologyShown(Shown):
    """Entries in the order in which they were written. `seq` is the place of the last entry of the case as known."""

    entries: list[EntryShown]
    seq: int
    next: int | None = Field(description="send it as `after` for what follows; null at the end")


def entry_shown(entry: Entry) -> EntryShown:
    """An entry as its reader sees it."""
    return EntryShown(
        seq=entry.seq, id=entry.id, event=entry.event, at=entry.at, recorded_at=entry.recorded_at, by=entry.by,
        thread=entry.thread_id, about=list(entry.about), data=dict(entry.facts),
        sealed={name: _unmasked(each) for name, each in entry.sealed.items()},
    )  # fmt: skip


def _unmasked(said: object) -> object:
    return {"masked": said.thing} if isinstance(said, Masked) else said


@router.get("/cases/{uuid:case}/chronology", response=ChronologyShown, summary="Read a chronology")
def chronology(request: Asking, case: UUID, asked: Query[ChronologyAsked]) -> ChronologyShown:
    """What was written in a case, entry by entry. Each time is a look, and stands in the read log.

    **Who may:** whoever may open the case. For anybody else there is none.
    """
    seen = look(actor=request.actor, book=case, now=request.now, known_on=asked.known_on)
    left = [entry for entry in seen.entries if entry.seq > asked.after]
    shown = left[: asked.most]
    return ChronologyShown(
        entries=[entry_shown(each) for each in shown],
        seq=seen.seq,
        next=shown[-1].seq if len(left) > asked.most else None,
    )


class PersonShown(Shown):
    """Somebody's part in the case: a claim, by whoever made it. `called` is null where that is not for you."""

    person: str
    role: str
    called: str | None
    since: datetime
    left: datetime | None


class ContactShown(Shown):
    """How somebody may be reached. A channel that is not here is unknown, and unknown is not safe. Of a stale plan
    nothing is known any longer. `unsafe` are channels that somebody else in the case has as well.
    """

    person: str | None
    agreed: str
    confirmed_until: date
    stale: bool
    channels: dict[str, str]
    unsafe: list[str]


class ConsentShown(Shown):
    """The last answer to a question of consent. Not asked is not here."""

    purpose: str
    agency: str | None
    person: str | None
    answer: str
    asked: str


class PictureShown(Shown):
    """A case as it stands. `seq` is the place of its last entry: send it as `seen` with what you record."""

    id: UUID
    reference: str
    state: str | None
    officer: str | None
    seq: int
    known_on: datetime
    people: list[PersonShown]
    contact: list[ContactShown]
    consents: list[ConsentShown]
    threads: list[EntryShown]


@router.get("/cases/{uuid:case}", response=PictureShown, summary="Look at a case")
def picture(request: Asking, case: UUID, asked: Query[KnownOn]) -> PictureShown:
    """The current picture, worked out from the chronology: who is in it, how each may be reached, what they agreed to,
    and what was begun and not ended.

    **Who may:** whoever may open the case. For anybody else there is none.
    """
    seen = look(actor=request.actor, book=case, now=request.now, known_on=asked.known_on)
    return PictureShown(
        id=seen.book, reference=seen.name, state=seen.standing.state, officer=seen.officer, seq=seen.seq,
        known_on=seen.known_on, people=list(_people(seen)), contact=list(_contact(seen)),
        consents=[
            ConsentShown(
                purpose=each.purpose, agency=each.agency, person=each.person, answer=each.answer, asked=each.asked.id
            )
            for each in seen.state.consents
        ],
        threads=[entry_shown(each.opened) for each in seen.state.threads],
    )  # fmt: skip


def _people(seen: Case) -> Iterator[PersonShown]:
    for each in seen.state.people:
        yield PersonShown(
            person=each.person, role=each.role, called=seen.names.get(each.person), since=each.since, left=each.left
        )


def _contact(seen: Case) -> Iterator[ContactShown]:
    for each in seen.state.contact:
        yield ContactShown(
            person=each.person, agreed=each.agreed.id, confirmed_until=each.confirmed_until, stale=each.stale,
            channels=dict(each.channels), unsafe=sorted(each.unsafe),
        )  # fmt: skip


class ObligationsAsked(KnownOn):
    """In which state."""

    state: OwedState | None = None


class ObligationShown(Shown):
    """Something that was owed, to whom, by when, what became of it, and why: with the clauses that it comes from."""

    commitment: str
    clause: list[str]
    policy: str
    subject: str | None
    thread: str | None
    opened_by: str
    opened_at: datetime
    due_on: date | None
    due_at: datetime | None
    done_by: str | None
    done_at: datetime | None
    excused_by: str | None
    state: OwedState
    why: str


class ObligationsShown(Shown):
    """All of them, as of an instant."""

    obligations: list[ObligationShown]


@router.get("/cases/{uuid:case}/obligations", response=ObligationsShown, summary="See what is owed in a case")
def obligations(request: Asking, case: UUID, asked: Query[ObligationsAsked]) -> ObligationsShown:
    """Everything that the policy promises in this case, kept or not, and why it stands as it does.

    **Who may:** whoever may open the case. For anybody else there is none.
    """
    seen = look(actor=request.actor, book=case, now=request.now, known_on=asked.known_on)
    wanted = [each for each in seen.obligations if asked.state in (None, each.state)]
    return ObligationsShown(obligations=[_obligation(each) for each in wanted])


def _obligation(each: Obligation) -> ObligationShown:
    return ObligationShown(
        commitment=each.rule.id, clause=list(each.rule.clause), policy=each.rule.policy, subject=each.subject,
        thread=each.thread, opened_by=each.opened_by, opened_at=each.opened_at, due_on=each.due_on, due_at=each.due_at,
        done_by=each.done.id if each.done else None, done_at=each.done.at if each.done else None,
        excused_by=each.excuse.id if each.excuse and each.state == "excused" else None,
        state=each.state, why=reason(each, in_force()),
    )  # fmt: skip
