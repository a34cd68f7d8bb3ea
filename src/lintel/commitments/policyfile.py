"""What may stand in a policy file: its tables, their keys, and the type of each value.

These are the shapes alone; `policychecks` checks that what they name exists, `compiling` makes rules of them.
The JSON Schema for editors is made from these classes.
"""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, StrictInt, WithJsonSchema

from lintel.commitments.patternchecks import CODE
from lintel.commitments.periods import Period, parse_period
from lintel.commitments.rules import Each, Per, Strength
from lintel.commitments.workingdays import Nation
from lintel.events.values import Code

NAME = r"^[a-z0-9][a-z0-9\-]{0,63}$"
CLAUSE_ID = r"^[A-Za-z0-9][A-Za-z0-9.\-]{0,63}$"
PATTERNS = {
    NAME: "lower-case letters, digits and hyphens, beginning with a letter or digit, at most 64 of them",
    CLAUSE_ID: "letters, digits, dots and hyphens, beginning with a letter or digit, at most 64 of them",
    CODE: "lower-case letters, digits, _ and -, beginning with a letter or digit, at most 64 of them",
}
"""What may be written, in words, by the pattern that asks for it."""

Name = Annotated[str, Field(pattern=NAME)]
"""An id in a policy file."""
ClauseId = Annotated[str, Field(pattern=CLAUSE_ID)]
Says = Annotated[str, Field(min_length=1, max_length=400)]
Day = Annotated[date, Field(strict=True)]
"""A date as TOML spells it: text that looks like one is refused."""
Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Share = Annotated[float, Field(strict=True, gt=0, le=1)]

_VALUE = {"type": ["string", "number", "boolean"]}
_ANY_VALUE = {"anyOf": [_VALUE, {"type": "array", "items": _VALUE, "minItems": 1}]}
_CONDITION = {
    "anyOf": [
        *_ANY_VALUE["anyOf"],
        {
            "type": "object",
            "properties": {"not": _ANY_VALUE, "set": {"type": "boolean"}, "min": _VALUE, "max": _VALUE},
            "additionalProperties": False,
            "minProperties": 1,
        },
    ]
}
_WHERE = {"type": "object", "additionalProperties": _CONDITION}
_ONE_PATTERN = {
    "anyOf": [
        {"type": "string"},
        {
            "type": "object",
            "properties": {"event": {"type": "string"}, "where": _WHERE},
            "required": ["event"],
            "additionalProperties": False,
        },
    ]
}
_PATTERN = {"anyOf": [*_ONE_PATTERN["anyOf"], {"type": "array", "items": _ONE_PATTERN, "minItems": 1}]}

PatternText = Annotated[Any, WithJsonSchema(_PATTERN)]
"""A pattern as it is spelled; `patternchecks` says what is wrong with it, more plainly than a type can."""
Where = Annotated[dict[str, Any], WithJsonSchema(_WHERE)]


def _period(value: object) -> Period:
    if not isinstance(value, str):
        raise ValueError('is no period; write it as text, as "14 days"')
    return parse_period(value)


PeriodText = Annotated[
    Period, BeforeValidator(_period, json_schema_input_type=str), Field(json_schema_extra={"type": "string"})
]


