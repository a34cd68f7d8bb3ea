"""Which passwords are good enough: long, not common, not built from what anybody would try here. No other rule."""

import gzip
import os
import random
from pathlib import Path

import pytest
from django.contrib.auth import password_validation
from django.contrib.auth.password_validation import CommonPasswordValidator, validate_password
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as some

from lintel.access.models import Staff
from lintel.signin.models import Account

HER = Account(handle="imogen.farrow", staff=Staff(handle="imogen.farrow", name="Imogen Farrow"))
LISTED = Path(CommonPasswordValidator().DEFAULT_PASSWORD_LIST_PATH)
OWN_WORDS = ["settle", "lintel", "safe", "imogen", "farrow", "housing", "domestic", "abuse", "password", "welcome"]


def good(password: str) -> bool:
    try:
        validate_password(password, HER)
    except ValidationError:
        return False
    return True


def listed() -> list[str]:
    """The passwords that most people use: twenty thousand of them."""
    with gzip.open(LISTED, "rt", encoding="utf-8") as file:
        return [line.strip() for line in file]


def test_every_common_password_is_refused() -> None:
    common = listed()
    assert len(common) > 19_000
    tried = common if os.environ.get("LINTEL_PROOF") == "full" else random.Random(1).sample(common, 3_000)
    assert [each for each in tried if good(each)] == []


def test_common_passwords_that_are_long_enough_are_refused_too() -> None:
    long = [each for each in listed() if len(each) >= 12]
    assert len(long) > 50
    assert [each for each in long if good(each)] == []
    assert [each for each in long if good(each.upper())] == []


@pytest.mark.parametrize("word", OWN_WORDS)
@pytest.mark.parametrize("around", ["{}{}{}", "{}-2024-10", "!!{}!!1234567", "{} {}12345678", "{}spring2024"])
def test_a_password_made_of_words_of_this_place_is_refused(word: str, around: str) -> None:
    assert not good(around.replace("{}", word).ljust(12, "1"))
    assert not good(around.replace("{}", word.title()).ljust(12, "1"))


@pytest.mark.parametrize(
    "disguised", ["S3ttle-S3ttle", "5afe5afe5afe", "Im0gen-F4rrow1", "l1ntel2024!!!", "$afe$afe$afe"]
)
def test_digits_in_place_of_letters_disguise_nothing(disguised: str) -> None:
    assert not good(disguised)


@pytest.mark.parametrize("fine", [
    "brave otters wander", "safeguard the velvet pelican", "tqzwmvkfxjrn", "9f2k8d7q3x6m", "ééééüüüüööö漢",
    "correct horse battery staple", "                 x y z 7",
])  # fmt: skip
def test_a_long_password_is_good_whatever_it_is_made_of(fine: str) -> None:
    assert good(fine)


@given(some.text(max_size=11))
def test_fewer_than_twelve_characters_are_never_enough(password: str) -> None:
    assert not good(password)


@given(some.text(alphabet="bcdfghjkmnpqrtvwxyz", min_size=16, max_size=64))
def test_sixteen_letters_drawn_at_random_are_enough(password: str) -> None:
    assert good(password)


def test_what_is_asked_is_said_with_the_form() -> None:
    said = password_validation.password_validators_help_texts()
    assert len(said) == 3
    assert "12" in said[0]


def test_a_refusal_never_repeats_the_password() -> None:
    with pytest.raises(ValidationError) as refused:
        validate_password("settle123", HER)
    assert "settle" not in "".join(refused.value.messages)
