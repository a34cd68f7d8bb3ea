"""Invented people: names, numbers and addresses that nobody has.

Surnames end in Example. Telephone numbers come from the ranges that Ofcom keeps free for drama, postcodes from
an area that does not exist, and e-mail addresses from domains that are kept for examples.
"""

from dataclasses import dataclass
from datetime import date

from lintel.invention.dice import Dice

_WOMEN = (
    "Rosa", "Amina", "Bethan", "Chloe", "Dalia", "Esme", "Farida", "Grace", "Hana", "Imogen", "Jaya", "Kezia",
    "Leila", "Maeve", "Nadia", "Orla", "Priya", "Roisin", "Sade", "Tamsin", "Uzma", "Vera", "Winnie", "Yasmin",
)  # fmt: skip
_MEN = (
    "Adeel", "Bram", "Callum", "Dev", "Emeka", "Finlay", "Gareth", "Hamza", "Idris", "Jonah", "Kofi", "Lewis",
    "Marek", "Niall", "Owen", "Pavel", "Rhys", "Samir", "Theo", "Umar", "Viktor", "Wesley", "Yusuf", "Zac",
)  # fmt: skip
_EITHER = ("Ash", "Blake", "Charlie", "Ellis", "Frankie", "Jules", "Remy", "Sky")
_WORDS = (
    "Acorn", "Amber", "Bramble", "Candle", "Clover", "Cobble", "Copper", "Fern", "Finch", "Harbour", "Hazel",
    "Heather", "Ivory", "Lantern", "Lark", "Linden", "Maple", "Marble", "Meadow", "Orchard", "Pebble", "Quill",
    "Rowan", "Saffron", "Sparrow", "Thimble", "Thistle", "Velvet", "Walnut", "Willow",
)  # fmt: skip
_STREETS = ("Invented Row", "Made-up Street", "Sample Close", "Storybook Lane", "Specimen Court", "Fable Road")
_TOWNS = ("Exampleton", "Fictionbury", "Sampleford")
_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"


@dataclass(frozen=True, slots=True)
class Pronouns:
    they: str
    them: str
    their: str
    was: str
    has: str


SHE = Pronouns("she", "her", "her", "was", "has")
HE = Pronouns("he", "him", "his", "was", "has")
THEY = Pronouns("they", "them", "their", "were", "have")


@dataclass(frozen=True, slots=True)
class Identity:
    """Who somebody invented is."""

    first: str
    last: str
    pronouns: Pronouns

    @property
    def name(self) -> str:
        return f"{self.first} {self.last}"


def woman(dice: Dice) -> Identity:
    return Identity(dice.pick(_WOMEN), _surname(dice), SHE)


def man(dice: Dice) -> Identity:
    return Identity(dice.pick(_MEN), _surname(dice), HE)


def victim(dice: Dice) -> Identity:
    """Most are women, some are men, a few are neither."""
    draw = dice.number(1, 100)
    if draw <= 80:
        return woman(dice)
    return man(dice) if draw <= 95 else Identity(dice.pick(_EITHER), _surname(dice), THEY)


def alleged_perpetrator(dice: Dice, of: Identity) -> Identity:
    """Mostly a man where a woman reports, and the other way round; not always."""
    as_most = dice.chance(0.9)
    return man(dice) if (of.pronouns is not HE) == as_most else woman(dice)


def _surname(dice: Dice) -> str:
    return f"{dice.pick(_WORDS)}-Example"


def mobile(dice: Dice) -> str:
    return f"07700 900{dice.number(0, 999):03d}"


def landline(dice: Dice) -> str:
    return dice.pick((f"01632 960{dice.number(0, 999):03d}", f"020 7946 0{dice.number(0, 999):03d}"))


def email(dice: Dice, who: Identity) -> str:
    return f"{who.first.lower()}{dice.number(1, 99)}@{dice.pick(('example.com', 'example.org'))}"


def address(dice: Dice) -> str:
    postcode = f"ZZ99 {dice.number(1, 9)}{dice.pick(_LETTERS)}{dice.pick(_LETTERS)}"
    return f"{dice.number(1, 140)} {dice.pick(_STREETS)}, {dice.pick(_TOWNS)} {postcode}"


def born(dice: Dice, year: int, ages: tuple[int, int]) -> date:
    """A date of birth for somebody of an age in a year."""
    return date(year - dice.number(*ages), dice.number(1, 12), dice.number(1, 28))
