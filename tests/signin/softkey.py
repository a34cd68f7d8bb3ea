"""A passkey made of software: answers our challenges as a browser with a key would, and lies where it is told to."""

import json
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256, Hash
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

ORIGIN = "http://localhost"
_PRESENT = AuthenticatorData.FLAG.UP
_WITH_KEY = AuthenticatorData.FLAG.AT


class SoftKey:
    """One passkey."""

    def __init__(self, name: bytes = b"a key made of software") -> None:
        self.id, self.count = name, 0
        self._key = ec.generate_private_key(ec.SECP256R1())

    def made(self, options: dict[str, Any], *, origin: str = ORIGIN) -> str:
        """The answer to an offer to make one."""
        public = ES256.from_cryptography_key(self._key.public_key())  # type: ignore[no-untyped-call] # fido2 has none here
        credential = AttestedCredentialData.create(Aaguid.NONE, self.id, public)
        data = AuthenticatorData.create(_hash(b"localhost"), _PRESENT | _WITH_KEY, 0, credential)
        client = self._client(CollectedClientData.TYPE.CREATE, options, origin)
        attested = AttestationObject.create("none", data, {})
        return self._answer({"clientDataJSON": websafe_encode(client), "attestationObject": websafe_encode(attested)})

    def used(
        self, options: dict[str, Any], *, origin: str = ORIGIN, host: bytes = b"localhost", counts: bool = True
    ) -> str:
        """The answer to an offer to use one. It counts on, unless `counts` is False."""
        self.count += counts
        data = AuthenticatorData.create(_hash(host), _PRESENT, self.count)
        client = self._client(CollectedClientData.TYPE.GET, options, origin)
        signature = self._key.sign(data + client.hash, ec.ECDSA(SHA256()))
        return self._answer({
            "clientDataJSON": websafe_encode(client), "authenticatorData": websafe_encode(data),
            "signature": websafe_encode(signature),
        })  # fmt: skip

    def _client(self, kind: str, options: dict[str, Any], origin: str) -> CollectedClientData:
        return CollectedClientData.create(kind, options["publicKey"]["challenge"], origin)

    def _answer(self, response: dict[str, str]) -> str:
        name = websafe_encode(self.id)
        said = {"id": name, "rawId": name, "type": "public-key", "clientExtensionResults": {}, "response": response}
        return json.dumps(said)


def _hash(text: bytes) -> bytes:
    made = Hash(SHA256())
    made.update(text)
    return made.finalize()
