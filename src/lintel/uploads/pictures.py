"""Pictures: what is wrong with one, and the copy that is shown: its pixels, drawn anew, and nothing else.

Gone from the copy: EXIF and GPS, XMP, comments, texts, thumbnails, colour profiles (the colours are turned into sRGB
first), the camera's own notes, films behind moving photographs, and whatever else does not draw a pixel. It is turned
the right way up before. Not gone: what can be seen in the picture, and marks hidden in the pixels themselves.

A JPEG of many pixels is shown at half its width and height, so that memory stays bounded. A moving PNG is refused
rather than shown as its first frame: the copy would hold less than was sent, and nobody would see that.
"""

from functools import partial
from io import BytesIO

from PIL import Image, ImageCms

from lintel.uploads.cameratails import only_what_cameras_write
from lintel.uploads.caps import MB, Caps
from lintel.uploads.drawing import Drawing
from lintel.uploads.jpegs import BrokenJpeg, Jpeg, jpeg_at
from lintel.uploads.pngs import BrokenPng, Png, png_of, without_notes
from lintel.uploads.refusal import UploadRefused

_SHOWN_PIXELS = 25_000_000
"""A JPEG with more is shown at half its width and height."""
_DECODED_BYTES = 160 * MB
"""No picture is unpacked into more, at the bytes that Pillow takes for a pixel."""

_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What puts a picture upright, by what EXIF says of it (2.32, 4.6.4)."""

BROKEN = "The picture is damaged or cut short. Send it again, or take a screenshot of it and send that."
_HEAVY = "The picture is too large to be checked. Make it smaller, or save it as an ordinary JPEG, and send that."


def judged_jpeg(content: bytes, caps: Caps) -> Drawing:
    """Judge a JPEG; what is given back draws the copy that may be shown, as a JPEG.

    Raises:
        UploadRefused: it is damaged, it has too many pixels, or a stranger stands behind its end.
    """
    try:
        jpeg = jpeg_at(content)
    except BrokenJpeg:
        raise UploadRefused([BROKEN]) from None
    _refuse(_faults_of_jpeg(content, jpeg, caps))
    picture = Image.open(BytesIO(content[: jpeg.stop]), formats=["JPEG"])
    turn = _turn_of(picture)
    if jpeg.width * jpeg.height > _SHOWN_PIXELS:
        picture.draft(None, (jpeg.width // 2, jpeg.height // 2))
    picture.load()
    return partial(_drawn, [picture], turn, "JPEG", {"L", "RGB"}, quality=90)


def judged_png(content: bytes, caps: Caps) -> Drawing:
    """Judge a PNG; what is given back draws the copy that may be shown, as a PNG.

    Raises:
        UploadRefused: it is damaged, it has too many pixels, it moves, or something stands behind its end.
    """
    try:
        png = png_of(content)
    except BrokenPng:
        raise UploadRefused([BROKEN]) from None
    _refuse(_faults_of_png(content, png, caps))
    picture = Image.open(BytesIO(without_notes(content, png)), formats=["PNG"])
    turn = _turn_of(picture)
    picture.load()
    return partial(_drawn, [picture], turn, "PNG", {"1", "L", "LA", "P", "RGB", "RGBA"}, compress_level=2)


def _refuse(faults: list[str]) -> None:
    if faults:
        raise UploadRefused(faults)


def _faults_of_jpeg(content: bytes, jpeg: Jpeg, caps: Caps) -> list[str]:
    faults = _too_many_pixels(jpeg.width * jpeg.height, caps)
    if (jpeg.progressive or jpeg.scans > 1) and jpeg.samples * 2 > _DECODED_BYTES:
        faults = faults or [_HEAVY]
    if not only_what_cameras_write(content, jpeg.stop):
        faults.append(
            "Something is hidden behind the end of this picture. If it is a moving photograph, save it as a still one; "
            "otherwise take a screenshot of it, and send that."
        )
    return faults


def _faults_of_png(content: bytes, png: Png, caps: Caps) -> list[str]:
    pixels = png.width * png.height
    faults = _too_many_pixels(pixels, caps)
    if pixels * _bytes_of_pixel(png) > _DECODED_BYTES:
        faults = faults or [_HEAVY]
    if png.moving:
        faults.append("This is a moving picture. Save the frame that matters as a still picture, and send that.")
    if png.stop != len(content):
        faults.append(
            "Something is hidden behind the end of this picture; it may be what was cropped away. "
            "Take a screenshot of it, and send that."
        )
    return faults


def _bytes_of_pixel(png: Png) -> int:
    if png.channels > 1:
        return 4
    return 2 if png.depth == 16 else 1


def _too_many_pixels(pixels: int, caps: Caps) -> list[str]:
    if pixels <= caps.pixels:
        return []
    return [f"The picture has more than {caps.pixels:,} pixels. Make it smaller, and send that."]


def _turn_of(picture: Image.Image) -> Image.Transpose | None:
    try:
        return _TURNS.get(picture.getexif().get(_ORIENTATION, 1))
    except Exception:  # EXIF that nobody can read says nothing of which way is up
        return None


def _drawn(held: list[Image.Image], turn: Image.Transpose | None, form: str, modes: set[str], **saving: int) -> bytes:
    """The pixels in a file of their own. What was read beside them is forgotten before anything is written."""
    picture = held.pop()  # nobody else holds on to it now: two large pictures would take too much memory
    if profile := picture.info.get("icc_profile"):
        picture = _in_srgb(picture, profile)
    clear = picture.info.get("transparency")
    picture.info = {} if clear is None or picture.mode == "I;16" else {"transparency": clear}
    if picture.mode not in modes:
        picture = _in_eight_bits(picture) if picture.mode == "I;16" else picture.convert("RGB")
    if turn is not None:
        picture = picture.transpose(turn)
    out = BytesIO()
    picture.save(out, form, **saving)
    return out.getvalue()


def _in_eight_bits(picture: Image.Image) -> Image.Image:
    """A grey picture of 65,536 shades in 256. Pillow's own turning would make almost all of it white."""
    return picture.point(lambda shade: shade * (1 / 256)).convert("L")


def _in_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    """The picture with its colours turned into sRGB; as it is where its profile is of no use, or it is grey."""
    if picture.mode == "RGB" and "transparency" in picture.info:
        picture = picture.convert("RGBA")  # or the one colour that is clear would be turned into another
    try:
        if picture.mode == "P":
            colours = Image.frombytes("RGB", (len(_palette(picture)) // 3, 1), _palette(picture))
            picture.putpalette(_turned(colours, profile).tobytes())
        elif picture.mode in {"RGB", "RGBA", "CMYK"}:
            return _turned(picture, profile)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture
    return picture


def _turned(picture: Image.Image, profile: bytes) -> Image.Image:
    """Turned into sRGB where it stands, if it can be."""
    meant, shown = ImageCms.ImageCmsProfile(BytesIO(profile)), ImageCms.createProfile("sRGB")
    mode = "RGB" if picture.mode == "CMYK" else picture.mode
    turned = ImageCms.profileToProfile(picture, meant, shown, outputMode=mode, inPlace=mode == picture.mode)
    return turned or picture


def _palette(picture: Image.Image) -> bytes:
    return bytes(picture.getpalette("RGB") or ())
