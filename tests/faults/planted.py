"""Words that are planted where somebody's words go, and the search for them where no words may be."""

import base64
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

STEM = "Zorvexq"
"""It stands in no language and in no program. Every planted word begins with it."""

PHONE, LANDLINE = "07700 900457", "020 7946 0857"
BORN, POSTCODE, UPRN = "3 February 1987", "ZZ99 7QX", "100099887766"
_NORMALISED = ("7700900457", "2079460857", "1987-02-03", "ZZ997QX")

SOUGHT = (STEM, PHONE, LANDLINE, BORN, POSTCODE, UPRN, *_NORMALISED)
"""What every planted word begins with, what is planted beside the words, and what normalising makes of that."""

_NOTHING = bytes(256)
"""No text has so many noughts in it."""


@dataclass
class Plants:
    """Every word that was planted, and where: each is another one."""

    stem: str = STEM
    where: dict[str, str] = field(default_factory=dict)

    def word(self, where: str) -> str:
        """A word that was never planted before: letters alone, so that it may be a name as well."""
        number, letters = len(self.where), ""
        for _ in range(3):
            number, place = divmod(number, 26)
            letters += chr(ord("a") + place)
        planted = f"{self.stem}{letters}"
        self.where[planted] = where
        return planted


def forms(text: str) -> frozenset[bytes]:
    """The ways in which a text may lie in a file: in either case, in three alphabets, in hexadecimal, in base64."""
    found: set[bytes] = set()
    for spelt in {text, text.lower(), text.upper()}:
        plain = spelt.encode()
        found |= {plain, spelt.encode("utf-16-le"), spelt.encode("utf-16-be")}
        found |= {plain.hex().encode(), plain.hex().upper().encode(), *_base64(plain)}
    return frozenset(found)


def _base64(plain: bytes) -> Iterator[bytes]:
    """Its base64 at each of the three places where it may begin, but for what the bytes around it decide."""
    for before, cut in ((0, 0), (1, 2), (2, 3)):
        whole = (before + len(plain)) * 8 // 6
        for coded in (base64.b64encode, base64.urlsafe_b64encode):
            yield coded(bytes(before) + plain)[cut:whole]


def found_in(content: bytes, texts: Iterable[str]) -> list[str]:
    """Which of some texts lie in some bytes, in whatever form."""
    return sorted({text for text in texts for form in forms(text) if form in content})


def found_in_folder(folder: Path, texts: Iterable[str]) -> dict[str, list[str]]:
    """Which of some texts lie in which files of a folder. Many of a server's files are the same, or mostly nought."""
    wanted = list(texts)
    found: dict[str, list[str]] = {}
    looked_at: dict[bytes, list[str]] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            content = path.read_bytes().replace(_NOTHING, b"")
            digest = sha256(content).digest()
            if digest not in looked_at:
                looked_at[digest] = found_in(content, wanted)
            found[str(path.relative_to(folder))] = looked_at[digest]
    return {path: texts for path, texts in found.items() if texts}
