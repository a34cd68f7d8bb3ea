"""How a JPEG is built: its segments, its size, where it ends, and the same picture without what was written beside it.

Source: ITU-T T.81, annex B.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

START, END = b"\xff\xd8", b"\xff\xd9"

_EOI, _SOS, _COM, _DNL = 0xD9, 0xDA, 0xFE, 0xDC
_APPS = range(0xE0, 0xF0)
_JFIF, _ADOBE = 0xE0, 0xEE
_SOFS = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_MARKER = re.compile(rb"\xff++([^\x00\xd0-\xd7])", re.DOTALL)
"""More than one 0xFF may stand before a marker, to fill up."""
_NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]", re.DOTALL)
"""What ends the data of a scan. One 0xFF only: looked for from every byte of a run of them, it would take for ever."""
_MOST_SEGMENTS = 2_000
_MOST_SCANS = 64
"""A progressive picture has about ten scans; each of many more would cost a whole pass over the picture."""


class BrokenJpeg(ValueError):
    """Bytes are not a whole JPEG."""


@dataclass(frozen=True, slots=True)
class Segment:
    """One part of a JPEG, from its marker to the next one; of a scan, its data too."""

    marker: int
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class Jpeg:
    """A whole JPEG: its segments after the start, and where its end stands in the bytes.

    `samples` is how many samples all its components have together, by their sampling factors.
    """

    segments: tuple[Segment, ...]
    stop: int
    width: int
    height: int
    samples: int
    progressive: bool

    @property
    def scans(self) -> int:
        """How often the picture is drawn over, each time finer."""
        return sum(segment.marker == _SOS for segment in self.segments)


def jpeg_at(content: bytes, start: int = 0) -> Jpeg:
    """The JPEG that begins at a place in some bytes.

    Raises:
        BrokenJpeg: there is none, or it is cut short, or its parts stand in an order that no camera writes.
    """
    segments = tuple(_segments(content, start))
    frames = [segment for segment in segments if segment.marker in _SOFS]
    scans = [segment.start for segment in segments if segment.marker == _SOS]
    if len(frames) != 1 or not 0 < len(scans) <= _MOST_SCANS or scans[0] < frames[0].start:
        raise BrokenJpeg
    if any(segment.marker == _DNL for segment in segments):
        raise BrokenJpeg  # it would say another height than the frame does
    stop = segments[-1].stop + len(END)
    return _measured(content, frames[0], segments, stop)


def _segments(content: bytes, start: int) -> Iterator[Segment]:
    if content[start : start + 2] != START:
        raise BrokenJpeg
    place = start + 2
    for _ in range(_MOST_SEGMENTS):
        marker, after = _marker_at(content, place)
        if marker == _EOI:
            return
        stop = after + _length_at(content, after)
        if marker == _SOS:
            found = _NEXT_MARKER.search(content, stop)
            stop = found.start() if found else len(content)
        if stop > len(content) - len(END):
            raise BrokenJpeg
        yield Segment(marker, place, stop)
        place = stop
    raise BrokenJpeg


def _marker_at(content: bytes, place: int) -> tuple[int, int]:
    """The marker at a place, and where it ends."""
    found = _MARKER.match(content, place)
    if not found:
        raise BrokenJpeg
    return found[1][0], found.end()


def _length_at(content: bytes, place: int) -> int:
    length = int.from_bytes(content[place : place + 2], "big")
    if length < 2:
        raise BrokenJpeg
    return length


def _measured(content: bytes, frame: Segment, segments: tuple[Segment, ...], stop: int) -> Jpeg:
    body = _body(content, frame)
    height, width = int.from_bytes(body[1:3], "big"), int.from_bytes(body[3:5], "big")
    sampling = [(body[at] >> 4, body[at] & 15) for at in range(7, len(body), 3)]
    if not (height and width and sampling and all(across and down for across, down in sampling)):
        raise BrokenJpeg
    densest = max(across for across, _ in sampling) * max(down for _, down in sampling)
    samples = sum(across * down for across, down in sampling) * width * height // densest
    return Jpeg(segments, stop, width, height, samples, progressive=frame.marker in (0xC2, 0xC6, 0xCA, 0xCE))


def without_notes(content: bytes) -> bytes:
    """The very same picture without EXIF, GPS, XMP, profiles, thumbnails and comments, and nothing after its end.

    Only what the colours are read by stays: Adobe's marker, and that it is a JFIF.

    Raises:
        BrokenJpeg: it is not a whole JPEG.
    """
    kept = [_kept(content, segment) for segment in jpeg_at(content).segments]
    return b"".join([START, *kept, END])


def _kept(content: bytes, segment: Segment) -> bytes:
    body = _body(content, segment)
    if segment.marker == _JFIF and body.startswith(b"JFIF\0"):
        return b"\xff\xe0\x00\x10JFIF\0\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    if segment.marker == _ADOBE and body.startswith(b"Adobe"):
        return b"\xff\xee\x00\x0e" + body[:12].ljust(12, b"\0")
    if segment.marker == _COM or segment.marker in _APPS:
        return b""
    return content[segment.start : segment.stop]


def _body(content: bytes, segment: Segment) -> bytes:
    """What a segment holds after its marker and length."""
    after = _marker_at(content, segment.start)[1]
    return content[after + 2 : segment.stop]
