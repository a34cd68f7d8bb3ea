"""What would have been different: the cases that there are, judged by the policy in force and by another one.

For whoever may open the cases the numbers are exact. For everybody else each is rounded to the nearest ten, and one
below ten is only said to be that: rounded numbers have no totals from which a hidden one could be worked out.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from lintel.casework.measured import Histories
from lintel.commitments.differences import Difference
from lintel.commitments.evaluation import Court
from lintel.commitments.obligations import STATES, State
from lintel.commitments.policy import Versions
from lintel.commitments.reasons import promise

_TEN = 10


@dataclass(frozen=True, slots=True)
class Compared:
    """One promise under two policies: its numbers by state under each, in words; None where a policy does not make it.

    `otherwise` counts those whose state would be another, `moved` those that are only due at another time.
    """

    promise: str
    ours: Mapping[State, str] | None
    theirs: Mapping[State, str] | None
    otherwise: str
    moved: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two policies over so many cases of those that there are; `changed` are those in which anything is otherwise.

    `partly`: there are more cases than were compared.
    """

    lines: tuple[Compared, ...]
    cases: str
    there_are: str
    changed: str
    partly: bool


def compared(found: Histories, ours: Versions, theirs: Versions, now: datetime, *, rounded: bool) -> Comparison:
    """Judge some histories twice, as of now, beside the same organisation's book."""
    courts = [Court(versions, now, now, found.organisation) for versions in (ours, theirs)]
    difference = Difference.between(ours, theirs)
    for case in found.books:
        was, would_be = (list(court.case(court.chronology(case))) for court in courts)
        difference.add(was, would_be, (), ())
    says = {rule.id: promise(rule) for versions in (theirs, ours) for rule in versions.commitments}
    own = {rule.id for versions in (ours, theirs) for rule in versions.commitments if rule.organisation}
    names = [name for name in dict.fromkeys([*difference.was, *difference.would_be]) if name not in own]
    return Comparison(
        lines=tuple(_line(says[name], name, difference, rounded=rounded) for name in names),
        cases=_said(difference.books, rounded=rounded),
        there_are=_said(found.there_are, rounded=rounded),
        changed=_said(difference.books_changed, rounded=rounded),
        partly=difference.books < found.there_are,
    )


def _line(says: str, name: str, difference: Difference, *, rounded: bool) -> Compared:
    return Compared(
        promise=says,
        ours=_states(difference.was.get(name), rounded=rounded),
        theirs=_states(difference.would_be.get(name), rounded=rounded),
        otherwise=_said(difference.changed[name], rounded=rounded),
        moved=_said(difference.moved[name], rounded=rounded),
    )


def _states(counted: Counter[State] | None, *, rounded: bool) -> dict[State, str] | None:
    return None if counted is None else {state: _said(counted[state], rounded=rounded) for state in STATES}


def _said(number: int, *, rounded: bool) -> str:
    """A number as it is shown. Rounded, 0 is not told from a few."""
    if not rounded:
        return str(number)
    return f"about {(number + _TEN // 2) // _TEN * _TEN}" if number >= _TEN else "fewer than 10"
