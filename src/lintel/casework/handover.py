"""Cases given to somebody else: when an officer leaves, or is away and somebody covers. No clock is touched by it.

Each case is an entry of its own, in a transaction of its own: after a kill it goes on where it was, and what was
handed over stays so. An account is ended only when no case is left with it.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from lintel.access import accounts, rights
from lintel.access.accounts import Actor
from lintel.access.grants import RUNNING
from lintel.access.models import Staff
from lintel.casework import notices
from lintel.casework.conflicts import conflicted
from lintel.casework.doors import Door, opened
from lintel.casework.models import Member, Notice, Standing
from lintel.casework.record import Draft, admitted
from lintel.casework.refusals import Barred, KeyUsed, NotHere, Overtaken
from lintel.events.faults import Fault, InputRefused

Outcome = Literal["done", "already", "kept_out", "barred", "busy", "out_of_reach"]
"""`kept_out`: the new officer is in conflict with it, or works no cases any longer. `barred`: by a guard of the policy.

`busy`: others kept writing in it. `out_of_reach`: it is not for whoever hands over (a colleague's, another team's, in
conflict): counted, never named.
"""
Outcomes = Counter[Outcome]
Clock = Callable[[], datetime]
"""Gives the instant of each entry, with its offset: handing over many cases takes a while."""

LEFT_BEHIND: tuple[Outcome, ...] = ("kept_out", "barred", "busy", "out_of_reach")
_TRIES = 3
_SEEN = Q(book__arrival=None) | Q(book__arrival__arrivaldone__isnull=False)


@dataclass(frozen=True, slots=True)
class Left:
    """What came of somebody's leaving: what became of each case, and whether the account could be ended."""

    outcomes: Outcomes
    ended: bool


def leave(*, actor: Actor, officer: str, to: str, ended_by: str, clock: Clock) -> Left:
    """Hand over every case of an officer who leaves and, once none is left, end the account.

    `ended_by` is the administrator who ends it, or the installation's own command line. Raises what `hand_over` does,
    and `NotHere` where they may not end accounts; then nothing is handed over either.
    """
    if faults := list(_wrong_leaver(actor, officer)):
        raise InputRefused(faults)
    if ended_by != accounts.INSTALLATION and not rights.may(accounts.actor(ended_by), "manage", "staff").allowed:
        raise NotHere
    outcomes = hand_over(actor=actor, officer=officer, to=to, clock=clock)
    if cases_of(officer):
        return Left(outcomes, ended=False)
    accounts.end_staff(officer, by=ended_by, now=clock())
    return Left(outcomes, ended=True)


def _wrong_leaver(actor: Actor, officer: str) -> Iterator[Fault]:
    if actor.handle == officer:
        yield Fault(0, "by", "is the officer who leaves", "somebody else who leads cases")
    if not (cases_of(officer) or Staff.objects.filter(handle=officer).exists()):
        yield Fault(0, "officer", "is nobody that we know", "the handle of an account")


def hand_over(*, actor: Actor, officer: str, to: str, clock: Clock, cases: Collection[UUID] | None = None) -> Outcomes:
    """Give an officer's cases (all of them, where none are named) to another; what the officer covers, they cover.

    Whatever stays where it is, those who answer for it are told of. Raises `NotHere` for whoever assigns no cases,
    `InputRefused` where the new officer is the same or works no cases.
    """
    if officer == to:
        raise InputRefused([Fault(0, "to", "is the officer whose cases they are", "somebody else")])
    return _each(_Change(officer, to, "handover"), actor, _of(cases_of(officer), cases), clock)


def cover(*, actor: Actor, officer: str, to: str, clock: Clock, cases: Collection[UUID] | None = None) -> Outcomes:
    """Let somebody work an officer's running cases beside them. Whoever covers for themself ends the cover.

    Raises as `hand_over` does.
    """
    theirs = Standing.objects.filter(_SEEN, officer=officer, state__in=RUNNING).values_list("book_id", flat=True)
    return _each(_Change(officer, to, "cover"), actor, _of(list(theirs), cases), clock)


