"""What kind of file some bytes are, by looking at them, and whether the file's name says the same."""

import re
from typing import Literal, get_args

from lintel.uploads.texts import is_text

Kind = Literal["pdf", "jpeg", "png", "text"]
KINDS: tuple[Kind, ...] = get_args(Kind)

ENDINGS: dict[str, Kind] = {
    ".pdf": "pdf",
    ".jpg": "jpeg",
    ".jpeg": "jpeg",
    ".jpe": "jpeg",
    ".jfif": "jpeg",  # what Windows calls a JPEG saved from a web page
    ".png": "png",
    ".txt": "text",
}
IN_WORDS: dict[Kind, str] = {
    "pdf": "a PDF",
    "jpeg": "a JPEG picture",
    "png": "a PNG picture",
    "text": "plain text",
}

_BEGINNINGS: dict[bytes, Kind] = {b"%PDF-": "pdf", b"\xff\xd8\xff": "jpeg", b"\x89PNG\r\n\x1a\n": "png"}
_OTHERS = {
    rb"PK\x03\x04": "This is a Word, Excel or zip file. Save it as a PDF, and send that.",
    rb"\xd0\xcf\x11\xe0": "This is an older Word, Excel or Outlook file. Save it as a PDF, and send that.",
    rb".{4}ftyp(hei|hev|mif|avi)": "This is a picture as newer phones keep them (HEIC). Save or share it as a JPEG.",
    rb".{4}ftyp": "This is a video or a sound. Those cannot be kept here yet.",
    rb"GIF8|RIFF.{4}WEBP|BM|II\*\0|MM\0\*": "This is a kind of picture that is not kept. Save it as a JPEG or a PNG.",
    rb".{1,1018}%PDF-": "Something stands in front of this PDF. Open it, print it to a new PDF, and send that.",
}
_NEITHER = (
    "This is not a kind of file that can be kept. Send a PDF, a JPEG or PNG picture, or plain text saved as UTF-8."
)
_ZIP_END = re.compile(rb"PK\x05\x06.{18}", re.DOTALL)
_ZIP_REACH = 22 + 0xFFFF
"""A zip file is read from its end: the mark of its end stands within so many of the last bytes."""
_PDF_REACH = 1024
"""Readers look so far into a file for the beginning of a PDF."""


def kind_of(content: bytes) -> Kind | None:
    """The kind that a file's first bytes claim; text if it can be read as such; None for anything else.

    It is only a claim: the reader of that kind still has to read the file to its end.
    """
    for beginning, kind in _BEGINNINGS.items():
        if content.startswith(beginning):
            return kind
    return "text" if is_text(content) else None


def faults_of_kind(content: bytes, kind: Kind | None, declared_name: str | None) -> list[str]:
    """What is wrong with the kind of a file: it is not one that is kept, its name says another, or it is two at once.

    The name is only asked for its ending. No ending at all claims nothing, and is no fault.
    """
    ending = ending_of(declared_name)
    claimed = ENDINGS.get(ending)
    faults = []
    if ending and not claimed:
        faults.append("The end of the file's name is not one that is taken: .pdf, .jpg, .jpeg, .png or .txt.")
    if kind is None:
        faults.append(_unknown(content))
    elif claimed and claimed != kind:
        faults.append(
            f"The end of the file's name says {IN_WORDS[claimed]}, but the file is {IN_WORDS[kind]}. "
            "Save it again from the program that made it, so that the two agree."
        )
    if kind and _is_also_another(content, kind):
        faults.append(
            "This is two kinds of file in one, which is how harmful files are hidden. "
            "Open it, save or print it anew, and send that."
        )
    return faults


def ending_of(declared_name: str | None) -> str:
    """The last dot of a file's name and what follows it, in small letters; nothing where there is no dot."""
    _, dot, ending = (declared_name or "").rpartition(".")
    return dot + ending.lower() if dot else ""


def _unknown(content: bytes) -> str:
    if not content:
        return "The file is empty. Choose it again, and look that it opens on your own machine first."
    for beginning, remedy in _OTHERS.items():
        if re.match(beginning, content[: _PDF_REACH + 5], re.DOTALL):
            return remedy
    return _NEITHER


def _is_also_another(content: bytes, kind: Kind) -> bool:
    if kind != "pdf" and b"%PDF-" in content[: _PDF_REACH + 5]:
        return True
    return kind != "text" and bool(_ZIP_END.search(content, max(0, len(content) - _ZIP_REACH)))
