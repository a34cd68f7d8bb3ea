"""A PDF is refused when it hides something, or when its copy could not look as it does."""

from collections.abc import Callable
from io import BytesIO

import pytest
from pypdf import PdfReader, PdfWriter

from lintel.uploads.caps import Caps
from tests.uploads.judging import fault, faults, shown
from tests.uploads.pdfs import (
    CONTENTS,
    PAGES,
    ROOT,
    Pdf,
    many_pages,
    one_page,
    stream,
    with_image,
)
from tests.uploads.pictures import jpeg, telling_jpeg


def reader(content: bytes) -> PdfReader:
    return PdfReader(BytesIO(content), strict=True)


REFUSED = {
    "locked": (Pdf(one_page().objects, b"/Encrypt <</Filter /Standard>>").written(), "locked with a password"),
    "cut short": (one_page().written()[:-60], "damaged or cut short"),
    "no pages": (one_page().with_object(PAGES, b"<</Type /Pages /Kids []>>").written(), "no pages"),
    "a folder": (one_page().with_keys(ROOT, b"/Collection <<>>").written(), "folder of other files"),
    "made when it is opened": (
        one_page().with_keys(ROOT, b"/AcroForm <</XFA [] /Fields []>>").written(),
        "form whose answers",
    ),
    "layers switched off": (
        one_page().with_keys(ROOT, b"/OCProperties <</D <</OFF [5 0 R]>>>>").written(),
        "layers that are switched off",
    ),
    "a layer that is off on the screen": (
        one_page()
        .with_keys(ROOT, b"/OCProperties <</D <<>> /OCGs [<</Usage <</View <</ViewState /OFF>>>>>>]>>")
        .written(),
        "layers that are switched off",
    ),
    "layers all switched off": (
        one_page().with_keys(ROOT, b"/OCProperties <</D <</BaseState /OFF>>>>").written(),
        "layers that are switched off",
    ),
    "an image of a billion pixels": (
        with_image(jpeg()).with_object(8, stream(b"", b"/Subtype /Image /Width 60000 /Height 60000")).written(),
        "more than 50,000,000 pixels",
    ),
    "a picture within the instructions": (
        one_page(b"BI /W 48 /H 32 /F /DCT ID " + telling_jpeg() + b" EI").written(),
        "cannot be checked",
    ),
    "the same, spelled by its numbers": (
        one_page(b"BI /W 48 /H 32 /F /#44C#54Decode ID " + telling_jpeg() + b" EI").written(),
        "cannot be checked",
    ),
    "an unheard-of packing": (with_image(b"", b"/Filter /Unheard").written(), "cannot be checked"),
    "instructions packed as a picture": (
        one_page().with_object(CONTENTS, stream(jpeg(), b"/Filter /DCTDecode", packed=False)).written(),
        "cannot be checked",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_pdf_that_cannot_be_shown_as_it_is_is_refused_with_what_to_do(case: str) -> None:
    content, words = REFUSED[case]
    assert words in fault("pdf", content)


def test_a_pdf_that_a_real_program_has_locked_is_refused() -> None:
    out, writer = BytesIO(), PdfWriter(BytesIO(one_page().written()))
    writer.encrypt("", "owner", algorithm="AES-256")
    writer.write(out)
    assert "locked with a password" in fault("pdf", out.getvalue())


def test_a_pdf_of_as_many_pages_as_the_cap_is_taken_and_not_of_one_more() -> None:
    assert len(reader(shown("pdf", many_pages(3).written(), Caps(pages=3))).pages) == 3
    assert "more than 2 pages" in fault("pdf", many_pages(3).written(), Caps(pages=2))


def test_all_that_is_wrong_with_a_pdf_is_said_at_once() -> None:
    keys = b"/Collection <<>> /AcroForm <</XFA []>> /OCProperties <</D <</OFF [5 0 R]>>>>"
    content = many_pages(3).with_keys(ROOT, keys).written() + b"<html>"
    assert len(faults("pdf", content, Caps(pages=2))) == 5


HIDDEN: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "a page of HTML behind the end": (lambda content: content + b"<html><script>", "hidden behind the end"),
    "a zip file behind the end": (lambda content: content + b"PK\5\6" + bytes(18), "hidden behind the end"),
    "a page of HTML behind the head": (
        lambda content: content.replace(b"\n%", b"\n%<html><script>", 1),
        "hidden at the beginning",
    ),
    "a stranger behind the head": (lambda content: content.replace(b"\n%", b"\nMZ\n%", 1), "hidden at the beginning"),
    "a long stranger behind the head": (
        lambda content: content.replace(b"\n%", b"\n%" + b"x" * 5_000, 1),
        "hidden at the beginning",
    ),
}


@pytest.mark.parametrize("case", HIDDEN)
def test_a_pdf_that_is_also_something_else_is_refused(case: str) -> None:
    hide, words = HIDDEN[case]
    assert any(words in found for found in faults("pdf", hide(one_page().written())))


def test_blanks_behind_the_end_are_taken() -> None:
    assert shown("pdf", one_page().written() + b"\r\n \0\0")
