"""What cameras and phones write after the end of a JPEG, told from what somebody has hidden there.

Nothing of it reaches the shown copy. It has to be known all the same: without it, photographs from most phones
would be refused. Known are zeros that fill up, further JPEGs (a gain map, a second view), the film of a moving
photograph, and the notes that Samsung's phones write. Anything else is a stranger.
"""

import re

from lintel.uploads.jpegs import BrokenJpeg, jpeg_at

_FILM_BOXES = frozenset({b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"uuid", b"meta", b"udta"})
_MOST_PARTS = 64
_ZEROS = re.compile(rb"\0+")
_NOTES_START, _NOTES_END = b"SEFH", b"SEFT"


def only_what_cameras_write(content: bytes, place: int) -> bool:
    """Whether everything from a place to the end of the bytes is of the known kinds, each of them whole."""
    end = _notes_from(content, place)
    for _ in range(_MOST_PARTS):
        if place >= end:
            return place == end
        after = _after_part(content, place, end)
        if after is None:
            return False
        place = after
    return False


def _after_part(content: bytes, place: int, end: int) -> int | None:
    """Where the part that begins at a place ends; None where it is of no known kind."""
    if content.startswith(b"\xff\xd8\xff", place):
        try:
            return jpeg_at(content, place).stop
        except BrokenJpeg:
            return None
    if content[place + 4 : place + 8] in _FILM_BOXES:
        return _after_box(content, place, end)
    zeros = _ZEROS.match(content, place, end)
    return zeros.end() if zeros else None


def _after_box(content: bytes, place: int, end: int) -> int | None:
    """Where a box of a film ends (ISO 14496-12, 4.2): its size stands before its name, or in eight bytes behind it."""
    size = int.from_bytes(content[place : place + 4], "big")
    if size == 1:
        size = int.from_bytes(content[place + 8 : place + 16], "big")
    elif size == 0:
        size = end - place
    return place + size if 8 <= size <= end - place else None


def _notes_from(content: bytes, place: int) -> int:
    """Where Samsung's notes begin, if the bytes end in whole ones; otherwise the end of the bytes.

    They are read from their end: its mark, the length of a list before it, and in the list how far back each note is.
    """
    end = len(content)
    listed = int.from_bytes(content[end - 8 : end - 4], "little")
    start = end - 8 - listed
    entries = content[start + 12 : end - 8]
    if content[end - 4 :] != _NOTES_END or start < place or content[start : start + 4] != _NOTES_START:
        return end
    if len(entries) != 12 * int.from_bytes(content[start + 8 : start + 12], "little"):
        return end
    back = max((int.from_bytes(entries[at + 4 : at + 8], "little") for at in range(0, len(entries), 12)), default=0)
    return start - back if start - back >= place else end
