"""Words planted where nobody looks, and looking for them everywhere, however they are written and packed."""

import re
import zlib
from collections.abc import Iterator

CANARY = "Heronbrook"
"""Stands at the beginning of every planted word; no program writes it by itself."""


def planted(where: str) -> str:
    return f"{CANARY}-{where}"


def found_in(content: bytes, word: str = CANARY) -> int:
    """How often a word stands in a file: as it is, in UTF-16, by its numbers, and in everything that is packed."""
    spellings = [word.encode(), word.encode("utf-16-be"), word.encode("utf-16-le")]
    spellings += [spelling.hex().encode() for spelling in spellings[:2]]
    return sum(layer.lower().count(each.lower()) for layer in _layers(content, 3) for each in spellings)


def _layers(content: bytes, depth: int) -> Iterator[bytes]:
    yield content
    for start in re.finditer(rb"\x78[\x01\x5e\x9c\xda]", content) if depth else ():
        inside = _unpacked(content[start.start() :])
        if inside:
            yield from _layers(inside, depth - 1)


def _unpacked(content: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(content, 5_000_000)
    except zlib.error:
        return b""
