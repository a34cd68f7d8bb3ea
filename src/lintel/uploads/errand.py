"""Sending a file to be read in a process of its own (see `cell`), and what goes in and comes out of there.

Nothing here reads the file, and whoever sends one never loads the programs that do.
"""

import json
import subprocess
import sys
from dataclasses import asdict
from typing import BinaryIO

from lintel.uploads.caps import Caps
from lintel.uploads.kinds import Kind
from lintel.uploads.refusal import UploadRefused

TOO_MUCH = (
    "The file takes too much time or memory to be checked. Print it to a new PDF, or make it smaller, and send that."
)
_BUSY = "The file could not be checked in time. Try again in a few minutes."

_CELL = "lintel.uploads.cell"
_SERVED, _REFUSED = b"+", b"-"
_WAITING_SECONDS = 60.0
"""Of the clock on the wall: far more than the processor's time, for a machine that is busy with other things."""


def served_copy(kind: Kind, content: bytes, caps: Caps) -> bytes:
    """The copy of a file that may be shown, made in a process of its own.

    Raises:
        UploadRefused: what is wrong with the file, or that the process had to be ended.
    """
    order = json.dumps({"kind": kind, "caps": asdict(caps)}).encode()
    try:
        done = subprocess.run(  # noqa: S603 - our own module, run by our own Python; the file only goes through the pipe
            [sys.executable, "-I", "-m", _CELL],
            input=order + b"\n" + content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},
            cwd="/",
            timeout=_WAITING_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise UploadRefused([_BUSY]) from None
    if done.returncode != 0:
        raise UploadRefused([TOO_MUCH])
    return _copy_in(done.stdout)


def _copy_in(answer: bytes) -> bytes:
    if not answer.startswith(_SERVED):
        raise UploadRefused(json.loads(answer.removeprefix(_REFUSED)))
    return answer[len(_SERVED) :]


def read_order(stream: BinaryIO) -> tuple[Kind, Caps]:
    """What is ordered, from the first line of what comes into the cell. The file follows it."""
    order = json.loads(stream.readline())
    return order["kind"], Caps(**order["caps"])


def write_copy(stream: BinaryIO, served: bytes) -> None:
    """Answer with the copy."""
    stream.writelines([_SERVED, served])


def write_refusal(stream: BinaryIO, refused: UploadRefused) -> None:
    """Answer with the faults."""
    stream.writelines([_REFUSED, json.dumps(refused.faults).encode()])
