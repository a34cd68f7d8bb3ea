"""The home that an address means: its number or name, its flat and its postcode, however the rest is spelled."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from lintel.people.folding import folded, says_nothing
from lintel.people.postcodes import cut_postcode

_GAP = ","
_TOKEN = re.compile(r"[^\W_]+(?:[/-][^\W_]+)*|,")
_NEW_LINE = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029;|]")
_DASH = re.compile(r"(?<=\d) ?([-/]) ?(?=\d)")

_UNITS = {
    "flat": "flat", "flt": "flat", "apartment": "flat", "apartments": "flat", "apt": "flat", "appt": "flat",
    "unit": "flat", "maisonette": "flat", "studio": "flat", "room": "room", "rm": "room", "bedroom": "room",
    "bedsit": "room", "plot": "plot", "block": "block", "box": "box", "caravan": "pitch", "pitch": "pitch",
}  # fmt: skip
_STOREYS = {
    "ground": "ground", "1st": "first", "2nd": "second", "3rd": "third", "4th": "fourth", "first": "first",
    "second": "second", "third": "third", "fourth": "fourth", "top": "top", "basement": "basement",
    "garden": "garden", "upper": "upper", "lower": "lower", "attic": "attic", "rear": "rear",
}  # fmt: skip
_FLOOR = frozenset({"floor", "flr"})
_VALUE = re.compile(r"[a-z]?\d{1,5}[a-z]?(?:[/-]\d{1,5}[a-z]?)?|[a-z]")
_FLAT_DASH = re.compile(rf"\b((?:{'|'.join(_UNITS)}) (?:no |number )?[a-z]?\d{{1,5}}[a-z]?) - ")
_IN_ONE = re.compile(
    rf"({'|'.join(_UNITS)})([a-z]?\d{{1,5}}[a-z]?(?:[/-]\d{{1,5}}[a-z]?)?|[a-rt-z]|{'|'.join(_STOREYS)})"
)
_NUMBER = re.compile(r"\d{1,5}[a-z]?(?:[/-]\d{1,5}[a-z]?)?")
_NUMBER_WORDS = frozenset({"no", "nos", "number", "num"})

_SHORT = {
    "road": "rd", "street": "st", "saint": "st", "avenue": "ave", "av": "ave", "lane": "ln", "drive": "dr",
    "close": "cl", "court": "ct", "crescent": "cres", "gardens": "gdns", "gdn": "gdns", "garden": "gdns",
    "grove": "gr", "place": "pl", "square": "sq", "terrace": "ter", "terr": "ter", "house": "hse", "mount": "mt",
    "building": "bldg", "buildings": "bldg", "north": "n", "south": "s", "east": "e", "west": "w", "park": "pk",
    "boulevard": "blvd", "green": "grn", "hill": "hl", "tower": "twr", "towers": "twr", "cottage": "cott",
    "apartments": "apts", "mansions": "mans", "walk": "wk",
}  # fmt: skip
_NAMED = frozenset({
    "hse", "ct", "lodge", "twr", "point", "heights", "mans", "bldg", "cott", "cottages", "farm", "hall", "villa",
    "bungalow", "barn", "manor", "hostel", "hotel", "refuge", "farmhouse", "mews", "wharf",
})  # fmt: skip
"""Last words of a house's own name, as they come out shortened."""


@dataclass(frozen=True, slots=True)
class _Place:
    """What stands between two commas of an address: a house number, the house's own name, and all its words."""

    number: str
    name: str
    words: tuple[str, ...]


def homes(text: str) -> tuple[tuple[str, ...], str]:
    """The texts that say which home an address means, and its postcode in capitals without a space.

    `number|flat|postcode` where there is a postcode and a number, name or flat, so that a street may be spelled in
    any way; a house with a number and a name of its own has both. Else the words, shortened. Nothing where the
    address says that none is known.
    """
    plain = folded(_NEW_LINE.sub(_GAP, text)).replace("'", "")
    if says_nothing(plain):
        return (), ""
    plain = _DASH.sub(r"\1", _FLAT_DASH.sub(r"\1, ", " ".join(plain.replace(".", " ").split())))
    postcode, tokens = cut_postcode(_TOKEN.findall(plain))
    keys = tuple(dict.fromkeys(_keys(_joined(tokens), postcode))) if postcode else ()
    return keys or tuple(_as_words(tokens, postcode)), postcode


