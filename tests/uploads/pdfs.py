"""PDFs for tests, written here word by word; one of them with words planted wherever a PDF can hide them."""

import zlib
from dataclasses import dataclass
from io import BytesIO

from pypdf import PdfReader

from tests.uploads.pictures import telling_jpeg
from tests.uploads.planting import planted

ROOT, PAGES, PAGE, CONTENTS, FONT = range(1, 6)
SEEN = "Seen upon the page"
ANSWER = "Answered within a form"


@dataclass
class Pdf:
    """A PDF as its objects, by their numbers. It begins as one page with one line of writing."""

    objects: dict[int, bytes]
    trailer: bytes = b""

    def written(self) -> bytes:
        out, places = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", {}
        for number, body in sorted(self.objects.items()):
            places[number] = len(out)
            out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
        size = max(places) + 1
        rows = [b"%010d 00000 %b \n" % (places.get(at, 0), b"n" if at in places else b"f") for at in range(1, size)]
        table = b"xref\n0 %d\n0000000000 65535 f \n%b" % (size, b"".join(rows))
        end = b"trailer\n<</Size %d /Root 1 0 R %b>>\nstartxref\n%d\n%%%%EOF\n" % (size, self.trailer, len(out))
        return out + table + end

    def with_object(self, number: int, body: bytes) -> "Pdf":
        return Pdf(self.objects | {number: body}, self.trailer)

    def with_keys(self, number: int, keys: bytes) -> "Pdf":
        """With more keys in an object that is a dictionary."""
        return self.with_object(number, self.objects[number].removesuffix(b">>") + b" " + keys + b">>")


def stream(data: bytes, keys: bytes = b"", *, packed: bool = True) -> bytes:
    if packed:
        data, keys = zlib.compress(data), keys + b" /Filter /FlateDecode"
    return b"<<%b /Length %d>>\nstream\n%b\nendstream" % (keys, len(data), data)


def one_page(drawing: bytes | None = None, keys: bytes = b"") -> Pdf:
    words = b"BT /F1 12 Tf 20 150 Td (%b) Tj ET" % SEEN.encode()
    return Pdf(
        {
            ROOT: b"<</Type /Catalog /Pages 2 0 R>>",
            PAGES: b"<</Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 200 200]>>",
            PAGE: b"<</Type /Page /Parent 2 0 R /Contents 4 0 R /Resources <</Font <</F1 5 0 R>>>> " + keys + b">>",
            CONTENTS: stream(words if drawing is None else drawing),
            FONT: b"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>",
        }
    )


def many_pages(count: int) -> Pdf:
    pages = {number: one_page().objects[PAGE] for number in range(10, 10 + count)}
    branches = b" ".join(b"%d 0 R" % number for number in pages)
    tree = b"<</Type /Pages /Kids [%b] /Count %d /MediaBox [0 0 200 200]>>" % (branches, count)
    return Pdf(one_page().objects | pages | {PAGES: tree})


def with_image(
    jpeg: bytes, keys: bytes = b"/Filter /DCTDecode", drawing: bytes = b"q 90 0 0 60 5 5 cm /Im1 Do Q"
) -> Pdf:
    pdf = one_page(drawing).with_object(
        8,
        stream(
            jpeg,
            b"/Type /XObject /Subtype /Image /Width 48 /Height 32 /ColorSpace /DeviceRGB /BitsPerComponent 8 " + keys,
            packed=False,
        ),
    )
    return pdf.with_object(
        PAGE, b"<</Type /Page /Parent 2 0 R /Contents 4 0 R /Resources <</XObject <</Im1 8 0 R>>>> >>"
    )


def word(where: str) -> bytes:
    return b"(" + planted(where).encode() + b")"


def wide_word(where: str) -> bytes:
    return b"<feff" + planted(where).encode("utf-16-be").hex().encode() + b">"


def form_field(drawn: str = ANSWER, keys: bytes = b"") -> dict[int, bytes]:
    """A field of a form with its answer drawn, as objects 20 and 21."""
    words = b"BT /F1 9 Tf 2 5 Td (%b) Tj ET" % drawn.encode()
    drawing = stream(words, b"/Type /XObject /Subtype /Form /BBox [0 0 100 20] /Resources <</Font <</F1 5 0 R>>>>")
    field = b"<</Type /Annot /Subtype /Widget /FT /Tx /Rect [50 50 150 70] /V (answered) /AP <</N 21 0 R>> " + keys
    return {20: field + b">>", 21: drawing}


def text_of(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


def telling_pdf() -> bytes:
    """A PDF with a word planted in every place where people and programs leave what nobody sees on the page."""
    pdf = with_image(
        telling_jpeg(), b"/Filter /DCTDecode /Metadata 32 0 R /PieceInfo <</App %b>>" % word("image-piece")
    )
    action = b"<</S /JavaScript /JS %b>>" % word("script")
    field = form_field(keys=b"/T %b /TU %b /AA <</K %b>>" % (word("field"), word("tip"), action))
    root = (
        b"<</Type /Catalog /Pages 2 0 R /OpenAction %b /AA <</WC %b>> /Metadata 32 0 R /Outlines 36 0 R"
        b" /Names <</EmbeddedFiles 34 0 R /JavaScript <</Names [(a) %b]>>>> /StructTreeRoot 37 0 R"
        b" /AcroForm <</Fields [20 0 R] /CO [20 0 R]>> /Lang %b>>" % (action, action, action, word("language"))
    )
    telling = Pdf(pdf.objects | field | _hidden_objects() | {ROOT: root}, _hidden_trailer())
    page = (
        b"/Annots [20 0 R 30 0 R 33 0 R] /AA <</O %b>> /Thumb 38 0 R /Metadata 32 0 R /LastModified %b"
        b" /PieceInfo <</App <</Private %b>>>> /Unheard-Of %b"
        % (action, word("modified"), word("page-piece"), word("unheard"))
    )
    return telling.with_keys(PAGE, page).written()


def _hidden_objects() -> dict[int, bytes]:
    attached = b"<</Type /Filespec /F %b /EF <</F 31 0 R>>>>" % word("attached-name")
    return {
        6: b"<</Title %b /Author %b /Producer %b>>" % (word("title"), wide_word("info-author"), word("producer")),
        30: b"<</Subtype /Text /Rect [0 0 9 9] /T %b /Contents %b>>" % (word("author"), wide_word("note")),
        31: stream(planted("attached").encode(), b"/Type /EmbeddedFile"),
        32: stream(f"<x:xmpmeta>{planted('xmp-of-pdf')}</x:xmpmeta>".encode(), b"/Type /Metadata /Subtype /XML"),
        33: b"<</Subtype /Link /Rect [0 0 9 9] /A <</S /URI /URI %b>>>>" % word("link"),
        34: b"<</Names [%b %b]>>" % (word("attached-key"), attached),
        35: b"<</Title %b /Parent 36 0 R>>" % word("bookmark"),
        36: b"<</Type /Outlines /First 35 0 R /Last 35 0 R>>",
        37: b"<</Type /StructTreeRoot /K <</S /P /Alt %b>>>>" % word("alternative"),
        38: stream(planted("thumbnail").encode(), b"/Width 1 /Height 1"),
        39: b"%% %b\n<</Orphan %b>>" % (planted("remark").encode(), word("orphan")),
    }


def _hidden_trailer() -> bytes:
    identifier = planted("identifier").encode().hex().encode()
    return b"/Info 6 0 R /ID [<%b> <%b>]" % (identifier, identifier)
