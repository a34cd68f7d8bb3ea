"""A PDF is shown as its pages look, in a new file that holds nothing else; what would look otherwise is refused."""

import re
import zlib
from collections.abc import Callable
from io import BytesIO

import pytest
from pypdf import PdfReader

from lintel.uploads.jpegs import without_notes
from lintel.uploads.pdfkeys import KEYS, RESOURCES
from tests.uploads.judging import shown
from tests.uploads.pdfs import (
    FONT,
    PAGE,
    PAGES,
    ROOT,
    SEEN,
    one_page,
    stream,
    telling_pdf,
    text_of,
    with_image,
    word,
)
from tests.uploads.pictures import drawing, jpeg, opened, telling_jpeg
from tests.uploads.planting import found_in, planted

PLANTS = [
    *("script", "link", "attached", "attached-name", "attached-key", "bookmark", "alternative", "language"),
    *("title", "producer", "info-author", "xmp-of-pdf", "identifier", "thumbnail", "modified", "page-piece"),
    *("author", "note", "field", "tip", "image-piece", "unheard", "remark", "orphan"),
    *("exif", "gps", "xmp", "comment", "icc", "iptc"),
]
NEVER = (
    b"/JavaScript /JS /OpenAction /AA /A /Launch /URI /SubmitForm /GoToR /EmbeddedFiles /EF /AcroForm /XFA /Annots"
    b" /Info /Metadata /ID /Outlines /Names /Dests /StructTreeRoot /Thumb /PieceInfo /AF /RichMedia /Producer"
).split()


def reader(content: bytes) -> PdfReader:
    return PdfReader(BytesIO(content), strict=True)


@pytest.fixture(scope="module")
def copy() -> bytes:
    return shown("pdf", telling_pdf())


@pytest.mark.parametrize("where", PLANTS)
def test_a_word_that_is_not_on_the_page_is_in_the_original_and_not_in_the_copy(where: str, copy: bytes) -> None:
    assert found_in(telling_pdf(), planted(where)) > 0
    assert found_in(copy, planted(where)) == 0


def test_no_planted_word_at_all_is_in_the_copy(copy: bytes) -> None:
    assert found_in(copy) == 0


def test_nothing_in_the_copy_acts_asks_or_tells(copy: bytes) -> None:
    names = set(re.findall(rb"/[A-Za-z]+", re.sub(rb"stream\n.*?endstream", b"", copy, flags=re.DOTALL)))
    assert names.isdisjoint(NEVER)


def test_the_copy_is_whole_by_the_strictest_reading(copy: bytes) -> None:
    found = reader(copy)
    assert set(found.trailer) == {"/Size", "/Root"}
    assert set(found.root_object) == {"/Type", "/Pages"}
    assert set(found.pages[0]) == {"/Type", "/Parent", "/MediaBox", "/Contents", "/Resources"}


def test_the_copy_of_a_copy_is_the_copy() -> None:
    once = shown("pdf", one_page().written())
    assert shown("pdf", once) == once


def test_the_words_on_the_page_stay() -> None:
    assert text_of(shown("pdf", one_page().written())) == SEEN


def test_an_image_stays_the_very_same_picture() -> None:
    assert without_notes(telling_jpeg()) in shown("pdf", with_image(telling_jpeg()).written())


WRAPPED: dict[str, tuple[bytes, Callable[[bytes], bytes]]] = {
    "packed": (b"[/FlateDecode /DCTDecode]", zlib.compress),
    "by its numbers": (b"[/ASCIIHexDecode /DCTDecode]", lambda data: data.hex().encode() + b">"),
    "twice": (b"[/AHx /Fl /DCT]", lambda data: zlib.compress(data).hex().encode() + b">"),
}


@pytest.mark.parametrize("way", WRAPPED)
def test_a_picture_is_rid_of_its_notes_however_it_is_wrapped(way: str) -> None:
    filters, wrap = WRAPPED[way]
    content = with_image(wrap(telling_jpeg()), b"/Filter " + filters).written()
    copied = shown("pdf", content)
    assert found_in(copied) == 0
    assert without_notes(telling_jpeg()) in copied


def jp2(*, boxed: bool) -> bytes:
    """A JPEG 2000 picture with a note in a box, if it has boxes, and a comment among the drawn data."""
    out = BytesIO()
    drawing().save(out, "JPEG2000", no_jp2=not boxed)
    drawn, comment = out.getvalue(), b"\xff\x64\0\x1a\0\x01" + planted("comment").encode().ljust(22)
    place = drawn.index(b"\xff\x52")
    drawn = drawn[:place] + comment + drawn[place:]
    if not boxed:
        return drawn
    start = drawn.index(b"jp2c") - 4
    size = int.from_bytes(drawn[start : start + 4], "big")
    grown = (size + len(comment) if size else 0).to_bytes(4, "big") + drawn[start + 4 :]
    note = planted("xml").encode()
    return drawn[:start] + (len(note) + 8).to_bytes(4, "big") + b"xml " + note + grown


