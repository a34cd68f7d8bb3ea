"""`lintel replay`: settle's fortnight against a week, commitment by commitment and case by case."""

import json
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from lintel.cli import main
from lintel.commitments.loading import file_of

CASES = Path(__file__).parent / "cases.jsonl"
AS_OF = ["--as-of", "2024-05-01T12:00:00+01:00"]


@pytest.fixture(scope="module")
def weekly(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Settle's policy with a contact every week."""
    path = tmp_path_factory.mktemp("policies") / "weekly.toml"
    text = file_of("settle").read_text(encoding="utf-8").replace('every = "14 days"', 'every = "7 days"')
    path.write_text(text.replace('id = "settle-2024"', 'id = "settle-weekly"'), encoding="utf-8")
    return str(path)


def replayed(*files: Path, against: str) -> dict[str, Any]:
    names = [str(path) for path in files]
    with redirect_stdout(StringIO()) as out:
        assert main(["replay", *names, "--policy", "settle", "--against", against, *AS_OF, "--format", "json"]) == 0
    return dict(json.loads(out.getvalue()))


@pytest.fixture(scope="module")
def found(weekly: str) -> dict[str, Any]:
    return replayed(CASES, against=weekly)


def test_it_counts_each_commitment_by_both_policies(found: dict[str, Any]) -> None:
    changed = [each for each in found["commitments"] if each["changed"]]
    rest = {"missed": 0, "due": 0, "excused": 0}
    assert (found["policy"], found["against"]) == ("settle-2024", "settle-weekly")
    assert [each["commitment"] for each in changed] == ["fortnightly-contact"]
    assert changed[0]["policy"] == {"kept": 3, "late": 0, "overdue": 2, **rest}
    assert changed[0]["against"] == {"kept": 2, "late": 1, "overdue": 2, **rest}


def test_it_names_each_case_and_obligation_that_comes_out_otherwise(found: dict[str, Any]) -> None:
    cases = {each["book"]: each["changes"] for each in found["cases"]}
    otherwise = [
        (book, change["policy"], change["against"])
        for book, changes in cases.items()
        for change in changes
        if change["policy"]["state"] != change["against"]["state"]
    ]
    assert otherwise == [("A1", {"state": "kept", "due_on": "2024-04-16"}, {"state": "late", "due_on": "2024-04-09"})]


def test_it_counts_the_breaches_of_both(found: dict[str, Any]) -> None:
    assert found["guards"] == [{"guard": "safe-contact", "policy": 1, "against": 1}]


def test_nothing_is_otherwise_under_the_same_policy() -> None:
    found = replayed(CASES, against="settle-2024")
    assert found["cases"] == []
    assert {each["changed"] for each in found["commitments"]} == {0}


def test_what_only_one_policy_promises_is_counted_on_its_side() -> None:
    found = replayed(CASES, against="whg")
    sides = {each["commitment"]: (each["policy"] is None, each["against"] is None) for each in found["commitments"]}
    assert sides["fortnightly-contact"] == (False, True)
    assert (True, False) in sides.values()


def test_cases_of_several_files_are_told_apart(weekly: str, tmp_path: Path) -> None:
    again = tmp_path / "again.jsonl"
    again.write_bytes(CASES.read_bytes())
    books = [each["book"] for each in replayed(CASES, again, against=weekly)["cases"]]
    assert {"cases.jsonl: A1", "again.jsonl: A1"} <= set(books)


def test_the_text_says_it_in_a_table_and_case_by_case(capsys: pytest.CaptureFixture[str], weekly: str) -> None:
    assert main(["replay", str(CASES), "--policy", "settle", "--against", weekly, *AS_OF]) == 0
    said = capsys.readouterr().out
    row = next(line for line in said.splitlines() if line.startswith("fortnightly-contact")).split()
    assert said.startswith("settle-2024 against settle-weekly, as of Wed 1 May 2024 12:00\n")
    assert row[1:15] == ["3", "+", "0", "+", "0", "+", "2", "2", "+", "1", "+", "0", "+", "2"]
    assert "fortnightly-contact v1 from Tue 2 Apr 2024: kept, due Tue 16 Apr 2024 -> late, due Tue 9 Apr 2024" in said


def test_a_copy_that_still_has_the_same_id_goes_by_its_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    mine = tmp_path / "my-settle.toml"
    mine.write_text(file_of("settle").read_text(encoding="utf-8").replace("14 days", "7 days"), encoding="utf-8")
    assert main(["replay", str(CASES), "--policy", "settle", "--against", str(mine), *AS_OF]) == 0
    said = capsys.readouterr().out
    assert said.startswith("settle-2024 against my-settle, as of Wed 1 May 2024 12:00\n")


@pytest.mark.parametrize("form", ["text", "json"])
def test_nothing_sealed_is_printed(capsys: pytest.CaptureFixture[str], weekly: str, form: str) -> None:
    assert main(["replay", str(CASES), "--policy", "settle", "--against", weekly, *AS_OF, "--format", form]) == 0
    assert "SECRET" not in "".join(capsys.readouterr())
