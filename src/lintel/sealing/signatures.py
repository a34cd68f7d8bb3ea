"""Signed lines, each carrying the digest of the line before it: what is handed to somebody else to keep."""

import base64
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

NOTHING_BEFORE = "0" * 64


def signed(said: Mapping[str, object], signer: Ed25519PrivateKey) -> str:
    """A line of JSON that says this, signed with Ed25519."""
    body = _canonical(said)
    signature = base64.b64encode(signer.sign(body.encode())).decode()
    return json.dumps({**said, "signature": signature}, sort_keys=True, separators=(",", ":"))


def digest(line: str) -> str:
    """What the next line calls this one by."""
    return hashlib.sha256(line.encode()).hexdigest()


def read_signed(line: str, key: Ed25519PublicKey) -> dict[str, Any] | None:
    """What a line says; None where it is no line of ours or was changed."""
    try:
        said = json.loads(line)
        signature = base64.b64decode(said.pop("signature"), validate=True)
        key.verify(signature, _canonical(said).encode())
    except (ValueError, KeyError, AttributeError, TypeError, RecursionError, InvalidSignature):
        return None
    return said if isinstance(said, dict) else None


def _canonical(said: Mapping[str, object]) -> str:
    return json.dumps(said, sort_keys=True, separators=(",", ":"))
