"""Where tests put clusters that they throw away."""

import os
import shutil
from pathlib import Path

from lintel.embedded.folder import unused_folder

_MEMORY = Path("/dev/shm")  # noqa: S108 - under a name that nobody can guess
_ROOM = 1 << 30


def fresh() -> Path:
    """A path that nothing has yet: in memory where the machine has room there, which is many times quicker."""
    return (_MEMORY if _memory_serves() else unused_folder().parent) / unused_folder().name


def _memory_serves() -> bool:
    """A container may have little of it, or let no program run from it (a cluster may have to copy its own there)."""
    if not _MEMORY.is_dir() or not os.access(_MEMORY, os.W_OK):
        return False
    return shutil.disk_usage(_MEMORY).free > _ROOM and not os.statvfs(_MEMORY).f_flag & os.ST_NOEXEC
