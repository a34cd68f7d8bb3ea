"""The streams of a PDF: unpacked within bounds, and packed again without what was hidden in them."""

import re
import zlib
from dataclasses import dataclass

from pypdf.errors import LimitReachedError
from pypdf.filters import ASCII85Decode, ASCIIHexDecode, LZWDecode, RunLengthDecode, decode_stream_data
from pypdf.generic import ArrayObject, DictionaryObject, StreamObject, is_null_or_none

from lintel.uploads import jp2s, jpegs
from lintel.uploads.caps import MB
from lintel.uploads.refusal import UploadRefused

MOST_UNPACKED = 200 * MB
"""All streams of one PDF together unpack into no more."""
MOST_OF_ONE = 40 * MB
"""One stream that is not an image unpacks into no more."""

BOMB = "The file unpacks into far more than its size. Open it, print it to a new PDF, and send that."
UNUSUAL = "The file is built in a way that cannot be checked. Open it, print it to a new PDF, and send that."

_FULL_NAMES = {
    "/AHx": "/ASCIIHexDecode",
    "/A85": "/ASCII85Decode",
    "/LZW": "/LZWDecode",
    "/Fl": "/FlateDecode",
    "/RL": "/RunLengthDecode",
    "/CCF": "/CCITTFaxDecode",
    "/DCT": "/DCTDecode",
}
FLATE = "/FlateDecode"
_AS_LETTERS = frozenset({"/ASCIIHexDecode", "/ASCII85Decode"})
_WRAPPINGS = {
    "/ASCIIHexDecode": ASCIIHexDecode.decode,
    "/ASCII85Decode": ASCII85Decode.decode,
    "/LZWDecode": LZWDecode.decode,
    "/RunLengthDecode": RunLengthDecode.decode,
}
_IMAGE_FILTERS = frozenset({"/CCITTFaxDecode", "/JBIG2Decode", "/DCTDecode", "/JPXDecode"})
_LEFT_AROUND_IMAGES = _IMAGE_FILTERS | {"", FLATE, "/LZWDecode", "/RunLengthDecode"}
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_JPEG_WITHIN = re.compile(rb"/DCT(Decode)?(?![A-Za-z0-9])")
_PIECE = 1 << 16


class Room:
    """How much may still be unpacked from one PDF, and how many pixels one image of it may have."""

    def __init__(self, pixels: int) -> None:
        self.pixels = pixels
        self.bytes = MOST_UNPACKED

    def take(self, size: int) -> None:
        """Take room for so many bytes; UploadRefused when there is none left."""
        self.bytes -= size
        if self.bytes < 0:
            raise UploadRefused([BOMB])


@dataclass(frozen=True, slots=True)
class Image:
    """An image's bytes with the one filter that is left around them, and what that filter is told."""

    data: bytes
    filter: str
    told: DictionaryObject | None


def value_of(thing: DictionaryObject, key: str) -> object:
    """What stands under a key, wherever in the file it is kept; None for nothing and for null."""
    found = thing.get(key)
    return None if found is None or is_null_or_none(found) else found.get_object()


def items_of(thing: DictionaryObject, key: str) -> list[object]:
    """What an array under a key holds; a value that stands there alone is the only item."""
    found = value_of(thing, key)
    if isinstance(found, ArrayObject):
        return [item.get_object() for item in found]
    return [] if found is None else [found]


def plain_data(stream: StreamObject, room: Room) -> bytes:
    """What is in a stream that is not an image.

    Raises:
        UploadRefused: it is packed as an image, or it unpacks into too much.
    """
    if not _IMAGE_FILTERS.isdisjoint(_filters(stream)):
        raise UploadRefused([UNUSUAL])
    try:
        data = decode_stream_data(stream)
    except LimitReachedError:
        raise UploadRefused([BOMB]) from None
    room.take(len(data))
    return data


def instructions(stream: StreamObject, room: Room) -> bytes:
    """What is in a stream of instructions for drawing.

    Raises:
        UploadRefused: a JPEG is written right into it, where its notes (a place, a time) could not be taken out.
    """
    data = plain_data(stream, room)
    if _JPEG_WITHIN.search(_ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), data)):
        raise UploadRefused([UNUSUAL])
    return data


def image(stream: StreamObject, room: Room) -> Image:
    """An image without its notes: a JPEG's EXIF and GPS, a JPEG 2000's boxes, and what follows its end.

    Raises:
        UploadRefused: it has too many pixels, or nobody can say how it is packed.
    """
    data = stream._data  # pypdf has no public name for the bytes as they stand in the file
    filters, told = _filters(stream), _told(stream)
    while filters and (len(filters) > 1 or filters[0] in _AS_LETTERS):
        data = _unwrapped(data, filters.pop(0), told.pop(0) if told else None, room)
    kind = filters[0] if filters else ""
    if kind not in _LEFT_AROUND_IMAGES:
        raise UploadRefused([UNUSUAL])
    cleaned, pixels = _cleaned(data, kind, room)
    if max(pixels, _declared_pixels(stream)) > room.pixels:
        raise UploadRefused([f"A picture in the file has more than {room.pixels:,} pixels. Make it smaller."])
    return Image(cleaned, kind, told[0] if told else None)


def packed(data: bytes) -> bytes:
    """Bytes packed with the filter FlateDecode."""
    return zlib.compress(data, 3)


def _filters(stream: StreamObject) -> list[str]:
    return [_FULL_NAMES.get(str(name), str(name)) for name in items_of(stream, "/Filter")]


def _told(stream: StreamObject) -> list[DictionaryObject | None]:
    return [told if isinstance(told, DictionaryObject) else None for told in items_of(stream, "/DecodeParms")]


def _unwrapped(data: bytes, wrapping: str, told: DictionaryObject | None, room: Room) -> bytes:
    """Bytes without the outermost of their wrappings."""
    if told and value_of(told, "/Predictor") not in {None, 1}:
        raise UploadRefused([UNUSUAL])
    if wrapping == FLATE:
        return _inflated(data, room)[0]
    if wrapping not in _WRAPPINGS:
        raise UploadRefused([UNUSUAL])
    found = _WRAPPINGS[wrapping](data)
    room.take(len(found))
    return found


def _cleaned(data: bytes, kind: str, room: Room) -> tuple[bytes, int]:
    """An image's bytes without its notes, and how many pixels they say that they have (0: they do not say)."""
    if kind == "/DCTDecode":
        jpeg = jpegs.jpeg_at(data)
        return jpegs.without_notes(data), jpeg.width * jpeg.height
    if kind == "/JPXDecode":
        return jp2s.without_notes(data), jp2s.pixels_of(data)
    if kind == FLATE:
        return data[: _inflated(data, room, keep=False)[1]], 0
    return data, 0


def _inflated(data: bytes, room: Room, *, keep: bool = True) -> tuple[bytes, int]:
    """What FlateDecode unpacks, and where the packed bytes end: a stranger may stand behind them."""
    unpacking, out = zlib.decompressobj(), bytearray()
    for place in range(0, len(data), _PIECE):
        left = data[place : place + _PIECE]
        while left and not unpacking.eof:
            piece = unpacking.decompress(left, MB)
            room.take(len(piece))
            out += piece if keep else b""
            left = unpacking.unconsumed_tail
        if unpacking.eof:
            return bytes(out), min(place + _PIECE, len(data)) - len(unpacking.unused_data)
    return bytes(out), len(data)


def _declared_pixels(stream: StreamObject) -> int:
    sides = value_of(stream, "/Width"), value_of(stream, "/Height")
    width, height = (side if isinstance(side, int) else 0 for side in sides)
    return width * height
