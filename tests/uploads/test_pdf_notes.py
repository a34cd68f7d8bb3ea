"""What is seen of the forms and notes of a PDF is painted onto its pages; what cannot be painted is refused."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.uploads.judging import fault, shown
from tests.uploads.pdfs import (
    ANSWER,
    SEEN,
    Pdf,
    form_field,
    one_page,
    stream,
    text_of,
)


def drawn_by(content: bytes) -> list[bytes]:
    """The instructions of the copy's first page, line by line."""
    found = PdfReader(BytesIO(shown("pdf", content)), strict=True).pages[0].get_contents()
    return found.get_data().split(b"\n") if found is not None else []


def test_the_answer_in_a_form_is_painted_onto_the_page() -> None:
    pdf = one_page(keys=b"/Annots [20 0 R]")
    copied = shown("pdf", Pdf(pdf.objects | form_field()).written())
    assert text_of(copied).split("\n") == [SEEN, ANSWER]


def test_a_page_that_leaves_things_turned_does_not_turn_what_is_painted_over_it() -> None:
    pdf = one_page(b"q q 0 1 -1 0 77 88 cm", b"/Annots [20 0 R]")
    assert drawn_by(Pdf(pdf.objects | form_field()).written()) == [b"q /Page Do Q", b"q 1 0 0 1 50 50 cm /Note0 Do Q"]


TURNED = {
    "as large as its place": (b"[0 0 100 20]", b"[1 0 0 1 0 0]", b"1 0 0 1 50 50"),
    "half as large": (b"[0 0 200 40]", b"[1 0 0 1 0 0]", b"0.5 0 0 0.5 50 50"),
    "lying on its side": (b"[0 0 20 100]", b"[0 1 -1 0 0 0]", b"1 0 0 1 150 50"),
    "elsewhere": (b"[10 20 110 40]", b"[1 0 0 1 0 0]", b"1 0 0 1 40 30"),
}


@pytest.mark.parametrize("how", TURNED)
def test_what_is_painted_lies_where_it_lay(how: str) -> None:
    box, matrix, moved = TURNED[how]
    field = form_field()
    form = stream(b"0 0 9 9 re f", b"/Subtype /Form /BBox %b /Matrix %b" % (box, matrix))
    pdf = Pdf(one_page(keys=b"/Annots [20 0 R]").objects | field | {21: form})
    assert b"q " + moved + b" cm /Note0 Do Q" in drawn_by(pdf.written())


@pytest.mark.parametrize(("state", "expected"), [(b"/On", [SEEN, ANSWER]), (b"/Off", [SEEN]), (b"/None", [SEEN])])
def test_a_box_is_painted_as_it_is_ticked(state: bytes, expected: list[str]) -> None:
    field = form_field()
    field[20] = field[20].replace(b"/N 21 0 R", b"/N <</On 21 0 R>>").replace(b"/Tx", b"/Btn /AS " + state)
    copied = shown("pdf", Pdf(one_page(keys=b"/Annots [20 0 R]").objects | field).written())
    assert text_of(copied).split("\n") == expected


@pytest.mark.parametrize("flags", [b"/F 2", b"/F 32", b"/F 34"])
def test_what_is_hidden_on_a_page_is_not_painted(flags: bytes) -> None:
    copied = shown("pdf", Pdf(one_page(keys=b"/Annots [20 0 R]").objects | form_field(keys=flags)).written())
    assert text_of(copied) == SEEN


def widget(keys: bytes) -> bytes:
    return one_page(keys=b"/Annots [<</Subtype /Widget /Rect [0 0 9 9] %b>>]" % keys).written()


@pytest.mark.parametrize(
    "keys", [b"/FT /Tx /V (yes)", b"/FT /Ch /V [(a) (b)]", b"/FT /Btn /V /Yes", b"/Parent <</FT /Tx /V (yes)>>"]
)
def test_a_form_with_an_answer_that_is_not_drawn_is_refused(keys: bytes) -> None:
    assert "form whose answers are not drawn" in fault("pdf", widget(keys))


@pytest.mark.parametrize(
    "keys", [b"/FT /Tx", b"/FT /Tx /V ()", b"/FT /Btn /V /Off", b"/FT /Sig /V <<>>", b"/F 2 /V (yes)"]
)
def test_a_form_with_nothing_to_see_is_taken(keys: bytes) -> None:
    assert text_of(shown("pdf", widget(keys))) == SEEN
