"""How a PNG is built: its chunks, and the same picture without what was written beside it.

Source: PNG specification, third edition, 5.
"""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass

START = b"\x89PNG\r\n\x1a\n"

DRAWN_BY = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"})
"""The chunks that the pixels are drawn by. Any other only says something about them."""

_READ_BY = DRAWN_BY | {b"iCCP", b"eXIf"}
"""And those that say which colours are meant, and which way is up."""
_MOVING = b"acTL"
_MOST_CHUNKS = 100_000
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}


class BrokenPng(ValueError):
    """Bytes are not a whole PNG."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """One part of a PNG, from its length to its check sum."""

    name: bytes
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class Png:
    """A whole PNG: its chunks after the start, its sides in pixels, and how many bits each of its channels has."""

    chunks: tuple[Chunk, ...]
    width: int
    height: int
    channels: int
    depth: int

    @property
    def stop(self) -> int:
        """Where its end stands in the bytes."""
        return self.chunks[-1].stop

    @property
    def moving(self) -> bool:
        """Whether it is an animation (APNG)."""
        return any(chunk.name == _MOVING for chunk in self.chunks)


def png_of(content: bytes) -> Png:
    """The PNG that some bytes begin with. Every check sum is worked out.

    Raises:
        BrokenPng: there is none, or it is cut short, or damaged.
    """
    chunks = tuple(_chunks(content))
    names = [chunk.name for chunk in chunks]
    header = content[chunks[0].start + 8 : chunks[0].stop - 4]
    if names[0] != b"IHDR" or names.count(b"IHDR") != 1 or b"IDAT" not in names or len(header) != 13:
        raise BrokenPng
    width, height = int.from_bytes(header[:4], "big"), int.from_bytes(header[4:8], "big")
    depth, channels = header[8], _CHANNELS.get(header[9])
    if not (width and height and channels and depth in {1, 2, 4, 8, 16}):
        raise BrokenPng
    return Png(chunks, width, height, channels, depth)


def _chunks(content: bytes) -> Iterator[Chunk]:
    if not content.startswith(START):
        raise BrokenPng
    place = len(START)
    for _ in range(_MOST_CHUNKS):
        stop = place + 12 + int.from_bytes(content[place : place + 4], "big")
        if stop > len(content) or _check_sum(content, place, stop) != content[stop - 4 : stop]:
            raise BrokenPng
        chunk = Chunk(content[place + 4 : place + 8], place, stop)
        yield chunk
        if chunk.name == b"IEND":
            return
        place = stop
    raise BrokenPng


def _check_sum(content: bytes, start: int, stop: int) -> bytes:
    return zlib.crc32(memoryview(content)[start + 4 : stop - 4]).to_bytes(4, "big")


def without_notes(content: bytes, png: Png) -> bytes:
    """The same file with only the chunks that the pixels, their colours and their turning are read by."""
    kept = [content[chunk.start : chunk.stop] for chunk in png.chunks if chunk.name in _READ_BY]
    return START + b"".join(kept)
