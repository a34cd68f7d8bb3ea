"""What may stand in a policy file: its tables, their keys, and the type of each value.

These are the shapes alone; `policychecks` checks that what they name exists, `compiling` makes rules of them.
The JSON Schema for editors is made from these classes.
"""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, StrictInt, WithJsonSchema

from lintel.commitments.periods import Period, parse_period
from lintel.commitments.rules import Each, Per, Strength
from lintel.commitments.workingdays import Nation

Name = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9\-]{0,63}$")]
"""An id in a policy file: lower case, digits, hyphens."""
ClauseId = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9.\-]{0,63}$")]
Says = Annotated[str, Field(min_length=1, max_length=400)]
Share = Annotated[float, Field(gt=0, le=1)]

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
    id: Name
    provider: Name
    title: str = ""
    source: str = ""
    in_force: date | None = None
    review_due: date | None = None
    nation: Nation = "england"
    holidays_add: list[date] = []
    holidays_remove: list[date] = []
    closures: list[date] = []


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
    id: ClauseId
    strength: Literal["must", "aim", "may", "fact"]
    says: Says
    honoured_by: list[str] = []
    planned: list[str] = []
    because: str | None = None


class Rule(Table):
    """What every rule has: an id, the clauses that it carries, and what it says to the person who meets it."""

    id: Name
    clause: list[ClauseId] = []
    says: str = ""


class CommitmentTable(Rule):
    per: Per = "case"
    do: PatternText
    roles: list[str] = []
    applies_when: PatternText | None = None
    unless: PatternText | None = None
    same: list[str] = []
    aim: PeriodText | None = None


class Deadline(CommitmentTable):
    kind: Literal["deadline"]
    after: PatternText
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
    role: str
    aim: PeriodText | None = None


class Covered(Rule):
    kind: Literal["covered"]
    roles: list[str] = Field(min_length=1)
    do: PatternText
    within: PeriodText | None = None
    aim: PeriodText | None = None


class ShareOf(Rule):
    kind: Literal["share"]
    do: PatternText
    part: Share
    each: Each
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
    on: PatternText
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
    target: float | None = None
    better: Literal["up", "down"] = "up"


class GuidanceTable(Rule):
    at: list[str] = Field(min_length=1)


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
