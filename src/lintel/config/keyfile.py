"""The file of keys: made once and never over another, replaced whole or not at all."""

import os
import secrets
from pathlib import Path

from lintel.embedded.privatefile import keep_names, write_private
from lintel.sealing.keyring import KeyRing, KeysRefused


class AlreadyThere(KeysRefused):
    """There is a key file already, and it is never replaced by a new one."""

    def __init__(self) -> None:
        super().__init__("there is a key file already, and it is never replaced by a new one: name another")


def make(path: Path, ring: KeyRing) -> None:
    """Write a file of new keys that only its owner may read (0600). Raises `AlreadyThere`, `KeysRefused`.

    Nobody ever sees half of it, not even somebody who makes one at the same time.
    """
    beside = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    try:
        write_private(beside, ring.as_toml())
        try:
            os.link(beside, path)
        finally:
            beside.unlink()
            keep_names(path.parent)
    except FileExistsError:
        raise AlreadyThere from None
    except OSError as error:
        raise KeysRefused(f"the key file cannot be written ({error.strerror})") from None


def replace(path: Path, ring: KeyRing) -> None:
    """Put a ring in the place of an older one: whoever reads the file, at any moment, reads the one or the other."""
    try:
        write_private(path.resolve(), ring.as_toml())  # where a link names it, the keys stay where that leads
    except OSError as error:
        raise KeysRefused(f"the key file cannot be written ({error.strerror})") from None
