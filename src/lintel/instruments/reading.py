"""What the answers of an assessment say: how many of each, and the level that they lead to at least.

A question without a yes or a no is never taken for a no. The answers give a lowest level (`floor`) and the level that
there would be if every question left open were a yes (`ceiling`). Where the two differ the answers settle nothing.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from lintel.instruments.instrument import ANSWERS, LEVELS, Answer, Instrument, Level, Threshold

Answers = Mapping[str, Answer]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many questions were answered how. `score` and `critical` are of those answered yes."""

    yes: int
    no: int
    unknown: int
    declined: int
    not_asked: int
    score: int
    critical: int

    @property
    def unanswered(self) -> int:
        """Those with neither a yes nor a no."""
        return self.unknown + self.declined + self.not_asked


@dataclass(frozen=True, slots=True)
class Reading:
    """What the answers say. `floor` and `ceiling` are None for an instrument that leads to no level by itself."""

    counts: Counts
    floor: Level | None
    ceiling: Level | None

    @property
    def settled(self) -> bool:
        """Whether the answers alone say the level, whatever the open questions may hold."""
        return self.floor is not None and self.floor == self.ceiling


class Lowered(ValueError):
    """A judgement below what the answers say. Judgement may raise the level and never lowers it."""


class Unsettled(ValueError):
    """The answers leave the level open, and nobody has judged it."""


def read(instrument: Instrument, answers: Answers) -> Reading:
    """Count the answers and find the level. Answers to questions that the instrument has not raise `KeyError`."""
    asked = {each.id: each for each in instrument.questions}
    for name, answer in answers.items():
        if answer not in ANSWERS[asked[name].kind]:
            raise ValueError(f"{answer} is no answer to a question of the kind {asked[name].kind}")
    found = Counter(answers.values())
    yes = [asked[name] for name, answer in answers.items() if answer == "yes"]
    maybe = [each for each in instrument.questions if answers.get(each.id) != "no"]
    counts = Counts(
        yes=found["yes"],
        no=found["no"],
        unknown=found["unknown"],
        declined=found["declined"],
        not_asked=len(asked) - len(answers),
        score=sum(each.weight for each in yes),
        critical=sum(each.critical for each in yes),
    )
    floor = _reached(instrument, counts.score, counts.critical)
    ceiling = _reached(instrument, sum(each.weight for each in maybe), sum(each.critical for each in maybe))
    return Reading(counts, floor, ceiling)


def floor_by_count(instrument: Instrument, yes: int) -> Level | None:
    """The level that so many answers of yes lead to at least, whichever they were; None where none leads to a level."""
    lightest = sorted(each.weight for each in instrument.questions)[:yes]
    others = sum(not each.critical for each in instrument.questions)
    return _reached(instrument, sum(lightest), max(0, yes - others))


def _reached(instrument: Instrument, score: int, critical: int) -> Level | None:
    if not instrument.thresholds:
        return None
    reached: list[Level] = [each.level for each in instrument.thresholds if _meets(each, score, critical)]
    return max(reached, key=LEVELS.index, default="standard")


def _meets(threshold: Threshold, score: int, critical: int) -> bool:
    by_score = threshold.score is not None and score >= threshold.score
    return by_score or (threshold.critical is not None and critical >= threshold.critical)


def level_of(reading: Reading, judgement: Level | None) -> Level:
    """The level of a completed assessment. Raises `Lowered` or `Unsettled`."""
    if judgement is not None:
        if reading.floor is not None and LEVELS.index(judgement) < LEVELS.index(reading.floor):
            raise Lowered
        return judgement
    if reading.floor is None or not reading.settled:
        raise Unsettled
    return reading.floor


def level_so_far(reading: Reading, judgement: Level | None) -> Level | None:
    """The level of an assessment that was only begun: what is certain already, or None. Raises `Lowered`."""
    try:
        return level_of(reading, judgement)
    except Unsettled:
        return None if reading.floor == "standard" else reading.floor


def raised(reading: Reading, level: Level) -> bool:
    """Whether a level stands on judgement: it is above what the answers lead to, or they lead to none."""
    return reading.floor is None or LEVELS.index(level) > LEVELS.index(reading.floor)