@pytest.mark.parametrize("boxed", [True, False])
def test_a_jpeg_2000_picture_is_rid_of_its_notes_and_stays_the_same(boxed: bool) -> None:
    content = jp2(boxed=boxed)
    copied = shown("pdf", with_image(content, b"/Filter /JPXDecode").written())
    assert (found_in(content) > 0, found_in(copied)) == (True, 0)
    (inside,) = re.findall(rb"/JPXDecode .*?stream\n(.*?)\nendstream", copied, re.DOTALL)
    assert opened(inside).tobytes() == opened(content).tobytes()


def test_what_stands_behind_packed_bytes_is_left_out() -> None:
    pixels = zlib.compress(bytes(48 * 32 * 3))
    copied = shown("pdf", with_image(pixels + planted("behind").encode(), b"/Filter /FlateDecode").written())
    assert found_in(copied) == 0
    assert reader(copied).pages[0].images[0].image is not None


def test_what_a_page_has_from_the_branch_it_hangs_on_stays() -> None:
    page = b"<</Type /Page /Parent 2 0 R /Contents 4 0 R>>"
    above = b"/Rotate 90 /CropBox [1 2 3 4] /Resources <</Font <</F1 5 0 R>>>>"
    copied = shown("pdf", one_page().with_object(PAGE, page).with_keys(PAGES, above).written())
    found = reader(copied).pages[0]
    assert (found.rotation, list(found.cropbox), list(found.mediabox)) == (90, [1, 2, 3, 4], [0, 0, 200, 200])
    assert text_of(copied) == SEEN


def test_a_colour_profile_is_replaced_by_the_colours_it_has_channels_for() -> None:
    profile = stream(planted("icc").encode(), b"/N 3")
    plain, indexed = b"[/ICCBased 9 0 R]", b"[/Indexed [/ICCBased 9 0 R] 1 (\376\377\0Abc)]"
    colours = b"<</ColorSpace <</CS0 %b /CS1 %b /DefaultRGB %b>>>>" % (plain, indexed, plain)
    pdf = one_page().with_object(9, profile)
    page = pdf.objects[PAGE].replace(b"<</Font <</F1 5 0 R>>>>", colours)
    copied = shown("pdf", pdf.with_object(PAGE, page).written())
    assert b"/ColorSpace <</CS0 /DeviceRGB /CS1 [/Indexed /DeviceRGB 1 <feff00416263>]>>" in copied
    assert found_in(copied) == 0


def test_a_drawing_that_points_to_itself_is_copied_once() -> None:
    form = stream(b"/Im1 Do", b"/Subtype /Form /BBox [0 0 9 9] /Resources <</XObject <</Im1 8 0 R>>>>")
    copied = shown("pdf", with_image(jpeg()).with_object(8, form).written())
    assert copied.count(b"/Subtype /Form") == 1


def test_instructions_to_a_printer_are_left_out() -> None:
    script = stream(planted("printer").encode(), b"/Subtype /PS")
    assert found_in(shown("pdf", with_image(jpeg()).with_object(8, script).written())) == 0


def test_no_key_that_is_copied_leads_to_an_action_a_file_or_a_note() -> None:
    assert (KEYS | RESOURCES).isdisjoint(key.decode() for key in NEVER)


def test_a_font_keeps_which_letters_it_has_and_no_other_text() -> None:
    about = b"/CIDSystemInfo <</Registry (Adobe) /Ordering (%b) /Supplement 0>> /FontFamily %b"
    long = planted("ordering").encode()
    for ordering, kept in ((b"Identity", 1), (long, 0)):
        font = one_page().with_keys(FONT, about % (ordering, word("family"))).written()
        copied = shown("pdf", font)
        assert copied.count(b"/Ordering <" + ordering.hex().encode() + b">") == kept
        assert found_in(copied) == 0


def test_a_scan_keeps_what_all_its_pages_share() -> None:
    image = with_image(b"scan", b"/Filter /JBIG2Decode /DecodeParms <</JBIG2Globals 9 0 R /Secret %b>>" % word("told"))
    copied = shown("pdf", image.with_object(9, stream(b"shared")).written())
    assert re.search(rb"/Filter /JBIG2Decode /DecodeParms <</JBIG2Globals \d+ 0 R>>", copied)
    assert found_in(copied, "shared") == 1


def test_layers_that_are_all_switched_on_are_shown() -> None:
    layers = b"/OCProperties <</D <</ON [5 0 R] /OFF []>> /OCGs [<</Name %b>>]>>" % word("layer")
    copied = shown("pdf", one_page().with_keys(ROOT, layers).written())
    assert (text_of(copied), found_in(copied)) == (SEEN, 0)
