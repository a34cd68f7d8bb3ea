"""Whatever somebody typed, it is read in bounded time without an error, and what comes out can be hashed."""

import os
import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lintel.events.registry import KINDS
from lintel.people.folding import folded, one_form
from lintel.people.identifiers import (
    Identifier,
    Identifiers,
    of_address,
    of_date_of_birth,
    of_email,
    of_names,
    of_person_facts,
    of_phone,
    of_reference,
    of_uprn,
)
from lintel.sealing.blind import blind

OF: dict[str, Callable[[str], Identifiers]] = {
    "names": of_names,
    "phone": of_phone,
    "email": of_email,
    "date_of_birth": of_date_of_birth,
    "address": of_address,
    "uprn": of_uprn,
    "reference": of_reference,
}
ANY_TEXT = st.text(max_size=60) | st.text(alphabet=st.characters(categories=["Cs", "Mn", "Cf", "Nd", "Po", "Zs"]))


@pytest.mark.parametrize("field", OF)
@given(text=ANY_TEXT)
def test_any_text_is_read_and_what_comes_out_can_be_hashed(field: str, text: str) -> None:
    found = OF[field](text)
    assert len(set(found)) == len(found)
    assert all(each.text for each in found)
    assert len({blind(b"key", each.kind, each.text) for each in found}) == len(found)


@pytest.mark.parametrize("field", OF)
@given(text=st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=126), max_size=40))
def test_capitals_and_outer_spaces_change_nothing(field: str, text: str) -> None:
    assert OF[field](f"  {text.upper()}\u00a0") == OF[field](text.lower())


@given(ANY_TEXT)
def test_what_is_folded_stays_as_it_is(text: str) -> None:
    assert folded(folded(text)) == folded(text)
    assert one_form(one_form(text)) == one_form(text)


FULL = os.environ.get("LINTEL_PROOF") == "full"
LENGTH = 100_000 if FULL else 5_000
SECONDS = 10 if FULL else 1
"""In processor time, which a busy machine does not lengthen. By the square, some of these would take minutes."""
NASTY = [
    " ", "(", ")", "((a", '"', "'", "a' ", "-", "a-", "a ", "a,", "a;", ",", "de ", "aka ", "nee a ", "a or a ",
    "a/k/", ".", "0", "0 ", "1 ", "01 ", "07700 900123 ", "0770090012 ", "+", "+44 ", "(0)", "x1", "#1", "ext", "a@",
    "@", "a@b.c ", "a+", "ZZ99 7AJ ", "zz99", "flat", "flat 3 ", "1/1/", "no 1 ", "ground floor ", "rowan house ",
    "1 house,", "1-", "\u0316\u0300", "\ufdfa", "\u3300", "\u0661", "é", "\u200b", "\ud800", "\n", "\u0344",
    "2/12/1973 ", "jan", "\u017f",
]  # fmt: skip


@pytest.mark.parametrize("field", OF)
def test_a_long_and_nasty_text_is_read_in_bounded_time(field: str) -> None:
    slow = []
    for nasty in NASTY:
        before = time.process_time()
        OF[field]((nasty * LENGTH).encode(errors="surrogatepass")[:LENGTH].decode(errors="ignore"))
        slow += [nasty] * (time.process_time() - before > SECONDS)
    assert slow == []


def test_a_letter_with_very_many_marks_has_a_few() -> None:
    assert len(folded("я" + "\u0316\u0300" * 50_000)) < 10


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("999900001234", "999900001234"),
        ("000000123", "123"),
        ("UPRN: 9999 0000 1234", "999900001234"),
        ("999900001234.0", "999900001234"),
        (chr(0xFF11) + chr(0xFF12), "12"),
        ("0", None),
        ("", None),
        ("1234567890123", None),
        ("1.00023E+11", None),
        ("not known", None),
        ("-12", None),
    ],
)  # fmt: skip
def test_a_property_is_known_by_its_number(text: str, number: str | None) -> None:
    assert of_uprn(text) == ((("uprn", number),) if number else ())


@pytest.mark.parametrize("text", ["TEN-00123/4", "ten 00123 4", "Ten.00123.4", " ten001234 "])
def test_a_reference_is_its_letters_and_digits(text: str) -> None:
    assert of_reference(text) == (("reference", "ten001234"),)


@pytest.mark.parametrize("text", ["", "--", "n/a", "unknown", "\ud800"])
def test_what_refers_to_nothing_is_no_reference(text: str) -> None:
    assert of_reference(text) == ()


FACTS = {
    "names": "Jane Example",
    "date_of_birth": "2 Dec 1973",
    "phone": {"home": "020 7946 0123", "mobile": "07700 900123"},
    "email": ["jane@example.com", "j@example.org"],
    "read_by": "Ana Fable 07700 900999",
    "address": "12 High Road, ZZ99 7AJ",
    "uprn": "000123",
    "note": "ring 07700 900555",
}


def test_a_person_is_found_by_every_sealed_field_that_says_who_she_is() -> None:
    assert of_person_facts(FACTS) == {
        ("name_part", "jane"), ("name_part", "example"), ("surname", "example"), ("full_name", "janeexample"),
        ("date_of_birth", "1973-12-02"), ("phone", "+442079460123"), ("phone", "+447700900123"),
        ("email", "jane@example.com"), ("email", "j@example.org"), ("address", "12||ZZ997AJ"),
        ("postcode", "ZZ997AJ"), ("uprn", "123"),
    }  # fmt: skip


def test_who_reads_a_phone_and_what_a_note_says_finds_nobody() -> None:
    assert of_person_facts({"read_by": FACTS["read_by"], "note": FACTS["note"]}) == frozenset()


@pytest.mark.parametrize("value", [None, 7, True, object(), [], {}, [7, None], {"a": 7}, b"Jane", "", [["Jane"]]])
def test_a_field_that_holds_no_text_finds_nobody(value: object) -> None:
    assert of_person_facts(dict.fromkeys(FACTS, value)) == frozenset()


def test_every_field_that_is_read_is_a_sealed_field_of_a_persons_book() -> None:
    kinds = ("person.identified", "person.contact_changed", "person.address_changed")
    sealed = {field for kind in kinds for field in KINDS[kind].sealed}
    assert set(OF) - {"reference"} <= sealed
    assert sealed - set(OF) == {"note", "read_by"}


def test_the_same_text_is_another_identifier_in_another_field() -> None:
    assert Identifier("surname", "smith") != Identifier("name_part", "smith")
