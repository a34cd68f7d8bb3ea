"""The text of a file, whichever way a spreadsheet saved it."""

from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from typing import IO

from lintel.events.faults import FILE, LINE
from lintel.tables.faults import Faults

LARGEST = 64 << 20
"""So many bytes or characters are read of one table; a larger one is refused."""

_REMEDY = 'a file saved as "CSV UTF-8"'
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How XLSX and ODS files begin, and older XLS files."""


def text_of(file: IO[bytes] | IO[str], faults: Faults) -> str:
    """Everything in an open file, without a byte-order mark. UTF-8 and marked UTF-16 are read.

    Raises `InputRefused` for any other: to guess how a file was saved would spoil addresses without a word.
    """
    try:
        raw = file.read(LARGEST + 1)
    except UnicodeDecodeError:
        faults.stop(0, FILE, "is not UTF-8", _REMEDY)
    except OSError as error:
        faults.stop(0, FILE, f"cannot be read ({(error.strerror or 'no reason given').lower()})", "a file on disk")
    if len(raw) > LARGEST:
        faults.stop(0, FILE, f"is larger than {LARGEST >> 20} MB", "a smaller table")
    return raw.removeprefix("\ufeff") if isinstance(raw, str) else _decoded(raw, faults)


def _decoded(raw: bytes, faults: Faults) -> str:
    if raw.startswith(_WORKBOOKS):
        faults.stop(0, FILE, "is a workbook", _REMEDY)
    if raw.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return _utf_16(raw, faults)
    if b"\0" in raw[:100]:
        faults.stop(0, FILE, "is UTF-16 without a byte-order mark, or no text", _REMEDY)
    raw = raw.removeprefix(BOM_UTF8)
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        faults.stop(raw.count(b"\n", 0, error.start) + 1, LINE, "is not UTF-8", _REMEDY)


def _utf_16(raw: bytes, faults: Faults) -> str:
    try:
        return raw.decode("utf-16")
    except UnicodeDecodeError:
        faults.stop(0, FILE, "is UTF-16 cut short or damaged", _REMEDY)
