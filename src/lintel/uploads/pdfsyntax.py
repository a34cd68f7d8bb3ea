"""How a PDF is written down: its values, its objects and the list of where they stand.

Source: ISO 32000-1:2008, 7.3 and 7.5.
"""

from collections.abc import Iterable, Mapping
from math import isfinite

NULL = b"null"
_HEAD = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
_PLAIN = frozenset(range(0x21, 0x7F)) - frozenset(b"#()<>[]{}/%")


def name(text: str) -> bytes:
    """A name, which begins with its stroke. A letter that may not stand in one is written by its number."""
    letters = text.encode("utf-8", "surrogatepass")[1:]
    return b"/" + b"".join(bytes([each]) if each in _PLAIN else b"#%02X" % each for each in letters)


def number(value: float) -> bytes:
    """A number, never with an exponent: a PDF has none. One that nobody can draw with is 0."""
    if isinstance(value, int):
        return b"%d" % value if abs(value) < 1 << 63 else b"0"
    if not isfinite(value) or abs(value) > 1e15:
        return b"0"
    return f"{value:.10f}".rstrip("0").rstrip(".").encode() or b"0"


def text(data: bytes) -> bytes:
    """A text, written by its numbers."""
    return b"<" + data.hex().encode() + b">"


def array(items: Iterable[bytes]) -> bytes:
    """An array of values that are written already."""
    return b"[" + b" ".join(items) + b"]"


def dictionary(entries: Mapping[str, bytes]) -> bytes:
    """A dictionary of values that are written already."""
    return b"<<" + b" ".join(name(key) + b" " + value for key, value in entries.items()) + b">>"


def stream(entries: Mapping[str, bytes], data: bytes) -> bytes:
    """A stream, with its length."""
    return dictionary({**entries, "/Length": number(len(data))}) + b"\nstream\n" + data + b"\nendstream"


def reference(object_number: int) -> bytes:
    """What points to an object."""
    return b"%d 0 R" % object_number


def whole(objects: Iterable[bytes], root: int) -> bytes:
    """A whole PDF of objects numbered from 1. It has no information about itself, and no identifier."""
    parts, places, place = [_HEAD], [], len(_HEAD)
    for count, body in enumerate(objects, start=1):
        places.append(place)
        parts.append(b"%d 0 obj\n%b\nendobj\n" % (count, body))
        place += len(parts[-1])
    listed = b"".join(b"%010d 00000 n \n" % each for each in places)
    size = len(places) + 1
    parts.append(b"xref\n0 %d\n0000000000 65535 f \n%b" % (size, listed))
    trailer = dictionary({"/Size": number(size), "/Root": reference(root)})
    parts.append(b"trailer\n%b\nstartxref\n%d\n%%%%EOF\n" % (trailer, place))
    return b"".join(parts)
