"""The keys that live outside the database and its backups: master keys, the key of the indexes, the one that signs.

They stand in one TOML file that only its owner may read (`LINTEL_KEYS_FILE`), or in the environment
(`LINTEL_KEYS`, the same text). Whoever loses them has lost every sealed word: keep a copy apart from the backups.
"""

import base64
import binascii
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lintel.sealing.aead import KEY_BYTES, new_key, seal, unseal

_REMEDY = "make one with `lintel keys new FILE` and name it in LINTEL_KEYS_FILE"


class KeysRefused(ValueError):
    """The keys are absent, unsafe or wrong: everything that is wrong with them, never a key."""

    def __init__(self, *faults: str) -> None:
        self.faults = faults
        super().__init__("\n".join(faults))


@dataclass(frozen=True, slots=True, repr=False)
class KeyRing:
    """Master keys by name, and which of them wraps what is new; `index` blinds, `anchor` signs."""

    current: str
    masters: Mapping[str, bytes]
    index: bytes
    anchor: bytes

    def wrap(self, key: bytes, bound_to: bytes) -> tuple[str, bytes]:
        """The name of the current master key, and a book's key sealed by it for that book."""
        return self.current, seal(self.masters[self.current], key, bound_to)

    def unwrap(self, master: str, wrapped: bytes, bound_to: bytes) -> bytes:
        """A book's key. Raises `KeysRefused` where its master key is not here, `SealBroken` where it does not open."""
        if master not in self.masters:
            raise KeysRefused("a book's key is wrapped by a master key that is not in the key file: add that key to it")
        return unseal(self.masters[master], wrapped, bound_to)

    @property
    def signer(self) -> Ed25519PrivateKey:
        """What signs anchors."""
        return Ed25519PrivateKey.from_private_bytes(self.anchor)

    def with_new_master(self, name: str) -> "KeyRing":
        """The ring with one more master key, which wraps from now on. The old ones stay until nothing needs them."""
        return KeyRing(name, {**self.masters, name: new_key()}, self.index, self.anchor)

    def as_toml(self) -> str:
        """The text of the key file."""
        masters = "\n".join(f'"{name}" = "{_text(key)}"' for name, key in self.masters.items())
        return (
            "# The keys of Lintel. Keep this file away from the database and from its backups, and keep a copy of it:\n"
            "# without it nothing that is sealed can ever be read again.\n"
            f'current = "{self.current}"\nindex = "{_text(self.index)}"\nanchor = "{_text(self.anchor)}"\n\n'
            f"[master]\n{masters}\n"
        )


def new_ring(name: str) -> KeyRing:
    """A ring of new random keys; `name` names its master key, as the month it was made in."""
    return KeyRing(name, {name: new_key()}, new_key(), new_key())


def from_file(path: Path) -> KeyRing:
    """The keys in a file. Raises `KeysRefused` if it is absent, wrong, or may be read by anybody but its owner."""
    try:
        mode = path.stat().st_mode
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise KeysRefused(f"the key file cannot be read: {_REMEDY}") from None
    if mode & 0o077:
        raise KeysRefused("the key file may be read by others than its owner: chmod 600 it, and think of who has it")
    return from_text(text)


def from_text(text: str) -> KeyRing:
    """The keys in a text. Raises `KeysRefused` with everything that is wrong."""
    try:
        found = tomllib.loads(text)
    except ValueError:
        raise KeysRefused(f"the keys are not TOML: {_REMEDY}") from None
    masters = found.get("master")
    named = masters if isinstance(masters, dict) else {}
    keys = {f'master "{name}"': value for name, value in named.items()}
    keys |= {name: found.get(name) for name in ("index", "anchor")}
    faults = [f"{name} {wrong}" for name, value in keys.items() if (wrong := _wrong_with(value))]
    if found.get("current") not in named:
        faults.append(f"current names no key under [master]: {_REMEDY}")
    if not faults and len({*keys.values()}) < len(keys):
        faults.append("one key stands in two places: each must be a key of its own")
    if faults:
        raise KeysRefused(*faults)
    index, anchor = _key(found["index"]), _key(found["anchor"])
    return KeyRing(found["current"], {name: _key(value) for name, value in named.items()}, index, anchor)


def _wrong_with(value: object) -> str | None:
    try:
        key = _key(value)
    except ValueError:
        return "is no base64 text"
    if len(key) != KEY_BYTES:
        return f"is not {KEY_BYTES} bytes long"
    return "was not made at random" if len(set(key)) < 8 else None


def _key(value: object) -> bytes:
    if not isinstance(value, str):
        raise ValueError("absent")
    try:
        return base64.b64decode(value, validate=True)
    except binascii.Error:
        raise ValueError("no base64") from None


def _text(key: bytes) -> str:
    return base64.b64encode(key).decode()