class Table(BaseModel):
    """A table of the file: a key that it does not know is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class Head(Table):
    id: Name = Field(examples=["settle-2024"])
    provider: Name = Field(examples=["settle"])
    title: str = ""
    source: str = ""
    in_force: Day | None = None
    review_due: Day | None = None
    nation: Nation = "england"
    holidays_add: list[Day] = []
    holidays_remove: list[Day] = []
    closures: list[Day] = []


class Words(Table):
    abuse: str | None = None
    person: str | None = None
    victim: str | None = None
    perpetrator: str | None = None
    case_officer: str | None = None
    lead: str | None = None
    team: str | None = None
    home: str | None = None


class Definition(Table):
    variant: Literal["da_act_2021", "home_office_2013", "none"] = "none"
    minimum_age: Annotated[StrictInt, Field(ge=0, le=18)] | None = None
    connections: list[str] = []
    types: list[str] = []
    clause: list[ClauseId] = []


class ClauseTable(Table):
    id: ClauseId = Field(examples=["settle-7.b4i"])
    strength: Literal["must", "aim", "may", "fact"] = Field(examples=["must", "aim", "may", "fact"])
    says: Says = Field(examples=["Reach the victim within one working day of a disclosure"])
    honoured_by: list[str] = []
    planned: list[str] = []
    because: str | None = None


class Rule(Table):
    """What every rule has: an id, the clauses that it carries, and what it says to the person who meets it."""

    id: Name = Field(examples=["first-contact"])
    clause: list[ClauseId] = []
    says: str = ""


class CommitmentTable(Rule):
    per: Per = "case"
    do: PatternText = Field(examples=["contact.made"])
    roles: list[Code] = []
    applies_when: PatternText | None = None
    unless: PatternText | None = None
    same: list[str] = []
    aim: PeriodText | None = None


class Deadline(CommitmentTable):
    kind: Literal["deadline"]
    after: PatternText = Field(examples=["report.received"])
    within: PeriodText | None = None
    by: str | None = None
    counts: Literal["each", "first"] = "each"


class Rhythm(CommitmentTable):
    kind: Literal["rhythm"]
    every: PeriodText | None = None
    from_: PatternText | None = Field(default=None, alias="from")
    changed_by: PatternText | None = None
    each: Each | None = None


class Once(CommitmentTable):
    kind: Literal["once"]
    before: PatternText | None = None


class InPost(Rule):
    kind: Literal["in_post"]
    role: Code = Field(examples=["champion"])
    aim: PeriodText | None = None


class Covered(Rule):
    kind: Literal["covered"]
    roles: list[Code] = Field(min_length=1, examples=[["champion"]])
    do: PatternText = Field(examples=["training.completed"])
    within: PeriodText | None = None
    aim: PeriodText | None = None


class ShareOf(Rule):
    kind: Literal["share"]
    do: PatternText = Field(examples=["case.audited"])
    part: Share = Field(examples=[0.1])
    each: Each = Field(examples=["month", "quarter", "year"])
    aim: PeriodText | None = None


class NeedTable(Table):
    event: str | None = None
    where: Where = {}
    among: Where = {}
    latest: StrictBool = False
    same: list[str] = []
    same_thread: StrictBool = False
    each_about: StrictBool = False
    ended_by: PatternText | None = None
    since: PatternText | None = None
    fresh: PeriodText | None = None
    by_other_than: PatternText | None = None
    safe_channel: StrictBool = False


NeedText = Annotated[
    Any,
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "object"}, {"type": "array", "items": {"type": "object"}}]}),
]
"""One need: an event, a table as `NeedTable`, or a list of these, any one of which will do."""


class GuardTable(Rule):
    on: PatternText = Field(examples=["information.shared"])
    needs: list[NeedText] = []
    never: Where = {}
    at_most: Annotated[StrictInt, Field(ge=0)] | None = None
    in_: Literal["thread", "case"] | None = Field(default=None, alias="in")
    strength: Strength = "bar"
    protects: Literal["victim"] | None = None


class MeasureTable(Rule):
    kind: Literal["rate", "count", "mean"] = "rate"
    of: str | None = None
    per: Literal["obligation", "case"] = "obligation"
    by: Literal["opened", "due"] = "opened"
    event: PatternText | None = None
    where: Where = {}
    fact: str | None = None
    distinct: str | None = None
    target: Number | None = None
    better: Literal["up", "down"] = "up"


class GuidanceTable(Rule):
    at: list[str] = Field(min_length=1, examples=[["event:report.received"]])


COMMITMENT_KINDS: dict[str, type[Rule]] = {
    "deadline": Deadline,
    "rhythm": Rhythm,
    "once": Once,
    "in_post": InPost,
    "covered": Covered,
    "share": ShareOf,
}


class PolicyFile(Table):
    """A whole file, for the JSON Schema; the reader checks it table by table, to name every fault at once."""

    policy: Head
    words: Words = Words()
    definition: Definition = Definition()
    settings: dict[str, dict[str, Any]] = {}
    clause: list[ClauseTable] = []
    commitment: list[Annotated[Deadline | Rhythm | Once | InPost | Covered | ShareOf, Field(discriminator="kind")]] = []
    guard: list[GuardTable] = []
    measure: list[MeasureTable] = []
    guidance: list[GuidanceTable] = []


LISTS: dict[str, type[Rule] | type[ClauseTable] | None] = {
    "clause": ClauseTable,
    "commitment": None,
    "guard": GuardTable,
    "measure": MeasureTable,
    "guidance": GuidanceTable,
}
"""The `[[…]]` tables of a file; a commitment's shape depends on its `kind`."""
