"""The one way in: who may, what bars it, sealed, added, chained, indexed, in one transaction or not at all."""

import hashlib
import hmac
import re
import secrets
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple, cast
from uuid import UUID

from django.db import connection

from lintel.access.accounts import Actor
from lintel.access.asked import rows
from lintel.access.grants import Thing, Verb
from lintel.casework import decisions, index, notices, policy
from lintel.casework.assigning import refuse_unfit
from lintel.casework.derived import is_colleagues, parts_in
from lintel.casework.doors import Door, opened
from lintel.casework.instruments import in_use
from lintel.casework.lowering import refuse_lowered
from lintel.casework.refusals import Barred, KeyUsed, NotHere, Overtaken, StepUpNeeded, TakesTwo
from lintel.casework.things import masks, thing_of, verb_of
from lintel.commitments.evaluation import Court
from lintel.commitments.guards import allowed
from lintel.commitments.reading import read
from lintel.commitments.rules import Guard
from lintel.events.bookchecks import CORRECTION, check_book
from lintel.events.declaration import ACT
from lintel.events.entry import PERSON_BOOK, Book, Entry
from lintel.events.faults import LINE, Fault, InputRefused
from lintel.events.parsing import made
from lintel.events.registry import KINDS
from lintel.events.written import as_json
from lintel.ledger import actions, keys, queries

DOCUMENT = "document.added"
"""What brings a file: it is recorded with it, by `documents`, and in no other way."""
_LONGEST_KEY = 64
MADE_HERE = "p-"
"""How the handles of persons begin that mean one person in every case."""
_BY_HAND = re.compile(r"[a-z]{1,2}[0-9]{1,3}")
"""Handles of persons that may be made up by hand."""
_MOST_WORDS = 200_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What somebody wants to record. There is no `by`: whoever signs in is who wrote it.

    `at` is when it happened. `seen` is the place of the last entry they had read; `key` the random key of the
    form, so that the same form sent twice makes one entry.
    """

    event: str
    at: datetime
    seen: int
    key: str
    facts: Mapping[str, object] = field(default_factory=dict)
    sealed: Mapping[str, object] = field(default_factory=dict, repr=False)
    thread: str | None = None
    about: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Recorded:
    """What came of a draft. `reminders` are guards that only remind, `breaches` those that a fact has broken."""

    entry: str
    seq: int
    again: bool = False
    reminders: tuple[tuple[Guard, tuple[str, ...]], ...] = ()
    breaches: tuple[tuple[Guard, tuple[str, ...]], ...] = ()


def new_key() -> str:
    """The random key of a form, by which the same form sent twice makes one entry."""
    return secrets.token_urlsafe(16)


def record(*, actor: Actor, book: UUID, draft: Draft, now: datetime) -> Recorded:
    """Record an entry in a case.

    Raises `NotHere` or `StepUpNeeded` at the door, `InputRefused` with every fault of the draft, `Overtaken` with
    what somebody else wrote first, `Barred` with the guards that bar an act, `TakesTwo` for what one person alone
    may not do, `KeyUsed` where the form's key was used for other words. Nothing is written then, but the refusal
    in the read log.
    """
    verb, thing = _asked(draft)
    with opened(actor, book, verb, thing, now) as door:
        if draft.event in decisions.TAKES_TWO:
            raise TakesTwo(decisions.TAKES_TWO[draft.event])
        if draft.event == DOCUMENT or "file" in draft.sealed:
            raise InputRefused([Fault(0, "event", "comes with a file", "the page of the case that takes files")])
        return admitted(door, draft, now)


def _asked(draft: Draft) -> tuple[Verb, Thing]:
    """What the draft asks for, in the words of the rights table. An unknown kind is asked for as a note."""
    if draft.event not in KINDS:
        return "record", "note"
    if draft.event == CORRECTION:
        return "correct", "case"
    return verb_of(draft.event), thing_of(draft.event)


def admitted(door: Door, draft: Draft, now: datetime) -> Recorded:
    """Record an entry for somebody who stands in the open door, within its transaction."""
    actions.lock(door.book)
    digest = digest_of(draft, door.book.hex)
    if before := submitted(door.actor.handle, draft.key, digest):
        return Recorded(before.entry, before.seq, again=True)
    return add(door, draft, digest, now)


_SUBMITTED = """
    INSERT INTO casework_submission (by, key, digest, book_id, entry, seq) VALUES (%s, %s, %s, %s, %s, %s)
