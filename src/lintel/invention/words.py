"""What staff write: sentences with places in them, filled in for one case.

The sentences stand in `sentences.toml`, by the moment at which they are written.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from lintel.invention.dice import Dice
from lintel.invention.people import Identity, address, mobile

_FILE = Path(__file__).parent / "sentences.toml"
Places = Mapping[str, str]


@cache
def sentences() -> dict[str, tuple[str, ...]]:
    """Every sentence, by the moment that it belongs to."""
    found = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return {f"{area}.{moment}": tuple(said) for area, moments in found.items() for moment, said in moments.items()}


def places(dice: Dice, victim: Identity, other: Identity, relation: str) -> Places:
    """The places in a sentence, as they are filled for one victim."""
    said = victim.pronouns
    return {
        "name": victim.first,
        "they": said.they, "They": said.they.capitalize(), "them": said.them,
        "their": said.their, "Their": said.their.capitalize(), "was": said.was, "has": said.has,
        "other": other.first, "relation": relation,
        "phone": mobile(dice), "address": address(dice),
        "he": other.pronouns.they, "He": other.pronouns.they.capitalize(), "him": other.pronouns.them,
        "his": other.pronouns.their,
    }  # fmt: skip


def say(number: int, moment: str, filled: Places) -> str:
    """The `number`th sentence for a moment; after the last comes the first again."""
    said = sentences()[moment]
    return said[number % len(said)].format_map(filled)
