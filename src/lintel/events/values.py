"""Value lists that more than one kind of event uses, and the types that a fact may have.

A fact is a listed value, a number, a date, an instant, a boolean, a handle or a code. It is never free text:
free text and whatever identifies or locates a person is `Sealed`.
"""

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import AwareDatetime, BeforeValidator, Field, PlainSerializer, StrictBool, StrictInt

HANDLE = r"^[A-Za-z0-9][A-Za-z0-9_.:\-]{0,63}$"

Handle = Annotated[str, Field(pattern=HANDLE)]
"""The name that one case or one organisation gives to a person, an agency, an entry or a rule: no spaces."""

Code = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_\-]{0,63}$")]
"""A value from a list that the landlord keeps (a band, a course, a forum): lower case, no spaces."""

Number = StrictInt
Flag = StrictBool


def _spelled(value: object) -> object:
    """Dates and instants come as ISO text alone: a bare number would be taken for seconds since 1970."""
    if isinstance(value, str) and not re.match(r"\d{4}-\d{2}-\d{2}", value):
        raise ValueError("is not written as 2024-03-28")
    if isinstance(value, int | float):
        raise ValueError("is a number")
    return value


def _day(value: object) -> object:
    if isinstance(value, str) and len(value) != len("2024-03-28"):
        raise ValueError("is not a date alone")
    return _spelled(value)


Day = Annotated[date, BeforeValidator(_day)]
Moment = Annotated[
    AwareDatetime, BeforeValidator(_spelled), PlainSerializer(lambda at: at.isoformat(), return_type=str)
]
"""An instant, with its offset."""

Score = Annotated[int, Field(strict=True, ge=1, le=5)]
Hour = Annotated[int, Field(strict=True, ge=0, le=24)]
Count = Annotated[int, Field(strict=True, ge=0)]
Days = Annotated[int, Field(strict=True, ge=1, le=3_660)]
"""A number of days that something recurs after: never none, or it would be owed without end; at most ten years."""


class SealedMark:
    """Marks a field as sealed: free text, or something that identifies or locates a person."""


Sealed = Annotated[str | list[str] | dict[str, str] | None, SealedMark()]
"""A sealed field. It is encrypted where it is stored, and no rule, figure or extract ever sees it."""

Tri = Literal["yes", "no", "unknown"]
"""Unknown is never treated as no."""

ConsentAnswer = Literal["given", "refused", "undecided"]
OfferAnswer = Literal["accepted", "declined", "undecided"]
Channel = Literal["phone", "text", "email", "letter", "visit", "office", "web", "video", "third_party", "other"]
AbuseType = Literal[
    "physical", "sexual", "violent_or_threatening", "controlling_or_coercive", "economic",
    "psychological_or_emotional", "honour_based", "forced_marriage", "fgm", "stalking", "online",
    "discriminatory", "elder", "intergenerational", "child_to_parent", "other",
]  # fmt: skip
PersonRole = Literal[
    "victim", "child_victim", "alleged_perpetrator", "household_member", "visitor", "reporter", "supporter",
    "colleague",
]  # fmt: skip
"""What somebody is in one case: a claim with an author and a date, never a label on the person."""
Purpose = Literal[
    "referral", "marac", "police", "safeguarding", "security_works", "survey", "legal", "hr", "other",
]  # fmt: skip
"""What consent was asked for, and what something was shared for: one list, so that the two can be matched."""
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
RiskLevel = Literal["standard", "medium", "high"]
MaracGround = Literal["score", "judgement", "escalation", "repeat"]
Tenure = Literal[
    "secure", "assured", "assured_shorthold", "starter", "fixed_term", "licence", "leasehold",
    "shared_ownership", "unknown",
]  # fmt: skip
Outcome = Literal[
    "safe_at_home", "moved", "perpetrator_left", "victim_left_us", "support_passed_on", "victim_disengaged",
    "victim_says_none", "victim_died", "opened_in_error", "duplicate", "other",
]  # fmt: skip
"""How a case ended."""
