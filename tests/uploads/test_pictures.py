"""A picture is shown as its pixels and nothing else, the right way up, whatever it came as."""

import zlib
from io import BytesIO

import pytest
from PIL import Image, ImageCms

from lintel.uploads.caps import Caps
from lintel.uploads.jpegs import without_notes
from lintel.uploads.kinds import Kind
from lintel.uploads.pngs import DRAWN_BY, png_of
from tests.uploads.judging import fault, faults, shown
from tests.uploads.pictures import (
    CORNER,
    SIZE,
    chunk,
    drawing,
    exif,
    header,
    jpeg,
    opened,
    png,
    segment,
    telling_jpeg,
    telling_png,
    with_chunks,
)
from tests.uploads.planting import found_in, planted

JPEG_PLANTS = ["exif", "gps", "xmp", "comment", "icc", "iptc"]
PNG_PLANTS = ["exif", "gps", "xmp", "text", "packed", "icc", "private"]
PLANTS: list[tuple[Kind, bytes, str]] = [
    *(("jpeg", telling_jpeg(), where) for where in JPEG_PLANTS),
    *(("png", telling_png(), where) for where in PNG_PLANTS),
]


@pytest.mark.parametrize(
    ("kind", "content", "where"), PLANTS, ids=lambda value: "" if isinstance(value, bytes) else value
)
def test_a_word_beside_the_pixels_is_not_in_the_copy(kind: Kind, content: bytes, where: str) -> None:
    assert found_in(content, planted(where)) > 0
    assert found_in(shown(kind, content), planted(where)) == 0


def test_the_copy_of_a_png_is_built_of_what_draws_pixels() -> None:
    copies = [shown("png", png(drawing(mode))) for mode in ("1", "L", "P", "RGB", "RGBA")] + [
        shown("png", telling_png())
    ]
    assert all({each.name for each in png_of(copy).chunks} <= DRAWN_BY for copy in copies)


