"""Whether messages reach people: for the person concerned, and for whoever administers. It never says what of."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import OuterRef, Subquery

from lintel.access import accounts, readlog, rights
from lintel.access.accounts import Actor
from lintel.access.models import RoleGrant, Staff
from lintel.casework.refusals import NotHere
from lintel.outbound import addresses
from lintel.outbound.models import Attempt, Message, Wish
from lintel.outbound.ways import is_open

WORDS: Final[Mapping[str, str]] = {
    "no_way": "no mail server is set",
    "unreachable": "the mail server could not be reached",
    "not_encrypted": "the mail server offers no encryption that can be trusted",
    "sign_in_refused": "the mail server did not let Lintel sign in",
    "sender_refused": "the mail server takes no mail from Lintel's address",
    "address_refused": "the mail server does not take mail for this address",
    "letter_refused": "the mail server did not take the letter",
    "no_address": "no work e-mail address is known",
}
"""What each outcome that is a failure means."""


@dataclass(frozen=True, slots=True)
class Failing:
    """A message that has not been delivered yet: to whom, since when, how often it was tried, and why not."""

    handle: str
    name: str
    since: datetime
    tried: int
    why: str


@dataclass(frozen=True, slots=True)
class Reached:
    """How somebody is told: as they wish, whether e-mail is sent at all, where to, and what did not get through."""

    how: str
    sends: bool
    address: str
    failing: tuple[Failing, ...]


def of(handle: str) -> Reached:
    """How somebody is told, and whether it gets through: for themselves."""
    how = Wish.objects.filter(staff=handle).values_list("how", flat=True).first() or Wish.How.AS_IT_COMES
    return Reached(how, is_open(), addresses.address_of(handle) or "", tuple(_failing([handle])))


def wish(handle: str, how: str) -> bool:
    """Let somebody be told so from now on; False for a word that is none of the three."""
    if how not in Wish.How.values:
        return False
    Wish.objects.update_or_create(staff=handle, defaults={"how": how})
    return True


@dataclass(frozen=True, slots=True)
class Overview:
    """For whoever administers: whether e-mail is sent, what is not delivered, and who cannot be written to."""

    sends: bool
    failing: tuple[Failing, ...]
    unaddressed: tuple[tuple[str, str], ...]


def overview(*, actor: Actor, now: datetime) -> Overview:
    """What is not delivered, and who has no address. Raises `NotHere` for whoever does not look after accounts."""
    right = rights.may(actor, "manage", "staff")
    with transaction.atomic(durable=True):
        readlog.note(actor, readlog.Look("manage", "staff", right.ground), now)
        if right.allowed:
            return Overview(is_open(), tuple(_failing(None)), tuple(_unaddressed()))
    raise NotHere


def _failing(of_these: Iterable[str] | None) -> Iterable[Failing]:
    last = Attempt.objects.filter(message=OuterRef("id")).order_by("-id").values("outcome")[:1]
    waiting = Message.objects.exclude(next_at=None).annotate(why=Subquery(last)).exclude(why=None).order_by("at", "id")
    found = list(waiting if of_these is None else waiting.filter(to__in=list(of_these)))[:200]
    called = accounts.names_of(each.to for each in found)
    for each in found:
        tried = Attempt.objects.filter(message=each).count()
        yield Failing(each.to, called.get(each.to, each.to), each.at, tried, WORDS.get(each.why, each.why))


def _unaddressed() -> Iterable[tuple[str, str]]:
    """Those who hold a role that work comes with: whoever may only report gets no notices of cases."""
    working = RoleGrant.objects.filter(ended_at=None).exclude(role="reporter").values("staff")
    live = Staff.objects.filter(ended_at=None, handle__in=working).exclude(handle__in=addresses.addressed())
    return live.order_by("name", "handle").values_list("handle", "name")
