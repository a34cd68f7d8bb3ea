"""The certificates of erasure, for whoever may read them: of each case that was erased, who, when, why, and no name."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from lintel.access import readlog, rights
from lintel.access.accounts import Actor
from lintel.casework.certificates import Certificate, ErasureList
from lintel.casework.refusals import NotHere
from lintel.ledger import keys


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


def _listed() -> list[Certificate]:
    path = settings.OPTIONS.erasures_file
    return ErasureList(path, keys.ring().signer).read() if path else []
