"""A file that is small to send and enormous to read is refused soon, and takes little memory."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from lintel.uploads.caps import MB
from tests.uploads.bombs import BOMBS, LARGE

ROOT = Path(__file__).parent.parent.parent
FULL = os.environ.get("LINTEL_PROOF") == "full"
FEW = [
    "a PNG that says it is 60,000 pixels wide and high",
    "a PDF packed three times",
    "the largest PNG, to be turned, for which there is no memory",
    "a tree of pages that is its own branch",
]
SECONDS = 2.0
"""Of the processor's time, with the second process and its beginning: how busy the machine is besides is not ours."""
MEMORY = 300 * MB


class Taken(NamedTuple):
    """What came of a file, and what it took: in the process that sent it, and in the cell where it was read."""

    faults: list[str]
    seconds: float
    cell: int
    here: int


def taken(make: Callable[[], bytes]) -> Taken:
    done = subprocess.run(
        [sys.executable, "-m", "tests.uploads.measuring"], input=make(), cwd=ROOT, capture_output=True, check=True
    )
    found = json.loads(done.stdout)
    return Taken(found["faults"], found["seconds"], found["bytes"], found["bytes here"])


@pytest.mark.parametrize("bomb", BOMBS if FULL else FEW)
def test_a_bomb_is_refused_soon_and_with_little_memory(bomb: str) -> None:
    found = taken(BOMBS[bomb])
    assert found.faults
    assert found.seconds < SECONDS
    assert found.cell < MEMORY
    assert found.here < MEMORY


@pytest.mark.parametrize("large", LARGE if FULL else ["the largest PNG"])
def test_the_largest_file_that_is_taken_needs_no_more_memory(large: str) -> None:
    found = taken(LARGE[large])
    assert found.faults == []
    assert found.cell < MEMORY
    assert found.here < MEMORY
