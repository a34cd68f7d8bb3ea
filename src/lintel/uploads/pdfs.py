"""PDFs: what is wrong with one, and the copy that is shown: its pages as they look, and nothing else.

The copy is not the file with things taken out: it is a new file, into which only what the pages are drawn by is
written, key by key (see `pdfkeys`). So there are no scripts, no actions and links, no files within it, no forms, no
notes with their authors, no metadata, thumbnails, bookmarks, tags or earlier versions, no colour profiles, and no
identifier. What is seen of forms and notes is painted onto the page. Images lose their EXIF, GPS and other notes.

What is not removed, and stays in the copy: every word on the page, also one that is drawn in white, under a black bar
or beyond the edge, and what stands in the page's instructions without being drawn (comments, the plain words behind a
picture of a word); what can be seen in the images, and notes within JBIG2, CCITT and LZW images; the names of fonts,
and whatever their makers wrote into them. What is lost: sticky notes' words, attached files, and the tags that a
screen reader goes by. All of it is in the original, which is kept.

A PDF that would look otherwise without what is taken out is refused, never shown with less than it says.
"""

import re
from functools import partial
from io import BytesIO

from pypdf import Configuration, PdfReader, apply_configuration
from pypdf.generic import DictionaryObject

from lintel.uploads import pdfsyntax
from lintel.uploads.caps import MB, Caps
from lintel.uploads.drawing import Drawing
from lintel.uploads.pdfcopy import Copy
from lintel.uploads.pdfnotes import is_undrawn, notes_in_sight
from lintel.uploads.pdfpages import pages_of, write_pages
from lintel.uploads.pdfstreams import MOST_OF_ONE, MOST_UNPACKED, Room, items_of, value_of
from lintel.uploads.refusal import UploadRefused

_ANEW = "Open it, print it to a new PDF, and send that."
BROKEN = f"The PDF is damaged or cut short. {_ANEW}"
_ENCRYPTED = f"The PDF is locked with a password, or against copying. {_ANEW}"
_HIDDEN_BEFORE = f"Something is hidden at the beginning of this PDF. {_ANEW}"
_HIDDEN_BEHIND = f"Something is hidden behind the end of this PDF. {_ANEW}"
_FORM = f"The PDF is a form whose answers are not drawn on its pages. {_ANEW}"
_FOLDER = "The PDF is a folder of other files. Open it, save each of them, and send them one by one."
_LAYERS = f"The PDF has layers that are switched off. {_ANEW}"
_EMPTY = "The PDF has no pages. Send the one that has."

_END = b"%%EOF"
_BLANK = b"\0\t\n\f\r "
_HEAD = re.compile(rb"%PDF-[12]\.\d(.{0,1000}?)\d{1,9}\s{1,9}\d{1,9}\s{1,9}obj\b", re.DOTALL)
_COMMENTS = re.compile(rb"[^\r\n%<]{0,32}(\s*+(%[^\r\n<]{0,255})?)*+")
_LOCKED = re.compile(rb"/Encrypt(?![A-Za-z])")
_BOUNDS = Configuration(
    array_based_stream_maximum_output_length=MOST_OF_ONE,
    lzw_maximum_output_length=10 * MB,
    run_length_maximum_output_length=10 * MB,
    zlib_maximum_output_length=MOST_OF_ONE,
    zlib_maximum_recovery_input_length=100_000,
    stream_decoding_work_maximum_length=MOST_UNPACKED,
    stream_filters_maximum_length=8,
    jbig2dec_binary=None,  # no other program is ever started
)


def judged_pdf(content: bytes, caps: Caps) -> Drawing:
    """Judge a PDF; what is given back writes the copy that may be shown.

    Raises:
        UploadRefused: it is damaged, locked, too long, hides something, or would look otherwise in the copy.
    """
    faults = _faults_of_ends(content)
    with apply_configuration(_BOUNDS):
        try:
            reader = PdfReader(BytesIO(content))
            root = reader.root_object if not reader.is_encrypted else None
        except Exception:  # pypdf raises many kinds on damaged files, and their messages hold what is in the file
            raise UploadRefused([*faults, _ENCRYPTED if _LOCKED.search(content) else BROKEN]) from None
        if root is None:
            raise UploadRefused([*faults, _ENCRYPTED])
        pages = pages_of(root, caps.pages)
        faults += [*_faults_of_root(root), *_faults_of_pages(pages, caps)]
        if faults:
            raise UploadRefused(faults)
        copy = Copy(Room(caps.pixels))
        top = write_pages(pages, copy)
    return partial(pdfsyntax.whole, copy.objects, top)


def _faults_of_ends(content: bytes) -> list[str]:
    head, end = _HEAD.match(content), content.rfind(_END)
    faults = []
    if head is None or not _COMMENTS.fullmatch(head[1]):
        faults.append(_HIDDEN_BEFORE)
    if end < 0:
        faults.append(BROKEN)
    elif content[end + len(_END) :].strip(_BLANK):
        faults.append(_HIDDEN_BEHIND)
    return faults


def _faults_of_root(root: DictionaryObject) -> list[str]:
    faults = []
    if _is_drawn_by_program(root):
        faults.append(_FORM)
    if value_of(root, "/Collection") is not None:
        faults.append(_FOLDER)
    if _has_layers_off(root):
        faults.append(_LAYERS)
    return faults


def _is_drawn_by_program(root: DictionaryObject) -> bool:
    """Whether the pages are only made when the file is opened (an XFA form): what is on them now is a placeholder."""
    form = value_of(root, "/AcroForm")
    if not isinstance(form, DictionaryObject) or value_of(form, "/XFA") is None:
        return False
    return value_of(root, "/NeedsRendering") is not None or not value_of(form, "/Fields")


def _has_layers_off(root: DictionaryObject) -> bool:
    layers = value_of(root, "/OCProperties")
    shown = value_of(layers, "/D") if isinstance(layers, DictionaryObject) else None
    if not isinstance(layers, DictionaryObject) or not isinstance(shown, DictionaryObject):
        return False
    off = [*items_of(shown, "/OFF"), *(layer for layer in items_of(layers, "/OCGs") if _is_off_on_screen(layer))]
    return bool(off) or value_of(shown, "/BaseState") == "/OFF"


def _is_off_on_screen(layer: object) -> bool:
    usage = value_of(layer, "/Usage") if isinstance(layer, DictionaryObject) else None
    view = value_of(usage, "/View") if isinstance(usage, DictionaryObject) else None
    return isinstance(view, DictionaryObject) and value_of(view, "/ViewState") == "/OFF"


def _faults_of_pages(pages: list[DictionaryObject], caps: Caps) -> list[str]:
    if not pages:
        return [_EMPTY]
    if len(pages) > caps.pages:
        return [f"The PDF has more than {caps.pages:,} pages. Send it in parts."]
    return [_FORM] if any(is_undrawn(note) for page in pages for note in notes_in_sight(page)) else []
