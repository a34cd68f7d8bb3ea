"""Taking a file in: the one way, from the bytes that came to the original and the copy that may be shown.

It is decided by reading the file, never by its name or by what the browser says that it is.
"""

from dataclasses import dataclass
from hashlib import sha256

from lintel.uploads.caps import CAPS, Caps, megabytes
from lintel.uploads.errand import served_copy
from lintel.uploads.kinds import Kind, faults_of_kind, kind_of
from lintel.uploads.refusal import UploadRefused
from lintel.uploads.texts import copy_of_text

_CONTENT_TYPES: dict[Kind, str] = {
    "pdf": "application/pdf",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "text": "text/plain; charset=utf-8",
}
_NAMES: dict[Kind, str] = {
    "pdf": "document.pdf",
    "jpeg": "document.jpg",
    "png": "document.png",
    "text": "document.txt",
}
"""The same for everybody. The sender's own name for it may say who she is ("DASH_Jane.pdf"); a part of its hash could
be worked out by whoever has the same file, and a number of its own would link two places where it lies. Whoever saves
two of them has them numbered by the browser."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """A file that was taken. `original` is what came, byte for byte, and `sha256` its hash in hexadecimal: evidence,
    to be sealed. `served` is the copy that may be shown, as `content_type` and under the neutral `name`."""

    kind: Kind
    content_type: str
    original: bytes
    sha256: str
    served: bytes
    name: str


def accept(content: bytes, declared_name: str | None, caps: Caps = CAPS) -> Accepted:
    """Take a file in, or refuse it with everything that is wrong with it.

    A PDF or a picture is read in a process of its own, for at most `caps.seconds`, with less than 300 MB of memory.
    `declared_name` is only asked for its ending, and kept nowhere.

    Raises:
        UploadRefused: it is too large, not of a kind that is kept, damaged, or hides something.
    """
    if len(content) > caps.bytes:
        raise UploadRefused([f"The file is larger than {megabytes(caps.bytes)}. Make it smaller, or send it in parts."])
    kind = kind_of(content)
    faults, served = faults_of_kind(content, kind, declared_name), b""
    try:
        served = _copy(kind, content, caps) if kind else b""
    except UploadRefused as refused:
        faults += refused.faults
    if faults or not kind:
        raise UploadRefused(faults)
    return Accepted(kind, _CONTENT_TYPES[kind], content, sha256(content).hexdigest(), served, _NAMES[kind])


def _copy(kind: Kind, content: bytes, caps: Caps) -> bytes:
    return copy_of_text(content) if kind == "text" else served_copy(kind, content, caps)
