"""Sealed text names nobody: numbers, postcodes, addresses and names are of kinds that nobody can have."""

import re

import pytest

from lintel.invention.words import sentences
from tests.invention.years import PROVIDERS, entries, sealed

DRAMA = re.compile(r"07700 900\d{3}|020 7946 0\d{3}|01632 960\d{3}")
"""The numbers that Ofcom keeps free for drama."""
NUMBER = re.compile(r"(?<!\d)(?:\+44|0)[\d ]{8,}\d")
POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b")
EMAIL = re.compile(r"\S+@(\S+)")


def _texts(provider: str) -> list[str]:
    return [text for entry in entries(provider) for text in sealed(entry)]


@pytest.mark.parametrize("provider", PROVIDERS)
def test_every_telephone_number_is_one_kept_for_drama(provider: str) -> None:
    numbers = [number for text in _texts(provider) for number in NUMBER.findall(text)]

    assert numbers
    assert [number for number in numbers if not DRAMA.fullmatch(number)] == []


@pytest.mark.parametrize("provider", PROVIDERS)
def test_every_postcode_is_of_an_area_that_does_not_exist(provider: str) -> None:
    postcodes = [postcode for text in _texts(provider) for postcode in POSTCODE.findall(text)]

    assert postcodes
    assert {postcode[:4] for postcode in postcodes} == {"ZZ99"}


@pytest.mark.parametrize("provider", PROVIDERS)
def test_every_e_mail_address_is_of_an_example_domain(provider: str) -> None:
    assert {domain for text in _texts(provider) for domain in EMAIL.findall(text)} <= {"example.com", "example.org"}


@pytest.mark.parametrize("provider", PROVIDERS)
def test_every_surname_says_that_it_is_an_example(provider: str) -> None:
    names = [entry["names"] for entry in entries(provider) if entry["event"] == "person.identified"]

    assert names
    assert [name for name in names if not name.endswith("-Example")] == []


@pytest.mark.parametrize("provider", PROVIDERS)
def test_no_place_in_a_sentence_is_left_open(provider: str) -> None:
    assert [text for text in _texts(provider) if "{" in text or "}" in text] == []


def test_there_are_many_sentences_to_choose_from() -> None:
    assert sum(len(said) for said in sentences().values()) > 250


def test_women_and_men_and_others_are_victims() -> None:
    genders = {entry["data"]["gender"] for entry in entries("settle", 88, 4) if "gender" in entry.get("data", {})}

    assert genders == {"female", "male", "non_binary"}
