"""A JPEG 2000 picture, as it stands in a PDF, without what was written beside it.

Source: ITU-T T.800, annexes A (the drawn data) and I (the boxes around it).
"""

_BOXED = b"\0\0\0\x0cjP  "
_START, _TILE, _COMMENT = b"\xff\x4f", b"\xff\x90", b"\xff\x64"
_DRAWN_BY = frozenset({b"jP  ", b"ftyp", b"jp2h", b"jp2c"})
_COLOURS_BY = frozenset({b"ihdr", b"bpcc", b"colr", b"pclr", b"cmap", b"cdef"})


class BrokenJp2(ValueError):
    """Bytes are not a whole JPEG 2000 picture."""


def without_notes(content: bytes) -> bytes:
    """The very same picture without XML, UUID boxes (EXIF and GPS stand there), and comments before the first tile.

    A comment that stands between two tiles stays.

    Raises:
        BrokenJp2: it is not a whole JPEG 2000 picture.
    """
    return _boxes(content, _DRAWN_BY) if content.startswith(_BOXED) else _drawn_data(content)


def _boxes(content: bytes, kept: frozenset[bytes]) -> bytes:
    out, place = [], 0
    while place < len(content):
        size, header = int.from_bytes(content[place : place + 4], "big"), 8
        if size == 1:
            size, header = int.from_bytes(content[place + 8 : place + 16], "big"), 16
        stop = place + size if size else len(content)
        if not place + header <= stop <= len(content):
            raise BrokenJp2
        name = content[place + 4 : place + 8]
        if name in kept:
            out.append(_box(name, content[place + header : stop]))
        place = stop
    return b"".join(out)


def _box(name: bytes, body: bytes) -> bytes:
    if name == b"jp2h":
        body = _boxes(body, _COLOURS_BY)
    elif name == b"jp2c":
        body = _drawn_data(body)
    return (len(body) + 8).to_bytes(4, "big") + name + body


def _drawn_data(content: bytes) -> bytes:
    if not content.startswith(_START):
        raise BrokenJp2
    out, place = [_START], len(_START)
    while content[place : place + 2] != _TILE:
        length = int.from_bytes(content[place + 2 : place + 4], "big")
        stop = place + 2 + length
        if content[place : place + 1] != b"\xff" or length < 2 or stop > len(content):
            raise BrokenJp2
        if content[place : place + 2] != _COMMENT:
            out.append(content[place:stop])
        place = stop
    return b"".join([*out, content[place:]])


def pixels_of(content: bytes) -> int:
    """How many pixels the drawn data say that they have; 0 where they do not say (T.800, A.5.1)."""
    size = content.find(_START + b"\xff\x51")
    if size < 0:
        return 0
    width, height = content[size + 8 : size + 12], content[size + 12 : size + 16]
    return int.from_bytes(width, "big") * int.from_bytes(height, "big")
