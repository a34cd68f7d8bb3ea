"""`lintel invent`, as somebody types it."""

from pathlib import Path

import pytest

from lintel.cli.commands import main
from tests.invention.years import lines


def test_the_year_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["invent", "--policy", "whg", "--cases", "3", "--seed", "9"])

    assert code == 0
    assert capsys.readouterr().out.splitlines() == list(lines("whg", 3, 9))


def test_the_year_is_written_to_a_file_and_to_no_other(tmp_path: Path) -> None:
    code = main(["invent", "--policy", "settle", "--cases", "2", "--out", str(tmp_path / "year.jsonl")])

    assert code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["year.jsonl"]
    assert (tmp_path / "year.jsonl").read_text(encoding="utf-8").splitlines() == list(lines("settle", 2))


def test_where_a_file_cannot_be_written_nothing_is_left_and_it_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "year.jsonl").mkdir()
    code = main(["invent", "--policy", "settle", "--cases", "2", "--out", str(tmp_path / "year.jsonl")])

    assert code == 1
    assert "cannot be written" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["year.jsonl"]


@pytest.mark.parametrize("wrong", [["--cases", "-1"], ["--year", "1850"]])
def test_what_makes_no_sense_is_wrong_usage(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["invent", "--policy", "settle", *wrong]) == 2
    assert wrong[0] in capsys.readouterr().err


def test_a_provider_without_a_policy_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["invent", "--policy", "nobody"]) == 1
    assert "nobody" in capsys.readouterr().err
