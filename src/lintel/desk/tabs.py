"""The parts of Today, for those who have them."""

from collections.abc import Iterator

from lintel.access import rights
from lintel.access.grants import THINGS
from lintel.casework import triage
from lintel.casework.lists import lists_others
from lintel.design.addresses import address
from lintel.signin.asking import Asking


def tabs(request: Asking) -> list[dict[str, object]]:
    """The items of the sub-navigation, the one that is open marked."""
    return [{**each, "here": each["href"] == request.path} for each in _tabs(request)]


def _tabs(request: Asking) -> Iterator[dict[str, object]]:
    actor = request.actor
    may_list = rights.may(actor, "list", "desk").allowed
    if may_list:
        yield {"text": "Mine", "href": address("today")}
    if leads(request):
        yield {"text": "My team", "href": address("team")}
    if triage.sees(actor):
        yield {"text": "To triage", "href": address("triage")}
    if approves(request):
        yield {"text": "Waiting for approval", "href": address("approvals")}
    elif rights.may(actor, "list", "certificate").allowed:
        yield {"text": "Certificates of erasure", "href": address("certificates")}
    yield {"text": "Notices", "href": address("notices")}


def leads(request: Asking) -> bool:
    """Whether this person sees what others work on."""
    return lists_others(request.actor)


def approves(request: Asking) -> bool:
    """Whether there is anything that waits for this person's approval, or could."""
    return any(rights.ever(request.actor, "approve", thing) for thing in THINGS)
