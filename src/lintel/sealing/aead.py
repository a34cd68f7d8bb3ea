"""Sealing: AES-256-GCM under a key, bound to the place where the sealed text belongs."""

import secrets
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
_NONCE_BYTES = 12
_VERSION = b"\x01"
_BODY = len(_VERSION) + _NONCE_BYTES
_SHORTEST = len(_VERSION) + _NONCE_BYTES + 16


class SealBroken(ValueError):
    """Sealed bytes do not open: another key, another place, or bytes that were changed. It says no more."""

    def __init__(self) -> None:
        super().__init__("sealed text does not open: wrong key, wrong place, or it was changed")


def new_key() -> bytes:
    """A new random key of 256 bits."""
    return secrets.token_bytes(KEY_BYTES)


def seal(key: bytes, text: bytes, bound_to: bytes) -> bytes:
    """Bytes that only `key` opens, and only for the place named by `bound_to`.

    The nonce is random: a key seals at most 2**32 texts (NIST SP 800-38D), far more than a book has entries.
    """
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return _VERSION + nonce + AESGCM(key).encrypt(nonce, text, _VERSION + bound_to)


def unseal(key: bytes, sealed: bytes, bound_to: bytes) -> bytes:
    """What was sealed. Raises `SealBroken` for anything that was not sealed by this key for this very place."""
    return unseal_each(key, [(sealed, bound_to)])[0]


def unseal_each(key: bytes, texts: Sequence[tuple[bytes, bytes]]) -> list[bytes]:
    """The same for several texts of one key, each with its place: all of them, or none."""
    if any(len(sealed) < _SHORTEST or sealed[:1] != _VERSION for sealed, _ in texts):
        raise SealBroken
    decrypt = AESGCM(key).decrypt
    try:
        return [decrypt(sealed[1:_BODY], sealed[_BODY:], _VERSION + bound_to) for sealed, bound_to in texts]
    except InvalidTag:
        raise SealBroken from None
