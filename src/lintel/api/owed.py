"""What is owed on one's desk, soonest first."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from ninja import Field, Query, Router

from lintel.access.accounts import Actor
from lintel.api.shapes import Most, Sent, Shown
from lintel.casework import cursors
from lintel.casework.agenda import Place, Scope, Task, agenda
from lintel.casework.reaching import Way
from lintel.signin.asking import Asking

router = Router(tags=["Obligations"])


class OwedAsked(Sent):
    """Whose, and from where on."""

    whose: Literal["mine", "all"] = Field("mine", description="in the cases that you work, or in all that you may list")
    after: str = Field("", description="what `next` said; nothing to begin")
    most: Most = 50


class WayShown(Shown):
    """How she may be reached today. A channel that is not here is unknown, and unknown is not safe."""

    basis: str
    until: date | None
    channels: dict[str, str]
    shared: list[str]
    voicemail: bool
    letters: bool | None
    hours: list[int] | None
    days: list[str]


class TaskShown(Shown):
    """Something that is owed. `way` is null where several people are meant, and the case must say."""

    case: UUID
    reference: str
    commitment: str
    policy: str
    subject: str | None
    thread: str | None
    opened_by: str
    due: datetime | None
    officer: str | None
    called: str | None
    way: WayShown | None


class OwedShown(Shown):
    """A part of the list. `next` leads to what comes after it; null at the end."""

    owed: list[TaskShown]
    next: str | None


@router.get("/obligations", response=OwedShown, summary="See what is owed on your desk")
def owed(request: Asking, asked: Query[OwedAsked]) -> OwedShown:
    """What is owed, due or overdue, the soonest first. What was judged anew meanwhile may come twice; nothing is left
    out.

    **Who may:** whoever works cases, and the data protection officer, each of the cases that they may list.
    """
    after = _place(request.actor, asked.after) if asked.after else None
    scope = Scope(whose=asked.whose, most=asked.most, after=after)
    found = agenda(actor=request.actor, scope=scope, now=request.now)
    last = found.tasks[-1].place if found.more else None
    return OwedShown(owed=[_task(each) for each in found.tasks], next=_cursor(request.actor, last) if last else None)


def _cursor(actor: Actor, last: Place) -> str:
    return cursors.cursor(actor, "owed", [last.due.isoformat() if last.due else None, *last[1:]])


def _place(actor: Actor, text: str) -> Place:
    due, order, name, commitment, owed = cursors.place(actor, "owed", text)
    since = datetime.fromisoformat(due) if isinstance(due, str) else None
    return Place(since, int(str(order)), str(name), str(commitment), int(str(owed)))


def _task(each: Task) -> TaskShown:
    return TaskShown(
        case=each.book, reference=each.name, commitment=each.commitment, policy=each.policy, subject=each.subject,
        thread=each.thread, opened_by=each.opened_by, due=each.due, officer=each.officer, called=each.called,
        way=_way(each.way) if each.way else None,
    )  # fmt: skip


def _way(way: Way) -> WayShown:
    return WayShown(
        basis=way.basis, until=way.until, channels=dict(way.channels), shared=sorted(way.shared),
        voicemail=way.voicemail, letters=way.letters, hours=list(way.hours) if way.hours else None, days=list(way.days),
    )  # fmt: skip
