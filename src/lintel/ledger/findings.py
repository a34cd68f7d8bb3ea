"""What a verification found, and how it is said."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

_PRINTED = 100
"""So many faults are printed; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not as it was written: in which chain, table or anchor, at which row of it, and what."""

    where: str
    wrong: str
    seq: int | None = None

    def __str__(self) -> str:
        return f"{self.where}: {self.wrong}" if self.seq is None else f"{self.where}, row {self.seq}: {self.wrong}"


@dataclass(slots=True)
class Findings:
    """What was found, and how much was looked at.

    `outside` counts the anchors that came from outside, `inside` later ones that the database alone has; `last_at`
    is when the last of all was signed. `since` counts the rows that no anchor covers, `erased` the books without key.
    """

    rows: int = 0
    chains: int = 0
    outside: int = 0
    inside: int = 0
    last_at: datetime | None = None
    since: int = 0
    erased: int = 0
    faults: list[Fault] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults

    def say(self, where: str, wrong: str, seq: int | None = None) -> None:
        """Take in a fault."""
        self.faults.append(Fault(where, wrong, seq))


def in_words(findings: Findings) -> Iterator[str]:
    """What was found, in lines: every fault, what it was held against, what nothing covers, and the verdict."""
    yield from (str(fault) for fault in findings.faults[:_PRINTED])
    if len(findings.faults) > _PRINTED:
        yield f"… and {len(findings.faults) - _PRINTED} more"
    if findings.erased:
        yield f"{findings.erased:,} books have no key: hold that number against the list of erasures"
    yield from _covered(findings)
    verdict = "whole" if findings.whole else "NOT WHOLE"
    yield f"{verdict}: {findings.rows:,} rows in {findings.chains:,} chains"


def _covered(findings: Findings) -> Iterator[str]:
    if findings.last_at is None:
        yield "by their chains alone, without anchors: whatever was cut off or rewritten to its end was not seen"
        return
    if findings.inside:
        yield f"{findings.inside:,} later anchors are in the database alone: fetch them, or ask where they went"
    last = f"{findings.last_at:%d %b %Y %H:%M %Z}"
    yield f"against {findings.outside:,} anchors from outside; the last of all was signed {last}"
    if findings.since:
        yield (
            f"{findings.since:,} rows are in no anchor yet: that is normal of what was written since the last one was "
            "signed. A row from before then was put in afterwards"
        )
