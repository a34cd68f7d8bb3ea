"""Marks that tie what somebody signs in with to their account, by a key that is not in the database.

Whoever may write in the database could otherwise copy a password, a factor or a link of their own into the row of
somebody else, and come in as them. What bears no mark of ours, or that of another account, opens nothing.
"""

import hashlib
import hmac
import json
from datetime import UTC, datetime

from lintel.ledger.keys import ring
from lintel.sealing import bearer


def mark(what: str, handle: str, *said: str) -> bytes:
    """The mark of something that the account of this handle signs in with: 32 bytes."""
    return hmac.digest(_key(), json.dumps([what, handle, *said]).encode(), hashlib.sha256)


def is_ours(found: bytes | memoryview, what: str, handle: str, *said: str) -> bool:
    """Whether a mark is the one that we make for this account."""
    return hmac.compare_digest(bytes(found), mark(what, handle, *said))


def lasting(secret: str, until: datetime) -> tuple[str, str]:
    """A bearer secret and its end, as a mark says them."""
    return bearer.digest(secret).hex(), until.astimezone(UTC).isoformat()


def _key() -> bytes:
    """A key of its own, made of the key of the indexes: that one outlives every rotation of the master keys."""
    return hmac.digest(ring().index, b"bound to an account", hashlib.sha256)
