"""The secret that signs cookies and one-time links: made of the key of the indexes, so there is no further file."""

import hashlib
import hmac

from lintel.config.options import Options
from lintel.sealing.keyring import KeyRing, from_file, from_text


def secret_key(options: Options) -> str:
    """The secret; empty where there are no keys, and then Django refuses whatever needs it.

    The key of the indexes outlives every rotation of the master keys, so nobody is signed out by one. Raises
    `KeysRefused`.
    """
    ring = _ring(options)
    return hmac.digest(ring.index, b"django secret key", hashlib.sha256).hex() if ring else ""


def _ring(options: Options) -> KeyRing | None:
    if options.keys:
        return from_text(options.keys)
    return from_file(options.keys_file) if options.keys_file else None
