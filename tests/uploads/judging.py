"""Judging a file right here: what the cell does, without the second that a process of its own takes."""

import pytest

from lintel.uploads.caps import CAPS, Caps
from lintel.uploads.cell import judged
from lintel.uploads.kinds import Kind
from lintel.uploads.refusal import UploadRefused


def shown(kind: Kind, content: bytes, caps: Caps = CAPS) -> bytes:
    return judged(kind, content, caps)()


def faults(kind: Kind, content: bytes, caps: Caps = CAPS) -> tuple[str, ...]:
    with pytest.raises(UploadRefused) as refused:
        judged(kind, content, caps)()
    return refused.value.faults


def fault(kind: Kind, content: bytes, caps: Caps = CAPS) -> str:
    (found,) = faults(kind, content, caps)
    return found
