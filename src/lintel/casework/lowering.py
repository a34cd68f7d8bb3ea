"""Whether an assessment says a level below what its own answers lead to: judgement raises, and never lowers.

What is recorded here is refused then. What an import brings has happened: it is taken, named, and not believed.
"""

from collections.abc import Mapping, Sequence
from typing import cast

from lintel.casework.instruments import Instruments
from lintel.commitments.reading import read as as_it_reads
from lintel.events.bookchecks import CORRECTION
from lintel.events.entry import Entry
from lintel.events.faults import Fault, InputRefused
from lintel.instruments.instrument import ANSWERS, LEVELS, Answer, Instrument, Level
from lintel.instruments.reading import floor_by_count, read

ASSESSED = "risk.assessed"
NAME = "judgement-never-lowers"
"""What such an assessment is counted as, among the guards that were broken."""
SAYS = "Judgement may raise the level that the answers lead to, and never lowers it"


def lowered(assessment: Entry, instruments: Instruments) -> Level | None:
    """The level that an assessment's answers lead to at least, where the level that it says is below; None otherwise.

    None as well where its instrument is not one of these: what its answers lead to is then not known.
    """
    facts = assessment.facts
    instrument = instruments.version(facts.get("instrument"), facts.get("version"))
    if instrument is None or facts.get("level") not in LEVELS:
        return None
    floor = _floor(instrument, assessment)
    below = floor is not None and LEVELS.index(cast(Level, facts["level"])) < LEVELS.index(floor)
    return floor if below else None


def _floor(instrument: Instrument, assessment: Entry) -> Level | None:
    """By the answers where they can be read, by the number of those that are yes otherwise."""
    if answers := answers_of(instrument, assessment.sealed.get("answers")):
        return read(instrument, answers).floor
    yes = assessment.facts.get("yes")
    return floor_by_count(instrument, yes) if isinstance(yes, int) else None


def answers_of(instrument: Instrument | None, said: object) -> Mapping[str, Answer]:
    """The answers of an assessment, where this instrument has such questions and such answers to them."""
    if instrument is None or not isinstance(said, Mapping):
        return {}
    kinds = {each.id: each.kind for each in instrument.questions}
    right = all(name in kinds and answer in ANSWERS[kinds[name]] for name, answer in said.items())
    return {str(name): cast(Answer, answer) for name, answer in said.items()} if right else {}


def refuse_lowered(before: Sequence[Entry], entry: Entry, instruments: Instruments) -> None:
    """Raises `InputRefused` for an assessment, or a correction of one, that says less than its answers lead to."""
    if entry.event not in (ASSESSED, CORRECTION):
        return
    judged = entry if entry.event == ASSESSED else _corrected(before, entry)
    if judged and judged.event == ASSESSED and (floor := lowered(judged, instruments)):
        expected = f"{floor} or above: judgement may raise the level"
        raise InputRefused([Fault(0, "data.level", "is below what the answers lead to", expected)])


def _corrected(before: Sequence[Entry], correction: Entry) -> Entry | None:
    """The entry as it reads once it is put right; None where it is withdrawn."""
    now = correction.recorded_at
    entries = as_it_reads((*before, correction), as_of=max(now, correction.at), known_on=now)
    return next((each for each in entries if each.id == correction.facts["entry"]), None)
