"""Second factors at rest: what the database holds of them opens with our keys alone."""

import base64
import hashlib
import hmac

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter

from lintel.ledger.keys import ring
from lintel.sealing.aead import seal, unseal

_BOUND_TO = b"second factor"


def _key() -> bytes:
    """A key of its own, made of the key of the indexes: that one outlives every rotation of the master keys."""
    return hmac.digest(ring().index, b"second factors", hashlib.sha256)


class SealedFactors(DefaultMFAAdapter):  # type: ignore[misc] # allauth has no types
    """The seeds that allauth stores (of codes and of recovery codes), sealed before they are written.

    `decrypt` raises `SealBroken` for whatever was not sealed here.
    """

    def encrypt(self, text: str) -> str:
        """A seed as the database holds it."""
        return base64.b64encode(seal(_key(), text.encode(), _BOUND_TO)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """A seed."""
        return unseal(_key(), base64.b64decode(encrypted_text), _BOUND_TO).decode()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """For whom a passkey is made: this host, under the name of the product."""
        return {"id": context.request.get_host().partition(":")[0], "name": "Lintel"}
