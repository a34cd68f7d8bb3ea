"""What takes two people: to erase a case, and to lift a legal hold. One proposes, and somebody else approves.

The entry that an approval makes is the approver's own: it is `by` them, and `approved_by` names them once more. Who
proposed stands in the proposal, which is kept, and on the certificate of an erasure.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal, cast
from uuid import UUID

from django.db import transaction

from lintel.access import accounts, readlog, rights
from lintel.access.accounts import Actor
from lintel.casework import notices, policy
from lintel.casework.derived import holds_in_force
from lintel.casework.doors import Door, door, opened
from lintel.casework.index import cases_of
from lintel.casework.models import Decision, Proposal, Standing
from lintel.casework.record import Draft, admitted
from lintel.casework.refusals import NotHere, Refused, TakesTwo
from lintel.casework.retention import fate, voided
from lintel.casework.retentionfile import in_force
from lintel.events.entry import Book
from lintel.events.faults import Fault, InputRefused
from lintel.events.written import as_json
from lintel.ledger import actions, queries
from lintel.ledger.models import Book as LedgerBook

What = Literal["erasure", "hold"]

_WHATS: tuple[What, ...] = ("erasure", "hold")
_EVENTS: Mapping[What, str] = {"erasure": "case.erased", "hold": "legal_hold.lifted"}
_CLOSED = ("closed", "colleague_closed")
_TOGETHER = 200


class NotNow(Refused):
    """It cannot be proposed or decided as things stand; it says why."""

    code = "not_now"


def propose(*, actor: Actor, book: UUID, what: What, facts: Mapping[str, object], now: datetime) -> Proposal:
    """Propose to erase a case whose time is up (`facts` are empty), or to lift the hold that `facts["thread"]` names.

    The data protection officers get a notice. Raises `NotHere` at the door, `InputRefused` for facts that do not
    fit, `NotNow` where the case is not due or the same is proposed already.
    """
    with opened(actor, book, "propose", what, now) as before:
        actions.lock(book)
        case = _read(before)
        asked = _erasure(case, facts, now) if what == "erasure" else _lifting(case, facts)
        said = as_json({**asked, "seen": case.entries[-1].seq})
        if any(_same(each, asked) and not _void(each, case) for each in _undecided(book, what)):
            raise NotNow("This is proposed already, and waits for somebody else to decide it.")
        notices.tell(set(accounts.holders(["data_protection_officer"])) - {actor.handle}, f"{what}_proposed", book, now)
        return Proposal.objects.create(what=what, book_id=book, asked=said, by=actor.handle, at=now)


def decide(*, actor: Actor, proposal: UUID, approved: bool, now: datetime) -> Decision:
    """Approve a proposal of somebody else's, or refuse it. Approving writes the entry, in the same transaction.

    Raises `NotHere` where there is no such proposal for this person (or its case is no longer in a state for it: a
    hold was placed, it was opened again), `TakesTwo` for their own, `NotNow` where it was decided before or is void,
    and what `record` raises.
    """
    asked = Proposal.objects.filter(id=proposal, what__in=_WHATS).first()
    what = cast(What, asked.what) if asked else "erasure"
    with opened(actor, (asked and asked.book_id) or proposal, "approve", what, now) as before:
        if asked is None:
            raise NotHere
        own = replace(before.standing, own_proposal=asked.by == actor.handle)
        if not rights.may(actor, "approve", what, own).allowed:
            raise TakesTwo("This is your own proposal: somebody else has to decide it.")
        actions.lock(before.book)
        if Decision.objects.filter(proposal=asked).exists():
            raise NotNow("This proposal was decided before. Propose it anew if it is still wanted.")
        decision = Decision.objects.create(proposal=asked, by=actor.handle, at=now, approved=approved)
        if approved:
            admitted(before, _draft(asked, _read(before), before, now), now)
        notices.tell({asked.by}, f"{what}_{'approved' if approved else 'refused'}", before.book, now)
        return decision


def waiting(*, actor: Actor, now: datetime) -> list[Proposal]:
    """The proposals that somebody may decide now, the oldest first: never their own, and none of a case on hold."""
    undecided = Proposal.objects.filter(decision=None, what__in=_WHATS).exclude(by=actor.handle).order_by("at", "id")
    with transaction.atomic(durable=True):
        found = [each for each in undecided if _may(actor, each.book_id, "approve", cast(What, each.what), now)]
        readlog.note(actor, readlog.Look("list", "erasure", "by_door", found=len(found)), now)
    return found


@dataclass(frozen=True, slots=True)
class Due:
    """A case that may be proposed for erasure: its reference, the class that it is in, and since when it is due."""

    book: UUID
    name: str
    rule: str
    since: date


def proposable(*, actor: Actor, now: datetime) -> list[Due]:
    """The cases that somebody may propose to erase now, in the order of their references."""
    with transaction.atomic(durable=True):
        found = [each for each in due(now) if _may(actor, each.book, "propose", "erasure", now)]
        readlog.note(actor, readlog.Look("list", "erasure", "by_door", found=len(found)), now)
    return found


def due(now: datetime) -> Iterator[Due]:
    """Every case whose time is up, whoever asks, in the order of references."""
    closed = set(Standing.objects.filter(state__in=_CLOSED).values_list("book_id", flat=True))
    books = [book for book, _ in queries.each_name(LedgerBook.Kind.CASE) if book in closed]
    for begin in range(0, len(books), _TOGETHER):
        yield from due_among(books[begin : begin + _TOGETHER], now)


def due_among(books: Collection[UUID], now: datetime) -> Iterator[Due]:
    """Those of some cases whose time is up."""
    rules, court = in_force(), policy.court(now)
    for book, case in cases_of(books).items():
        found = fate(rules, court.chronology(case).entries, now)
        if found.state == "due" and found.rule and found.due:
            yield Due(book, case.name, found.rule.name, found.due)


def _may(actor: Actor, book: UUID | None, verb: Literal["propose", "approve"], what: What, now: datetime) -> bool:
    return book is not None and door(actor, book, now).may(verb, what).allowed


def _read(before: Door) -> Book:
    return queries.chronicles([before.book], names={before.book: before.name}, with_sealed=False)[before.book]


def _undecided(book: UUID, what: What) -> list[Proposal]:
    return list(Proposal.objects.filter(book_id=book, what=what, decision=None))


def _asked(proposal: Proposal) -> dict[str, object]:
    found: dict[str, object] = json.loads(proposal.asked)
    return found


def _same(proposal: Proposal, asked: Mapping[str, object]) -> bool:
    return _asked(proposal).get("thread") == asked.get("thread")


def _void(proposal: Proposal, case: Book) -> bool:
    """Whether a proposal to erase counts no more, since something was written that bars erasing or begins anew."""
    return proposal.what == "erasure" and voided(case.entries, cast(int, _asked(proposal)["seen"]))


def _erasure(case: Book, facts: Mapping[str, object], now: datetime) -> dict[str, object]:
    """What an erasure is proposed as. Raises `NotNow` where the case is not due."""
    if facts:
        raise InputRefused([Fault(0, "facts", "are not asked for", "none: the class follows from the case")])
    rules = in_force()
    found = fate(rules, policy.court(now).chronology(case).entries, now)
    if found.state != "due" or found.rule is None:
        raise NotNow(_WHY_NOT[found.state].format(due=found.due))
    return {"class": found.rule.name, "due": found.due, "rules": rules.id}


_WHY_NOT = {
    "running": "The case is open. It can be erased once it has been closed and its time is up.",
    "held": "A legal hold or an unanswered access request stands. Nothing is erased until that is over.",
    "kept": "The case is to be kept until {due:%-d %B %Y}. Propose it then.",
    "decided": "It has been decided already to erase this case.",
}


def _lifting(case: Book, facts: Mapping[str, object]) -> dict[str, object]:
    """What a lifting is proposed as. Raises `InputRefused` where the facts do not name a hold in force."""
    if set(facts) != {"thread"} or facts["thread"] not in {each.id for each in holds_in_force(case.entries)}:
        raise InputRefused([Fault(0, "thread", "names no legal hold in force", "the id of the entry that placed it")])
    return {"thread": facts["thread"]}


def _draft(proposal: Proposal, case: Book, before: Door, now: datetime) -> Draft:
    """The entry that approving makes. Raises `NotNow` where the proposal is void."""
    asked = _asked(proposal)
    facts: dict[str, object] = {}
    if proposal.what == "erasure":
        if _void(proposal, case):
            raise NotNow("Something was written since that voids this proposal. Look again, and propose it anew.")
        facts = {"class": _erasure(case, {}, now)["class"], "approved_by": before.actor.handle}
    thread = _lifting(case, {"thread": asked["thread"]})["thread"] if proposal.what == "hold" else None
    return Draft(
        event=_EVENTS[cast(What, proposal.what)],
        at=now,
        seen=case.entries[-1].seq,
        key=f"proposal-{proposal.id.hex}",
        facts=facts,
        thread=cast(str | None, thread),
    )
