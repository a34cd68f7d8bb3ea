"""Breaking the glass: a case that is not yours, opened to read for an hour because somebody may come to harm.

Whether somebody may break the glass at all is settled before any case is looked at, so that nobody who may not
learns from it which cases there are. Those who may learn it by breaking it, and others are told that they did.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction

from lintel.access import accounts, readlog, rights
from lintel.access.accounts import Actor
from lintel.access.grants import Verb
from lintel.casework import notices, policy
from lintel.casework.conflicts import closed_to, conflicted
from lintel.casework.doors import opened
from lintel.casework.models import BreakGlass, BreakGlassReview
from lintel.casework.refusals import NotHere, Refused, StepUpNeeded, TakesTwo
from lintel.commitments.periods import end_of
from lintel.events.entry import local_day
from lintel.events.faults import Fault, InputRefused
from lintel.ledger import keys, queries
from lintel.ledger.models import Book
from lintel.sealing.aead import seal, unseal

CODES: Mapping[str, str] = {
    "danger_now": "somebody may be in danger now",
    "emergency_service": "the police, an ambulance or the fire service has to know now",
    "she_is_in_touch": "she is in touch with us now, and nobody whose case it is can be reached",
    "safeguarding": "a child or an adult at risk has to be protected today",
    "urgent_works": "somebody is about to go to her home, and it may not be safe",
}
"""The reasons that count."""

_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE | re.ASCII)
SHORTEST, LONGEST = 20, 4_000
MOST, WITHIN = 3, timedelta(days=7)


class ReviewOverdue(Refused):
    """Whoever asks broke the glass before, and its review is overdue."""

    code = "review_overdue"

    def __init__(self) -> None:
        super().__init__(
            "You broke the glass before and its review is overdue. Ask a DA lead or the data protection officer to "
            "review it first. If somebody is in danger, ring 999."
        )


class TooOften(Refused):
    """Whoever asks has broken the glass as often as anybody may."""

    code = "too_often"

    def __init__(self) -> None:
        super().__init__(
            f"You have broken the glass {MOST} times in {WITHIN.days} days, and nobody may more often. Ask a DA lead "
            "to let you in by name. If somebody is in danger, ring 999."
        )


class Reviewed(Refused):
    """Somebody else has reviewed it."""

    code = "reviewed"

    def __init__(self) -> None:
        super().__init__("Somebody else has reviewed this one in the meantime; nothing of yours was written.")


def break_glass(*, actor: Actor, book: UUID, code: str, reason: str, now: datetime, address: bool = False) -> UUID:
    """Open a case to read for 60 minutes, with its addresses if `address` was ticked as well; the id of the glass.

    `code` is one of `CODES`, `reason` says why in at least 20 characters. Those who answer for the case, the DA leads
    and the data protection officers are told, but for whoever is in conflict with it. Raises `InputRefused` with every
    fault; `StepUpNeeded`, `TooOften`, `ReviewOverdue` whichever the case; `NotHere` for whoever may not, is in
    conflict or has a way in already, and for a colleague's, an erased or no case.
    """
    faults = [*_wrong_code(code), *_wrong_text("reason", reason, SHORTEST)]
    if faults:
        raise InputRefused(faults)
    _refuse_whoever_may_not(actor, book, now)
    with opened(actor, book, "open", "break_glass", now):
        # The read log lets one request of a person in at a time, so two at once cannot both be the third.
        if barred := _barred(actor.handle, now):
            raise barred
        due = end_of(policy.in_force().at(now).working.nth_after(local_day(now), 1)).at
        glass = BreakGlass(staff=actor.handle, book_id=book, at=now, code=code, address=address, review_by=due)
        glass.reason = seal(keys.key_of(book), reason.encode(), _place(glass, "reason"))
        glass.save(force_insert=True)
        told = notices.answer_for(book) | set(accounts.holders(rights.roles_that("review", "break_glass_review")))
        notices.tell(told - {actor.handle}, "glass_broken", book, now)
    return glass.id


def called(reference: str) -> UUID:
    """The case that a reference or an id names; where it names none, an id that no case has.

    It says nothing to anybody: whoever asks goes on to `break_glass`, which answers both alike.
    """
    text = reference.strip()
    if _ID.fullmatch(text):
        return UUID(text)
    spelled = {text, text.casefold()} if text.isprintable() else set()
    found = queries.seen_books().filter(kind=Book.Kind.CASE, name__in=spelled)
    return found.values_list("id", flat=True).first() or uuid4()


def _wrong_code(code: str) -> Iterator[Fault]:
    if code not in CODES:
        yield Fault(0, "code", "is not on the list", f"one of {', '.join(CODES)}")


def _wrong_text(field: str, text: str, shortest: int) -> Iterator[Fault]:
    if len(" ".join(text.split())) < shortest:
        yield Fault(0, field, "says too little", f"at least {shortest} characters, in your own words")
    if len(text) > LONGEST:
        yield Fault(0, field, "is too long", f"at most {LONGEST} characters")
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        yield Fault(0, field, "holds half a character", "whole characters")


def _refuse_whoever_may_not(actor: Actor, book: UUID, now: datetime) -> None:
    """Refuse, before the case is looked at, whoever could not break the glass of any case."""
    anybodys = rights.Standing("none", state="open", stepped_up=actor.stepped_up)
    right = rights.may(actor, "open", "break_glass", anybodys)
    with transaction.atomic(durable=True):
        barred = _barred(actor.handle, now) if right.allowed else None
        if right.allowed and barred is None:
            return
        ground = f"refused:{barred.code}" if barred else right.ground
        readlog.note(actor, readlog.Look("open", "break_glass", ground, book), now)
    raise barred or (StepUpNeeded if right.needs_step_up else NotHere)


def _barred(staff: str, now: datetime) -> Refused | None:
    """Why somebody may not break the glass again yet. Of a case that was erased there is nothing left to review."""
    theirs = BreakGlass.objects.filter(staff=staff)
    if theirs.filter(breakglassreview=None, book__bookkey__isnull=False, review_by__lte=now).exists():
        return ReviewOverdue()
    return TooOften() if theirs.filter(at__gt=now - WITHIN).count() >= MOST else None


def _place(glass: BreakGlass, part: str) -> bytes:
    """What its sealed words are bound to: the book, the glass, and which of the two they are."""
    return f"{glass.book_id.hex}|glass|{glass.id.hex}|{part}".encode()


@dataclass(frozen=True, slots=True)
class Waiting:
    """A glass that waits for its review: who broke which, when and why by the list; due by `review_by`, UTC."""

    id: UUID
    book: UUID
    case: str
    staff: str
    at: datetime
    code: str
    address: bool
    review_by: datetime


def waiting(*, actor: Actor, now: datetime) -> list[Waiting]:
    """The reviews that wait for somebody, the soonest due first: not their own, none of a case in conflict.

    Raises `NotHere` for whoever reviews nothing.
    """
    right = rights.may(actor, "list", "break_glass_review")
    with transaction.atomic(durable=True):
        found = list(_unreviewed(actor)) if right.allowed else []
        readlog.note(actor, readlog.Look("list", "break_glass_review", right.ground, found=len(found)), now)
    if not right.allowed:
        raise NotHere
    return found


def _unreviewed(actor: Actor) -> Iterator[Waiting]:
    glasses = BreakGlass.objects.filter(breakglassreview=None, book__bookkey__isnull=False).exclude(staff=actor.handle)
    closed = closed_to(actor.handle)
    for each in glasses.select_related("book").order_by("review_by", "at", "id"):
        if each.book_id not in closed:
            yield Waiting(
                each.id, each.book_id, each.book.name, each.staff, each.at, each.code, each.address, each.review_by
            )


def reason_of(*, actor: Actor, glass: UUID, now: datetime) -> str:
    """Why a glass was broken, in the words of whoever broke it. Raises `NotHere` for whoever may not review it."""
    with transaction.atomic(durable=True):
        found, right = _found(actor, glass, "read")
        said = unseal(keys.key_of(found.book_id), bytes(found.reason), _place(found, "reason")) if found else None
        _note(actor, found, "read", right, now)
    if said is None:
        raise NotHere
    return said.decode()


def review(*, actor: Actor, glass: UUID, justified: bool, findings: str, now: datetime) -> None:
    """Review a glass that somebody else broke. `findings` are sealed.

    Raises `InputRefused`, `NotHere`, `TakesTwo` for whoever broke it, `Reviewed` where somebody was quicker.
    """
    if faults := list(_wrong_text("findings", findings, 1)):
        raise InputRefused(faults)
    made = True
    with transaction.atomic(durable=True):
        found, right = _found(actor, glass, "review")
        if found:
            words = seal(keys.key_of(found.book_id), findings.encode(), _place(found, "findings"))
            said = {"by": actor.handle, "at": now, "justified": justified, "findings": words}
            _, made = BreakGlassReview.objects.get_or_create(glass=found, defaults=said)
        _note(actor, found, "review", right, now)
    if right.ground == "refused:own_proposal":
        raise TakesTwo("You broke this glass yourself: somebody else reviews it.")
    if found is None:
        raise NotHere
    if not made:
        raise Reviewed


def _found(actor: Actor, glass: UUID, verb: Verb) -> tuple[BreakGlass | None, rights.Right]:
    """A glass, if this may be done to it; and whether and why it may."""
    there = BreakGlass.objects.filter(id=glass, book__bookkey__isnull=False).first()
    own = there is not None and there.staff == actor.handle
    kept_out = there is not None and conflicted(actor.handle, there.book_id)
    standing = rights.Standing(conflicted=kept_out, own_proposal=own)
    right = rights.may(actor, verb, "break_glass_review", standing)
    return (there if right.allowed else None), right


def _note(actor: Actor, glass: BreakGlass | None, verb: Verb, right: rights.Right, now: datetime) -> None:
    book = glass.book_id if glass else None
    readlog.note(actor, readlog.Look(verb, "break_glass_review", right.ground, book, int(glass is not None)), now)
