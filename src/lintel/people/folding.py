"""Text made ready to be compared: what only looks different comes out the same."""

import re
import unicodedata

_APOSTROPHES = "’‘‛ʼʻ′ʹ`´＇"  # noqa: RUF001 - what keyboards and spreadsheets write for an apostrophe
_STROKED = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"})  # fmt: skip # noqa: E501
_ACCENTED = re.compile("([a-zøłđðħŧıæœþ])[\u0300-\u036f]+")
_MOST_MARKS = 4
"""No letter carries more marks than this, and sorting a long run of them takes time by its square."""

_SAYS_NOTHING = frozenset(
    "unknown,not known,dont know,not stated,not given,not provided,not disclosed,undisclosed,withheld,confidential,"
    "anonymous,none,no,nil,na,n a,n/a,tbc,to be confirmed,not applicable,as above,same,same as above,"
    "nfa,no fixed abode,no fixed address,homeless,of no fixed abode".split(",")
)


def folded(text: str) -> str:
    """Text as it is compared: one form of each character, small letters, Latin ones without accents, single spaces.

    Other scripts keep their marks. Dashes become "-" and apostrophes "'"; invisible characters go, and so do halves
    of characters, which cannot be hashed.
    """
    text = _without_noise("".join("'" if letter in _APOSTROPHES else letter for letter in text))
    for _ in range(2):  # folding case can undo the form, and the form the case
        text = unicodedata.normalize("NFKC", text).casefold()
    plain = _ACCENTED.sub(r"\1", unicodedata.normalize("NFD", text)).translate(_STROKED)
    return " ".join(_without_noise(unicodedata.normalize("NFC", plain)).split())


def says_nothing(text: str) -> bool:
    """Whether folded text only says that nothing is known: two people "of no fixed abode" share no home."""
    return " ".join(text.replace("'", "").replace(".", "").replace("-", " ").split()) in _SAYS_NOTHING


def _without_noise(text: str) -> str:
    kept: list[str] = []
    marks = 0
    for letter in text:
        category = unicodedata.category(letter)
        marks = marks + 1 if category == "Mn" else 0
        if category == "Pd" or letter in "−⁃":  # noqa: RUF001 - the minus sign and the bullet that stand for a dash
            kept.append("-")
        elif category == "Cc":
            kept.append(" ")
        elif category not in ("Cf", "Cs") and marks <= _MOST_MARKS:
            kept.append("'" if letter in _APOSTROPHES else letter)
    return "".join(kept)
