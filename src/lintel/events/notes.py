"""The record itself: notes, files and corrections, what leaves it, and what may be erased from it."""

from typing import Any, ClassVar, Literal

from pydantic import Field

from lintel.events.declaration import (
    ACT,
    ANY_THREAD,
    CASE,
    EVERY_BOOK,
    FACT,
    ORGANISATION,
    Declaration,
    Event,
)
from lintel.events.values import Channel, Code, Handle, Moment, Sealed

Mailing = Literal["rent", "repairs", "surveys", "marketing", "all"]
AccessOutcome = Literal["disclose", "part", "withhold", "neither"]
HoldReason = Literal["police", "court", "death_review", "ombudsman", "access_request"]


class NoteAdded(Event):
    declaration: ClassVar = Declaration(
        "note.added",
        FACT,
        label="I want to write something down",
        hint="She may read this one day, and so may a court: write what was said and done.",
        sentence="Note added",
        books=EVERY_BOOK,
    )


class DocumentAdded(Event):
    declaration: ClassVar = Declaration(
        "document.added",
        FACT,
        label="I have a file to keep",
        hint="Look at what else the picture or letter shows: a place, a child's school, a reporter's name.",
        sentence="Document added[: {kind}]",
        books=EVERY_BOOK,
    )
    kind: Literal["photo", "letter", "order", "assessment", "minutes", "recording", "other"] | None = None
    file: Sealed = None
    name: Sealed = None


class EntryCorrected(Event):
    """A correction always names the original. Both readings stay.

    `facts` maps the name of a fact to what it should have been, and null clears it. It is checked against the
    kind of the entry that it corrects, which is not known here.
    """

    declaration: ClassVar = Declaration(
        "entry.corrected",
        FACT,
        label="Something written here is wrong",
        hint="Nothing is rubbed out: what was first written stays, with the date on which it was put right.",
        sentence="Entry {entry} corrected[; withdrawn: {withdrawn}]",
        books=EVERY_BOOK,
    )
    entry: Handle
    facts: dict[str, Any] | None = None
    at: Moment | None = None
    about: tuple[Handle, ...] | None = None
    thread: Handle | None = None
    withdrawn: Literal["wrong_case", "duplicate", "mistaken"] | None = None
    reasons: Sealed = None
    replacement: Sealed = None


class ThreadEnded(Event):
    declaration: ClassVar = Declaration(
        "thread.ended",
        ACT,
        label="There is nothing more to do on this",
        hint="No longer wanted means that she said so; not having heard from her is not the same.",
        sentence="Ended: {why}",
        books=CASE + ORGANISATION,
        continues=ANY_THREAD,
    )
    why: Literal["not_needed", "no_longer_wanted", "access_refused", "raised_in_error"]


class MessageReleased(Event):
    declaration: ClassVar = Declaration(
        "message.released",
        ACT,
        label="I am letting this message go out",
        hint="Read it as the person who must not see it would: sender, subject, envelope and preview.",
        sentence="Message released[: {artefact}][ by {channel}][ to {to}][; checked: {checks}]",
    )
    artefact: Code | None = None
    channel: Channel | None = None
    to: Handle | None = None
    checks: tuple[Code, ...] | None = None
    bytes: Sealed = None


class MessageStopped(Event):
    declaration: ClassVar = Declaration(
        "message.stopped",
        ACT,
        label="I am holding this message back",
        hint="If she needed to hear it, find a safe way to tell her.",
        sentence="Message stopped[: {artefact}][ by {channel}][ to {to}][; checked: {checks}]",
    )
    artefact: Code | None = None
    channel: Channel | None = None
    to: Handle | None = None
    checks: tuple[Code, ...] | None = None
    bytes: Sealed = None


class MailingHoldPlaced(Event):
    declaration: ClassVar = Declaration(
        "mailing_hold.placed",
        ACT,
        label="I am stopping ordinary mail to the home",
        hint="Ask each team to stop without telling them why.",
        sentence="Mailing hold placed[ on {mailings}]",
        opens="mailing_hold",
    )
    mailings: tuple[Mailing, ...] | None = None


class MailingHoldAcknowledged(Event):
    declaration: ClassVar = Declaration(
        "mailing_hold.acknowledged",
        FACT,
        label="The team has confirmed that its mail is stopped",
        hint="Until a team confirms, count its letters as still going out.",
        sentence="Mailing hold acknowledged[ for {mailings}]",
        continues="mailing_hold",
    )
    mailings: tuple[Mailing, ...] | None = None


class MailingHoldLifted(Event):
    declaration: ClassVar = Declaration(
        "mailing_hold.lifted",
        ACT,
        label="Ordinary mail may start again",
        hint="Only when she has said that letters are safe, and to which address.",
        sentence="Mailing hold lifted[ for {mailings}]",
        continues="mailing_hold",
    )
    mailings: tuple[Mailing, ...] | None = None


class SubjectAccessReceived(Event):
    declaration: ClassVar = Declaration(
        "subject_access.received",
        FACT,
        label="Somebody has asked to see what we hold",
        hint="It may be the perpetrator, in any name: know who asks before you say that there is a file.",
        sentence="Access request received[ from {requester}][: {outcome}]",
        opens="subject_access",
    )
    requester: Code | None = None
    outcome: AccessOutcome | None = None
    reasons: Sealed = None


class SubjectAccessDecided(Event):
    declaration: ClassVar = Declaration(
        "subject_access.decided",
        ACT,
        label="I decided what may be shown",
        hint="Neither means neither confirm nor deny; ask the data adviser before anything goes out.",
        sentence="Access request decided[: {outcome}][; requester: {requester}]",
        continues="subject_access",
        answer="outcome",
    )
    requester: Code | None = None
    outcome: AccessOutcome | None = None
    reasons: Sealed = None


class SubjectAccessAnswered(Event):
    declaration: ClassVar = Declaration(
        "subject_access.answered",
        ACT,
        label="I am answering the access request",
        hint="Look once more for her, the reporter and every place, in attachments too.",
        sentence="Access request answered[: {outcome}][; requester: {requester}]",
        continues="subject_access",
    )
    requester: Code | None = None
    outcome: AccessOutcome | None = None
    reasons: Sealed = None


class LegalHoldPlaced(Event):
    declaration: ClassVar = Declaration(
        "legal_hold.placed",
        ACT,
        label="Nothing here may be erased for now",
        hint="A hold outlasts every retention date, until somebody lifts it.",
        sentence="Legal hold placed[: {why}]",
        opens="legal_hold",
    )
    why: HoldReason | None = None


class LegalHoldLifted(Event):
    declaration: ClassVar = Declaration(
        "legal_hold.lifted",
        ACT,
        label="The hold on erasing is over",
        hint="Check that no other hold stands before anything is erased.",
        sentence="Legal hold lifted[: {why}]",
        continues="legal_hold",
    )
    why: HoldReason | None = None


class CaseErased(Event):
    declaration: ClassVar = Declaration(
        "case.erased",
        ACT,
        label="I am erasing this case",
        hint="It cannot be undone: no hold may stand, and somebody else must have approved it.",
        sentence="Case erased[; retention class: {class}][; approved by {approved_by}]",
    )
    class_: Code | None = Field(default=None, alias="class")
    approved_by: Handle | None = None
