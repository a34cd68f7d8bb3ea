"""Small files for our own eyes: whole or not there."""

import os
from pathlib import Path

MAKING = ".making"
"""What the name of a file, or of the database, ends in until it is whole."""


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner may read (mode 0600), in place of an older one, safe on the disk."""
    making = path.with_name(path.name + MAKING)
    making.unlink(missing_ok=True)
    opened = os.open(making, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(opened, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    move_for_good(making, path)


def move_for_good(made: Path, to: Path) -> None:
    """Rename what is whole. It has its new name after a power cut too."""
    made.rename(to)
    keep_names(to.parent)


def keep_names(folder: Path) -> None:
    """See to it that what was made or renamed in a folder is so after a power cut too."""
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
