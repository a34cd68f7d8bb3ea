"""Who may see a case besides those whose work it is, and who may not: said in the case itself."""

from typing import ClassVar, Literal

from lintel.events.declaration import ACT, FACT, Declaration, Event
from lintel.events.values import Handle, Sealed


class AccessGiven(Event):
    declaration: ClassVar = Declaration(
        "access.given",
        ACT,
        label="I am letting a colleague see this case",
        hint="Let in only whom she needs: everybody who knows is one more who can be asked.",
        sentence="{staff} was let in[: {reason}]",
    )
    staff: Handle
    reason: Literal["colleague_case", "specialist", "advice", "complaint", "other"] | None = None
    reasons: Sealed = None


class AccessEnded(Event):
    declaration: ClassVar = Declaration(
        "access.ended",
        ACT,
        label="A colleague need not see this case any longer",
        hint="What they have seen they know: ask them whether they kept a copy.",
        sentence="{staff} is no longer let in",
    )
    staff: Handle
    reasons: Sealed = None


class ConflictDeclared(Event):
    declaration: ClassVar = Declaration(
        "conflict.declared",
        FACT,
        label="A colleague is close to somebody in this case",
        hint="From now on they see nothing of it, and nobody can let them in.",
        sentence="{staff} is kept out: {how}",
    )
    staff: Handle
    how: Literal["related", "friend", "neighbour", "works_closely", "is_in_the_case", "other"]
    reasons: Sealed = None
