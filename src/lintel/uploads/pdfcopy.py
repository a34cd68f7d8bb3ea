"""The shown copy of a PDF, as it grows: each value that a page is drawn by, written anew."""

from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    ByteStringObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NumberObject,
    PdfObject,
    StreamObject,
    TextStringObject,
)

from lintel.uploads import pdfsyntax
from lintel.uploads.pdfkeys import DRAWN, IDENTIFIERS, IMAGES, KEYS, RESOURCES
from lintel.uploads.pdfstreams import FLATE, UNUSUAL, Room, image, instructions, packed, plain_data, value_of
from lintel.uploads.refusal import UploadRefused

_MOST_OBJECTS = 100_000
_OF_ITS_OWN = "each "
"""Before a key: the dictionary under it names things as the page has chosen, so every key of it is copied."""
_COLOURS = frozenset({"/ColorSpace", "/CS"})
_COLOURS_OF_CHANNELS = {1: b"/DeviceGray", 3: b"/DeviceRGB", 4: b"/DeviceCMYK"}
_LONGEST_IDENTIFIER = 40


class Copy:
    """The objects of the copy. A value that may not stay is written as None; everything is copied once."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.objects: list[bytes] = []
        self._numbers: dict[tuple[int, int, str], int] = {}

    def add(self, body: bytes) -> int:
        """Add an object; its number."""
        if len(self.objects) >= _MOST_OBJECTS:
            raise UploadRefused([UNUSUAL])
        self.objects.append(body)
        return len(self.objects)

    def written(self, value: PdfObject | None, where: str) -> bytes | None:
        """A value as it stands in the copy, under the key `where`; None where it may not stay.

        Raises:
            UploadRefused: something in it cannot be checked.
        """
        if isinstance(value, IndirectObject):
            return self._pointed_to(value, where)
        if isinstance(value, StreamObject):
            return pdfsyntax.reference(self.add(self._stream(value, where)))
        if isinstance(value, DictionaryObject):
            return pdfsyntax.dictionary(self._entries(value, where))
        if isinstance(value, ArrayObject):
            return self._colour(value) if where in _COLOURS else self._array(value, where)
        return _scalar(value, where)

    def _pointed_to(self, pointer: IndirectObject, where: str) -> bytes | None:
        key = (pointer.idnum, pointer.generation, where)
        if key not in self._numbers:
            value = pointer.get_object()
            if not isinstance(value, DictionaryObject | ArrayObject):
                return None if isinstance(value, IndirectObject) else self.written(value, where)
            number = self._numbers[key] = self.add(pdfsyntax.NULL)  # it may point to itself
            body = self._stream(value, where) if isinstance(value, StreamObject) else self.written(value, where)
            self.objects[number - 1] = body or pdfsyntax.NULL
        return pdfsyntax.reference(self._numbers[key])

    def _array(self, items: ArrayObject, where: str) -> bytes:
        return pdfsyntax.array(self.written(item, where) or pdfsyntax.NULL for item in items)

    def _entries(self, thing: DictionaryObject, where: str) -> dict[str, bytes]:
        kept = {}
        for key, value in thing.items():
            inside = _inside(where, key)
            written = self.written(value, inside) if inside else None
            if written is not None:
                kept[str(key)] = written
        return kept

    def _colour(self, items: ArrayObject) -> bytes | None:
        """A colour space. A colour profile is replaced by what it has channels for: it names who made it, and where."""
        kind = str(items[0].get_object()) if items else ""
        if kind == "/ICCBased":
            profile = items[1].get_object()
            channels = value_of(profile, "/N") if isinstance(profile, DictionaryObject) else None
            return _COLOURS_OF_CHANNELS.get(channels) if isinstance(channels, int) else None
        if kind in {"/Indexed", "/I"} and len(items) == 4:
            table = items[3].get_object()
            if isinstance(table, TextStringObject | ByteStringObject):
                first = (self.written(item, "/ColorSpace") or pdfsyntax.NULL for item in items[:3])
                return pdfsyntax.array([*first, pdfsyntax.text(table.original_bytes[:1024])])
        return self._array(items, "/ColorSpace")

    def _stream(self, stream: StreamObject, where: str) -> bytes:
        kind = value_of(stream, "/Subtype")
        if where == "/XObject" and kind not in {"/Image", "/Form"}:
            return pdfsyntax.NULL  # instructions to a printer, in PostScript
        if kind == "/Image" or where in IMAGES:
            return self._image(stream, where)
        data = instructions(stream, self.room) if where in DRAWN else plain_data(stream, self.room)
        return self.stream(data, self._entries(stream, where))

    def stream(self, data: bytes, entries: dict[str, bytes]) -> bytes:
        """A stream of bytes, packed."""
        return pdfsyntax.stream({**entries, "/Filter": pdfsyntax.name(FLATE)}, packed(data))

    def form(self, data: bytes, form: DictionaryObject) -> int:
        """Add a drawing that pages can draw whole: instructions, with the box, turning and resources of `form`."""
        entries = {**self._entries(form, "/XObject"), "/Type": b"/XObject", "/Subtype": b"/Form"}
        return self.add(self.stream(data, entries))

    def _image(self, stream: StreamObject, where: str) -> bytes:
        found = image(stream, self.room)
        entries = self._entries(stream, where)
        if found.filter:
            entries["/Filter"] = pdfsyntax.name(found.filter)
        told = self.written(found.told, "/DecodeParms") if found.told is not None else None
        return pdfsyntax.stream({**entries, "/DecodeParms": told} if told else entries, found.data)


def _inside(where: str, key: str) -> str | None:
    """What the value under a key of a dictionary is read as, by where the dictionary stands; None: it is left out."""
    if where.startswith(_OF_ITS_OWN):
        if not key.isascii():  # pypdf guesses how it is spelled, and the page would not find it again
            raise UploadRefused([UNUSUAL])
        return None if key.startswith("/Default") else where.removeprefix(_OF_ITS_OWN)
    if where == "/Resources":
        return _OF_ITS_OWN + key if key in RESOURCES else None
    if key == "/CharProcs":
        return _OF_ITS_OWN + key
    return key if key in KEYS else None


def _scalar(value: PdfObject | None, where: str) -> bytes | None:
    if isinstance(value, NameObject):
        return pdfsyntax.name(value)
    if isinstance(value, BooleanObject):
        return b"true" if value.value else b"false"
    if isinstance(value, NumberObject | FloatObject):
        return pdfsyntax.number(value)
    if isinstance(value, TextStringObject | ByteStringObject) and where in IDENTIFIERS:
        data = value.original_bytes
        return pdfsyntax.text(data) if data.isalnum() and len(data) <= _LONGEST_IDENTIFIER else None
    return None
