"""The banner above every page of a case: how contact is safe now, who must not know, the risk."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from lintel.casework.look import Masked
from lintel.casework.state import ContactPlan, visit
from lintel.design.words import day
from lintel.desk.briefly import hour
from lintel.desk.caselines import Reading, Word
from lintel.desk.casewords import article, label, lines, spaced
from lintel.events.entry import Entry

_A_LINE = 80
"""Characters of a need that stands in the banner itself; what is longer is opened there."""


@dataclass(frozen=True, slots=True)
class Rule:
    """How one person may be reached now. `confirmed` says until when that is known, or since when it is not."""

    whose: str
    stale: bool
    confirmed: str
    says: tuple[str, ...]
    must_not_know: tuple[str, ...] = ()
    wording: tuple[str, ...] = ()
    behind: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class Risk:
    """The risk as it was last assessed. `kind` is a kind of badge; `on` None where nobody has assessed it."""

    text: str
    kind: str
    on: date | None
    grounds: str


@dataclass(frozen=True, slots=True)
class Banner:
    """What is always there. `more` are needs too long for a line; `minutes` are those left of a broken glass."""

    rules: tuple[Rule, ...]
    flagged: tuple[str, ...]
    needs: tuple[str, ...]
    risk: Risk
    marks: tuple[str, ...]
    more: tuple[str, ...] = ()
    minutes: int | None = None


def banner(reading: Reading, minutes: int | None = None) -> Banner:
    """The banner of a case for whoever reads it."""
    needs = tuple(_needs(reading))
    return Banner(
        rules=tuple(_rules(reading)),
        flagged=tuple(_flagged(reading)),
        needs=tuple(each for each in needs if len(each) <= _A_LINE),
        risk=_risk(reading),
        marks=tuple(_marks(reading)),
        more=tuple(each for each in needs if len(each) > _A_LINE),
        minutes=minutes,
    )


def _rules(reading: Reading) -> Iterator[Rule]:
    planned = {plan.person for plan in reading.seen.state.contact}
    yield from (_rule(reading, plan) for plan in reading.seen.state.contact)
    victims = [each.person for each in reading.seen.state.people if each.role == "victim" and each.left is None]
    yield from (_unplanned(reading, person) for person in victims if person not in planned)
    if not victims and not planned:
        yield _unplanned(reading, None)


def _unplanned(reading: Reading, person: str | None) -> Rule:
    """Before there is a plan: what whoever reported said of a first call, and nothing more."""
    reports = reading.seen.chronology.of("report.received")
    found = reports[-1].facts.get("safe_channels") if reports else None
    said = found if isinstance(found, tuple | list) else ()
    channels = [visit(None) if each == "visit" else spaced(each) for each in said]
    first = f"For a first call, the report says: {', '.join(channels)}" if channels else "Nobody has said what is safe"
    return Rule(
        whose=reading.naming.person(person),
        stale=True,
        confirmed="Nothing has been agreed yet: treat every other channel as unknown",
        says=(first, "Leave no voicemail, and send no letter"),
    )


def _rule(reading: Reading, plan: ContactPlan) -> Rule:
    until = day(plan.confirmed_until)
    sealed = plan.agreed.sealed
    return Rule(
        whose=reading.naming.person(plan.person),
        stale=plan.stale,
        confirmed=f"Not confirmed since {until}: treat as unknown" if plan.stale else f"Confirmed until {until}",
        says=tuple(_says(plan)),
        must_not_know=_words(sealed.get("must_not_know")),
        wording=_words(sealed.get("wording")),
        behind=tuple(
            reading.behind(plan.agreed.seq, field, said.thing)
            for field, said in sealed.items()
            if isinstance(said, Masked)
        ),
    )


def _words(said: object) -> tuple[str, ...]:
    return lines(said) if said and not isinstance(said, Masked) else ()


_HOW = ("safe", "conditional", "unsafe", "unknown")


def _says(plan: ContactPlan) -> Iterator[str]:
    for how in _HOW:
        if channels := [_channel(name, how, plan) for name, said in plan.channels.items() if said == how]:
            yield f"{article(how)}: {', '.join(channels)}"
    if not plan.channels:
        yield "No channel was asked about: treat each as unknown"
    if plan.stale:
        return
    facts = plan.agreed.facts
    yield from _times(facts)
    yield _allowed(facts.get("voicemail"), "Voicemail")
    yield _allowed(facts.get("letters"), "Letters")
    if facts.get("at_home_visits") is not None:
        yield f"Visits at home: {spaced(facts['at_home_visits'])}"
    if facts.get("officer_gender") not in (None, "any"):
        yield f"Wants to speak to an officer who is: {spaced(facts['officer_gender'])}"


def _channel(name: str, how: str, plan: ContactPlan) -> str:
    """A channel in words. A visit that is said to be safe or on conditions also says where."""
    said = name == "visit" and how in ("safe", "conditional")
    return visit(plan.agreed.facts.get("at_home_visits")) if said else spaced(name)


def _times(facts: Mapping[str, object]) -> Iterator[str]:
    begin, end, days = facts.get("from_hour"), facts.get("to_hour"), facts.get("days")
    if begin is not None:
        yield f"Only after {hour(int(str(begin)))}"
    if end is not None:
        yield f"Only before {hour(int(str(end)))}"
    if isinstance(days, tuple | list) and days:
        yield f"Only on {', '.join(str(each).title() for each in days)}"


def _allowed(said: object, what: str) -> str:
    return f"{what}: {'yes' if said is True else 'never' if said is False else 'not asked, so never'}"


_FLAGS = {"phone": "telephone number", "email": "e-mail address"}


def _flagged(reading: Reading) -> Iterator[str]:
    for person, kinds in sorted(reading.seen.state.flagged.items()):
        for kind in sorted(kinds):
            name = reading.naming.person(person)
            yield f"{name}: the alleged perpetrator or somebody in the household has this {_FLAGS[kind]} too. Unsafe."


def _needs(reading: Reading) -> Iterator[str]:
    chronology = reading.seen.chronology
    if said := chronology.of("needs.recorded"):
        yield from _need(reading, said[-1])
    open_ = [each.opened for each in reading.seen.state.threads if each.kind == "adjustment"]
    for entry in open_:
        yield f"Adjustment asked for: {'; '.join(_words(entry.sealed.get('details'))) or 'see the chronology'}"


def _need(reading: Reading, entry: Entry) -> Iterator[str]:
    interpreter = entry.facts.get("interpreter")
    if interpreter is not None:
        language = f" ({spaced(entry.facts['language'])})" if entry.facts.get("language") else ""
        yield f"Interpreter: {f'yes{language}, professional alone' if interpreter else 'not needed'}"
    for field in ("needs", "formats"):
        said = entry.facts.get(field)
        if isinstance(said, tuple | list) and said:
            yield f"{label(field)}: {', '.join(spaced(each) for each in said)}"
    yield from _words(entry.sealed.get("details"))


def _risk(reading: Reading) -> Risk:
    assessed = [entry for entry in reading.seen.state.risk if entry.facts.get("level")]
    if not assessed:
        return Risk("Risk not known", "unknown", None, "Nobody has assessed it yet. Unknown is not low.")
    last = assessed[-1]
    level, grounds = str(last.facts["level"]), last.facts.get("grounds")
    said = (
        " and ".join(RESTS_ON.get(str(each), spaced(each)) for each in grounds)
        if isinstance(grounds, tuple | list)
        else ""
    )
    return Risk(f"{article(level)} risk", level, last.day, f"It rests on {said}." if said else "")


RESTS_ON = {
    "score": "the answers",
    "judgement": "professional judgement",
    "escalation": "an escalation",
    "repeat": "a repeat",
}
"""What an assessment rests on, whatever it came to. Only at a high level are the answers a ground for MARAC."""


def _marks(reading: Reading) -> Iterator[str]:
    state = reading.seen.standing.state or "open"
    if state.startswith("colleague"):
        yield "Existence hidden: only those who were let in may know that there is such a case"
    if state.endswith("held"):
        yield "On legal hold: nothing here may be erased"
    if state.endswith("closed"):
        yield "Closed: what is still owed is still owed"
    for entry in reading.seen.chronology.of("address.protected"):
        yield f"Address hidden ({spaced(entry.facts.get('what', 'which was not said'))})"
