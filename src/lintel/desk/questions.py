"""The questions of an instrument as pages show them, with the answers that there are."""

from collections.abc import Mapping
from dataclasses import dataclass

from lintel.instruments.instrument import ANSWERS, Instrument, Question

QUESTION = "q-"
"""How the fields of answers begin."""

SAID = {
    "yes": "Yes",
    "no": "No",
    "unknown": "They do not know",
    "declined": "They did not want to say",
    "": "Not asked",
}
"""Answers in words. What was not asked has none."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, what was said to it in words, and what can be."""

    id: str
    name: str
    words: str
    help: str
    critical: bool
    said: str
    choices: tuple[dict[str, object], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A section of an instrument with its questions."""

    title: str
    help: str
    questions: tuple[Asked, ...]


def parts(instrument: Instrument, answers: Mapping[str, str]) -> tuple[Part, ...]:
    """The whole instrument with its answers."""
    return tuple(
        Part(each.title, each.help or "", tuple(asked(question, answers) for question in instrument.of(each)))
        for each in instrument.sections
    )


def asked(question: Question, answers: Mapping[str, str]) -> Asked:
    """One question with its answer."""
    answer = answers.get(question.id, "")
    choices = tuple(
        {"value": value, "text": SAID[value], "checked": value == answer} for value in (*ANSWERS[question.kind], "")
    )
    return Asked(
        id=question.id,
        name=QUESTION + question.id,
        words=question.words,
        help=question.help or "",
        critical=question.critical,
        said=SAID.get(answer, answer),
        choices=choices,
    )
