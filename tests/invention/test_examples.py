"""The years in `examples/` are what the command makes today."""

from pathlib import Path

import pytest

from tests.invention.years import PROVIDERS, lines

EXAMPLES = Path(__file__).parents[2] / "examples"
LARGEST = 1_500_000


@pytest.mark.parametrize("provider", PROVIDERS)
def test_an_example_is_what_the_command_makes_byte_for_byte(provider: str) -> None:
    made = "".join(f"{line}\n" for line in lines(provider)).encode()

    assert (EXAMPLES / f"{provider}-2024.jsonl").read_bytes() == made


@pytest.mark.parametrize("provider", PROVIDERS)
def test_an_example_is_small_enough_to_look_at(provider: str) -> None:
    assert (EXAMPLES / f"{provider}-2024.jsonl").stat().st_size < LARGEST
