"""How a kind of event is declared: one class, from which everything else about it follows.

The reader, the registry, the JSON Schema, the chronology line, the form and the rules that may name the
event are all made from the class. A new kind of event is one class in one file.
"""

from dataclasses import dataclass
from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict

from lintel.events.values import Sealed

Book = Literal["case", "organisation", "person"]
When = Literal["act", "fact"]

ACT: When = "act"
"""A decision, or something we send or start: a guard can bar it."""
FACT: When = "fact"
"""It has happened: it is always recorded, and if it broke a guard it is recorded as a breach."""

ANY_THREAD = "*"

CASE: tuple[Book, ...] = ("case",)
ORGANISATION: tuple[Book, ...] = ("organisation",)
PERSON: tuple[Book, ...] = ("person",)
EVERY_BOOK: tuple[Book, ...] = ("case", "organisation", "person")


@dataclass(frozen=True)
class Declaration:
    """What an event is, apart from its fields.

    `label` is how an officer would say it ("I spoke to her"); `hint` is a sentence of help for the form.
    `sentence` is the line that the chronology prints: `{fact}` stands for a fact's value, and a part in
    square brackets is left out where a fact in it is absent. `answer` names the fact that is the answer to
    a question asked before, so that a later answer to the same question takes the place of an earlier one.
    """

    name: str
    moment: When
    label: str
    hint: str
    sentence: str
    books: tuple[Book, ...] = CASE
    opens: str | None = None
    continues: str | None = None
    may_continue: bool = False
    answer: str | None = None


class Event(BaseModel):
    """An event's own fields: facts, which rules may see, and sealed fields, which they may not."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=False)

    declaration: ClassVar[Declaration]

    note: Sealed = None
