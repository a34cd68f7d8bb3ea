"""Who looked at a case, day by day: for the DA lead and the data protection officer. Never what they read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from lintel.access import accounts
from lintel.casework import wholooked
from lintel.casework.refusals import NotHere
from lintel.casework.wholooked import AT_ONCE, Looked
from lintel.desk.case import Shown, shown
from lintel.desk.caselines import MASKS
from lintel.desk.casewords import article, spaced
from lintel.desk.pages import page
from lintel.desk.rolenames import ROLES
from lintel.events.entry import local_day
from lintel.signin.asking import Asking


@dataclass(frozen=True, slots=True)
class Look:
    """One look, in words; `at` is UTC."""

    who: str
    at: datetime
    what: str
    why: str
    refused: bool


@dataclass(frozen=True, slots=True)
class Day:
    """The looks of one day in London, the newest first."""

    on: date
    looks: tuple[Look, ...]


@require_safe
def who_looked(request: Asking, book: UUID) -> HttpResponse:
    """The looks at a case. Whoever may see them need not be one who may see the case."""
    skip = _skip(request.GET.get("from", ""))
    found = wholooked.who_looked(actor=request.actor, book=book, now=request.now, skip=skip)
    names = accounts.names_of(each.who for each in found.looks)
    case = _case(request, book)
    return page(
        request,
        "who_looked.html" if case else "who_looked_alone.html",
        case=case,
        book=book,
        name=found.name,
        days=_days(found.looks, names),
        older=skip + AT_ONCE if found.more else None,
    )


def _case(request: Asking, book: UUID) -> Shown | None:
    """The frame of the case, for those who may see it as well."""
    try:
        return shown(request, book, "who-looked")
    except NotHere:
        return None


def _skip(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 8 else 0


def _days(looks: Iterable[Looked], names: dict[str, str]) -> list[Day]:
    by_day = groupby(looks, key=lambda each: local_day(each.at))
    return [Day(on, tuple(_look(each, names) for each in them)) for on, them in by_day]


_VERBS = {"open": "opened in an emergency", "reveal": "was shown", "list": "listed", "read": "read", "print": "printed"}
_THINGS: Mapping[str, str] = {
    "case_read_log": "who looked",
    "break_glass": "the case",
    "case": "the case",
    **{str(thing): words for thing, words in MASKS.items()},
}
GROUNDS: Mapping[str, str] = {
    "assigned": "their case",
    "team_lead": "leads the team",
    "hr": "looks after colleagues' cases",
    "named": "let in by name",
    "safeguarding": "it came to safeguarding",
    "break_glass": "opened in an emergency",
    "own": "their own",
    "by_door": "one of the cases that are theirs to open",
    "none": "none was needed",
}
"""On what ground somebody looked: how they stood to the case. A role that is enough by itself goes by its name."""

REFUSALS: Mapping[str, str] = {
    "account": "there is no live account",
    "address_not_ticked": "addresses were not asked for when the glass was broken",
    "another_import": "another import was under way",
    "conflict": "too close to somebody in it",
    "default": "not one of theirs",
    "failed": "something of ours failed, and nothing was done",
    "file_there": "the file was there already",
    "guard": "a rule of the policy did not allow it",
    "input": "what was sent was not complete, or not right",
    "key_used": "the form had been sent before with other words",
    "let_in_lately": "they were let in anew too short a time before",
    "not_here": "there is no such thing, or it is not for them",
    "not_now": "it could not be done as things stood",
    "on_self": "it was about themselves",
    "overtaken": "somebody else had written first",
    "own_proposal": "it was their own proposal",
    "refused": "it could not be done as things stood",
    "review_overdue": "a review of theirs was overdue",
    "reviewed": "it had been reviewed already",
    "step_up": "they were asked for the second factor first",
    "takes_two": "it takes a second person",
    "too_many": "too many reports came from their account",
    "too_often": "they had opened too many cases in an emergency",
}
"""Why a look was refused, by the code after `refused:`."""


def _look(look: Looked, names: dict[str, str]) -> Look:
    verb, thing = _VERBS.get(look.verb, spaced(look.verb)), _THINGS.get(look.thing, spaced(look.thing))
    return Look(
        who=names.get(look.who, look.who),
        at=look.at,
        what=article(f"{verb}: {thing}"),
        why=_why(look.ground),
        refused=look.ground.startswith("refused"),
    )


def _why(ground: str) -> str:
    """A ground in words, or why it was refused: beside that the page says that it was."""
    _, _, code = ground.partition("refused:")
    if code:
        return REFUSALS.get(code, spaced(code))
    return GROUNDS.get(ground) or ROLES.get(ground, spaced(ground)).lower()
