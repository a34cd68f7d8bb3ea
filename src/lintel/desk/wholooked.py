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
_GROUNDS = {
    "assigned": "their case",
    "team_lead": "leads the team",
    "hr": "looks after colleagues' cases",
    "named": "let in by name",
    "safeguarding": "it came to safeguarding",
    "break_glass": "opened in an emergency",
    "refused:conflict": "refused: too close to somebody in it",
    "refused:default": "refused: not one of theirs",
    "refused:step_up": "refused: asked for the second factor first",
    "refused:account": "refused: no live account",
}


def _look(look: Looked, names: dict[str, str]) -> Look:
    verb, thing = _VERBS.get(look.verb, spaced(look.verb)), _THINGS.get(look.thing, spaced(look.thing))
    return Look(
        who=names.get(look.who, look.who),
        at=look.at,
        what=article(f"{verb}: {thing}"),
        why=_GROUNDS.get(look.ground, spaced(look.ground).replace(":", ": ")),
        refused=look.ground.startswith("refused"),
    )
