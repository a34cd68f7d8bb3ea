"""The file that an import reads: known again by its digest, and watched so that nobody changes it meanwhile."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from lintel.events.faults import FILE, Fault, InputRefused


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file as it was when its digest was taken. Whoever writes to it meanwhile stops the import."""

    path: Path
    state: tuple[int, ...]
    digest: bytes

    @classmethod
    def of(cls, path: Path) -> "SourceFile":
        """The file as it is now; what cannot be read has no digest, and `check` says why."""
        state = cls._state(path)
        if not state or not path.is_file():
            return cls(path, state, b"")
        try:
            with path.open("rb") as file:
                return cls(path, state, hashlib.file_digest(file, "sha256").digest())
        except OSError:
            return cls(path, state, b"")

    @staticmethod
    def _state(path: Path) -> tuple[int, ...]:
        try:
            found = os.stat(path)
        except OSError:
            return ()
        return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino, found.st_dev

    @property
    def size(self) -> int:
        return self.state[0] if self.state else 0

    def refuse_changed(self) -> None:
        """Raises `InputRefused` where the file is no longer what its digest was taken of."""
        if self._state(self.path) != self.state:
            wrong = "changed while it was being read"
            raise InputRefused([Fault(0, FILE, wrong, "a file that nobody writes to meanwhile")], file=self.path.name)
