"""A progress bar on a terminal; nothing anywhere else."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tqdm import tqdm

from lintel.events.interchange import Progress


@contextmanager
def watched(path: Path, doing: str) -> Iterator[Progress]:
    """Count the bytes of a file as they are read, on standard error."""
    size = _size(path)
    hidden = not sys.stderr.isatty()
    with tqdm(total=size, unit="B", unit_scale=True, desc=doing, disable=hidden, leave=False, delay=0.5) as bar:

        def progress(read: int) -> None:
            bar.update(read)

        yield progress


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except OSError:  # the reader says what is wrong with it
        return None
