"""The out-of-hours sheet of a case: how she may be reached, where she is, who must not know, whom to ask.

It is what a DA lead has in hand when Lintel cannot be reached. It carries the safe address, so it asks for the
second factor, each one stands in the read log, and it leaves the building sealed to the lead's own key alone.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from lintel.access import accounts
from lintel.access.accounts import Actor
from lintel.access.grants import RUNNING
from lintel.access.models import Staff
from lintel.casework import lists, policy
from lintel.casework.derived import backed, parts_in
from lintel.casework.doors import Door, door, opened
from lintel.casework.models import Member, Standing
from lintel.casework.personbooks import people_of, shared
from lintel.casework.refusals import NotHere, StepUpNeeded
from lintel.casework.sheetprint import Section, Sheet
from lintel.casework.state import CaseState, Claim, ContactPlan, state, visit, which
from lintel.commitments.chronology import Chronology
from lintel.commitments.reading import read
from lintel.events.bookchecks import CORRECTION
from lintel.events.entry import Entry
from lintel.events.sentence import sentence
from lintel.ledger import queries

_TOGETHER = 200
_NEVER_TOLD = ("alleged_perpetrator", "household_member")
_FLAGS = (
    "report.received", "incident.recorded", "risk.assessed", "risk.factors_noted", "police.decided",
    "police.reported", "marac.decided", "marac.referred", "marac.accepted", "marac.listed", "marac.heard",
    "safeguarding.referred", "legal_order.recorded", "address.protected",
)  # fmt: skip
_OF_EACH = 3
"""So many of each kind, the last ones: a sheet is read in a hurry."""


@dataclass(frozen=True, slots=True)
class _Known:
    """A case as it is read for its sheet. `persons` are the entries of the books of the people in it, by handle."""

    now: datetime
    entries: tuple[Entry, ...]
    chronology: Chronology
    picture: CaseState
    persons: Mapping[str, tuple[Entry, ...]]

    def name(self, person: str | None) -> str:
        """What somebody is called; by their part, and which of several, where nobody wrote down a name."""
        if person is None:
            return "the person whom it is about"
        roles = {each.person: each.role for each in self.picture.people}
        unnamed = f"unnamed {_spaced(roles[person])} {which(person, roles)}".rstrip() if person in roles else person
        return _said(self.persons.get(person, ()), self.now).get("names", (unnamed, None))[0]


def sheet(*, actor: Actor, book: UUID, now: datetime, verb: Literal["read", "print"] = "read") -> Sheet:
    """The sheet of one case. Raises `NotHere` where there is none or none for this person, `StepUpNeeded`."""
    with opened(actor, book, verb, "sheet", now) as case:
        return _written(case, now)


def sheets(*, actor: Actor, clock: Callable[[], datetime]) -> Iterator[Sheet]:
    """The sheets of every running case that somebody may print them of; who they are is looked up anew for each.

    `clock` gives the instant of each look, with its offset. Raises `StepUpNeeded`, `NotHere` for whoever has no cases.
    """
    if not actor.stepped_up:
        raise StepUpNeeded
    for book in _running(actor, clock):
        anew, now = accounts.anew(actor), clock()
        if door(anew, book, now).may("print", "sheet").allowed:
            try:
                found = sheet(actor=anew, book=book, now=now, verb="print")
            except NotHere:
                continue  # taken away in between
            yield found


def _running(actor: Actor, clock: Callable[[], datetime]) -> Iterator[UUID]:
    after = ""
    while found := lists.cases(actor=accounts.anew(actor), now=clock(), most=_TOGETHER, after=after):
        yield from (each.book for each in found if each.state in RUNNING)
        after = found[-1].name


def _written(case: Door, now: datetime) -> Sheet:
    known = _known(case, now)
    return Sheet(
        case.name,
        now,
        (
            Section("Whose case it is", tuple(_staff(case.book))),
            Section("Who is in it", tuple(_people(known))),
            *(Section(f"How to reach {known.name(who)}", tuple(_reach(known, who))) for who in _to_be_reached(known)),
            Section("Who must not know", tuple(_must_not_know(known))),
            Section("Safe address", tuple(_addresses(known))),
            Section("Danger, police, MARAC", tuple(_flags(known))),
        ),
    )


def _known(case: Door, now: datetime) -> _Known:
    whole = queries.chronicles([case.book], names={case.book: case.name}, with_sealed=True)[case.book]
    if not backed(whole.entries, case.actor.handle, case.standing, case.officer):
        raise NotHere
    people = people_of(whole, [person for person, _ in parts_in(whole.entries)])
    court = policy.court(now)
    chronology = court.chronology(whole)
    picture = state(chronology, (), shared=shared(people), court=court)
    persons = {person: each.entries for person, each in people.items()}
    return _Known(now, whole.entries, chronology, picture, persons)


def _said(entries: Sequence[Entry], now: datetime) -> dict[str, tuple[str, date]]:
    """What a person's book says last of each thing, and on which day; nothing that was withdrawn."""
    known = read(entries, as_of=now, known_on=now)
    return {name: (text, entry.day) for entry in known for name, text in _words(entry, entries).items()}


