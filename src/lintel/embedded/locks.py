"""Locks that the kernel keeps: they end with the last process that holds them, however it ends.

A file's lock belongs to what was opened, not to a process, so a server that inherits it holds it, and so do
all its children. That is how we know that a server lives, or that remains of a killed one do, without
trusting a process number in a file: numbers are used again.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_FLAGS = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Hold the lock of a file; wait as long as another process holds it."""
    opened = os.open(path, _FLAGS, 0o600)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX)
        yield
    finally:
        os.close(opened)


def take(path: Path) -> int | None:
    """An open file that holds the lock, for the caller to close or to pass on; None where another holds it."""
    opened = os.open(path, _FLAGS, 0o600)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(opened)
        return None
    return opened


def is_free(path: Path) -> bool:
    """Whether nobody holds the lock at this moment."""
    if not path.exists():
        return True
    opened = take(path)
    if opened is None:
        return False
    os.close(opened)
    return True
