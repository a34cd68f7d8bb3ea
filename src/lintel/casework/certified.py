"""The certificates of erasure, for whoever may read them: of each case that was erased, who, when, why, and no name."""

from datetime import UTC, datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from lintel.access import readlog, rights
from lintel.access.accounts import Actor
from lintel.casework.certificates import Certificate, ErasureList
from lintel.casework.derived import BACKING, backed, is_colleagues
from lintel.casework.doors import door
from lintel.casework.refusals import NotHere
from lintel.commitments.reading import read
from lintel.ledger import keys, queries

_EVER = datetime.max.replace(tzinfo=UTC)


def certificates(*, actor: Actor, now: datetime) -> list[Certificate]:
    """The whole list of erasures, the newest first; empty where nothing was ever erased.

    Raises `NotHere`, and `ListRefused` where the list was changed.
    """
    right = rights.may(actor, "list", "certificate")
    with transaction.atomic(durable=True):
        found = _listed() if right.allowed else []
        readlog.note(actor, readlog.Look("list", "certificate", right.ground, found=len(found)), now)
    if not right.allowed:
        raise NotHere
    return found[::-1]


def certificate_of(*, actor: Actor, book: UUID, now: datetime) -> Certificate:
    """The certificate of a case, for whoever could have listed it until it was erased.

    Raises `NotHere` for everybody else, and of every case that was not erased.
    """
    with transaction.atomic(durable=True):
        if door(actor, book, now).standing.state == "erased" and (ground := _could_list(actor, book, now)):
            found = next((each for each in _listed() if each.erased.book == book), None)
            if found:
                readlog.note(actor, readlog.Look("read", "certificate", ground, book), now)
                return found
    raise NotHere


def _could_list(actor: Actor, book: UUID, now: datetime) -> str | None:
    """The ground on which somebody could list a closed case, by what its entries say; None where there is none."""
    entries = queries.some_of([book], BACKING).get(book, ())
    known = read(entries, as_of=_EVER, known_on=_EVER)
    before = door(actor, book, now, as_if="colleague_closed" if is_colleagues(known) else "closed")
    right = before.may("list", "case")
    backs = right.allowed and backed(entries, actor.handle, before.standing, before.officer)
    return right.ground if backs else None


def _listed() -> list[Certificate]:
    path = settings.OPTIONS.erasures_file
    return ErasureList(path, keys.ring().signer).read() if path else []
