"""A telephone number is one number, however it is written down."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lintel.people.identifiers import of_phone

FULL_WIDTH = "".join(chr(ord(digit) + 0xFEE0) for digit in "07700900123")
WRITTEN = [
    ("07700 900123", ["+447700900123"]),
    ("(07700) 900-123", ["+447700900123"]),
    ("07700.900.123.", ["+447700900123"]),
    ("0 7 7 0 0 9 0 0 1 2 3", ["+447700900123"]),
    ("+44 7700 900123", ["+447700900123"]),
    ("+44 (0)7700 900123", ["+447700900123"]),
    ("+44(0)7700900123", ["+447700900123"]),
    ("+44 [0] 7700 900123", ["+447700900123"]),
    ("+44 07700 900123", ["+447700900123"]),
    ("(+44) 7700 900123", ["+447700900123"]),
    ("0044 7700 900123", ["+447700900123"]),
    ("0044 (0) 7700 900123", ["+447700900123"]),
    ("00 44 7700 900123", ["+447700900123"]),
    ("447700900123", ["+447700900123"]),
    ("7700900123", ["+447700900123"]),
    ("07700–900–123", ["+447700900123"]),
    ("07700\u00a0900\u2009123", ["+447700900123"]),
    (FULL_WIDTH, ["+447700900123"]),
    ("٠٧٧٠٠٩٠٠١٢٣", ["+447700900123"]),
    ("tel:+44-7700-900123", ["+447700900123"]),
    ("mob. 07700 900123 (mum, after 5)", ["+447700900123"]),
    ("07700 900123 ext 4", ["+447700900123"]),
    ("020 7946 0123 extension: 1234567", ["+442079460123"]),
    ("02079460123x12", ["+442079460123"]),
    ("020 7946 0123 #4", ["+442079460123"]),
    ("07700 900123, 020 7946 0123", ["+447700900123", "+442079460123"]),
    ("07700 900123 or 020 7946 0123", ["+447700900123", "+442079460123"]),
    ("07700 900123/020 7946 0123", ["+447700900123", "+442079460123"]),
    ("07700 900123 07700 900124", ["+447700900123", "+447700900124"]),
    ("07700 900123\n+44 20 7946 0123", ["+447700900123", "+442079460123"]),
    ("+44 7700 900123 (020) 7946 0123", ["+447700900123", "+442079460123"]),
    ("07700 900123 12 noon", ["+447700900123"]),
    ("07700 900123 07700 900123", ["+447700900123"]),
    ("01632 960001", ["+441632960001"]),
    ("0800 1111", ["+448001111"]),
    ("+1 (202) 555-0123", ["+12025550123"]),
    ("001 202 555 0123", ["+12025550123"]),
    ("+39 06 0000 0000", ["+390600000000"]),
    ("+353 (0)20 912 0000", ["+353209120000"]),
]  # fmt: skip
NO_NUMBER = [
    "", " ", "none", "ask her sister", "999", "101", "7946 0123", "12345", "01/02/1990", "01.02.1990", "+", "()",
    "0" * 30, "07700 900", "+999 123456789", "1" * 400,
]  # fmt: skip


@pytest.mark.parametrize(("text", "numbers"), WRITTEN)
def test_a_field_holds_these_numbers(text: str, numbers: list[str]) -> None:
    assert [(found.kind, found.text) for found in of_phone(text)] == [("phone", number) for number in numbers]


@pytest.mark.parametrize("text", NO_NUMBER, ids=lambda text: repr(text[:20]))
def test_what_is_no_whole_number_is_none(text: str) -> None:
    assert of_phone(text) == ()


GAPS = st.sampled_from(["", "", " ", "-", ".", " - ", "–", "\u00a0", "  "])
PREFIXES = st.sampled_from(["0", "+44", "+44 ", "+44 (0)", "+44(0) ", "0044", "00 44 ", "0044 (0)", "(+44) ", "44 "])
DRAMA = st.one_of(st.integers(0, 999).map("7700900{:03}".format), st.integers(0, 999).map("2079460{:03}".format))


@given(DRAMA, PREFIXES, st.lists(GAPS, min_size=10, max_size=10))
def test_a_number_is_the_same_in_every_british_spelling(number: str, prefix: str, gaps: list[str]) -> None:
    spaced = "".join(digit + gap for digit, gap in zip(number, gaps, strict=True))
    written = [prefix + spaced, f"(0{number[:4]}) {number[4:]}", number, f"+44{number}"]
    assert [of_phone(text) for text in written] == [(("phone", f"+44{number}"),)] * 4


@given(st.lists(DRAMA, min_size=1, max_size=5, unique=True), st.sampled_from([", ", "; ", " or ", "/", "\n", " "]))
def test_every_number_of_a_field_is_found(numbers: list[str], between: str) -> None:
    found = of_phone(between.join(f"0{number}" for number in numbers))
    assert [each.text for each in found] == [f"+44{number}" for number in numbers]


@given(st.text(alphabet="0123456789+() -.x/,", max_size=60))
def test_a_number_that_was_found_is_found_again_as_itself(text: str) -> None:
    assert [of_phone(found.text) for found in of_phone(text)] == [(found,) for found in of_phone(text)]
