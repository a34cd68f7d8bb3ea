"""An instrument: its questions, the answers there may be, and which answers lead to which level at least.

It is data. Lintel knows no instrument by name, and none of their texts stands in this code.
"""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool

Level = Literal["standard", "medium", "high"]
LEVELS: tuple[Level, ...] = ("standard", "medium", "high")
"""The levels of risk, the lowest first."""

Answer = Literal["yes", "no", "unknown", "declined"]
"""What somebody says to a question. `unknown`: does not know. `declined`: did not want to say. Nothing: not asked."""

Kind = Literal["yes_no", "yes_no_unknown"]
ANSWERS: dict[Kind, tuple[Answer, ...]] = {
    "yes_no": ("yes", "no", "declined"),
    "yes_no_unknown": ("yes", "no", "unknown", "declined"),
}

CODE = r"^[a-z0-9][a-z0-9_\-]{0,63}$"
VERSION = r"^[A-Za-z0-9][A-Za-z0-9_.:\-]{0,63}$"
PATTERNS = {
    CODE: "lower-case letters, digits, _ and -, beginning with a letter or digit, at most 64 of them",
    VERSION: "letters, digits and .:_- without spaces, at most 64 of them",
}
"""What may be written, in words, by the pattern that asks for it."""

Code = Annotated[str, Field(pattern=CODE)]
Line = Annotated[str, Field(min_length=1, max_length=400)]
Words = Annotated[str, Field(min_length=1, max_length=3000)]
Weight = Annotated[int, Field(strict=True, ge=1, le=100)]
Score = Annotated[int, Field(strict=True, ge=1, le=20_000)]


class Table(BaseModel):
    """A table of the file: a key that it does not know is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Head(Table):
    """What the instrument is. `notice` says in the landlord's own words what the evidence says about it."""

    id: Code
    name: Line
    version: Annotated[str, Field(pattern=VERSION)]
    published: Annotated[date, Field(strict=True)]
    source: Line
    licence: Line
    notice: Words
    introduction: Words | None = None


class Section(Table):
    """A part of the instrument, under one heading."""

    id: Code
    title: Line
    help: Words | None = None


class Question(Table):
    """One question. `weight` is what a yes adds to the score; a `critical` one is counted apart as well."""

    id: Code
    section: Code
    words: Line
    help: Words | None = None
    kind: Kind = "yes_no_unknown"
    weight: Weight = 1
    critical: StrictBool = False


class Threshold(Table):
    """What leads to a level at least: a score, or a number of critical answers that are yes; either will do."""

    level: Literal["medium", "high"]
    score: Score | None = None
    critical: Score | None = None


@dataclass(frozen=True, slots=True)
class Instrument:
    """One version of one instrument. `file` is where it came from. Without thresholds, judgement alone says a level."""

    head: Head
    sections: tuple[Section, ...]
    questions: tuple[Question, ...]
    thresholds: tuple[Threshold, ...]
    file: str

    def of(self, section: Section) -> tuple[Question, ...]:
        """The questions of a section, in order."""
        return tuple(each for each in self.questions if each.section == section.id)

    def question(self, name: str) -> Question | None:
        """The question of that id."""
        return next((each for each in self.questions if each.id == name), None)
