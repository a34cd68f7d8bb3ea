"""A process that writes in cases until it is told to stop or is killed, as staff would: over a handful of cases."""

import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import psycopg
from django.db import Error as DatabaseFault

from bench.installation import Installation, close_connections, signed_in
from bench.journal import Deed, Done, Journal
from lintel.casework import index, persons
from lintel.casework.models import Part, Standing
from lintel.casework.record import Draft, Recorded, record
from lintel.casework.refusals import Overtaken
from lintel.casework.report import report
from lintel.ledger.actions import head, new_person
from lintel.ledger.models import Book
from lintel.people import register
from lintel.people.identifiers import Identifier, of_names, of_phone

HANDFUL = 4
"""So many cases are written in at a time by all writers together."""
_FULL = 60
"""A case with so many entries is left alone, and another is begun."""
_PAUSE = 0.1
_LOOKS_AT_DESK = 0.05
_TOO_OFTEN = 500
"""Whoever is overtaken so many times in a row has not met others, but a fault."""


@dataclass(frozen=True, slots=True)
class Orders:
    """What a writer is to do: with `most` it stops after so many deeds, otherwise when it is told to."""

    installation: Installation
    folder: Path
    by: str
    seed: int
    most: int = 0

    @property
    def journal(self) -> Path:
        return self.folder / f"{self.by}.journal"

    @property
    def stop(self) -> Path:
        """When this file is there, writers finish what they are at and stop."""
        return self.folder / "stop"


def write(orders: Orders) -> None:
    """Write until told to stop. What a killed predecessor left unfinished is sent again first, under the same key."""
    journal, dice = Journal(orders.journal), Random(orders.seed)
    with orders.installation.opened():
        deed, done, overtaken = journal.unfinished(), 0, 0
        while deed or not (orders.stop.exists() or (orders.most and done == orders.most)):
            try:
                if dice.random() < _LOOKS_AT_DESK:
                    _freshen(orders, dice)
                if deed is None:
                    deed = _next(orders, dice)
                    journal.intend(deed)
                journal.told(_sent(deed, orders))
                deed, done, overtaken = None, done + 1, 0
            except Overtaken as refused:
                overtaken += 1
                if overtaken > _TOO_OFTEN:
                    journal.odd(refused)
                    raise
            except DatabaseFault as error:
                _wait_out(error, journal)
            except Exception as error:
                journal.odd(error)
                raise


def _freshen(orders: Orders, dice: Random) -> None:
    """Judge the cases anew, in any order, as somebody's desk does when a deadline has passed."""
    cases = list(Standing.objects.values_list("book_id", flat=True).order_by("-seq")[: 2 * HANDFUL])
    index.index_all(dice.sample(cases, len(cases)), orders.installation.now)


def _wait_out(error: DatabaseFault, journal: Journal) -> None:
    """Close what broke and go on; but only where the server or its disk is away, and for no other fault."""
    cause = error.__cause__
    state = cause.sqlstate if isinstance(cause, psycopg.Error) else None
    if not (isinstance(cause, psycopg.Error) and _is_away(state)):
        journal.odd(error)
        raise error
    journal.away()
    close_connections()
    time.sleep(_PAUSE)


def _is_away(state: str | None) -> bool:
    """Whether an error's code says that the server ends, is gone, does not answer yet, or that its disk failed it."""
    return state is None or state[:2] in ("57", "08") or state in ("53100", "58030")


def _sent(deed: Deed, orders: Orders) -> Done:
    now, actor = orders.installation.now, signed_in(orders.by)
    draft = _draft(deed)
    if deed.way == "report":
        begun = report(actor=actor, draft=draft, now=now)
        return Done(deed.key, orders.by, "", 1, begun.again)
    case = UUID(deed.book)
    if deed.way == "person":
        came = persons.write(actor=actor, case=case, person=deed.person, draft=draft, now=now)
    elif deed.way == "link":
        came = _linked(deed, draft, orders, now)
    else:
        came = record(actor=actor, book=case, draft=draft, now=now)
    return Done(deed.key, orders.by, came.entry, came.seq, came.again)


def _draft(deed: Deed) -> Draft:
    """The deed as a form that was opened just now."""
    at = datetime.fromisoformat(deed.at)
    return Draft(
        event=deed.event, at=at, seen=_seen(deed), key=deed.key, facts=deed.facts, sealed=deed.sealed,
        thread=deed.thread, about=deed.about,
    )  # fmt: skip


def _seen(deed: Deed) -> int:
    if deed.way == "report":
        return 0
    book: UUID | None = UUID(deed.book)
    if deed.way == "person":
        parts = Part.objects.filter(book_id=deed.book, person=deed.person)
        book = parts.values_list("person_book_id", flat=True).first()
    return head(book)[0] if book else 0