"""


def add(
    door: Door, draft: Draft, digest: bytes, now: datetime, *, linked: bool = False, attachment: str | None = None
) -> Recorded:
    """Add an entry that was not sent before to a case that nobody else is writing in.

    `linked`: whoever joins by it was found in the register by two identifiers. `attachment` is the digest of the
    sealed file that it brings.
    """
    case = queries.chronicles([door.book], names={door.book: door.name}, with_sealed=False)[door.book]
    entry = entry_of(door, case, draft, now)
    later = [each for each in case.entries if each.seq > draft.seen]
    if later:
        raise Overtaken(later)
    _refuse_lesser_corrections(door, case, entry)
    decisions.refuse_moved(case.entries, entry)
    decisions.refuse_own(door.actor, case.entries, entry)
    _refuse_unconfirmed(door, case, entry)
    decisions.refuse_ending_a_hold(case.entries, entry)
    _refuse_unsaying(door, case, entry)
    if not linked:
        _refuse_known(door.book, case, entry)
    refuse_unfit(entry)
    refuse_lowered(case.entries, entry, in_use())
    court = policy.court(now)
    reminders, breaches = _judged(court, case, entry)
    seq = actions.append(door.book, [entry], attachments={entry.id: attachment} if attachment else None)
    whole = Book(case.name, (*case.entries, entry))
    index.index(door.book, whole, court)
    notices.of_entry(door.book, entry, now)
    if breaches:
        notices.of_breach(door.book, entry, now)
    with connection.cursor() as cursor:
        cursor.execute(_SUBMITTED, [door.actor.handle, draft.key, digest, door.book, entry.id, seq])
    return Recorded(entry.id, seq, reminders=reminders, breaches=breaches)


def digest_of(draft: Draft, place: str) -> bytes:
    """A keyed digest of what was sent and where: it tells a repeat from something else, and keeps no word of it."""
    said = {
        "book": place, "event": draft.event, "at": draft.at.isoformat(), "facts": draft.facts,
        "sealed": draft.sealed, "thread": draft.thread, "about": list(draft.about),
    }  # fmt: skip
    return hmac.digest(keys.ring().index, b"submission\x1f" + _in_bytes(said), hashlib.sha256)


def _in_bytes(said: Mapping[str, object]) -> bytes:
    """What was sent, as canonical JSON. What cannot be written is not carried off in the exception that says so."""
    with suppress(TypeError, ValueError, RecursionError):
        return as_json(said).encode()
    raise InputRefused([Fault(0, LINE, "cannot be written down", "whole characters, and texts without depth")])


_BEFORE = "SELECT book_id, entry, seq, digest FROM casework_submission WHERE by = %s AND key = %s"


class Submitted(NamedTuple):
    """The entry that a form made when it was sent before, and where."""

    book: UUID
    entry: str
    seq: int


def submitted(by: str, key: str, digest: bytes) -> Submitted | None:
    """What this form made when it was sent before, once nobody else is sending it; None the first time.

    Raises `KeyUsed` where it then said something else, `InputRefused` where the key is none.
    """
    if not (0 < len(key) <= _LONGEST_KEY and key.isascii() and key.isprintable()):
        raise InputRefused([Fault(0, "key", "is no key of a form", f"at most {_LONGEST_KEY} letters and digits")])
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 3))", [f"{by} {key}"])
    found = rows(_BEFORE, [by, key])
    if not found:
        return None
    *before, of_then = found[0]
    if not hmac.compare_digest(bytes(of_then), digest):
        raise KeyUsed
    return Submitted(*before)


def entry_of(door: Door, case: Book, draft: Draft, now: datetime) -> Entry:
    """The draft as an entry of this book. Raises `InputRefused` with everything that is wrong with it."""
    faults: list[Fault] = []

    def say(field: str, wrong: str, expected: str) -> None:
        faults.append(Fault(0, field, wrong, expected))

    source: dict[str, object] = {
        "book": case.name, "id": actions.new_entry_id(), "event": draft.event, "at": draft.at.isoformat(),
        "recorded_at": now.isoformat(), "by": door.actor.handle, "about": list(draft.about), "data": draft.facts,
        **({"thread": draft.thread} if draft.thread else {}),
    }  # fmt: skip
    if len(as_json(draft.sealed)) > _MOST_WORDS:
        say("the words", "are too long", f"at most {_MOST_WORDS:,} characters in one entry; add a file for more")
    for name in source.keys() & draft.sealed.keys():
        say(name, "is no sealed field", "only the sealed fields of the event beside its facts")
    entry = made({**draft.sealed, **source}, len(case.entries) + 1, say)
    if entry is not None and not faults:
        check_book((*case.entries, entry), faults.append)
    if faults or entry is None:
        raise InputRefused(faults)
    return entry


def _refuse_lesser_corrections(door: Door, case: Book, entry: Entry) -> None:
    """Whoever corrects an entry must be one who might correct that sort of entry."""
    if entry.event != CORRECTION:
        return
    original = next(each for each in case.entries if each.id == entry.facts["entry"])
    if original.event in decisions.TAKES_TWO:
        raise TakesTwo(decisions.TAKES_TWO[original.event])
    thing = thing_of(original.event)
    managed = thing == "assignment" or original.event == "conflict.declared"
    if not (door.may("manage", "assignment") if managed else door.may("correct", thing)).allowed:
        raise NotHere


def _refuse_unconfirmed(door: Door, case: Book, entry: Entry) -> None:
    """What is shown only to who may reveal it is written by who may, and has confirmed that it is them (A9)."""
    if door.standing.state is None:
        return  # it is being begun: whoever reports says who they are, and how she can be reached
    original = None
    if entry.event == CORRECTION:
        original = next(each.event for each in case.entries if each.id == entry.facts["entry"])
    verb: Verb = "correct" if original else "record"
    for name, thing in masks(entry.event, corrects=original).items():
        if name in entry.sealed and not (right := door.may(verb, thing)).allowed:
            raise StepUpNeeded if right.needs_step_up else NotHere


def _refuse_unsaying(door: Door, case: Book, entry: Entry) -> None:
    """That somebody in the case works here is unsaid by whoever leads such cases alone: its wall falls with it."""
    if entry.event not in ("report.received", CORRECTION):
        return
    before, after = (
        is_colleagues(read(entries, as_of=entry.recorded_at, known_on=entry.recorded_at))
        for entries in (case.entries, (*case.entries, entry))
    )
    if before and not after and not door.may("manage", "assignment").allowed:
        raise NotHere


def _refuse_known(book: UUID, case: Book, entry: Entry) -> None:
    """Nobody comes into a case by hand under a handle that leads to somebody of another, now or later.

    A slip, or somebody who remembers a handle, would show one to the other. What is refused of a handle that is made
    of a case's reference does not depend on whether there is such a case.
    """
    said = cast(Mapping[str, object], entry.facts.get("facts") or {}) if entry.event == CORRECTION else entry.facts
    person = said.get("person") if entry.event in ("person.joined", CORRECTION) else None
    if not isinstance(person, str) or person in dict(parts_in(case.entries)):
        return
    if not person.startswith(MADE_HERE) and not _BY_HAND.fullmatch(person):
        expected = "one made here, or a letter and a number, as v1: it is stored in clear and must name nobody"
        raise InputRefused([Fault(0, "data.person", "is no handle", expected)])
    known = queries.seen_books().filter(name=f"{PERSON_BOOK}{person}").exists()
    if known or (person.startswith(MADE_HERE) and index.elsewhere(person, book)):
        expected = "a new handle, or a link by two identifiers"
        raise InputRefused([Fault(0, "data.person", "is somebody whom the register knows", expected)])


_Found = tuple[tuple[Guard, tuple[str, ...]], ...]


def _judged(court: Court, case: Book, entry: Entry) -> tuple[_Found, _Found]:
    """What guards say of an entry: reminders, and breaches by a fact. Raises `Barred` where they bar an act."""
    found = [(guard, tuple(faults)) for guard, faults in allowed(entry, case, court.policy, court.own)]
    broken = tuple(each for each in found if each[0].strength != "remind")
    if broken and KINDS[entry.event].declaration.moment == ACT:
        raise Barred(broken)
    return tuple(each for each in found if each[0].strength == "remind"), broken
