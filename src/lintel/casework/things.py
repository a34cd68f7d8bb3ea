"""What sort of thing an event is about, in the words of the rights table; and which sealed fields are masked.

An event that is not named here goes by the area that declares it.
"""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from lintel.access.grants import Thing, Verb
from lintel.events.registry import AREAS, KINDS

_BY_AREA: Mapping[str, Thing] = {
    "intake": "case",
    "people": "people",
    "contact": "note",
    "risk": "risk",
    "sharing": "sharing",
    "support": "sharing",
    "home": "action",
    "movehome": "action",
    "perpetrator": "action",
    "closure": "case",
    "needtoknow": "assignment",
    "notes": "note",
    "personbook": "people",
}

_BY_EVENT: Mapping[str, Thing] = {
    "officer.named": "assignment",
    "conflict.declared": "case",
    "contact.plan_agreed": "contact",
    "plan.agreed": "plan",
    "action.added": "action",
    "action.done": "action",
    "action.dropped": "action",
    "document.added": "document",
    "subject_access.received": "access_pack",
    "subject_access.decided": "access_pack",
    "subject_access.answered": "access_pack",
    "legal_hold.placed": "hold",
    "legal_hold.lifted": "hold",
    "case.erased": "erasure",
}

MASKED: Mapping[tuple[str, str], Thing] = {
    ("report.received", "reporter"): "informant",
    ("contact.plan_agreed", "numbers"): "contact",
    ("contact.plan_agreed", "code_word"): "contact",
    ("contact.plan_agreed", "venue"): "safe_address",
    ("visit.planned", "venue"): "safe_address",
    ("home.offered", "address"): "safe_address",
    ("move.completed", "address"): "safe_address",
    ("person.contact_changed", "phone"): "contact",
    ("person.contact_changed", "email"): "contact",
    ("person.address_changed", "address"): "safe_address",
    ("person.address_changed", "uprn"): "safe_address",
}
"""Sealed fields that are shown only when somebody asks for that one: each such asking is a reveal of its own."""

_THEIRS: Mapping[str, Thing] = {"child_victim": "child_location", "alleged_perpetrator": "perpetrator_contact"}
"""Where somebody with such a part in the case can be reached, whatever field says it."""

_STRICTEST_FIRST: tuple[Thing, ...] = (
    "safe_address", "child_location", "informant", "perpetrator_contact", "contact",
)  # fmt: skip

_AREA_OF = {
    name: area.__name__.rpartition(".")[2]
    for area in AREAS
    for name, kind in KINDS.items()
    if kind.model.__module__ == area.__name__
}


def thing_of(event: str) -> Thing:
    """What an event of a case or of a person is about. Of the organisation's own events: the policy."""
    return _BY_EVENT.get(event) or _BY_AREA.get(_AREA_OF[event], "policy")


def verb_of(event: str) -> Verb:
    """What recording an event is called in the rights table."""
    if event == "case.closed":
        return "close"
    return "manage" if thing_of(event) == "assignment" else "record"


def of_somebody(event: str, role: str | None) -> Thing:
    """What an entry of somebody's own book is about, by their part in the case that it is written from."""
    if event == "person.identified":
        return "people"
    if event == "entry.corrected":
        return "contact"  # it may put a number right, and must not do so with less
    sealed = [thing for (kind, _), thing in MASKED.items() if kind == event]
    return _THEIRS.get(role or "", sealed[0]) if sealed else "people"


@cache
def masks(event: str, role: str | None = None, corrects: str | None = None) -> Mapping[str, Thing]:
    """The sealed fields of an entry that are masked, each with what has to be revealed to see it.

    `role` is the part of whose book it is. `corrects` is the kind of entry that a correction puts right: what it says
    instead is masked as the strictest of the fields there, since nobody knows in the place of which of them it stands.
    """
    theirs = _THEIRS.get(role or "") if event.startswith("person.") else None
    found = {field: theirs or thing for (kind, field), thing in MASKED.items() if kind == event}
    instead = set(masks(corrects, role).values()) if corrects else set()
    strictest = next((thing for thing in _STRICTEST_FIRST if thing in instead), None)
    return MappingProxyType(found | ({"replacement": strictest} if strictest else {}))


def masked(event: str, field: str, role: str | None = None, corrects: str | None = None) -> Thing | None:
    """What has to be revealed to see one sealed field; None where it is not masked."""
    return masks(event, role, corrects).get(field)
