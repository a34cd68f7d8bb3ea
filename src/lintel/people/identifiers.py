"""What a person can be found by, normalised: the same thing written in any way gives the same text to hash.

Every function takes any text and never raises. Nothing found means that there is nothing to compare by, never that
two people differ: who asks whether a number is somebody else's must take an empty answer for "unknown".
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Literal, NamedTuple

from lintel.people.addresses import homes
from lintel.people.birthdates import birth_date
from lintel.people.emails import letter_boxes
from lintel.people.folding import folded, says_nothing
from lintel.people.names import spellings
from lintel.people.phones import e164

Kind = Literal[
    "name_part", "full_name", "surname", "phone", "email", "date_of_birth", "address", "postcode", "uprn", "reference",
]  # fmt: skip


class Identifier(NamedTuple):
    """One thing that a person can be found by. `text` is normalised; it names somebody, so it is only ever hashed."""

    kind: Kind
    text: str


Identifiers = tuple[Identifier, ...]


def of_names(names: str) -> Identifiers:
    """The words of every name in a field, its surnames, and the whole names as one word each.

    What is written apart (`O Brien`, `Smith-Jones`) is found joined and apart, so two people or two spellings have
    the same name where any of these agree, and the more agree the likelier it is. Former names count like the others.
    """
    found = spellings(names)
    return (
        *_each("name_part", found.parts),
        *_each("surname", found.surnames),
        *_each("full_name", found.wholes),
    )


def of_phone(text: str) -> Identifiers:
    """Every telephone number in a field, as E.164 (`+447700900123`). Without a country it is a British one."""
    return _each("phone", e164(text))


def of_email(text: str) -> Identifiers:
    """Every e-mail address in a field, by the letter box that it reaches: small letters, no tags."""
    return _each("email", letter_boxes(text))


def of_date_of_birth(text: str) -> Identifiers:
    """The date of birth, as ISO 8601. Nothing for a year of two digits, which may be in two centuries."""
    day = birth_date(text)
    return _each("date_of_birth", [day.isoformat()] if day else [])


def of_address(text: str) -> Identifiers:
    """The home that an address means (`12a|flat3|ZZ997AJ`), and its postcode. Nothing for "no fixed abode"."""
    keys, postcode = homes(text)
    return (*_each("address", keys), *_each("postcode", [postcode]))


def of_uprn(text: str) -> Identifiers:
    """The Unique Property Reference Number: 1 to 12 digits, without leading noughts."""
    written = folded(text).removeprefix("uprn").lstrip(": ").replace(" ", "").removesuffix(".0")
    digits = "".join(str(int(digit)) for digit in written) if written.isdecimal() else ""
    number = digits.lstrip("0")
    return _each("uprn", [number] if len(number) <= 12 else [])


def of_reference(text: str) -> Identifiers:
    """A reference of ours or of another system: letters and digits alone, noughts and all."""
    plain = folded(text)
    letters = "".join(letter for letter in plain if letter.isalnum())
    return _each("reference", [] if says_nothing(plain) or says_nothing(letters) else [letters])


_FIELDS: dict[str, Callable[[str], Identifiers]] = {
    "names": of_names,
    "date_of_birth": of_date_of_birth,
    "phone": of_phone,
    "email": of_email,
    "address": of_address,
    "uprn": of_uprn,
}
"""The sealed fields of a person's own book that somebody can be found by. Who reads a phone is not the person."""


def of_person_facts(sealed: Mapping[str, object]) -> frozenset[Identifier]:
    """Everything that the sealed fields of one entry of a person's book can be found by.

    The entries are `person.identified`, `person.contact_changed` and `person.address_changed`; other fields are
    passed over. A field may be a text, a list of texts, or texts by name.
    """
    return frozenset(
        identifier for field, of in _FIELDS.items() for text in _texts(sealed.get(field)) for identifier in of(text)
    )


def _texts(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case Mapping():
            yield from (text for text in value.values() if isinstance(text, str))
        case Iterable():
            yield from (text for text in value if isinstance(text, str))


def _each(kind: Kind, texts: Iterable[str]) -> Identifiers:
    return tuple(Identifier(kind, text) for text in dict.fromkeys(texts) if text)
