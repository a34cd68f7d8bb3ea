"""The ways in which a name may be written: with titles, hyphens, apostrophes, former names and the surname first."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, dropwhile

from lintel.people.folding import folded, says_nothing

_TITLES = frozenset({
    "mr", "mrs", "miss", "ms", "mx", "dr", "prof", "professor", "rev", "revd", "reverend", "sir", "dame", "esq",
    "jr", "jnr", "sr", "snr",
})  # fmt: skip
_PARTICLES = frozenset({
    "o", "mac", "mc", "fitz", "st", "saint", "ap", "ab", "ni", "nic", "ui", "d", "l", "de", "da", "di", "do", "dos",
    "del", "della", "du", "la", "le", "van", "von", "den", "der", "ten", "ter", "al", "el", "ul", "bin", "ibn",
    "bint", "binti", "abu", "abd", "san", "santa",
})  # fmt: skip
"""Words that belong to the next one: O Brien is O'Brien, Mac Donald is MacDonald, Al Hassan is Al-Hassan."""

_BRACKETED = re.compile(r"[(\[{<\"«“]([^()\[\]{}<>\"«»“”]*)[)\]}>\"»”]")
_SHORT = re.compile(r"\b([af])[./]k[./]a\b\.?")
_NEW_LINE = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_BETWEEN = re.compile(r"[;/|&+()\[\]{}<>\"«»“”]")
_FORMERLY = re.compile(
    r"(?<![^ ;,])(?:also known as|(?:formerly|previously) known as|known as|formerly|previously|nee|aka|fka|alias"
    r"|(?:maiden|former|previous) (?:sur)?name)(?: is| was)?:? (?=[^ ;,])"
)
_OR = re.compile(r"(?<=[^ ;,]) (?:and|or) (?=[^ ;,])")
_HALF_OF_A_WORD = re.compile(r"(?<![^ ])(\w)' ")
_MOST_JOINED = 12
"""So many single names are read together with the main name, each as a former surname and as another first name."""


class _Written(dict[int, str]):
    """Letters, marks, digits and hyphens as themselves, and a space for all else. Filled as they turn up."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        self[code] = letter if letter == "-" or unicodedata.category(letter)[0] in "LMN" else " "
        return self[code]


_WRITTEN = _Written()


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a name: `whole` with nothing between its letters, and the `pieces` that it is written in."""

    whole: str
    pieces: tuple[str, ...] = ()

    @property
    def readings(self) -> tuple[str, ...]:
        """Every text that finds it. One Latin letter is an initial, which everybody shares."""
        return tuple(text for text in (self.whole, *self.pieces) if len(text) > 1 or not text.isascii())


Name = tuple[Word, ...]
"""A name in the order in which it is spoken, its surname last."""


@dataclass(frozen=True, slots=True)
class Spellings:
    """What a person can be found by: the words of all names, the surnames, and whole names without any gap."""

    parts: tuple[str, ...]
    surnames: tuple[str, ...]
    wholes: tuple[str, ...]


def spellings(text: str) -> Spellings:
    """Everything that the names in a field can be found by."""
    names = list(_names(text))
    long = [name for name in names if len(name) > 1]
    return Spellings(
        parts=tuple(dict.fromkeys(part for name in names for word in name for part in word.readings)),
        surnames=tuple(dict.fromkeys(part for name in names for part in _surnames(name))),
        wholes=tuple(dict.fromkeys(_as_one(word.whole for word in name) for name in long or names)),
    )


def _surnames(name: Name) -> Iterator[str]:
    return (part for part in name[-1].readings if part not in _PARTICLES or part == name[-1].whole)


def _names(text: str) -> Iterator[Name]:
    """Every name in a field. A single one beside a main name is read both as a former surname and as a first name."""
    whole = folded(_NEW_LINE.sub(";", text))
    if says_nothing(whole):
        return
    found = list(chain.from_iterable(_of_segment(segment) for segment in _segments(whole)))
    yield from found
    single = [name for name in found if len(name) == 1][:_MOST_JOINED]
    main = next((name for name in found if len(name) > 1), ())
    if not main:
        yield from [tuple(chain.from_iterable(single))][: len(single)]
    for name in single if main else ():
        yield (*main[:-1], *name)
        yield (*name, *main[-1:])


def _segments(whole: str) -> list[str]:
    """The text of each name: the main one without what stands in brackets, then the others."""
    apart = ";".join([_BRACKETED.sub(" ", whole), *_BRACKETED.findall(whole)])
    apart = " ".join(_BETWEEN.sub(";", _SHORT.sub(r"\1ka", apart)).split())
    segments = _OR.sub(";", _FORMERLY.sub(";", apart)).split(";")
    said = [segment for segment in segments if _tokens(segment) and not says_nothing(segment)]
    return [segment for segment in said if _untitled(segment)] or said


def _of_segment(segment: str) -> Iterator[Name]:
    """A segment's name; `Smith, Jane` is Jane Smith. Two long halves are read both ways; more are a list."""
    halves = [half for half in segment.split(",") if _untitled(half)] or [segment]
    words = [_words(_untitled(half) or _tokens(half)) for half in halves]
    if len(words) == 2:
        surname, first = words
        yield (*first, *surname)
    if len(words) != 2 or min(len(words[0]), len(words[1])) > 1:
        yield from words


def _untitled(text: str) -> list[str]:
    return [token for token in _tokens(text) if token not in _TITLES]


def _tokens(text: str) -> list[str]:
    """Words with their inner hyphens: letters, marks and digits alone."""
    text = _HALF_OF_A_WORD.sub(r"\1", text).replace("'", "").replace(" - ", "-")
    tokens = (token.rstrip("-") for token in text.translate(_WRITTEN).split())
    begun = ("".join(dropwhile(lambda letter: not letter.isalnum(), token)) for token in tokens)
    return [token for token in begun if token]


def _words(tokens: Sequence[str]) -> Name:
    """Words out of tokens: particles belong to the word after them, hyphens join and part."""
    words: list[Word] = []
    held: list[str] = []
    for place, token in enumerate(tokens, 1):
        if token in _PARTICLES and place < len(tokens):
            held.append(token)
            continue
        pieces = [*held, *filter(None, token.split("-"))]
        last = _as_one(pieces[len(held) :])
        apart = dict.fromkeys([*pieces, last]) if len(pieces) > 1 else {}
        words.append(Word(_as_one(pieces), tuple(apart)))
        held = []
    return tuple(words)


def _as_one(texts: Iterable[str]) -> str:
    """Texts run together; two letters that stood apart may make one character (Hangul)."""
    return unicodedata.normalize("NFC", "".join(texts))