def _keys(tokens: Sequence[str], postcode: str) -> Iterator[str]:
    units, rest = _units(tokens)
    places = [_place(words) for words in _between_gaps(rest)]
    numbers = [place.number for place in places if place.number]
    if not units and len(places) > 1 and len(places[0].words) == 1 and len(numbers) > 1 and places[1].number:
        units, places = f"flat{places[0].number}", places[1:]  # `3, 12a High Road` is flat 3 of 12a
        numbers = numbers[1:]
    if numbers:
        yield f"{numbers[0]}|{units}|{postcode}"
    for place in places:
        if place.name and not (place.number and units):
            flat = f"flat{place.number}" if place.number else units  # `12 Rowan House` is flat 12 of Rowan House
            yield f"{place.name}|{flat}|{postcode}"
            return
    if units and not numbers:
        yield f"|{units}|{postcode}"


def _as_words(tokens: Sequence[str], postcode: str) -> Iterator[str]:
    units, rest = _units(_joined([token for token in tokens if token != _GAP]))
    words = " ".join(filter(None, [units, *(_SHORT.get(word, word) for word in rest)]))
    if words:
        yield f"{words}|{postcode}" if postcode else words


def _joined(tokens: Sequence[str]) -> list[str]:
    """Words with what belongs together in one: `12 a` and `12-a` are 12a, and `no` before a number says nothing."""
    joined: list[str] = []
    for token in tokens:
        if joined and joined[-1].isdecimal() and len(token) == 1 and token.isalpha():
            joined[-1] += token
        else:
            joined.append(re.sub(r"(?<=\d)-(?=[a-z]$)", "", token))
    pairs = pairwise([*joined, ""])
    return [token for token, after in pairs if not (token in _NUMBER_WORDS and after[:1].isdecimal())]


def _units(tokens: Sequence[str]) -> tuple[str, list[str]]:
    """The flat, room, block or plot, in one word; and the address without them. A storey counts without a flat."""
    found: list[str] = []
    storeys: list[str] = []
    rest: list[str] = []
    place = 0
    while place < len(tokens):
        unit, length = _unit_at(tokens, place)
        storey, storey_length = ("", 0) if unit else _storey_at(tokens, place)
        found += filter(None, [unit])
        storeys += filter(None, [storey])
        if not length + storey_length:
            rest.append(tokens[place])
        place += length + storey_length or 1
    flats = [] if any(unit.startswith("flat") for unit in found) else [f"flat{storey}" for storey in storeys[:1]]
    return "+".join(sorted({*found, *flats})), rest


def _unit_at(tokens: Sequence[str], place: int) -> tuple[str, int]:
    """The unit that begins here, and how many words it takes; an empty one, of no words, where none does."""
    if in_one := _IN_ONE.fullmatch(tokens[place]):
        value = in_one[2]
        return _UNITS[in_one[1]] + _STOREYS.get(value, value.replace("-", "/")), 1
    value = tokens[place + 1] if place + 1 < len(tokens) else ""
    if tokens[place] in _UNITS and _VALUE.fullmatch(value):
        return _UNITS[tokens[place]] + value.replace("-", "/"), 2
    return "", 0


def _storey_at(tokens: Sequence[str], place: int) -> tuple[str, int]:
    """`ground floor flat`, `top flat`, `first floor`: the storey and its words."""
    after = [*tokens[place + 1 : place + 3], "", ""]
    if tokens[place] not in _STOREYS:
        return "", 0
    floor = after[0] in _FLOOR
    flat = _UNITS.get(after[floor]) == "flat" and not _unit_at(tokens, place + 1 + floor)[0]
    return (_STOREYS[tokens[place]], 1 + floor + flat) if floor or flat else ("", 0)


def _between_gaps(tokens: Sequence[str]) -> Iterator[tuple[str, ...]]:
    words: list[str] = []
    for token in [*tokens, _GAP]:
        if token != _GAP:
            words.append(token)
        elif words:
            yield tuple(words)
            words = []


def _place(words: tuple[str, ...]) -> _Place:
    short = tuple(_SHORT.get(word, word) for word in words)
    number = next((word for word in short if _NUMBER.fullmatch(word)), "")
    pairs = pairwise(short)
    name = next((f"{before} {word}" for before, word in pairs if word in _NAMED and before != number), "")
    return _Place(number, name, short)