def cases_of(officer: str) -> list[UUID]:
    """The cases that an officer answers for or covers. Of those that were erased nobody is the officer."""
    theirs = Q(officer=officer) | Q(book__member__staff=officer, book__member__how=Member.How.ASSIGNED)
    found = Standing.objects.filter(theirs, _SEEN).exclude(state="erased")
    return list(found.order_by("book_id").values_list("book_id", flat=True).distinct())


def _of(theirs: Collection[UUID], named: Collection[UUID] | None) -> Collection[UUID]:
    return theirs if named is None else [book for book in theirs if book in named]


@dataclass(frozen=True, slots=True)
class _Change:
    """What is to be changed in each case."""

    officer: str
    to: str
    reason: Literal["handover", "cover"]

    def facts(self, officer: str | None, working: Collection[str]) -> dict[str, object] | None:
        """What to write in a case that is worked so; None where there is nothing to change."""
        if officer == self.officer and self.reason == "handover":
            return {"officer": self.to, "reason": "handover"}
        covers = self.officer in working if self.reason == "handover" else officer == self.officer
        wanted = {officer, self.to}
        return {"officer": self.to, "reason": "cover"} if covers and set(working) != wanted else None


def _each(change: _Change, actor: Actor, cases: Collection[UUID], clock: Clock) -> Outcomes:
    if not rights.ever(actor, "manage", "assignment"):
        raise NotHere
    if not _works_cases(change.to):
        raise InputRefused([Fault(0, "to", "works no cases", "a live account with a role that works cases")])
    outcomes = Counter[Outcome]()
    for book in cases:
        outcome = _one(change, actor, book, clock)
        outcomes[outcome] += 1
        if outcome in LEFT_BEHIND:
            _tell(change, book, clock())
    return outcomes


def _one(change: _Change, actor: Actor, book: UUID, clock: Clock) -> Outcome:
    for _ in range(_TRIES):
        now = clock()
        try:
            with opened(accounts.anew(actor), book, "manage", "assignment", now) as door:
                return _changed(change, door, now)
        except NotHere:
            return "out_of_reach"
        except Barred:
            return "barred"
        except KeyUsed:
            return "already"  # by another run of the same hand-over, a moment ago
        except Overtaken:
            continue
    return "busy"


def _changed(change: _Change, door: Door, now: datetime) -> Outcome:
    """Record the change in a case whose door is open."""
    officer = Standing.objects.values_list("officer", flat=True).get(book_id=door.book)
    working = Member.objects.filter(book_id=door.book, how=Member.How.ASSIGNED).values_list("staff", flat=True)
    facts = change.facts(officer, list(working))
    if facts is None:
        return "already"
    if conflicted(change.to, door.book) or not _works_cases(change.to):
        return "kept_out"
    said = f"{change}\x1f{door.book.hex}\x1f{door.seq}"
    key = hashlib.sha256(said.encode()).hexdigest()  # the same of two runs at once, so that one entry comes of them
    admitted(door, Draft(event="officer.named", at=now, seen=door.seq, key=key, facts=facts), now)
    return "done"


def _works_cases(staff: str) -> bool:
    """Whether somebody could work a case if it were theirs."""
    return rights.may(accounts.actor(staff), "record", "note", rights.Standing("assigned", state="open")).allowed


_SAID: Mapping[str, str] = {"handover": "officer_leaving", "cover": "officer_away"}


def _tell(change: _Change, book: UUID, now: datetime) -> None:
    """Tell those who answer for a case, and may know of it, that its officer goes: once, until they have seen it."""
    kind = _SAID[change.reason]
    with transaction.atomic():
        told = Notice.objects.filter(kind=kind, book_id=book, seen_at=None).values_list("to", flat=True)
        to = notices.answer_for(book) - {change.officer} - set(told)
        notices.tell(to, kind, book, now)