def test_the_copy_of_a_jpeg_has_nothing_beside_its_pixels() -> None:
    copy = shown("jpeg", telling_jpeg())
    assert len(without_notes(copy)) == len(copy)
    assert set(opened(copy).info) == {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_a_jpeg_without_its_notes_is_the_very_same_picture() -> None:
    content = telling_jpeg()
    assert found_in(without_notes(content)) == 0
    assert opened(without_notes(content)).tobytes() == opened(content).tobytes()


SEEN_AT = {1: (0, 0), 2: (1, 0), 3: (1, 1), 4: (0, 1), 5: (0, 0), 6: (1, 0), 7: (1, 1), 8: (0, 1)}
"""Where the red quarter is seen, across and down, by the EXIF orientation."""


@pytest.mark.parametrize("orientation", SEEN_AT)
@pytest.mark.parametrize("kind", ["jpeg", "png"])
def test_a_picture_is_shown_the_right_way_up(kind: Kind, orientation: int) -> None:
    content = jpeg(exif=exif(orientation)) if kind == "jpeg" else png(exif=exif(orientation))
    copy = opened(shown(kind, content))
    assert copy.size == (SIZE if orientation < 5 else SIZE[::-1])
    across, down = SEEN_AT[orientation]
    quarter = copy.convert("RGB").getpixel((copy.width * (1 + 2 * across) // 4, copy.height * (1 + 2 * down) // 4))
    assert isinstance(quarter, tuple)
    assert max(abs(seen - drawn) for seen, drawn in zip(quarter, CORNER, strict=True)) < 6


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA"])
def test_a_png_keeps_its_pixels_exactly(mode: str) -> None:
    content = png(drawing(mode))
    assert opened(shown("png", content)).convert("RGBA").tobytes() == opened(content).convert("RGBA").tobytes()


def test_what_is_clear_in_a_png_stays_clear() -> None:
    for mode, clear in (("P", 0), ("RGB", CORNER), ("L", 7)):
        content = png(drawing(mode), transparency=clear)
        assert opened(shown("png", content)).convert("RGBA").tobytes() == opened(content).convert("RGBA").tobytes()


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
def test_a_jpeg_of_any_colours_is_shown_in_grey_or_rgb(mode: str) -> None:
    content = jpeg(drawing(mode), quality=95)
    copy = opened(shown("jpeg", content))
    assert copy.mode == ("L" if mode == "L" else "RGB")
    before, after = opened(content).convert("RGB").resize((1, 1)), copy.convert("RGB").resize((1, 1))
    assert max(abs(a - b) for a, b in zip(before.tobytes(), after.tobytes(), strict=True)) < 8


def test_a_grey_png_of_sixteen_bits_keeps_its_shades() -> None:
    shades = Image.new("I;16", (256, 1))
    for shade in range(256):
        shades.putpixel((shade, 0), shade * 257)
    assert list(opened(shown("png", png(shades))).convert("L").tobytes()) == list(range(256))


def swapped_profile() -> bytes:
    """A profile in which what is called red is green, and the other way round."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, green = profile.index(b"rXYZ"), profile.index(b"gXYZ")
    profile[red : red + 4], profile[green : green + 4] = b"gXYZ", b"rXYZ"
    return bytes(profile)


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P"])
def test_colours_are_turned_into_srgb_and_the_profile_goes(mode: str) -> None:
    copy = opened(shown("png", png(drawing(mode), icc_profile=swapped_profile())))
    assert "icc_profile" not in copy.info
    red, green, _ = copy.convert("RGB").tobytes()[:3]
    assert red < 60
    assert green > 200


def test_a_profile_that_nobody_can_read_changes_nothing() -> None:
    assert opened(shown("png", png(icc_profile=b"no profile"))).getpixel((1, 1)) == CORNER


def test_a_jpeg_of_many_pixels_is_shown_at_half_its_width_and_height() -> None:
    content = jpeg(drawing("L", (6_001, 4_200)))
    assert opened(shown("jpeg", content)).size == (3_001, 2_100)


def test_a_picture_may_have_as_many_pixels_as_the_cap_and_not_one_more() -> None:
    caps = Caps(pixels=SIZE[0] * SIZE[1])
    assert shown("png", png(), caps)
    assert "more than 1,535 pixels" in fault("png", png(), Caps(pixels=caps.pixels - 1))
    assert "more than 1,535 pixels" in fault("jpeg", jpeg(), Caps(pixels=caps.pixels - 1))


def test_a_png_that_would_take_too_much_memory_is_refused_before_it_is_unpacked() -> None:
    assert "too large to be checked" in fault("png", header(8_000, 6_000) + png()[33:])


def test_a_moving_png_is_refused_rather_than_shown_as_its_first_frame() -> None:
    out = BytesIO()
    drawing().save(out, "PNG", save_all=True, append_images=[drawing().rotate(90)])
    assert "moving" in fault("png", out.getvalue())


def zip_of(before: bytes) -> bytes:
    return before + b"PK\x03\x04" + planted("zipped").encode() + b"PK\x05\x06" + bytes(18)


@pytest.mark.parametrize("behind", [b"\0", b"<html><script>", zip_of(b""), png(), b"IDAT rest of what was cropped"])
def test_anything_behind_the_end_of_a_png_is_refused(behind: bytes) -> None:
    assert "hidden behind the end" in fault("png", png() + behind)


def box(name: bytes, body: bytes) -> bytes:
    return (len(body) + 8).to_bytes(4, "big") + name + body


FILM = box(b"ftyp", b"isom\0\0\0\0isom") + box(b"moov", bytes(40)) + box(b"mdat", bytes(200))
LONG_FILM = box(b"ftyp", b"isom") + b"\0\0\0\1mdat" + (48).to_bytes(8, "big") + bytes(32)
OPEN_FILM = box(b"ftyp", b"isom") + b"\0\0\0\0mdat" + bytes(32)


def samsung_notes(*notes: bytes) -> bytes:
    """Notes as Samsung's phones write them: each by how far before the list it stands, and the list at the end."""
    bodies = b"".join(notes)
    listed, back = b"", len(bodies)
    for note in notes:
        listed += b"\0\0\x01\x0a" + back.to_bytes(4, "little") + len(note).to_bytes(4, "little")
        back -= len(note)
    entries = b"SEFH\x6b\0\0\0" + len(notes).to_bytes(4, "little") + listed
    return bodies + entries + len(entries).to_bytes(4, "little") + b"SEFT"


TAILS = {
    "zeros": bytes(50),
    "a second picture": jpeg(drawing("L")),
    "two more pictures, filled up": jpeg() + bytes(7) + jpeg(),
    "a film": FILM,
    "a film of one long box": LONG_FILM,
    "a film with an open end": OPEN_FILM,
    "Samsung's notes": samsung_notes(b"\0\0\x01\x0a\x0e\0\0\0Image_UTC_Data1700000000000"),
    "a film within Samsung's notes": samsung_notes(b"one note", b"MotionPhoto_Data" + FILM),
    "a picture, a film and notes": jpeg() + FILM + samsung_notes(b"a note"),
}
STRANGERS = {
    "a zip file": zip_of(b""),
    "a page of HTML": b"<html><script>alert(1)</script></html>",
    "a PNG": png(),
    "half a picture": jpeg()[:-2],
    "half a film": FILM[:-10],
    "a film and a stranger": FILM + b"stranger",
    "notes that reach into the picture": samsung_notes(b"a note").replace(b"\6\0\0\0\6", b"\xff\xff\0\0\6", 1),
    "notes with a wrong list": samsung_notes(b"a note").replace(b"SEFH\x6b\0\0\0\1", b"SEFH\x6b\0\0\0\2"),
    "one byte": b"x",
}


@pytest.mark.parametrize("tail", TAILS)
def test_what_cameras_write_behind_a_picture_is_taken_and_not_shown(tail: str) -> None:
    assert shown("jpeg", telling_jpeg() + TAILS[tail]) == shown("jpeg", telling_jpeg())


@pytest.mark.parametrize("stranger", STRANGERS)
def test_a_stranger_behind_a_picture_is_refused(stranger: str) -> None:
    assert "hidden behind the end" in fault("jpeg", jpeg() + STRANGERS[stranger])


@pytest.mark.parametrize("kind", ["jpeg", "png"])
def test_a_picture_that_is_cut_short_anywhere_is_refused(kind: Kind) -> None:
    content = jpeg() if kind == "jpeg" else png()
    assert all(
        "damaged or cut short" in fault(kind, content[:length]) for length in range(3, len(content), len(content) // 40)
    )


BROKEN_JPEGS = {
    "no frame": jpeg()[:2] + b"\xff\xd9",
    "two frames": jpeg()[:2] + segment(0xC0, b"\x08\0\x20\0\x30\x01\x01\x11\0") + jpeg()[2:],
    "no height": jpeg().replace(b"\xff\xc0\0\x11\x08\0\x20", b"\xff\xc0\0\x11\x08\0\0"),
    "a height said later": jpeg()[:-2] + segment(0xDC, b"\xff\xff") + jpeg()[-2:],
    "no sampling": jpeg().replace(b"\x03\x01\x22", b"\x03\x01\x00"),
    "a segment of no length": jpeg()[:2] + b"\xff\xfe\0\0" + jpeg()[2:],
    "no segment": jpeg()[:2] + b"stranger" + jpeg()[2:],
}
BROKEN_PNGS = {
    "a wrong check sum": with_chunks(png(), chunk(b"teXt", b"abc")[:-1] + b"x"),
    "a second header": with_chunks(png(), png()[8:33]),
    "no header": png()[:8] + chunk(b"IDAT", b"") + chunk(b"IEND", b""),
    "no pixels": header(4, 4) + chunk(b"IEND", b""),
    "no width": header(0, 4) + png()[33:],
    "colours that are not": header(4, 4, 8, 5) + png()[33:],
    "too few pixels": header(4_000, 4_000) + png()[33:],
}


@pytest.mark.parametrize("broken", BROKEN_JPEGS)
def test_a_jpeg_that_no_camera_writes_is_refused(broken: str) -> None:
    assert "damaged or cut short" in fault("jpeg", BROKEN_JPEGS[broken])


@pytest.mark.parametrize("broken", BROKEN_PNGS)
def test_a_damaged_png_is_refused(broken: str) -> None:
    assert "damaged or cut short" in fault("png", BROKEN_PNGS[broken])


def test_a_packed_note_that_would_unpack_into_a_thousand_times_its_size_is_never_unpacked() -> None:
    packed = zlib.compress(bytes(3_000_000))
    bomb = chunk(b"zTXt", b"Comment\0\0" + packed) + chunk(b"iTXt", b"Comment\0\1\0\0\0" + packed)
    assert shown("png", with_chunks(png(), bomb)) == shown("png", png())


def test_all_that_is_wrong_with_a_picture_is_said_at_once() -> None:
    content = header(9_000, 9_000) + chunk(b"acTL", bytes(8)) + png()[33:] + b"behind"
    assert len(faults("png", content)) == 3
