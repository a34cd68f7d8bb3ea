"""The pages of a PDF: found in the file, and written into the copy."""

from pypdf.generic import ArrayObject, DictionaryObject, PdfObject, StreamObject

from lintel.uploads import pdfsyntax
from lintel.uploads.pdfcopy import Copy
from lintel.uploads.pdfnotes import Painted, notes_in_sight, painted
from lintel.uploads.pdfstreams import UNUSUAL, instructions, items_of, value_of
from lintel.uploads.refusal import UploadRefused

Inherited = dict[str, PdfObject]

_FROM_ABOVE = ("/Resources", "/MediaBox", "/CropBox", "/Rotate")
"""What a page has from the branch that it hangs on, if it does not say so itself (ISO 32000-1, 7.7.3.4)."""
_KEPT = ("/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Group")
_A4 = b"[0 0 595 842]"
_BRANCHES_OF_PAGE = 20


def pages_of(root: DictionaryObject, most: int) -> list[DictionaryObject]:
    """The pages in their order, each with what it has from above; it stops looking at one more than `most`.

    Raises:
        UploadRefused: the pages hang together in a way that nobody can follow.
    """
    found: list[DictionaryObject] = []
    waiting: list[tuple[object, Inherited]] = [(value_of(root, "/Pages"), {})]
    for _ in range((most + 1) * _BRANCHES_OF_PAGE):
        if not waiting or len(found) > most:
            return found
        node, above = waiting.pop()
        if not isinstance(node, DictionaryObject):
            continue
        below = above | {key: node.raw_get(key) for key in _FROM_ABOVE if key in node}
        branches = value_of(node, "/Kids")
        if isinstance(branches, ArrayObject):
            waiting += [(branch.get_object(), below) for branch in reversed(branches[: most + 1])]
        else:
            found.append(_with(node, below))
    raise UploadRefused([UNUSUAL])


def _with(page: DictionaryObject, above: Inherited) -> DictionaryObject:
    whole = DictionaryObject(page)
    dict.update(whole, above)
    return whole


def write_pages(pages: list[DictionaryObject], copy: Copy) -> int:
    """Write the pages into the copy; the number of the root that they hang on."""
    tree = copy.add(pdfsyntax.NULL)
    numbers = [copy.add(pdfsyntax.dictionary(_page(page, copy, tree))) for page in pages]
    branches = pdfsyntax.array(pdfsyntax.reference(each) for each in numbers)
    count = pdfsyntax.number(len(numbers))
    copy.objects[tree - 1] = pdfsyntax.dictionary({"/Type": b"/Pages", "/Kids": branches, "/Count": count})
    return copy.add(pdfsyntax.dictionary({"/Type": b"/Catalog", "/Pages": pdfsyntax.reference(tree)}))


def _page(page: DictionaryObject, copy: Copy, tree: int) -> dict[str, bytes]:
    entries = {"/Type": b"/Page", "/Parent": pdfsyntax.reference(tree), "/MediaBox": _A4}
    for key in _KEPT:
        written = copy.written(dict.get(page, key), key)
        if written is not None:
            entries[key] = written
    paint = [found for note in notes_in_sight(page) if (found := painted(note))]
    drawn = _painted_over(page, paint, copy) if paint else _as_it_is(page, copy)
    return entries | drawn


def _as_it_is(page: DictionaryObject, copy: Copy) -> dict[str, bytes]:
    written = {key: copy.written(dict.get(page, key), key) for key in ("/Contents", "/Resources")}
    return {"/Resources": pdfsyntax.dictionary({})} | {key: value for key, value in written.items() if value}


def _painted_over(page: DictionaryObject, paint: list[Painted], copy: Copy) -> dict[str, bytes]:
    """The page as one drawing, and over it each note as another.

    As a drawing of its own the page cannot leave anything turned or moved for what is painted after it.
    """
    box = dict.get(page, "/MediaBox")
    below = DictionaryObject()
    dict.update(below, {"/Resources": dict.get(page, "/Resources", DictionaryObject())})
    if isinstance(value_of(page, "/MediaBox"), ArrayObject):
        dict.update(below, {"/BBox": box})
    streams = [each for each in items_of(page, "/Contents") if isinstance(each, StreamObject)]
    data = b"\n".join(instructions(each, copy.room) for each in streams)
    drawings = {"/Page": copy.form(data, below)}
    order = [b"q /Page Do Q"]
    for count, each in enumerate(paint):
        drawings[f"/Note{count}"] = copy.form(instructions(each.drawing, copy.room), each.drawing)
        order.append(b"q %b cm /Note%d Do Q" % (each.moved, count))
    named = pdfsyntax.dictionary({key: pdfsyntax.reference(number) for key, number in drawings.items()})
    contents = copy.add(copy.stream(b"\n".join(order), {}))
    return {
        "/Contents": pdfsyntax.reference(contents),
        "/Resources": pdfsyntax.dictionary({"/XObject": named}),
    }