def _linked(deed: Deed, draft: Draft, orders: Orders, now: datetime) -> Recorded:
    person = Book.objects.get(name=f"person:{deed.person}").id
    return persons.link(
        actor=signed_in(orders.by), case=UUID(deed.book), person=person, found_by=known_by(deed.person), draft=draft,
        now=now,
    )  # fmt: skip


def _name(person: str) -> str:
    """An invented name, made of somebody's handle."""
    letters = "".join(letter if letter.isalpha() else chr(ord("a") + int(letter)) for letter in person[2:])
    return f"Alba {letters.title()}"


def _phone(person: str) -> str:
    return f"07700 900{sum(map(ord, person)) % 1000:03}"


def known_by(person: str) -> tuple[Identifier, ...]:
    """What somebody can be found by."""
    return (*of_names(_name(person)), *of_phone(_phone(person)))


def _next(orders: Orders, dice: Random) -> Deed:
    """Something to write: a new case where there are too few to write in, or an entry in one of those there are."""
    key, at = secrets.token_urlsafe(16), orders.installation.now.isoformat()
    open_cases = Standing.objects.filter(seq__lt=_FULL).order_by("book_id")
    cases = list(open_cases.values_list("book_id", flat=True)[:HANDFUL])
    if len(cases) < HANDFUL:
        return Deed(key, "report", at, "report.received", facts=_REPORTED, sealed={"account": f"account {key}"})
    case = dice.choice(cases)
    parts = list(Part.objects.filter(book_id=case).values_list("person", "person_book_id"))
    make = dice.choices(list(_MAKERS), list(_MAKERS.values()))[0]
    return make(Deed(key, "case", at, "", book=case.hex), parts, dice)


_Parts = Sequence[tuple[str, UUID | None]]
_Maker = Callable[[Deed, _Parts, Random], Deed]

_REPORTED: Mapping[str, Any] = {
    "channel": "phone", "source": "victim", "nature": "disclosure", "safe_channels": ["phone"],
    "immediate_danger": "yes",
}  # fmt: skip
"""Of immediate danger, since a writer who fills case after case for an hour makes more reports than are taken else."""
_PLAN: Mapping[str, Any] = {"channels": {"phone": "safe"}, "basis": "her_words", "verified": "in_person"}
_DASH: Mapping[str, Any] = {"instrument": "dash", "outcome": "completed", "level": "high", "yes": 14}
_ENTRIES: tuple[tuple[str, Mapping[str, Any], str], ...] = (
    ("note.added", {}, "note"),
    ("contact.attempted", {"channel": "phone", "outcome": "no_answer"}, "note"),
    ("contact.made", {"channel": "phone", "safe_to_talk_checked": True}, "summary"),
    ("risk.assessed", _DASH, "judgement_reasons"),
    ("contact.plan_agreed", _PLAN, "numbers"),
    ("action.added", {"owner": "landlord", "due_on": "2024-05-01"}, "what"),
)
"""The event, its facts, and the sealed field that its words stand in."""


def _an_entry(deed: Deed, _parts: _Parts, dice: Random) -> Deed:
    event, facts, field = dice.choice(_ENTRIES)
    return replace(deed, event=event, facts=facts, sealed={field: f"words {deed.key}"})


def _somebody_joins(deed: Deed, _parts: _Parts, _dice: Random) -> Deed:
    facts = {"person": new_person(), "role": "victim", "age_band": "18_64"}
    return replace(deed, event="person.joined", facts=facts, sealed={"note": f"joined {deed.key}"})


def _somebody_identified(deed: Deed, parts: _Parts, dice: Random) -> Deed:
    """Who somebody is, or what their number is: in a book of their own, with a key of its own."""
    if not parts:
        return _somebody_joins(deed, parts, dice)
    person, book = dice.choice(parts)
    deed = replace(deed, way="person", person=person)
    if book is None or dice.random() < 0.5:
        return replace(deed, event="person.identified", sealed={"names": _name(person), "note": deed.key})
    return replace(deed, event="person.contact_changed", sealed={"phone": _phone(person), "note": deed.key})


def _somebody_linked(deed: Deed, parts: _Parts, dice: Random) -> Deed:
    """Somebody from another case joins this one as well: from then on two cases hang on one person's book."""
    here = {person for person, _ in parts}
    others = Part.objects.exclude(person_book=None).exclude(person__in=here).order_by("-id")
    found = [each for each in others.values_list("person", "person_book_id")[:20] if _is_found(*each)]
    if not found:
        return _somebody_identified(deed, parts, dice)
    facts = {"role": "household_member", "age_band": "18_64"}
    person = dice.choice(found)[0]
    return replace(deed, way="link", person=person, event="person.joined", facts=facts, sealed={"note": deed.key})


def _is_found(person: str, book: UUID) -> bool:
    return any(each.book == book for each in register.find(known_by(person)))


_MAKERS: Mapping[_Maker, int] = {
    _an_entry: 12, _somebody_joins: 1, _somebody_identified: 4, _somebody_linked: 1,
}  # fmt: skip
