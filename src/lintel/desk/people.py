"""People: finding somebody in one's own cases; and the plain list of the cases that one may see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from lintel.access import accounts, rights
from lintel.access.grants import CLOSED, HELD, STANDING, State
from lintel.casework import finding, lists, policy
from lintel.casework.finding import Hit
from lintel.casework.refusals import NotHere
from lintel.desk.pages import page
from lintel.desk.paging import page_links, page_number
from lintel.desk.posted import Posted, by_field, summary
from lintel.events.faults import Fault, InputRefused
from lintel.signin.asking import Asking

_BIRTH = ("birth_day", "birth_month", "birth_year")
_TEXTS = ("names", "phone", "email", "address", "reference")
_SAID = {
    "names": "Enter at least one thing to search for",
    "phone": "Enter a whole telephone number, like 07700 900123",
    "email": "Enter a whole e-mail address, like name@example.org",
    "address": "Enter a house number or name and a postcode, or a postcode",
    "date_of_birth": "Enter a real date of birth with a year of four digits, like 27 3 1985",
}
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody who was found, in words."""

    hit: Hit
    role: str
    agrees: str


@require_http_methods(["GET", "HEAD", "POST"])
def people(request: Asking) -> HttpResponse:
    """Search for somebody. What was searched for and found stands on the page alone, and in no address."""
    if not rights.may(request.actor, "list", "search").allowed:
        raise NotHere
    if request.method != "POST":
        return page(request, "people.html", said={}, found=None)
    posted = Posted.of(request, {*_TEXTS, *_BIRTH})
    said = {name: posted.text(name) for name in (*_TEXTS, *_BIRTH)}
    faults: Sequence[Fault] = _faults(said)
    found: list[Found] = []
    if not faults:
        try:
            found = _searched(request, said)
        except InputRefused as refused:
            faults = refused.faults
    return page(
        request,
        "people.html",
        status=422 if faults else 200,
        said=said,
        found=None if faults else found,
        summary=summary(faults, _SAID),
        errors=by_field(faults, _SAID),
    )


def _faults(said: Mapping[str, str]) -> list[Fault]:
    faults = [Fault(0, name, "is too long", f"at most {_LONGEST} characters") for name in said if _too_long(said, name)]
    if any(said[name] for name in _BIRTH) and _born(said) is None:
        faults.append(Fault(0, "date_of_birth", "is no date", "day, month and year"))
    return faults


def _too_long(said: Mapping[str, str], name: str) -> bool:
    return len(said[name]) > _LONGEST


def _born(said: Mapping[str, str]) -> str | None:
    """The date of birth as ISO 8601; None where it is none."""
    parts = [said[name] for name in _BIRTH]
    if not all(part.isascii() and part.isdecimal() and len(part) < 5 for part in parts) or len(parts[2]) != 4:
        return None
    day, month, year = map(int, parts)
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _searched(request: Asking, said: Mapping[str, str]) -> list[Found]:
    asked = {name: said[name] for name in finding.FIELDS if said.get(name)} | _birth(said)
    words = policy.in_force().at(request.now).words
    hits = finding.find(actor=request.actor, said=asked, reference=said["reference"], now=request.now)
    return [Found(hit, _role(hit, words), ", ".join(sorted(hit.agrees))) for hit in hits]


def _birth(said: Mapping[str, str]) -> dict[str, str]:
    born = _born(said)
    return {"date_of_birth": born} if born else {}


def _role(hit: Hit, words: Mapping[str, str]) -> str:
    """Their part in the case, as this landlord says it. It is a claim: of somebody who is accused it says so."""
    if hit.role is None:
        return ""
    said = {
        "victim": words.get("victim", "victim"),
        "child_victim": "child",
        "alleged_perpetrator": "alleged perpetrator",
    }
    return said.get(hit.role, hit.role.replace("_", " "))


_STATES: Mapping[str, tuple[str, tuple[State, ...]]] = {
    "open": ("Open", ("open", "colleague")),
    "held": ("On legal hold", HELD),
    "closed": ("Closed", CLOSED),
    "all": ("All", STANDING),
}
_A_PAGE = 50
SAID: Mapping[str, str] = {
    "open": "Open",
    "closed": "Closed",
    "held": "On legal hold",
    "colleague": "Open, a colleague's",
    "colleague_closed": "Closed, a colleague's",
    "colleague_held": "On legal hold, a colleague's",
}


@require_http_methods(["GET", "HEAD"])
def cases(request: Asking) -> HttpResponse:
    """The cases that one may see, by their references. Who is in one stands on the case alone."""
    wanted = request.GET.get("state", "open")
    state = wanted if wanted in _STATES else "open"
    number = page_number(request)
    found = lists.cases(
        actor=request.actor,
        now=request.now,
        most=_A_PAGE + 1,
        skip=(number - 1) * _A_PAGE,
        states=_STATES[state][1],
    )
    shown = found[:_A_PAGE]
    return page(
        request,
        "cases.html",
        cases=shown,
        said=SAID,
        called=accounts.names_of(each.officer for each in shown if each.officer),
        state=state,
        states=[(name, text) for name, (text, _) in _STATES.items()],
        pages=page_links(number, {"state": state}, more=len(found) > _A_PAGE),
    )
