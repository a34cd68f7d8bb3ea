"""Pictures for tests, drawn here; some with words planted beside the pixels."""

import struct
import zlib
from io import BytesIO

from PIL import Image, ImageCms, PngImagePlugin

from tests.uploads.planting import planted

SIZE = (48, 32)
CORNER = (220, 30, 40)
GPS_IFD, GPS_AREA, DESCRIPTION, ORIENTATION = 0x8825, 0x1C, 0x010E, 0x0112


def drawing(mode: str = "RGB", size: tuple[int, int] = SIZE) -> Image.Image:
    """Something green with one red quarter at the top left: one sees which way it is turned."""
    picture = Image.new("RGB", size, (40, 160, 60))
    picture.paste(CORNER, (0, 0, size[0] // 2, size[1] // 2))
    return picture if mode == "RGB" else picture.convert(mode)


def exif(orientation: int = 1) -> Image.Exif:
    found = Image.Exif()
    found[DESCRIPTION] = planted("exif")
    found[ORIENTATION] = orientation
    found.get_ifd(GPS_IFD).update({1: "N", 2: (51.0, 30.0, 26.0), GPS_AREA: planted("gps").encode()})
    return found


def jpeg(picture: Image.Image | None = None, **saving: object) -> bytes:
    out = BytesIO()
    (picture or drawing()).save(out, "JPEG", **saving)
    return out.getvalue()


def png(picture: Image.Image | None = None, **saving: object) -> bytes:
    out = BytesIO()
    (picture or drawing()).save(out, "PNG", **saving)
    return out.getvalue()


def telling_jpeg() -> bytes:
    """A JPEG that tells of itself in every way there is: EXIF, GPS, XMP, a profile, a comment, another camera note."""
    xmp = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{planted('xmp')}</x:xmpmeta>".encode()
    plain = jpeg(exif=exif(), xmp=xmp, comment=planted("comment").encode(), icc_profile=telling_profile())
    return plain[:2] + segment(0xED, b"Photoshop 3.0\0" + planted("iptc").encode()) + plain[2:]


def telling_png() -> bytes:
    """A PNG that tells of itself likewise, packed and unpacked."""
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Author", planted("text"))
    texts.add_text("Comment", planted("packed"), zip=True)
    texts.add_itxt("XML:com.adobe.xmp", planted("xmp"))
    plain = png(pnginfo=texts, exif=exif(), icc_profile=telling_profile())
    return plain[:-12] + chunk(b"prIv", planted("private").encode()) + plain[-12:]


def telling_profile() -> bytes:
    """A colour profile with a word where its maker would stand: its copyright is replaced, byte for byte."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    word = planted("icc").encode("utf-16-be")
    place = profile.index("No copyright".encode("utf-16-be"))
    return profile[:place] + word + profile[place + len(word) :]


def segment(marker: int, body: bytes) -> bytes:
    return b"\xff" + bytes([marker]) + (len(body) + 2).to_bytes(2, "big") + body


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def with_chunks(content: bytes, *chunks: bytes) -> bytes:
    """A PNG with more chunks right after its header."""
    return content[:33] + b"".join(chunks) + content[33:]


def header(width: int, height: int, depth: int = 8, colour: int = 2, rest: bytes = b"\0\0\0") -> bytes:
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBB", width, height, depth, colour) + rest)


def blank_png(width: int, height: int, colour: int, bytes_of_pixel: int) -> bytes:
    """A PNG of any size with nothing on it, which takes hardly any bytes."""
    packing = zlib.compressobj(1)
    row = bytes(1 + width * bytes_of_pixel)
    packed = b"".join(packing.compress(row) for _ in range(height)) + packing.flush()
    return header(width, height, 8, colour) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def opened(content: bytes) -> Image.Image:
    picture = Image.open(BytesIO(content))
    picture.load()
    return picture