def _words(entry: Entry, beside: Iterable[Entry]) -> dict[str, str]:
    """The sealed words of an entry as they were put right last, among the entries of its book."""
    said = dict(entry.sealed)
    for correction in beside:
        if correction.event == CORRECTION and correction.facts["entry"] == entry.id:
            put_right = correction.sealed.get("replacement")
            only = next(iter(said)) if len(said) == 1 else "put right later"
            said.update(put_right if isinstance(put_right, Mapping) else {only: put_right} if put_right else {})
    return {name: text for name, value in said.items() if (text := _text(value))}


def _text(value: object) -> str:
    match value:
        case str():
            return value.strip()
        case Mapping():
            return "; ".join(f"{name}: {text}" for name, text in value.items())
        case Iterable():
            return ", ".join(str(text) for text in value)
    return ""


def _staff(book: UUID) -> Iterator[str]:
    officer = Standing.objects.values_list("officer", flat=True).get(book_id=book)
    working = Member.objects.filter(book_id=book, how=Member.How.ASSIGNED).values_list("staff", flat=True)
    names = dict(Staff.objects.filter(handle__in=[*working, officer]).values_list("handle", "name"))
    yield f"{names.get(officer, officer)} ({officer})" if officer else "Nobody has it yet."
    yield from (f"{names.get(each, each)} ({each}) covers" for each in sorted(working) if each != officer)


def _people(known: _Known) -> Iterator[str]:
    yield from (f"{known.name(each.person)}: {_part(each)}" for each in known.picture.people)
    if not known.picture.people:
        yield "Nobody is recorded as being in it."


def _part(claim: Claim) -> str:
    gone = ", died" if claim.died else ", left the case" if claim.left else ""
    return f"{_spaced(claim.role)}{gone}"


def _to_be_reached(known: _Known) -> list[str | None]:
    """Every victim, and whoever else there is a plan for; somebody unnamed where there is neither."""
    victims = [each.person for each in known.picture.people if each.role == "victim" and not each.died]
    planned = [plan.person for plan in known.picture.contact]
    return list(dict.fromkeys([*victims, *planned])) or [None]


def _reach(known: _Known, person: str | None) -> Iterator[str]:
    plan = next((each for each in known.picture.contact if each.person == person), None)
    if plan:
        yield from _by_plan(known, plan)
    else:
        yield "No plan was agreed: every channel is unknown, and unknown is not safe."
        yield from _first_approach(known)
    said = _said(known.persons.get(person or "", ()), known.now)
    for name, label in (("phone", "Phone"), ("email", "E-mail"), ("read_by", "Who else reads or answers it")):
        if name in said:
            yield f"{label}, on {_day(said[name][1])}: {said[name][0]}"


