"""Recording something: an entry of a case, an entry of the book of somebody in it, and a first report."""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Field, Header, Router, Status

from lintel.api import problems
from lintel.api.kinds import component, recordable
from lintel.api.shapes import Count, Handle, Instant, Sent, Shown
from lintel.casework import persons, record, report
from lintel.casework.record import Draft
from lintel.commitments.rules import Guard
from lintel.events.declaration import Book
from lintel.events.faults import Fault, InputRefused
from lintel.events.registry import KINDS
from lintel.signin.asking import Asking

router = Router(tags=["Recording"])

_REPORT, _PLAN = "report.received", "contact.plan_agreed"

Key = Annotated[str, Header(..., alias="Idempotency-Key", min_length=1, max_length=64)]
"""A random key of the sender's: the same request sent twice with it makes one entry."""


class WordsSent(Sent):
    """What an entry says: `data` are its coded facts, `sealed` its words, names and numbers."""

    data: dict[str, Any] = Field(default_factory=dict)
    sealed: dict[str, Any] = Field(default_factory=dict)


class EntrySent(WordsSent):
    """An entry that is to be recorded. What it may say is in the schema of its kind."""

    event: Handle
    at: Instant = Field(description="when it happened")
    seen: Count = Field(description="`seq` of the last entry that you have read, 0 for none")
    thread: Handle | None = None
    about: list[Handle] = Field(default_factory=list, max_length=50)


class PersonEntrySent(EntrySent):
    """An entry of the book of somebody in the case; `seen` is of that book."""

    person: Handle = Field(description="their handle in the case")


class GuardShown(Shown):
    """A rule of the policy, its clauses, and what it misses."""

    guard: str
    says: str
    clause: list[str]
    missing: list[str]


class RecordedShown(Shown):
    """What came of it. `again`: it had been sent before with this key, and this is what came of it then.

    `reminders` are rules that only remind; `breaches` those that this has broken, which was recorded as well.
    """

    id: str
    seq: int
    again: bool
    reminders: list[GuardShown]
    breaches: list[GuardShown]


def _kinds(book: Book) -> dict[str, Any]:
    """How a body is described: as one of the kinds that such a book has."""
    names = {name: f"#/components/schemas/{component(name)}" for name in recordable(book)}
    one_of = [{"$ref": where} for where in names.values()]
    return {"oneOf": one_of, "discriminator": {"propertyName": "event", "mapping": names}}


def _body(described: Mapping[str, Any]) -> dict[str, Any]:
    return {"requestBody": {"content": {"application/json": {"schema": described}}}}


_OUTCOMES = {201: RecordedShown, 200: RecordedShown}
_ENTRY = _body(_kinds("case"))


@router.post(
    "/cases/{uuid:case}/entries", response=_OUTCOMES, summary="Record something in a case", openapi_extra=_ENTRY
)
def entry(request: Asking, case: UUID, key: Key, sent: EntrySent) -> Status[RecordedShown]:
    """Record an entry, as the forms of the pages do: the same rights, the same rules of the policy, by whoever the
    token acts for. 201 the first time; 200 for the same request sent again with the same key.

    What asks for a second factor (how she is reached, where she is) and what takes two people is not done by machines.

    **Who may:** whoever may record such a thing in the case. For anybody else there is none.
    """
    draft = _draft(sent, key)
    try:
        made = record.record(actor=request.actor, book=case, draft=draft, now=request.now)
    except InputRefused as refused:
        raise _placed(refused, draft.event) from None
    return _outcome(made, request.now)


@router.post("/cases/{uuid:case}/people/entries", response=_OUTCOMES, summary="Record who somebody is")
def entry_of_person(request: Asking, case: UUID, key: Key, sent: PersonEntrySent) -> Status[RecordedShown]:
    """Record an entry in the book of somebody in the case, which is begun by the first: as `person.identified`, what
    they are called. Where somebody can be reached is changed by people alone, on the pages.

    **Who may:** whoever may record who is in the case. For anybody else there is none.
    """
    draft = _draft(sent, key)
    try:
        made = persons.write(actor=request.actor, case=case, person=sent.person, draft=draft, now=request.now)
    except InputRefused as refused:
        raise _placed(refused, draft.event) from None
    return _outcome(made, request.now)


def _draft(sent: EntrySent, key: str) -> Draft:
    return Draft(
        event=sent.event, at=sent.at, seen=sent.seen, key=key, facts=sent.data, sealed=sent.sealed, thread=sent.thread,
        about=sent.about,
    )  # fmt: skip


def _placed(refused: InputRefused, event: str) -> InputRefused:
    """The faults by the places that a body has: what is no fact and no part of the frame stands in `sealed`."""
    kind = KINDS.get(event)
    sealed = frozenset(kind.sealed) if kind else frozenset()
    return InputRefused([_moved(each, sealed) for each in refused.faults], refused.more)


def _moved(fault: Fault, sealed: frozenset[str]) -> Fault:
    if fault.field.partition(".")[0].partition("[")[0] not in sealed:
        return fault
    return Fault(0, f"sealed.{fault.field}", fault.wrong, fault.expected)


def _outcome(made: record.Recorded, now: datetime) -> Status[RecordedShown]:
    shown = RecordedShown(
        id=made.entry, seq=made.seq, again=made.again, reminders=_guards(made.reminders, now),
        breaches=_guards(made.breaches, now),
    )  # fmt: skip
    return Status(200 if made.again else 201, shown)


def _guards(found: Sequence[tuple[Guard, tuple[str, ...]]], now: datetime) -> list[GuardShown]:
    return [GuardShown(**each) for each in problems.guards(found, now)]


class ReportSent(WordsSent):
    """A concern, as `report.received` has it. `reach`: how she can safely be reached, as `contact.plan_agreed` has it;
    what is not said is treated as not safe.
    """

    at: Instant = Field(description="when you were told of it, or saw it")
    reach: WordsSent | None = None


class Receipt(Shown):
    """That it was passed on. It opens nothing, and says nothing of what there is already."""

    receipt: str


@router.post("/reports", response={201: Receipt}, summary="Report a concern")
def concern(request: Asking, key: Key, sent: ReportSent) -> Status[Receipt]:
    """Pass on what somebody told you, or what you are worried about. It begins a case that others take on; whoever
    reports learns nothing of it, and gets a receipt. The same request sent again with the same key begins no other
    case, and gets the same receipt.

    An account makes at most 60 reports within an hour, by all its tokens together: what comes then is the problem
    `too-many-reports`, with when to go on. One that says somebody is in immediate danger is taken until there are 120.

    **Who may:** every account that holds a role. A system that reports holds the role of a reporter, and nothing else.
    """
    draft = Draft(event=_REPORT, at=sent.at, seen=0, key=key, facts=sent.data, sealed=sent.sealed)
    try:
        report.report(actor=request.actor, draft=draft, now=request.now, reach=_reach(sent, key))
    except InputRefused as refused:
        raise _placed(refused, _REPORT) from None
    return Status(201, Receipt(receipt=_receipt(request.actor.handle, key)))


def _reach(sent: ReportSent, key: str) -> Draft | None:
    if sent.reach is None:
        return None
    return Draft(
        event=_PLAN, at=sent.at, seen=0, key=f"{key[:50]}-reach", facts=sent.reach.data, sealed=sent.reach.sealed
    )


def _receipt(handle: str, key: str) -> str:
    """Made of what the sender knows already, so that it tells nobody anything else."""
    return hmac.digest(handle.encode(), key.encode(), hashlib.sha256).hex()[:20]
