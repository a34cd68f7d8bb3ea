"""The current picture of a case, derived from its chronology: nothing here is stored."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from lintel.commitments.chronology import Chronology
from lintel.commitments.evaluation import Court
from lintel.commitments.guards import refused
from lintel.commitments.obligations import Obligation
from lintel.commitments.rules import Guard
from lintel.commitments.world import World
from lintel.events.declaration import ACT, CASE
from lintel.events.entry import LONDON, Entry
from lintel.events.registry import KINDS

Marks = Mapping[str, set[tuple[str, bytes]]]
"""Telephone numbers and e-mail addresses as blind marks, by the handle of whose they are."""

_READ_BY_OTHERS = ("alleged_perpetrator", "household_member")


@dataclass(frozen=True, slots=True)
class Claim:
    """Somebody's part in the case: who says so, since when, and until when if they left."""

    person: str
    role: str
    by: str | None
    since: datetime
    left: datetime | None = None
    died: bool = False


@dataclass(frozen=True, slots=True)
class ContactPlan:
    """How somebody may be reached, by the plan in force. A stale plan says `unknown` of every channel.

    `confirmed_until` is the last local day on which it counts as confirmed; None where it names no days, and then
    28 days count. `unsafe` are channels that are unsafe by themselves: somebody else in the case has the same one.
    """

    person: str | None
    agreed: Entry
    confirmed_until: date
    stale: bool
    channels: Mapping[str, str]
    unsafe: frozenset[str]


@dataclass(frozen=True, slots=True)
class Consent:
    """The last answer to a question of consent. Not asked is not here: it is neither given nor refused."""

    purpose: str
    agency: str | None
    person: str | None
    answer: str
    asked: Entry


@dataclass(frozen=True, slots=True)
class Thread:
    """Something begun and not ended: a repair, a referral, a move."""

    kind: str
    opened: Entry
    last: Entry


