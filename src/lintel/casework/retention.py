"""How long a case is kept, and which are due to be erased. The periods are data; the landlord confirms them.

Every case has exactly one fate at any instant: it runs, it is held, it is kept, it is due, or its erasure was
decided. What is not said of a case is not counted against it, and nothing is ever erased because a day came.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from lintel.casework.derived import holds_in_force, state_of
from lintel.events.entry import LONDON, Entry

State = Literal["running", "held", "kept", "due", "decided"]


@dataclass(frozen=True, slots=True)
class Rule:
    """Cases of one class are kept for so many years after the last closing. `applies` are signs; any one will do."""

    name: str
    applies: tuple[str, ...]
    years: int
    source: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules in the order in which they are asked; the last applies to every case."""

    id: str
    rules: tuple[Rule, ...]

    def of(self, entries: Sequence[Entry]) -> Rule:
        """The one rule that counts for a case."""
        return next(rule for rule in self.rules if any(SIGNS[sign](entries) for sign in rule.applies))


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of a case, as of an instant. `rule` and `due` (a day in London) once it is closed and not held.

    running: it is open. held: a legal hold or an open access request stands. kept: its time is not yet up. due: it
    may be proposed for erasure. decided: two people have decided to erase it, and nothing has come in between.
    """

    state: State
    rule: Rule | None = None
    due: date | None = None


VOIDS = frozenset({"legal_hold.placed", "case.reopened", "report.received", "subject_access.received"})
"""After any of these a proposal, or a decision, to erase the case counts no more: it has to be made anew."""


def fate(rules: Rules, entries: Sequence[Entry], now: datetime) -> Fate:
    """The fate of a case that is not erased. `entries` are those of its chronology, corrections made, as of `now`."""
    if holds_in_force(entries) or _access_asked(entries):
        return Fate("held")
    closing = _last_closing(entries)
    if closing is None:
        return Fate("running")
    rule = rules.of(entries)
    due = _years_on(_counted_from(closing), rule.years)
    if decision(entries) is not None:
        return Fate("decided", rule, due)
    return Fate("due" if due <= now.astimezone(LONDON).date() else "kept", rule, due)


def decision(entries: Sequence[Entry]) -> Entry | None:
    """The entry by which the case is to be erased; None where there is none, or where something has voided it."""
    found = max((each for each in entries if each.event == "case.erased"), key=lambda each: each.seq, default=None)
    return None if found is None or voided(entries, found.seq) else found


def voided(entries: Iterable[Entry], since: int) -> bool:
    """Whether something was written after this place that voids what had been proposed or decided until then."""
    return any(each.seq > since and each.event in VOIDS for each in entries)


def _last_closing(entries: Sequence[Entry]) -> Entry | None:
    """The closing after which nothing was opened again; None while the case runs."""
    closed = state_of(entries, erased=False) in ("closed", "colleague_closed")
    return next(each for each in reversed(entries) if each.event == "case.closed") if closed else None


def _counted_from(closing: Entry) -> date:
    """A closing that was dated back counts from when it was written down: so nobody can bring a case's end nearer."""
    return max(closing.at, closing.recorded_at).astimezone(LONDON).date()


def _years_on(day: date, years: int) -> date:
    """The same day so many years on; the first of March where there is no 29 February."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def _access_asked(entries: Sequence[Entry]) -> bool:
    """Whether somebody has asked to see what we hold, and has not been answered."""
    ended = {each.thread for each in entries if each.event in ("subject_access.answered", "thread.ended")}
    return any(each.event == "subject_access.received" and each.id not in ended for each in entries)


def _opened_in_error(entries: Sequence[Entry]) -> bool:
    closing = _last_closing(entries)
    return closing is not None and closing.facts.get("outcome") in ("opened_in_error", "duplicate")


def _death(entries: Sequence[Entry]) -> bool:
    return any(each.event == "person.died" or each.facts.get("outcome") == "victim_died" for each in entries)


def _child(entries: Sequence[Entry]) -> bool:
    return any(
        each.facts.get("role") == "child_victim"
        or each.facts.get("age_band") in ("under_16", "16_17")
        or each.facts.get("children_present") == "yes"
        for each in entries
    )


def _safeguarding(entries: Sequence[Entry]) -> bool:
    return any(each.event == "safeguarding.referred" for each in entries)


def _marac(entries: Sequence[Entry]) -> bool:
    return any(each.event in ("marac.referred", "marac.accepted", "marac.listed", "marac.heard") for each in entries)


def _high_risk(entries: Sequence[Entry]) -> bool:
    return any(each.facts.get("level") == "high" for each in entries)


SIGNS: Mapping[str, Callable[[Sequence[Entry]], bool]] = {
    "opened_in_error": _opened_in_error,
    "death": _death,
    "child": _child,
    "safeguarding": _safeguarding,
    "marac": _marac,
    "high_risk": _high_risk,
    "any_case": lambda _: True,
}
"""What a rule may name, each a thing that the coded facts of a case say."""
