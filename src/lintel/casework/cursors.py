"""The place in a list that somebody has come to, sealed: it stands in an address, and says nothing to who reads it."""

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Sequence
from contextlib import suppress

from lintel.access.accounts import Actor
from lintel.events.faults import Fault, InputRefused
from lintel.ledger.keys import ring
from lintel.sealing.aead import SealBroken, seal, unseal

_LONGEST = 1_000


def _key() -> bytes:
    """A key of its own, made of the key of the indexes."""
    return hmac.digest(ring().index, b"cursors", hashlib.sha256)


def cursor(actor: Actor, of: str, place: Sequence[object]) -> str:
    """A place in the list named `of`, as a text for whoever reads that list; nobody else can use it."""
    sealed = seal(_key(), json.dumps(list(place)).encode(), _bound(actor, of))
    return base64.urlsafe_b64encode(sealed).decode().rstrip("=")


def place(actor: Actor, of: str, text: str) -> list[object]:
    """The place that a cursor means. Raises `InputRefused` where it was not made for this reader and this list."""
    with suppress(SealBroken, binascii.Error, ValueError):
        if len(text) <= _LONGEST:
            sealed = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
            found: list[object] = json.loads(unseal(_key(), sealed, _bound(actor, of)))
            return found
    raise InputRefused([Fault(0, "after", "leads nowhere in this list", "what `next` said, or nothing to begin anew")])


def _bound(actor: Actor, of: str) -> bytes:
    return f"cursor\x1f{of}\x1f{actor.handle}".encode()
