"""How the organisation checks itself and does better: audits, improvements, lessons and data breaches."""

from typing import ClassVar, Literal

from lintel.events.declaration import ACT, FACT, ORGANISATION, Declaration, Event
from lintel.events.values import Code, Count, Day, Handle, Number


class AuditHeld(Event):
    declaration: ClassVar = Declaration(
        "audit.held",
        FACT,
        label="Our cases were audited",
        hint="Say how many cases were looked at out of how many; choose them so that none is spared.",
        sentence="Audit held[: {kind}][ by {auditor}][; {cases_sampled} of {cases_in_scope} cases]",
        books=ORGANISATION,
        opens="audit",
    )
    kind: Literal["external_case_audit", "case_review", "compliance", "supervision"] | None = None
    auditor: Handle | None = None
    cases_sampled: Count | None = None
    cases_in_scope: Count | None = None


class AuditFedBack(Event):
    declaration: ClassVar = Declaration(
        "audit.fed_back",
        FACT,
        label="The auditor told us what they found",
        hint="Turn each finding into an improvement with a date, and tell the officers what went well too.",
        sentence="Audit fed back[: score {score}]",
        books=ORGANISATION,
        continues="audit",
    )
    score: Number | None = None


class ImprovementAdded(Event):
    declaration: ClassVar = Declaration(
        "improvement.added",
        ACT,
        label="There is something that we must do better",
        hint="One thing, with a date by which it will be different.",
        sentence="Improvement added[ (from {source})][, due {due_on}]",
        books=ORGANISATION,
        opens="improvement",
    )
    source: Literal["audit", "survey", "complaint", "review", "plan"] | None = None
    due_on: Day | None = None


class ImprovementDone(Event):
    declaration: ClassVar = Declaration(
        "improvement.done",
        FACT,
        label="We have made that improvement",
        hint="It is done when the work has changed, not when the paper has.",
        sentence="Improvement done",
        books=ORGANISATION,
        continues="improvement",
    )


class LessonAdopted(Event):
    declaration: ClassVar = Declaration(
        "lesson.adopted",
        ACT,
        label="We learned something, and work differently now",
        hint="Say what is different; a lesson from a death review names nobody here.",
        sentence="Lesson adopted[ from {source}]",
        books=ORGANISATION,
    )
    source: Literal[
        "casework", "survivor_feedback", "dardr", "safeguarding_adult_review", "child_practice_review",
        "benchmark",
    ] | None = None  # fmt: skip


class BreachLogged(Event):
    declaration: ClassVar = Declaration(
        "breach.logged",
        FACT,
        label="Something got out that should not have",
        hint="If an address or a plan got out, make her safe first and write this afterwards.",
        sentence="Data breach logged[; severity: {severity}]",
        books=ORGANISATION,
        opens="breach",
    )
    severity: Code | None = None


class BreachAssessed(Event):
    declaration: ClassVar = Declaration(
        "breach.assessed",
        FACT,
        label="I assessed the harm that the leak could do",
        hint="Judge it by what the perpetrator could do with it, not by how much got out.",
        sentence="Data breach assessed[; severity: {severity}]",
        books=ORGANISATION,
        continues="breach",
    )
    severity: Code | None = None


class BreachReported(Event):
    declaration: ClassVar = Declaration(
        "breach.reported",
        ACT,
        label="I am reporting the leak",
        hint="Tell her by a safe channel as well as the regulator.",
        sentence="Data breach reported[; severity: {severity}]",
        books=ORGANISATION,
        continues="breach",
    )
    severity: Code | None = None
