"""Text made ready to be compared: what only looks different comes out the same."""

import re
import unicodedata

_APOSTROPHES = "\u2019\u2018\u201b\u02bc\u02bb\u2032\u02b9`\u00b4\uff07"
_DASHES = "\u2212\u2043"
"""The minus sign and the hyphen bullet, which Unicode does not count among the dashes."""

_STROKED = str.maketrans(dict(zip("øłđðħŧ\u0131", "olddhti", strict=True)) | {"æ": "ae", "œ": "oe", "þ": "th"})
_ACCENTED = re.compile("([a-zøłđðħŧ\u0131æœþ' -])[\u0300-\u036f]+")
_MOST_MARKS = 8
"""No letter carries more marks than this, and Unicode takes time by the square to sort a long run of them."""

_SAYS_NOTHING = frozenset({
    "unknown", "not known", "dont know", "not stated", "not given", "not provided", "not disclosed", "undisclosed",
    "withheld", "confidential", "anonymous", "none", "n a", "tbc", "to be confirmed", "not applicable", "as above",
    "same as above", "homeless", "nfa", "no fixed abode", "no fixed address", "of no fixed abode",
})  # fmt: skip


class _Plain(dict[int, str]):
    """What stands for a character: itself, a plain dash, apostrophe or space, or nothing. Filled as they turn up."""

    def __missing__(self, code: int) -> str:
        self[code] = _plain(chr(code))
        return self[code]


_PLAIN = _Plain()


def one_form(text: str) -> str:
    """Text with one form of each character, small letters and single spaces; dashes are "-", apostrophes "'".

    Invisible characters go, and so do halves of characters, which cannot be hashed.
    """
    text = _few_marks(text.translate(_PLAIN))
    for _ in range(2):  # folding case can undo the form, and the form the case
        text = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(_few_marks(unicodedata.normalize("NFC", text).translate(_PLAIN)).split())


def folded(text: str) -> str:
    """One form of a text, and its Latin letters without accents. Other scripts keep their marks."""
    plain = _ACCENTED.sub(r"\1", unicodedata.normalize("NFD", one_form(text))).translate(_STROKED)
    return " ".join(unicodedata.normalize("NFC", plain).split())


def says_nothing(text: str) -> bool:
    """Whether folded text only says that nothing is known: two people "of no fixed abode" share no home."""
    letters = (letter if letter.isalnum() else " " for letter in text.replace("'", ""))
    return " ".join("".join(letters).split()) in _SAYS_NOTHING


def _plain(letter: str) -> str:
    category = unicodedata.category(letter)
    if letter in _APOSTROPHES:
        return "'"
    if category == "Pd" or letter in _DASHES:
        return "-"
    if category == "Cc":
        return " "
    return "" if category in ("Cf", "Cs") else letter


def _few_marks(text: str) -> str:
    if text.isascii():
        return text
    kept: list[str] = []
    marks = 0
    for letter in text:
        marks = marks + 1 if unicodedata.combining(letter) else 0
        if marks <= _MOST_MARKS:
            kept.append(letter)
    return "".join(kept)
