"""Files that are small to send and enormous to read, or that would be read for ever."""

import zlib
from collections.abc import Callable, Mapping

from tests.uploads.pdfs import CONTENTS, FONT, PAGES, Pdf, one_page, stream, with_image
from tests.uploads.pictures import blank_png, chunk, drawing, exif, header, jpeg, png, segment, with_chunks

FULL = 19_900_000
"""Just less than is taken at all."""

_HEAD = b"%PDF-1.7\n1 0 obj\n"
_ENDED = b"\nendobj\ntrailer\n<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"


def filled(pattern: bytes, before: bytes = b"", after: bytes = b"") -> bytes:
    """As much of a pattern as a file may hold."""
    return before + pattern * ((FULL - len(before) - len(after)) // len(pattern)) + after


def packed_gigabyte() -> bytes:
    """A gigabyte of zeros, packed: one megabyte, packed by itself, and then again and again."""
    packing = zlib.compressobj(9)
    head = packing.flush(zlib.Z_FULL_FLUSH)
    return head + (packing.compress(bytes(1_000_000)) + packing.flush(zlib.Z_FULL_FLUSH)) * 1_000


def _flooding(content: bytes) -> bytes:
    """A JPEG that says that it is 65,500 pixels wide and high."""
    place = content.index(b"\xff\xc0") + 5
    return content[:place] + b"\xff\xdc\xff\xdc" + content[place + 4 :]


def _scanned_for_ever() -> bytes:
    """A progressive JPEG of 36 million pixels, drawn anew sixty times."""
    content = jpeg(drawing("L", (64, 64)), progressive=True)
    first, end = content.index(b"\xff\xda"), content.rindex(b"\xff\xd9")
    place = content.index(b"\xff\xc2") + 5
    large = content[:place] + b"\x17\x70\x17\x70" + content[place + 4 : first]
    scan = content[content.rindex(b"\xff\xda") : end]
    return large + content[first:end] + scan * 55 + b"\xff\xd9"


def _image(keys: bytes, data: bytes) -> bytes:
    return with_image(data, keys).written()


def _drawn(body: bytes) -> bytes:
    return one_page().with_object(CONTENTS, body).written()


def _packed_objects() -> bytes:
    """An object stream of numbers without end."""
    count, body = 2_000, b"[" + b"1 " * 9_000 + b"]"
    listed = b"".join(b"%d %d " % (number + 10, number * len(body)) for number in range(count))
    keys = b"/Type /ObjStm /N %d /First %d" % (count, len(listed))
    rows = bytes([0, 0, 0, 1, 9, 0, *[0, 0, 0] * 8, 2, 1, 0])
    table = stream(rows, b"/Type /XRef /Size 11 /W [1 1 1] /Root 10 0 R")
    head = b"%PDF-1.7\n1 0 obj\n" + stream(listed + body * count, keys) + b"\nendobj\n"
    return head + b"2 0 obj\n" + table + b"\nendobj\nstartxref\n%d\n%%%%EOF\n" % len(head)


def _lost_objects() -> bytes:
    """Pages without end that are nowhere in a large file, each looked for in the whole of it."""
    branches = b" ".join(b"%d 0 R" % number for number in range(100, 400))
    pdf = one_page().with_object(PAGES, b"<</Type /Pages /Kids [%b]>>" % branches)
    return pdf.with_object(6, filled(b"0 1 2 3 4 ", after=bytes(2_000))[100_000:].join([b"<<>>\n%", b"\n"])).written()


def _folded_tree() -> bytes:
    """A tree of pages that is its own branch."""
    return one_page().with_object(PAGES, b"<</Type /Pages /Kids [2 0 R 2 0 R] /Count 9>>").written()


def _nested_forms() -> bytes:
    """A drawing within a drawing within a drawing."""
    resources = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources <</XObject <</Im1 %d 0 R>>>>"
    forms = {number: stream(b"/Im1 Do", resources % (number + 1)) for number in range(10, 3000)}
    return Pdf(with_image(jpeg()).objects | forms | {8: stream(b"/Im1 Do", resources % 10)}).written()


def _gigabyte() -> bytes:
    data = packed_gigabyte()
    return b"<</Filter /FlateDecode /Length %d>>\nstream\n%b\nendstream" % (len(data), data)


def _twisted(content: bytes) -> bytes:
    """A PDF with as much of a pattern in a font's file as it may unpack into."""
    return one_page().with_keys(FONT, b"/FontDescriptor <</FontFile2 9 0 R>>").with_object(9, content).written()


PACKED = b"/Filter /FlateDecode"
BOMBS: Mapping[str, Callable[[], bytes]] = {
    "a PNG that says it is 60,000 pixels wide and high": lambda: (
        header(60_000, 60_000) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")
    ),
    "a JPEG that says it is 65,500 pixels wide and high": lambda: _flooding(jpeg()),
    "a PNG of 200 MB": lambda: blank_png(8_000, 6_240, 2, 3),
    "the largest PNG, to be turned, for which there is no memory": lambda: with_chunks(
        blank_png(8_000, 5_000, 2, 3), chunk(b"eXIf", exif(6).tobytes().removeprefix(b"Exif\0\0"))
    ),
    "a PDF that unpacks into a gigabyte": lambda: _drawn(_gigabyte()),
    "a PDF whose image unpacks into a gigabyte": lambda: _image(PACKED, packed_gigabyte()),
    "a PDF packed three times": lambda: _image(
        b"/Filter [/FlateDecode /FlateDecode /FlateDecode]", zlib.compress(zlib.compress(packed_gigabyte()))
    ),
    "a PDF of nothing but open brackets": lambda: filled(b"[", _HEAD, _ENDED),
    "a PDF of nothing but numbers": lambda: filled(b"[" + b"1 " * 9_999 + b"]", _HEAD + b"[", b"]" + _ENDED),
    "a PDF of nothing but lines": lambda: filled(b"\n", _HEAD, b"%%EOF"),
    "a PDF of nothing but ends": lambda: filled(b"%%EOF\n", _HEAD),
    "a PDF of nothing but beginnings of objects": lambda: filled(b"9 0 obj ", _HEAD, _ENDED),
    "a PDF of nothing but digits": lambda: filled(b"1", b"%PDF-1.7\n", b"%%EOF"),
    "a PDF of nothing but open texts": lambda: filled(b"(", _HEAD, _ENDED),
    "a PDF of one endless name": lambda: filled(b"#41", _HEAD + b"/", _ENDED),
    "a font packed in letters": lambda: _twisted(
        stream(filled(b"s8W-!")[:15_000_000] + b"~>", b"/Filter /ASCII85Decode", packed=False)
    ),
    "a font packed as runs": lambda: _twisted(
        stream(filled(b"\x81a") + b"\x80", b"/Filter /RunLengthDecode", packed=False)[:19_000_000]
    ),
    "a font of rows that lean on each other": lambda: _twisted(
        stream(b"\4" * 39_000_000, b"/DecodeParms <</Predictor 15 /Columns 250 /Colors 4>>")
    ),
    "a PNG of nothing but empty chunks": lambda: filled(chunk(b"teSt", b""), png()[:33]),
    "a JPEG of nothing but empty segments": lambda: filled(segment(0xFE, b""), jpeg()[:2], jpeg()[2:]),
    "a JPEG of nothing but 0xFF": lambda: filled(b"\xff", jpeg()[:-2]),
    "a JPEG of nothing but nearly ends": lambda: filled(b"\xff\xd0", jpeg()[:-2]),
    "a JPEG with zeros and zeros behind it": lambda: filled(bytes(1000) + jpeg()[:-2], jpeg()),
    "an object stream without end": _packed_objects,
    "pages that are nowhere in the file": _lost_objects,
    "a tree of pages that is its own branch": _folded_tree,
    "drawings within drawings": _nested_forms,
    "a zip file": lambda: filled(b"PK\3\4"),
    "half a text": lambda: filled("😀".encode(), b"", b"\xff"),
}
LARGE: Mapping[str, Callable[[], bytes]] = {
    "the largest PNG": lambda: blank_png(8_000, 5_000, 2, 3),
    "the largest JPEG": lambda: jpeg(drawing("RGB", (8_000, 6_250))),
    "the largest JPEG that is drawn in steps": lambda: jpeg(drawing("RGB", (8_000, 6_250)), progressive=True),
    "the largest JPEG for print, turned": lambda: jpeg(drawing("CMYK", (6_250, 4_000)), exif=exif(6)),
    "the largest text": lambda: filled(b"a line of text\n", "😀".encode()),
    "a JPEG that is drawn sixty times": _scanned_for_ever,
}
