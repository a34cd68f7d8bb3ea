"""An assessment while it is being made: what the browser sends of it, what is wrong with it, and what it becomes.

Every answer travels with the form. Nothing of it is kept in the session, and none of it stands in an address.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Literal, cast

from django.core.exceptions import BadRequest
from django.http import QueryDict

from lintel.casework.instruments import Instruments
from lintel.casework.record import Draft, new_key
from lintel.casework.risk import Picture
from lintel.desk.forms.instants import as_typed, time_of
from lintel.desk.questions import QUESTION
from lintel.events.entry import LONDON
from lintel.instruments.instrument import ANSWERS, LEVELS, Answer, Instrument, Level
from lintel.instruments.reading import Lowered, Reading, Unsettled, level_of, level_so_far, raised, read

FORM = "assess"
"""What a draft of this form is called."""

Mode = Literal["all", "one"]
Outcome = Literal["completed", "attempted", "declined"]
OUTCOMES: Mapping[Outcome, str] = {
    "completed": "We went through it",
    "attempted": "I tried, and we did not get through it",
    "declined": "They did not want to",
}
LONGEST = 5000
"""Characters of the reasons, and of the note."""
_NOBODY_TYPES = 50_000
"""So many characters are sent by no one who typed them."""

_TEXTS = ("outcome", "judgement", "reasons", "note", "about", "on-day", "on-month", "on-year", "time")
_STEERING = ("go", "change", "place", "csrfmiddlewaretoken")
_FIXED = ("instrument", "version", "mode", "seen", "key")


@dataclass(frozen=True, slots=True)
class Sheet:
    """What has been filled in so far. `texts` are as typed; `seen` is the place of the last entry that was read."""

    instrument: Instrument
    mode: Mode
    seen: int
    key: str
    answers: Mapping[str, Answer] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """What was typed in a field, without the spaces around it."""
        return self.texts.get(name, "").strip()

    @property
    def reading(self) -> Reading:
        """What the answers say."""
        return read(self.instrument, self.answers)

    @property
    def judgement(self) -> Level | None:
        """The level that somebody judged."""
        return cast(Level, self.text("judgement")) if self.text("judgement") in LEVELS else None

    def hidden(self, *shown: str) -> Iterator[tuple[str, str]]:
        """What the form carries along unseen: all but the fields that it shows."""
        carried = {
            "instrument": self.instrument.head.id, "version": self.instrument.head.version, "mode": self.mode,
            "seen": str(self.seen), "key": self.key, **self.texts,
            **{QUESTION + name: answer for name, answer in self.answers.items()},
        }  # fmt: skip
        return ((name, value) for name, value in carried.items() if name not in shown)


def blank(instrument: Instrument, mode: Mode, seen: int, now: datetime) -> Sheet:
    """A new sheet, dated now."""
    local = now.astimezone(LONDON)
    when = {"on-day": local.day, "on-month": local.month, "on-year": local.year, "time": as_typed(now)["time"]}
    texts = {name: str(value) for name, value in when.items()}
    return Sheet(instrument, mode, seen, new_key(), texts=texts)


def posted(sent: QueryDict, instruments: Instruments) -> Sheet:
    """The sheet that a browser sent. Raises `BadRequest` for what no form of ours sends."""
    instrument = instruments.version(sent.get("instrument"), sent.get("version"))
    mode, seen, key = sent.get("mode"), sent.get("seen", ""), sent.get("key", "")
    if instrument is None or mode not in ("all", "one") or not (seen.isascii() and seen.isdigit() and len(seen) < 10):
        raise BadRequest
    answers = {name: _answer(instrument, name, str(sent[QUESTION + name])) for name in _asked(instrument, sent)}
    texts = {name: str(sent[name]) for name in _TEXTS if name in sent}
    if any(len(text) > _NOBODY_TYPES for text in texts.values()):
        raise BadRequest
    known = {*_STEERING, *_FIXED, *texts, *(QUESTION + each.id for each in instrument.questions)}
    if not known.issuperset(sent) or any(len(sent.getlist(name)) > 1 for name in sent):
        raise BadRequest
    return Sheet(instrument, cast(Mode, mode), int(seen), key, answers, texts)


def _asked(instrument: Instrument, sent: QueryDict) -> Iterator[str]:
    """The questions with an answer. An empty answer is one that was not asked."""
    return (each.id for each in instrument.questions if sent.get(QUESTION + each.id))


def _answer(instrument: Instrument, name: str, value: str) -> Answer:
    question = instrument.question(name)
    found = next((each for each in ANSWERS[question.kind] if each == value), None) if question else None
    if found is None:
        raise BadRequest
    return found


@dataclass(frozen=True, slots=True)
class Wrong:
    """Something to put right: the field, and what to do."""

    field: str
    words: str


def wrongs(sheet: Sheet, victims: Sequence[str], now: datetime) -> tuple[Wrong, ...]:
    """Everything that keeps a sheet from being saved."""
    return (*_wrong_time(sheet, now), *_wrong_person(sheet, victims), *_wrong_outcome(sheet), *_wrong_level(sheet),
            *_too_long(sheet))  # fmt: skip


def _wrong_time(sheet: Sheet, now: datetime) -> Iterator[Wrong]:
    at = happened(sheet)
    if at is None:
        yield Wrong("on", "Write the day as 8 4 2024, and the time as 9:30am or 14:30")
    elif at > now:
        yield Wrong("on", "The day and time must be in the past")


def _wrong_person(sheet: Sheet, victims: Sequence[str]) -> Iterator[Wrong]:
    about = sheet.text("about")
    if about and about not in victims:
        raise BadRequest
    if len(victims) > 1 and not about:
        yield Wrong("about", "Choose whose risk this is about")


def _wrong_outcome(sheet: Sheet) -> Iterator[Wrong]:
    outcome, counts = sheet.text("outcome"), sheet.reading.counts
    if outcome not in OUTCOMES:
        yield Wrong("outcome", "Choose how far you got")
    elif outcome == "completed" and counts.yes + counts.no == 0:
        yield Wrong("outcome", "Nothing was answered yes or no: choose that you tried, or that they did not want to")


def _wrong_level(sheet: Sheet) -> Iterator[Wrong]:
    if sheet.text("judgement") and sheet.judgement is None:
        raise BadRequest
    reading, complete = sheet.reading, sheet.text("outcome") == "completed"
    try:
        level = level_of(reading, sheet.judgement) if complete else level_so_far(reading, sheet.judgement)
    except Lowered:
        yield Wrong("judgement", f"Judgement may raise the level and never lowers it: choose {reading.floor} or above")
        return
    except Unsettled:
        yield Wrong("judgement", "The answers leave the level open. Choose the level in your judgement")
        return
    if sheet.judgement and level and (raised(reading, level) or not reading.settled) and not sheet.text("reasons"):
        yield Wrong("reasons", "Say why you judge the risk to be so")


def _too_long(sheet: Sheet) -> Iterator[Wrong]:
    for name in ("reasons", "note"):
        if len(sheet.text(name)) > LONGEST:
            yield Wrong(name, f"Write at most {LONGEST:,} characters")


def happened(sheet: Sheet) -> datetime | None:
    """When it was gone through, in UTC; None where no such day or time is written."""
    parts = [sheet.text(name) for name in ("on-year", "on-month", "on-day")]
    if not all(each.isascii() and each.isdigit() and len(each) <= 4 for each in parts):
        return None
    try:
        at = time_of(sheet.text("time"))
        return datetime.combine(date(*map(int, parts)), at, LONDON).astimezone(UTC) if at else None
    except (ValueError, OverflowError):
        return None


def draft(sheet: Sheet, picture: Picture, at: datetime) -> Draft:
    """The entry that a sheet without faults becomes. `picture` is of whom it is about, before this assessment."""
    reading, complete = sheet.reading, sheet.text("outcome") == "completed"
    level = level_of(reading, sheet.judgement) if complete else level_so_far(reading, sheet.judgement)
    head, counts = sheet.instrument.head, reading.counts
    facts: dict[str, object] = {"instrument": head.id, "version": head.version, "outcome": sheet.text("outcome")}
    if complete or sheet.answers:
        facts |= {"yes": counts.yes, "no": counts.no, "unanswered": counts.unanswered}
    if level:
        facts["level"] = level
        if grounds := list(grounds_of(reading, level, picture)):
            facts["grounds"] = grounds
    said = {"answers": dict(sheet.answers), "judgement_reasons": sheet.text("reasons"), "note": sheet.text("note")}
    return Draft(
        event="risk.assessed", at=at, seen=sheet.seen, key=sheet.key, facts=facts,
        sealed={name: words for name, words in said.items() if words},
        about=[picture.person] if picture.person else [],
    )  # fmt: skip


def grounds_of(reading: Reading, level: Level, picture: Picture) -> Iterator[str]:
    """What a level rests on: the answers or judgement, and what the chronology shows by itself."""
    if raised(reading, level):
        yield "judgement"
    elif level != "standard":
        yield "score"
    yield from (each.kind for each in picture.met if each.kind in ("escalation", "repeat"))
