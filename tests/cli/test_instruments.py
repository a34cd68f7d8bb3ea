"""`lintel instruments check`: files of risk instruments checked before they are used."""

from pathlib import Path

import pytest

from lintel.cli import main
from lintel.instruments.loading import SHIPPED

BAD = Path(__file__).parent.parent / "instruments" / "bad"


def test_the_topics_that_come_with_lintel_are_right(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["instruments", "check", str(SHIPPED)]) == 0
    said = "topics.toml: right; lintel-topics 1, 24 questions, 8 of them critical; levels: medium, high\n"
    assert capsys.readouterr() == (said, "")


def test_the_faults_of_all_files_are_said_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    names = ("id-missing", "three-mistakes")
    assert main(["instruments", "check", *(str(BAD / f"{name}.toml") for name in names), str(SHIPPED)]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert [line.split(".toml: ")[0] for line in printed.err.splitlines()] == ["id-missing", *["three-mistakes"] * 3]
