"""The keys that live outside the database and its backups: master keys, the key of the indexes, the one that signs.

They stand in one TOML file that only its owner may read (`LINTEL_KEYS_FILE`), or in the environment
(`LINTEL_KEYS`, the same text). Whoever loses them has lost every sealed word: keep a copy apart from the backups.
"""

import base64
import binascii
import os
import re
import stat
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lintel.sealing.aead import KEY_BYTES, new_key, seal, unseal

_REMEDY = "make one with `lintel keys new FILE` and name it in LINTEL_KEYS_FILE"

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,31}")
"""What a master key may be called: shorter than any key, so that a key put in its place is never printed."""


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
        """The ring with one more master key, which wraps from now on. The old ones stay until nothing needs them.

        Raises `KeysRefused` for a name that is taken, or is none.
        """
        if name in self.masters or not _NAME.fullmatch(name):
            raise KeysRefused("a new master key needs a name of its own: small letters, digits, dots and dashes")
        return KeyRing(name, {**self.masters, name: new_key()}, self.index, self.anchor)

    def without_master(self, name: str) -> "KeyRing":
        """The ring without a master key that wraps nothing any more. Raises `KeysRefused` for the current one."""
        if name == self.current:
            raise KeysRefused("the current master key wraps what is new and cannot be dropped: rotate first")
        if name not in self.masters:
            raise KeysRefused("there is no master key of that name: `lintel keys show` names them")
        left = {each: key for each, key in self.masters.items() if each != name}
        return KeyRing(self.current, left, self.index, self.anchor)

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
    """The keys in a file of the user that Lintel runs as. Raises `KeysRefused` if it is absent, wrong or unsafe.

    A file of another user's is refused: that user could put other keys in it. So is one that others may read.
    """
    try:
        with open(os.open(path, os.O_RDONLY | os.O_NONBLOCK), encoding="utf-8") as file:
            found = os.fstat(file.fileno())
            text = file.read() if stat.S_ISREG(found.st_mode) else ""
    except (OSError, UnicodeDecodeError):
        raise KeysRefused(f"the key file cannot be read: {_REMEDY}") from None
    if not stat.S_ISREG(found.st_mode):
        raise KeysRefused(f"the key file is no file: {_REMEDY}")
    if found.st_mode & 0o077:
        raise KeysRefused("the key file may be read by others than its owner: chmod 600 it, and think of who has it")
    if found.st_uid != os.geteuid():
        raise KeysRefused("the key file belongs to another user than Lintel runs as: chown it to that one")
    return from_text(text)


def from_text(text: str) -> KeyRing:
    """The keys in a text. Raises `KeysRefused` with everything that is wrong."""
    try:
        found = tomllib.loads(text)
    except ValueError:
        raise KeysRefused(f"the keys are not TOML: {_REMEDY}") from None
    masters = found.get("master")
    named = masters if isinstance(masters, dict) else {}
    keys = [(_called(name), value) for name, value in named.items()]
    keys += [(name, found.get(name)) for name in ("index", "anchor")]
    faults = [f"{name} {wrong}" for name, value in keys if (wrong := _wrong_with(value))]
    faults += _wrong_around(found, named)
    if not faults and len({_key(value) for _, value in keys}) < len(keys):
        faults.append("one key stands in two places: each must be a key of its own")
    if faults:
        raise KeysRefused(*faults)
    index, anchor = _key(found["index"]), _key(found["anchor"])
    return KeyRing(found["current"], {name: _key(value) for name, value in named.items()}, index, anchor)


def _called(name: str) -> str:
    """A master key in a message; what is no name of one may be a key put in the wrong place, and is not repeated."""
    return f'master "{name}"' if _NAME.fullmatch(name) else "a master key"


def _wrong_around(found: Mapping[str, object], named: Mapping[str, object]) -> Iterator[str]:
    if any(not _NAME.fullmatch(name) for name in named):
        yield "a master key has no proper name: at most 32 small letters, digits, dots and dashes"
    if found.get("current") not in [*named]:
        yield f"current names no key under [master]: {_REMEDY}"
    if found.keys() - {"current", "index", "anchor", "master"}:
        yield "there is more in it than current, index, anchor and [master]: take that out"


def _wrong_with(value: object) -> str | None:
    if value is None:
        return "is not there"
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
