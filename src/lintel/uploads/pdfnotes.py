"""What stands on a PDF's page as a note or the field of a form, and how it is drawn.

What can be seen of them stays, painted onto the page: the answers in a form, a stamp, a highlight. What they are, who
wrote them, and what opens beside them goes. A note that is only an icon with a text behind it is not painted.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from pypdf.generic import ArrayObject, DictionaryObject, PdfObject, StreamObject

from lintel.uploads import pdfsyntax
from lintel.uploads.pdfstreams import UNUSUAL, items_of, value_of
from lintel.uploads.refusal import UploadRefused

Box = tuple[float, float, float, float]

_OTHER_MEDIA = {"/FileAttachment", "/Sound", "/Movie", "/Screen", "/RichMedia", "/3D"}
_NOT_PAINTED = frozenset({"/Popup", "/Text", "/Link", "/PrinterMark", "/TrapNet"} | _OTHER_MEDIA)
_OUT_OF_SIGHT = 0b100010
"""The flags of a note that is hidden, or not to be viewed (ISO 32000-1, table 165)."""
_UPRIGHT = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_FIELD, _WRITTEN_ON = "/Widget", "/FreeText"
_MOST_NOTES = 5_000


@dataclass(frozen=True, slots=True)
class Painted:
    """How a note is drawn, and what moves the drawing to its place: six numbers, as they are written."""

    drawing: StreamObject
    moved: bytes


def notes_in_sight(page: DictionaryObject) -> list[DictionaryObject]:
    """The notes and fields of a page that somebody who looks at it may see."""
    notes = items_of(page, "/Annots")
    if len(notes) > _MOST_NOTES:
        raise UploadRefused([UNUSUAL])
    return [note for note in notes if isinstance(note, DictionaryObject) and _in_sight(note)]


def _in_sight(note: DictionaryObject) -> bool:
    flags = value_of(note, "/F")
    hidden = isinstance(flags, int) and flags & _OUT_OF_SIGHT
    return not hidden and value_of(note, "/Subtype") not in _NOT_PAINTED


def painted(note: DictionaryObject) -> Painted | None:
    """How a note is to be painted; None where nothing is drawn for it (ISO 32000-1, 12.5.5)."""
    drawing, place = _drawing(note), _box(note, "/Rect")
    box = _box(drawing, "/BBox") if drawing is not None else None
    if drawing is None or place is None or box is None:
        return None
    turned = _turned(box, _numbers(drawing, "/Matrix", 6) or _UPRIGHT)
    across = (place[2] - place[0]) / (turned[2] - turned[0] or 1)
    up = (place[3] - place[1]) / (turned[3] - turned[1] or 1)
    moved = (across, 0.0, 0.0, up, place[0] - turned[0] * across, place[1] - turned[1] * up)
    return Painted(drawing, b" ".join(map(pdfsyntax.number, moved)))


def is_undrawn(note: DictionaryObject) -> bool:
    """Whether a note says something that can be read, and nothing is drawn for it: it would vanish from the page."""
    drawings = value_of(note, "/AP")
    if isinstance(drawings, DictionaryObject) and value_of(drawings, "/N") is not None:
        return False
    kind = value_of(note, "/Subtype")
    if kind != _FIELD:
        return kind == _WRITTEN_ON
    answer = note.get_inherited("/V")
    answer = answer.get_object() if isinstance(answer, PdfObject) else None
    return isinstance(answer, str | ArrayObject) and answer not in ("", "/Off", [])


def _drawing(note: DictionaryObject) -> StreamObject | None:
    drawings = value_of(note, "/AP")
    found = value_of(drawings, "/N") if isinstance(drawings, DictionaryObject) else None
    if isinstance(found, DictionaryObject) and not isinstance(found, StreamObject):
        found = value_of(found, str(value_of(note, "/AS")))  # a box is ticked or not: one drawing for each
    return found if isinstance(found, StreamObject) else None


def _numbers(thing: DictionaryObject, key: str, count: int) -> tuple[float, ...] | None:
    items = items_of(thing, key)
    numbers = tuple(float(each) for each in items if isinstance(each, int | float) and abs(each) < 1e9)
    return numbers if len(numbers) == len(items) == count else None


def _box(thing: DictionaryObject, key: str) -> Box | None:
    numbers = _numbers(thing, key, 4)
    if numbers is None:
        return None
    (left, right), (bottom, top) = sorted(numbers[::2]), sorted(numbers[1::2])
    return left, bottom, right, top


def _turned(box: Box, matrix: tuple[float, ...]) -> Box:
    """The upright box around a box that a matrix has turned."""
    corners = list(_corners(box, matrix))
    return (
        min(across for across, _ in corners),
        min(up for _, up in corners),
        max(across for across, _ in corners),
        max(up for _, up in corners),
    )


def _corners(box: Box, matrix: tuple[float, ...]) -> Iterator[tuple[float, float]]:
    a, b, c, d, e, f = matrix
    for x in box[::2]:
        for y in box[1::2]:
            yield a * x + c * y + e, b * x + d * y + f