@dataclass(frozen=True, slots=True)
class Next:
    """An act, and what bars it now; nothing bars it where `barred` is empty. Facts not yet known may still bar it.

    `guards` are those that do, in the order of the policy.
    """

    event: str
    barred: tuple[str, ...]
    guards: tuple[Guard, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseState:
    """The current picture. `flagged` are people whose telephone or e-mail somebody unsafe has as well."""

    people: tuple[Claim, ...]
    contact: tuple[ContactPlan, ...]
    flagged: Mapping[str, frozenset[str]]
    consents: tuple[Consent, ...]
    risk: tuple[Entry, ...]
    threads: tuple[Thread, ...]
    owed: tuple[Obligation, ...]
    next: tuple[Next, ...]


def visit(at_home: object) -> str:
    """What a visit that is called safe means: never one at her door, unless she said that it may be there."""
    if at_home == "yes":
        return "visit (at home too)"
    return "visit away from home" if at_home == "no" else "visit away from home (nobody has asked about at home)"


_CONFIRMED_FOR = 28
"""Days that a plan counts as confirmed where it names none itself (our own default; policies may agree fewer)."""

_UNCONFIRMS = ("incident.recorded", "move.completed", "breach.recorded")
"""After these a plan has to be confirmed anew: what was safe before may no longer be."""


def state(chronology: Chronology, obligations: Iterable[Obligation], *, shared: Marks, court: Court) -> CaseState:
    """The current picture of a case as its chronology was judged."""
    people = tuple(claims(chronology.entries))
    flagged = flagged_by(people, shared)
    return CaseState(
        people=people,
        contact=tuple(plans(chronology, flagged)),
        flagged=flagged,
        consents=tuple(_consents(chronology)),
        risk=tuple(chronology.of("risk.assessed")),
        threads=tuple(_threads(chronology.entries)),
        owed=tuple(each for each in obligations if each.state in ("due", "overdue")),
        next=tuple(_next(chronology, court)),
    )


def claims(entries: Iterable[Entry]) -> Iterator[Claim]:
    """The part of each person, as it was claimed last."""
    found: dict[str, Claim] = {}
    for entry in entries:
        if entry.event in ("person.joined", "person.role_changed"):
            person = str(entry.facts["person"])
            found[person] = Claim(person, str(entry.facts["role"]), entry.by, entry.at)
        elif entry.event in ("person.left", "person.died") and (was := found.get(str(entry.facts.get("person")))):
            found[was.person] = replace(was, left=entry.at, died=entry.event == "person.died")
    yield from found.values()


def which(person: str, roles: Mapping[str, str]) -> str:
    """Which of those with the same part somebody is, as a number; nothing where they are the only one."""
    alike = [each for each, role in roles.items() if role == roles[person]]
    return str(alike.index(person) + 1) if len(alike) > 1 else ""


def flagged_by(people: Sequence[Claim], shared: Marks) -> dict[str, frozenset[str]]:
    """For each person, the kinds of contact that the alleged perpetrator or the household has or had as well."""
    theirs = {mark for each in people if each.role in _READ_BY_OTHERS for mark in shared.get(each.person, ())}
    found = {
        each.person: frozenset(kind for kind, _ in shared.get(each.person, set()) & theirs)
        for each in people
        if each.role not in _READ_BY_OTHERS
    }
    return {person: kinds for person, kinds in found.items() if kinds}


CHANNELS_OF = {"phone": ("phone", "text"), "email": ("email",)}


def plans(chronology: Chronology, flagged: Mapping[str, frozenset[str]]) -> Iterator[ContactPlan]:
    """The plan in force for each person who has one. `flagged` as in the picture."""
    people = chronology.people
    last: dict[str | None, Entry] = {}
    for plan in chronology.of("contact.plan_agreed"):
        last.update(dict.fromkeys(plan.about or (people.only_victim(plan),), plan))
    for person, plan in last.items():
        unsafe = frozenset(channel for kind in flagged.get(person or "", ()) for channel in CHANNELS_OF[kind])
        yield _plan(chronology, person, plan, unsafe)


def _plan(chronology: Chronology, person: str | None, plan: Entry, unsafe: frozenset[str]) -> ContactPlan:
    days = plan.facts.get("recheck_days")
    until = plan.day + timedelta(days=days if isinstance(days, int) else _CONFIRMED_FOR)
    happened = [entry for event in _UNCONFIRMS for entry in chronology.of(event) if entry.order > plan.order]
    if happened:
        until = min(until, min(entry.day for entry in happened) - timedelta(days=1))
    stale = until < chronology.as_of.astimezone(LONDON).date()
    said = plan.facts.get("channels")
    channels = {str(name): str(safe) for name, safe in said.items()} if isinstance(said, Mapping) else {}
    if stale:
        channels = dict.fromkeys(channels, "unknown")
    channels |= dict.fromkeys(unsafe, "unsafe")
    return ContactPlan(person, plan, until, stale, channels, unsafe)


def _consents(chronology: Chronology) -> Iterator[Consent]:
    found: dict[tuple[str, str | None, str | None], Consent] = {}
    by_thread: dict[str, tuple[str, str | None, str | None]] = {}
    for entry in chronology.entries:
        if entry.event == "consent.asked":
            agency = str(entry.facts["agency"]) if "agency" in entry.facts else None
            for person in entry.about or (chronology.people.only_victim(entry),):
                key = (str(entry.facts.get("purpose", "other")), agency, person)
                found[key] = Consent(*key, str(entry.facts.get("answer", "undecided")), entry)
                by_thread[entry.id] = key
        elif entry.event == "consent.withdrawn" and entry.thread in by_thread:
            key = by_thread[entry.thread]
            found[key] = Consent(*key, "withdrawn", found[key].asked)
    yield from found.values()


_ENDS = frozenset({
    "thread.ended", "visit.ended", "adjustment.delivered", "action.done", "action.dropped", "consent.withdrawn",
    "safeguarding.answered", "marac.heard", "agency.answered", "referral.ended", "repair.finished",
    "security.declined", "security.checked_with_victim", "move.completed", "enforcement.stopped",
    "enforcement.ended", "survey.answered", "complaint.answered", "discretion.approved", "discretion.refused",
    "mailing_hold.lifted", "subject_access.answered", "legal_hold.lifted",
})  # fmt: skip
"""The entries after which nothing more is to come in their thread."""

_NEVER_OPEN = frozenset({"consent.asked", "police.reported"})
"""They open a thread so that something may follow, but nothing has to: none of them waits for anybody."""


def _threads(entries: Iterable[Entry]) -> Iterator[Thread]:
    begun: dict[str, Thread] = {}
    for entry in entries:
        kind = KINDS[entry.event].declaration.opens
        if kind and entry.event not in _NEVER_OPEN:
            begun[entry.id] = Thread(kind, entry, entry)
        elif entry.thread in begun:
            if entry.event in _ENDS:
                del begun[entry.thread]
            else:
                begun[entry.thread] = Thread(begun[entry.thread].kind, begun[entry.thread].opened, entry)
    yield from begun.values()


def _next(chronology: Chronology, court: Court) -> Iterator[Next]:
    """Every act of a case with what bars it whatever its facts may be: guards on the event as such."""
    guards = [guard for guard in court.policy.at(chronology.as_of).guards if _known_beforehand(guard)]
    guarded = {event for guard in guards for event in guard.on.events}
    for name in _ACTS:
        if name in guarded:
            probe = Entry(chronology.name, "probe", name, chronology.as_of, chronology.as_of, seq=1 << 30)
            world = World(probe, chronology.entries, court.own)
            found = [(guard, refused(guard, world)) for guard in guards if name in guard.on.events]
            faults = tuple(fault for _, several in found for fault in several)
            yield Next(name, faults, tuple(guard for guard, several in found if several))
        else:
            yield Next(name, ())


_ACTS = tuple(
    name
    for name, kind in KINDS.items()
    if kind.declaration.moment == ACT and kind.declaration.books == CASE and not kind.declaration.continues
)


def _known_beforehand(guard: Guard) -> bool:
    """Whether a guard can be judged before the facts of the act are known."""
    if guard.strength == "remind" or guard.never:
        return False
    asked = [each for need in guard.needs for each in need.either]
    return not any(each.event is None or each.same or each.same_thread for each in asked)
