"""Sealing to somebody's public key: whoever seals cannot open it again, and no secret need be near.

X25519 (RFC 7748) with a key pair made for the one sealing, HKDF-SHA256 (RFC 5869) over both public keys, then
AES-256-GCM. It says nothing of who sealed it. Both keys are kept as one line of text.
"""

import base64
import binascii
import os
from pathlib import Path
from typing import NamedTuple

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from lintel.sealing.aead import KEY_BYTES, SealBroken, seal, unseal
from lintel.sealing.keyring import KeysRefused

_USE = b"lintel sealed to a recipient 1"
_PRIVATE, _PUBLIC = "lintel-private-1", "lintel-public-1"
_LONGEST = 200


class Recipient(NamedTuple):
    """A pair of keys. `private` opens what is sealed to `public`; it is kept apart from where the sealing is done."""

    private: bytes
    public: bytes


def new_recipient() -> Recipient:
    """A new random pair."""
    private = X25519PrivateKey.generate()
    return Recipient(private.private_bytes_raw(), private.public_key().public_bytes_raw())


def seal_to(public: bytes, text: bytes) -> bytes:
    """Bytes that only the private half of `public` opens. Raises `KeysRefused` where that is no public key."""
    ours = X25519PrivateKey.generate()
    sent = ours.public_key().public_bytes_raw()
    try:
        key = _key(ours, sent, public, other=public)
    except ValueError:
        raise KeysRefused("what should be sealed to is no public key of X25519") from None
    return sent + seal(key, text, _USE)


def open_sealed(private: bytes, sealed: bytes) -> bytes:
    """What was sealed to the public half of `private`. Raises `SealBroken` for anything else."""
    sent, body = sealed[:KEY_BYTES], sealed[KEY_BYTES:]
    try:
        mine = X25519PrivateKey.from_private_bytes(private)
        key = _key(mine, sent, mine.public_key().public_bytes_raw(), other=sent)
    except ValueError:
        raise SealBroken from None
    return unseal(key, body, _USE)


def _key(mine: X25519PrivateKey, sent: bytes, to: bytes, *, other: bytes) -> bytes:
    """The key of one sealing. A public key of small order makes the exchange fail (`ValueError`), as it must."""
    shared = mine.exchange(X25519PublicKey.from_public_bytes(other))
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=_USE + sent + to).derive(shared)


def write_pair(path: Path) -> Path:
    """Make a pair: the private key at `path` (mode 0600), the public one beside it, with `.pub` after its name.

    Returns where the public key is. Raises `KeysRefused` where either file is there already: nothing is replaced.
    """
    beside = path.with_name(f"{path.name}.pub")
    if path.exists() or beside.exists():
        raise KeysRefused("there is a file of that name already: name one that is not there")
    pair = new_recipient()
    _write(path, _PRIVATE, pair.private, 0o600)
    _write(beside, _PUBLIC, pair.public, 0o644)
    return beside


def _write(path: Path, kind: str, key: bytes, mode: int) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "w", encoding="ascii") as file:
        file.write(f"{kind} {base64.b64encode(key).decode()}\n")
        file.flush()
        os.fsync(file.fileno())


def private_key(path: Path) -> bytes:
    """The private key in a file. Raises `KeysRefused` if it holds none, or may be read by others than its owner."""
    key = _read(path, _PRIVATE, "private")
    if path.stat().st_mode & 0o077:
        raise KeysRefused("the private key may be read by others than its owner: chmod 600 it, and think of who has it")
    return key


def public_key(path: Path) -> bytes:
    """The public key in a file. Raises `KeysRefused` if it holds none."""
    return _read(path, _PUBLIC, "public")


def _read(path: Path, kind: str, named: str) -> bytes:
    try:
        with path.open(encoding="ascii") as file:
            found, _, text = file.read(_LONGEST).strip().partition(" ")
        key = base64.b64decode(text, validate=True)
    except (OSError, ValueError, binascii.Error):
        found, key = "", b""
    if found != kind or len(key) != KEY_BYTES:
        raise KeysRefused(f"the file holds no {named} key: make a pair with `lintel sheets key new FILE`")
    return key
