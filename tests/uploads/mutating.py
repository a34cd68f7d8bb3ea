"""Files as accidents and attackers leave them: a right file with something in it changed."""

import zlib
from collections.abc import Callable
from random import Random

TOKENS = (
    *(
        b"\xff\xd8\xff\xe0",
        b"\xff\xd9",
        b"\xff\xda",
        b"\xff\xc2",
        b"\xff\xff",
        b"\0\0\0\0",
        b"\x7f\xff\xff\xff",
        b"\xff\xff\xff\xff",
    ),
    *(b"IHDR", b"IDAT", b"IEND", b"acTL", b"iCCP", b"tRNS", b"PLTE", b"eXIf"),
    *(
        b"<<",
        b">>",
        b"[",
        b"]",
        b"(",
        b")",
        b"<",
        b">",
        b"/",
        b"%",
        b" R ",
        b" obj\n",
        b"endobj",
        b"stream\n",
        b"endstream",
    ),
    *(b"xref\n", b"trailer", b"startxref", b"%%EOF", b"/Kids [3 0 R]", b"/Length 99999999", b"/Length -1", b"1 0 R"),
    *(b"/Filter /FlateDecode", b"/Filter [/FlateDecode /FlateDecode]", b"/Filter /LZWDecode", b"/Filter /DCTDecode"),
    *(b"/Filter /JPXDecode", b"/Filter /ASCII85Decode", b"/Filter /RunLengthDecode", b"/DecodeParms <</Predictor 15>>"),
    *(
        b"/Type /ObjStm",
        b"/Encrypt 1 0 R",
        b"/Annots [3 0 R]",
        b"/Subtype /Image",
        b"/Subtype /Form",
        b"99999999999",
        b"-1",
    ),
    *(
        b"/ColorSpace [/Indexed /DeviceRGB 255 4 0 R]",
        b"/Parent 3 0 R",
        b"/SMask 8 0 R",
        b"/Contents [4 0 R 4 0 R]",
        b"null",
    ),
)


def _flip(content: bytearray, dice: Random) -> None:
    content[dice.randrange(len(content))] ^= 1 << dice.randrange(8)


def _drop(content: bytearray, dice: Random) -> None:
    start = dice.randrange(len(content))
    del content[start : start + dice.randint(1, 64)]


def _double(content: bytearray, dice: Random) -> None:
    start = dice.randrange(len(content))
    content[start:start] = content[start : start + dice.randint(1, 200)]


def _cut(content: bytearray, dice: Random) -> None:
    del content[dice.randrange(1, len(content)) :]


def _insert(content: bytearray, dice: Random) -> None:
    start = dice.randrange(len(content))
    content[start:start] = dice.choice(TOKENS)


def _overwrite(content: bytearray, dice: Random) -> None:
    token, start = dice.choice(TOKENS), dice.randrange(len(content))
    content[start : start + len(token)] = token


def _renumber(content: bytearray, dice: Random) -> None:
    """Another digit where one stands: another length, another object, another size."""
    digits = [place for place, each in enumerate(content) if 0x30 <= each <= 0x39]
    if digits:
        content[dice.choice(digits)] = dice.randrange(0x30, 0x3A)


_WAYS: tuple[Callable[[bytearray, Random], None], ...] = (
    *(_flip, _flip, _drop, _double, _cut, _insert, _insert, _overwrite, _renumber, _renumber),
)


def mutated(content: bytes, dice: Random) -> bytes:
    """The file after one to four accidents."""
    changed = bytearray(content)
    for _ in range(dice.randint(1, 4)):
        if len(changed) > 1:
            dice.choice(_WAYS)(changed, dice)
    return bytes(changed)


def mended(kind: str, content: bytes) -> bytes:
    """The file; a PNG with its check sums set right, or each accident would end at the first of them."""
    return _with_check_sums(content) if kind == "png" else content


def _with_check_sums(content: bytes) -> bytes:
    out, place = bytearray(content), 8
    while place + 12 <= len(out):
        stop = place + 12 + int.from_bytes(out[place : place + 4], "big")
        if stop > len(out):
            break
        out[stop - 4 : stop] = zlib.crc32(out[place + 4 : stop - 4]).to_bytes(4, "big")
        place = stop
    return bytes(out)
