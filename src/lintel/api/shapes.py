"""What every body is made of: an instant with its offset, and objects that have the fields they list and no others."""

from datetime import date, datetime
from typing import Annotated

from ninja import Schema
from pydantic import BeforeValidator, ConfigDict, Field, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from lintel.events.faults import out_of_reach
from lintel.events.parsing import read_instant


def _instant(said: object) -> datetime:
    found = read_instant(said)
    if found is None or found.tzinfo is None or out_of_reach(found):
        raise PydanticCustomError("datetime", "no instant")
    return found


def _day(said: object) -> date:
    try:
        found = date.fromisoformat(str(said))
    except ValueError:
        found = date.min
    if out_of_reach(found):
        raise PydanticCustomError("date", "no date")
    return found


Instant = Annotated[
    datetime,
    BeforeValidator(_instant),
    WithJsonSchema({"type": "string", "format": "date-time", "examples": ["2024-04-08T10:00:00+01:00"]}),
]
"""An instant that is sent: ISO 8601 with its offset."""

Words = Annotated[str, StringConstraints(max_length=300)]
Handle = Annotated[str, StringConstraints(max_length=64)]
Count = Annotated[int, Field(ge=0, lt=10**9)]
Most = Annotated[int, Field(ge=1, le=200)]


class Sent(Schema):
    """A body, or what stands after the question mark. What it does not list is refused: no slip is passed over."""

    model_config = ConfigDict(extra="forbid")


class Shown(Schema):
    """What is given back. Instants are ISO 8601 with their offset, in UTC; days are London's."""
