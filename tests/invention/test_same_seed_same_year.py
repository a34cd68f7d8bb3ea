"""The same seed tells the same year, and a case does not hang on how many others there are."""

import random

from tests.invention.years import Line, entries, lines


def _case(number: str, told: tuple[Line, ...]) -> list[Line]:
    return [entry for entry in told if entry["book"] == number]


def test_the_same_seed_gives_the_same_lines_again() -> None:
    once = lines("settle", 12, 7)
    lines.cache_clear()

    assert lines("settle", 12, 7) == once


def test_another_seed_gives_other_cases() -> None:
    assert lines("settle", 12, 7) != lines("settle", 12, 8)


def test_a_case_is_the_same_whatever_the_number_of_cases() -> None:
    few, many = entries("settle", 5, 3), entries("settle", 50, 3)

    assert [_case(f"24-000{number}", few) for number in range(1, 6)] == [
        _case(f"24-000{number}", many) for number in range(1, 6)
    ]


def test_no_case_hangs_on_what_the_shared_dice_of_the_program_show() -> None:
    random.seed(5)
    once = lines("settle", 6, 2)
    random.seed(99)
    lines.cache_clear()

    assert lines("settle", 6, 2) == once


def test_every_forty_four_cases_tell_the_same_stories_in_another_order() -> None:
    reports = [entry for entry in entries("settle", 88) if entry["event"] == "report.received"]
    colleagues = [entry["book"] for entry in reports if entry["data"].get("colleague_case")]

    assert [int(book[-4:]) > 44 for book in colleagues] == [False, True]