def _by_plan(known: _Known, plan: ContactPlan) -> Iterator[str]:
    agreed, until = _day(plan.agreed.day), _day(plan.confirmed_until)
    if plan.stale:
        yield f"STALE: the plan of {agreed} had to be confirmed by {until}. Every channel is unknown until it is."
    else:
        yield f"By the plan of {agreed}, confirmed until {until}:"
    for channel, safe in plan.channels.items():
        also = " (somebody unsafe has the same one)" if channel in plan.unsafe else ""
        yield f"{_channel(channel, safe, plan)}: {safe}{also}"
    yield "Any other channel: unknown"
    facts = plan.agreed.facts
    for name, label in (("voicemail", "Voicemail"), ("letters", "Letters"), ("at_home_visits", "Visits at home")):
        yield f"{label}: {'unknown' if plan.stale else _answer(facts.get(name))}"
    yield from () if plan.stale else _conditions(facts)
    words = _words(plan.agreed, known.entries)
    unsure = " (not confirmed)" if plan.stale else ""
    for name, label in _PLANNED:
        if name in words:
            yield f"{label}{unsure}: {words[name]}"


def _channel(channel: str, safe: str, plan: ContactPlan) -> str:
    says_where = channel == "visit" and safe in ("safe", "conditional")
    return visit(plan.agreed.facts.get("at_home_visits")) if says_where else _spaced(channel)


_PLANNED = (
    ("numbers", "Numbers"), ("code_word", "Code word"), ("wording", "Say"), ("venue", "Meet at"),
    ("put right later", "Put right later"),
)  # fmt: skip


def _conditions(facts: Mapping[str, object]) -> Iterator[str]:
    begin, end, days = (facts.get(name) for name in ("from_hour", "to_hour", "days"))
    if begin is not None or end is not None:
        yield f"Only from {begin or 0}:00 to {24 if end is None else end}:00"
    if isinstance(days, tuple):
        yield f"Only on {', '.join(days)}"
    if "officer_gender" in facts:
        yield f"Officer asked for: {_spaced(facts['officer_gender'])}"


def _first_approach(known: _Known) -> Iterator[str]:
    reports = [each for each in known.chronology.of("report.received") if each.facts.get("safe_channels")]
    for report in reports[-1:]:
        safe = report.facts["safe_channels"]
        channels = safe if isinstance(safe, tuple) else ()
        called = ", ".join(visit(None) if each == "visit" else _spaced(each) for each in channels)
        yield f"The report of {_day(report.day)} called this safe for a first approach: {called}"


def _must_not_know(known: _Known) -> Iterator[str]:
    for plan in known.picture.contact:
        words = _words(plan.agreed, known.entries)
        if "must_not_know" in words:
            yield f"{known.name(plan.person)} says: {words['must_not_know']}"
    yield from (
        f"{known.name(each.person)} ({_part(each)})" for each in known.picture.people if each.role in _NEVER_TOLD
    )
    yield "Whoever else lives there or answers her telephone: say nothing of why you ring or call."


def _addresses(known: _Known) -> Iterator[str]:
    """Where the victims are: what their own books say, and where they moved to; what was said last comes first."""
    found: list[tuple[date, str]] = []
    for each in known.picture.people:
        said = _said(known.persons.get(each.person, ()), known.now)
        if each.role == "victim" and "address" in said:
            text, day = said["address"]
            found.append((day, f"{known.name(each.person)}, on {_day(day)}: {text}"))
    for move in known.chronology.of("move.completed"):
        if address := _words(move, known.entries).get("address"):
            found.append((move.day, f"Moved, on {_day(move.day)}: {address}"))
    yield from (line for _, line in sorted(found, reverse=True))
    if not found:
        yield "None is recorded."


def _flags(known: _Known) -> Iterator[str]:
    """The last entries of each kind that says how great the danger is and who else knows, in order."""
    found = [entry for event in _FLAGS for entry in known.chronology.of(event)[-_OF_EACH:]]
    for entry in sorted(found, key=lambda each: each.order):
        terms = _words(entry, known.entries).get("terms") if entry.event == "legal_order.recorded" else None
        danger = entry.facts.get("immediate_danger") if entry.event == "report.received" else None
        more = f"; terms: {terms}" if terms else f"; immediate danger: {danger}" if danger else ""
        yield f"{_day(entry.day)}: {sentence(entry.event, entry.facts)}{more}"


def _answer(value: object) -> str:
    return "yes" if value is True else "no" if value is False else str(value or "unknown")


def _spaced(value: object) -> str:
    return str(value).replace("_", " ")


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"
