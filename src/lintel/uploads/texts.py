"""Plain text: what may stand in it, and the copy that is shown.

Text that looks like HTML, SVG or a script is taken: a threatening e-mail or a web page saved as text is evidence, and
it is served as `text/plain; charset=utf-8`, under a name that ends in .txt, so nothing ever runs it. Marks that turn
the direction of writing stay too: chats exported from a phone have them around every telephone number.
"""

import codecs
import re

from lintel.uploads.refusal import UploadRefused

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


def is_text(content: bytes) -> bool:
    """Whether bytes are text that somebody wrote: UTF-8, or UTF-16 with its mark, without control characters."""
    return _read(content) is not None


def copy_of_text(content: bytes) -> bytes:
    """The text as UTF-8 with plain line ends and no mark at its beginning.

    Raises:
        UploadRefused: it is not text.
    """
    text = _read(content)
    if text is None:
        raise UploadRefused(["This is not plain text. Save it as UTF-8 from a text editor, and send that."])
    return text.replace("\r\n", "\n").replace("\r", "\n").encode()


def _read(content: bytes) -> str | None:
    encoding = next((name for mark, name in _MARKS.items() if content.startswith(mark)), "utf-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return None
    return text if text and not text.isspace() and not _CONTROLS.search(text) else None
