"""The risk in a case: the series of assessments, what it rests on, and the four grounds to tell MARAC."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import cast
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from lintel.casework import drafts, policy
from lintel.casework.instruments import in_use, preferred
from lintel.casework.lowering import answers_of
from lintel.casework.risk import Ground, Picture, grounds_said, pictures
from lintel.commitments.policy import Policy
from lintel.desk.assessment import FORM, OUTCOMES, Outcome
from lintel.desk.case import Shown, overview_of, shown
from lintel.desk.casebanner import RESTS_ON
from lintel.desk.caselines import Line, Word
from lintel.desk.casewords import label, spaced
from lintel.desk.pages import page
from lintel.desk.questions import Part, parts
from lintel.events.entry import Entry
from lintel.instruments.instrument import Answer, Head, Instrument
from lintel.instruments.reading import read
from lintel.signin.asking import Asking

GROUNDS: Mapping[str, tuple[str, str]] = {
    "score": ("Visible high risk", "Is met when the answers reach what the instrument calls high."),
    "judgement": ("Professional judgement", "Is met when whoever knows the case judges the danger to be high."),
    "escalation": ("Escalation", "Is met by three or more incidents within twelve months."),
    "repeat": (
        "Repeat",
        "Is met by any incident between the same people within twelve months of what MARAC was last told.",
    ),
}
"""What each ground is called, and what it means. Any one of them is enough."""

_OWED_HERE = ("marac.", "plan.", "review.", "risk.", "safeguarding.")


@dataclass(frozen=True, slots=True)
class Weighed:
    """A ground with what it rests on, line by line. `until` is the last day on which it is met by itself."""

    name: str
    means: str
    met: bool
    why: str
    lines: tuple[Line, ...]
    until: date | None


@dataclass(frozen=True, slots=True)
class Somebody:
    """The risk to one person. `level` is None where nobody has said one; `flag` the last day of the MARAC flag."""

    who: str
    level: str | None
    on: date | None
    grounds: tuple[Weighed, ...]
    flag: date | None
    told: Line | None
    decided: Line | None
    open: bool

    @property
    def met(self) -> tuple[Weighed, ...]:
        return tuple(each for each in self.grounds if each.met)


@dataclass(frozen=True, slots=True)
class Assessed:
    """One assessment of the series. `counts` are in words; `parts` are its answers where they may be read."""

    id: str
    who: str
    at: datetime
    by: str
    instrument: str
    outcome: str
    level: str | None
    grounds: str
    counts: str
    parts: tuple[Part, ...]
    words: tuple[Word, ...]
    broken: tuple[str, ...] = ()


@require_safe
def risk(request: Asking, book: UUID) -> HttpResponse:
    """The risk in a case."""
    case = shown(request, book, "risk")
    people = tuple(_somebody(case, each) for each in pictures(case.seen.chronology, in_use()))
    broken = {line.id: line.breaches for line in case.reading.whole()}
    series = tuple(
        replace(_assessed(case, each), broken=broken.get(each.id, ()))
        for each in reversed(case.seen.chronology.of("risk.assessed"))
    )
    version = policy.in_force().at(request.now)
    first = preferred(in_use(), version)
    saved = next((each for each in series if each.id == request.GET.get("saved")), None)
    return page(
        request,
        "risk.html",
        case=case,
        people=people,
        series=series,
        saved=saved,
        broken=broken.get(saved.id, ()) if saved else (),
        owed=[each for each in overview_of(case.reading).owed if (each.does or "").startswith(_OWED_HERE)],
        promises=times_marac(version),
        factors=case.reading.lines("risk.factors_noted"),
        first=first,
        notices=tuple(_notices(case, first.instrument.head.id)),
        may_assess=case.may("record", "risk"),
        drafted=drafts.kept(actor=request.actor, book=book, form=FORM, now=request.now) is not None,
    )


def _somebody(case: Shown, picture: Picture) -> Somebody:
    said = [each for each in picture.assessments if "level" in each.facts]
    decided = [each for each in case.seen.chronology.of("marac.decided") if _is_theirs(each, picture)]
    weighed = tuple(_weighed(case, each) for each in picture.grounds)
    return Somebody(
        who=case.naming.person(picture.person),
        level=str(said[-1].facts["level"]) if said else None,
        on=said[-1].day if said else None,
        grounds=weighed,
        flag=picture.flag_until,
        told=case.reading.line(picture.told) if picture.told else None,
        decided=case.reading.line(decided[-1]) if decided else None,
        open=_undecided(picture, decided),
    )


def _undecided(picture: Picture, decided: Sequence[Entry]) -> bool:
    """Whether a ground is met by something that came after the last decision, referral or hearing."""
    answers = [*decided[-1:], *([picture.told] if picture.told else [])]
    last = max((each.order for each in answers), default=None)
    return any(last is None or entry.order > last for each in picture.met for entry in each.rests_on)


def _is_theirs(entry: Entry, picture: Picture) -> bool:
    return not entry.about or picture.person in entry.about


def _weighed(case: Shown, ground: Ground) -> Weighed:
    name, means = GROUNDS[ground.kind]
    lines = tuple(case.reading.line(each) for each in ground.rests_on)
    return Weighed(name, means, ground.met, ground.why, lines, ground.until)


def _assessed(case: Shown, entry: Entry) -> Assessed:
    facts = entry.facts
    instrument = in_use().version(facts.get("instrument"), facts.get("version"))
    name = instrument.head.name if instrument else spaced(facts.get("instrument", "no instrument named"))
    version = f", version {facts['version']}" if "version" in facts else ""
    answers = answers_of(instrument, entry.sealed.get("answers"))
    read_ = parts(instrument, answers) if instrument and answers else ()
    line = case.reading.line(entry)
    return Assessed(
        id=entry.id,
        who=", ".join(line.about),
        at=entry.at,
        by=line.by,
        instrument=f"{name}{version}",
        outcome=OUTCOMES.get(cast(Outcome, facts.get("outcome")), "Not recorded how far it went"),
        level=str(facts["level"]) if "level" in facts else None,
        grounds=" and ".join(RESTS_ON[str(each)] for each in grounds_said(entry)),
        counts=", ".join(_counts(entry, instrument, answers)),
        parts=read_,
        words=tuple(each for each in line.words if not read_ or each.label != label("answers")),
    )


def _counts(entry: Entry, instrument: Instrument | None, answers: Mapping[str, Answer]) -> Iterator[str]:
    """How many answers of each sort; only three sorts are known where the answers themselves are not to be read."""
    if instrument and answers:
        counts = read(instrument, answers).counts
        said = (counts.yes, counts.no, counts.unknown, counts.declined, counts.not_asked)
        yield from (f"{number} {words}" for number, words in zip(said, _SORTS, strict=True))
        return
    for fact, words in (("yes", "yes"), ("no", "no"), ("unanswered", "left open")):
        if fact in entry.facts:
            yield f"{entry.facts[fact]} {words}"


_SORTS = ("yes", "no", "not known", "did not want to say", "not asked")


def times_marac(version: Policy) -> bool:
    """Whether a policy promises to decide about MARAC, or to refer there."""
    kept_by = {event for rule in version.commitments if rule.do for event in rule.do.events}
    return not kept_by.isdisjoint({"marac.decided", "marac.referred"})


def _notices(case: Shown, first: str) -> Iterator[Head]:
    """What is said of each instrument that was used here, or would be now: once, in its newest version."""
    used = [str(each.facts.get("instrument")) for each in case.seen.chronology.of("risk.assessed")]
    for name in dict.fromkeys((first, *reversed(used))):
        if instrument := in_use().newest(name):
            yield instrument.head
