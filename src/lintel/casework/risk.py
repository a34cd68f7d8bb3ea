"""What the risk to somebody in a case rests on: incidents, what MARAC was told, and the four grounds to tell it.

Pure functions of a chronology: there is no clock and no database in them. Days are London's. *Twelve months* from a
day run to the same day of the next year, that day included; from 29 February to 28 February, as a deadline of twelve
months does everywhere else in Lintel. An entry that names nobody may be about anybody: it is never taken for a no.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from lintel.casework.instruments import Instruments
from lintel.casework.lowering import lowered
from lintel.commitments.chronology import Chronology
from lintel.commitments.periods import add_months
from lintel.commitments.reasons import day as in_words
from lintel.commitments.reasons import described
from lintel.events.entry import Entry, local_day

Kind = Literal["score", "judgement", "escalation", "repeat"]
KINDS: tuple[Kind, ...] = ("score", "judgement", "escalation", "repeat")

NONE_LOADED = Instruments(())

ESCALATION = 3
"""So many incidents within twelve months are an escalation."""

_VICTIMS = frozenset({"victim", "child_victim"})
_TOLD = ("marac.referred", "marac.heard")


@dataclass(frozen=True, slots=True)
class Ground:
    """One of the four grounds to tell MARAC. `until` is the last day on which it is met if nothing more happens.

    `why` says in words what it rests on, or what was looked for and not found; `rests_on` are the entries.
    """

    kind: Kind
    met: bool
    why: str
    rests_on: tuple[Entry, ...] = ()
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """What is known of the risk to one person (None: the victim whom nobody has named).

    `assessments` are theirs, the oldest first. `told` is the last that MARAC was told or heard of them, and
    `flag_until` the last day of the twelve months from then; None where it never was, or they are over.
    """

    person: str | None
    assessments: tuple[Entry, ...]
    grounds: tuple[Ground, ...]
    told: Entry | None
    flag_until: date | None

    @property
    def met(self) -> tuple[Ground, ...]:
        return tuple(each for each in self.grounds if each.met)


def ends(day: date) -> date:
    """The last of the twelve months that begin on a day."""
    return add_months(day, 12)


def pictures(chronology: Chronology, instruments: Instruments = NONE_LOADED) -> tuple[Picture, ...]:
    """The risk to each victim who is in the case now; of the one whom nobody has named, while there is none.

    By `instruments` it is known what the answers of an assessment lead to, whatever level it says.
    """
    stays = chronology.people.victims
    now = dict.fromkeys(stay.person for stay in stays if stay.until is None)
    people: list[str | None] = list(now) or ([] if stays else [None])
    return tuple(picture(chronology, each, instruments) for each in people)


def picture(chronology: Chronology, person: str | None, instruments: Instruments = NONE_LOADED) -> Picture:
    """The risk to one person, as the chronology has it."""
    today = local_day(chronology.as_of)
    assessments = tuple(_about(chronology, "risk.assessed", person))
    before, counted = told(chronology, person), incidents(chronology, person)
    last = before[-1] if before else None
    return Picture(
        person,
        assessments,
        (
            _score(assessments, instruments),
            _judgement(chronology, assessments, person),
            _escalation(counted, assessments, today),
            _repeat(chronology, counted, before, assessments),
        ),
        last,
        ends(last.day) if last and today <= ends(last.day) else None,
    )


def incidents(chronology: Chronology, person: str | None) -> list[Entry]:
    """Every incident and every report that may be about somebody, in order.

    A report that came on the day of an incident is taken to tell of it, and is not counted beside it.
    """
    happened = _about(chronology, "incident.recorded", person)
    days = {each.day for each in happened}
    reports = [each for each in _about(chronology, "report.received", person) if each.day not in days]
    return sorted([*happened, *reports], key=lambda each: each.order)


def told(chronology: Chronology, person: str | None) -> list[Entry]:
    """Every referral to MARAC of somebody and every hearing there, but for what was raised in error, in order."""
    ended = chronology.of("thread.ended")
    error = {each.thread for each in ended if each.facts.get("why") == "raised_in_error"}
    found = [each for event in _TOLD for each in _about(chronology, event, person) if each.thread_id not in error]
    return sorted(found, key=lambda each: each.order)


def _about(chronology: Chronology, event: str, person: str | None) -> list[Entry]:
    """The entries of a kind that may be about somebody: that name them, or no victim where there are several."""
    victims = {stay.person for stay in chronology.people.victims}
    found: list[Entry] = []
    for entry in chronology.of(event):
        named = victims.intersection(entry.about)
        only = chronology.people.only_victim(entry)
        if person in named or (not named and only in (None, person)):
            found.append(entry)
    return found


def _between_others(chronology: Chronology, one: Entry, other: Entry) -> bool:
    """Whether two entries name alleged perpetrators, and not one of them is in both."""
    said = [*chronology.of("person.joined"), *chronology.of("person.role_changed")]
    theirs = {each.facts.get("person") for each in said if each.facts.get("role") == "alleged_perpetrator"}
    here, there = theirs.intersection(one.about), theirs.intersection(other.about)
    return bool(here and there) and here.isdisjoint(there)


def _levelled(assessments: Sequence[Entry]) -> Entry | None:
    """The last assessment that says a level."""
    return next((each for each in reversed(assessments) if "level" in each.facts), None)


def grounds_said(assessment: Entry | None) -> tuple[object, ...]:
    """The grounds that an assessment itself names."""
    found = assessment.facts.get("grounds") if assessment else None
    return tuple(found) if isinstance(found, list | tuple) else ()


def _score(assessments: Sequence[Entry], instruments: Instruments) -> Ground:
    last = _levelled(assessments)
    if last is None:
        return Ground("score", False, "No assessment here says how great the risk is. Not assessed is not low.")
    level, on = last.facts["level"], in_words(last.day)
    said = grounds_said(last)
    if level == "high" and ("score" in said or not said):
        why = f"The assessment of {on} found the risk high{' by its answers' if said else ', and names no ground'}."
        return Ground("score", True, why, (last,))
    if lowered(last, instruments) == "high":
        why = f"The assessment of {on} says {level}, and its answers lead to high. Judgement never lowers."
        return Ground("score", True, why, (last,))
    open_ = last.facts.get("unanswered")
    more = f" {open_} answers were left open, and none of them is taken for a no." if open_ else ""
    why = f"By its answers the assessment of {on} did not reach high.{more} A lower count is not safety."
    return Ground("score", False, why, (last,))


def _judgement(chronology: Chronology, assessments: Sequence[Entry], person: str | None) -> Ground:
    last = _levelled(assessments)
    if last and last.facts["level"] == "high" and "judgement" in grounds_said(last):
        why = f"On {in_words(last.day)} the risk was judged to be high, whatever the answers came to."
        return Ground("judgement", True, why, (last,))
    reviews = [each for each in _about(chronology, "review.held", person) if last is None or each.order > last.order]
    if reviews and reviews[-1].facts.get("level") == "high" and (last is None or last.facts["level"] != "high"):
        why = f"The review of {in_words(reviews[-1].day)} judged the risk to be high, above any assessment before it."
        return Ground("judgement", True, why, (reviews[-1],))
    why = (
        "Nobody has judged the risk to be high above its answers. Your judgement alone is enough: assess, and say why."
    )
    return Ground("judgement", False, why)


def _escalation(counted: Sequence[Entry], assessments: Sequence[Entry], today: date) -> Ground:
    recent = sorted((each for each in counted if today <= ends(each.day)), key=lambda each: each.day)
    number = (
        f"{len(recent)} incidents or reports"
        if len(recent) > 1
        else "1 incident or report"
        if recent
        else "No incident"
    )
    found = f"{number} in the twelve months to {in_words(today)}"
    if len(recent) >= ESCALATION:
        why = f"{found}: {ESCALATION} or more are an escalation, however slight each may look by itself."
        return Ground("escalation", True, why, tuple(recent), ends(recent[-ESCALATION].day))
    last = assessments[-1] if assessments else None
    if last and "escalation" in grounds_said(last) and today <= ends(last.day):
        why = f"The assessment of {in_words(last.day)} names it. {found} here: others may know of more."
        return Ground("escalation", True, why, (last, *recent), ends(last.day))
    why = f"{found} here; {ESCALATION} would be an escalation. Ask what the police and others know of."
    return Ground("escalation", False, why, tuple(recent))


def _repeat(
    chronology: Chronology, counted: Sequence[Entry], before: Sequence[Entry], assessments: Sequence[Entry]
) -> Ground:
    referred = [each for each in before if each.event == "marac.referred"]
    since = [each for each in counted if not referred or each.order > referred[-1].order]
    found = list(_repeats(chronology, since, before))
    if found:
        first, anchor = found[0]
        why = (
            f"{described(first)}. That is within twelve months of what MARAC was last told ({described(anchor)}; "
            f"until {in_words(ends(anchor.day))}), and not referred again since. Any incident counts, a crime or not."
        )
        return Ground("repeat", True, why, (anchor, *(each for each, _ in found)))
    last = assessments[-1] if assessments else None
    if last and "repeat" in grounds_said(last) and (not referred or last.order > referred[-1].order):
        why = f"The assessment of {in_words(last.day)} names it, and there is no referral here since."
        return Ground("repeat", True, why, (last,))
    return Ground("repeat", False, _no_repeat(before), tuple(before[-1:]))


def _repeats(chronology: Chronology, since: Sequence[Entry], before: Sequence[Entry]) -> Iterator[tuple[Entry, Entry]]:
    """The incidents within twelve months of what MARAC was last told of the same people, each with that."""
    for incident in since:
        earlier = [
            each for each in before if each.order < incident.order and not _between_others(chronology, each, incident)
        ]
        if earlier and incident.day <= ends(earlier[-1].day):
            yield incident, earlier[-1]


def _no_repeat(before: Sequence[Entry]) -> str:
    if not before:
        return "No referral to MARAC and no hearing stands here. Ask whether another agency has made one."
    return (
        f"MARAC was last told: {described(before[-1])}. No incident stands here since, within its twelve months, "
        f"which run until {in_words(ends(before[-1].day))}."
    )
