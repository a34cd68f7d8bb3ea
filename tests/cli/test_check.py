"""`lintel check`: what it prints for a person, what it prints for a program, and that it prints nothing else."""

import json
import tomllib
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from lintel.cli import main

CASES = Path(__file__).parent / "cases.jsonl"
BAD = Path(__file__).parent.parent / "commitments" / "bad_policies"
CHECK = ["check", str(CASES), "--policy", "settle", "--as-of", "2024-05-01T12:00:00+01:00"]

OBLIGATION = {
    "book", "commitment", "clause", "subject", "thread", "opened_by", "opened_at", "due_on", "due_at", "done_by",
    "done_at", "state", "why",
}  # fmt: skip
BREACH = {"book", "guard", "clause", "entry", "strength", "why"}
MEASURE = {"measure", "period", "kept", "late", "missed", "overdue", "due", "excused", "owed", "rate", "target"}


@pytest.fixture(scope="module")
def printed() -> str:
    with redirect_stdout(StringIO()) as out:
        assert main([*CHECK, "--format", "json"]) == 0
    return out.getvalue()


@pytest.fixture
def found(printed: str) -> dict[str, Any]:
    return dict(json.loads(printed))


def test_the_json_has_the_keys_of_the_contract_and_the_extensions_that_are_written_down(found: dict[str, Any]) -> None:
    assert list(found) == ["obligations", "breaches", "measures"]
    assert {frozenset(each) for each in found["obligations"]} == {frozenset(OBLIGATION | {"policy", "excused_by"})}
    assert {frozenset(each) for each in found["breaches"]} == {frozenset(BREACH)}
    extended = frozenset(MEASURE | {"kind", "clause", "value", "better"})
    assert {frozenset(each) for each in found["measures"]} == {extended}


def test_an_obligation_says_what_was_owed_until_when_and_what_came_of_it(found: dict[str, Any]) -> None:
    late = next(each for each in found["obligations"] if each["state"] == "late")
    assert "Fri 8 Mar 2024 16:55; 1 working day; due Mon 11 Mar 2024" in late.pop("why")
    assert late == {
        "book": "A2", "commitment": "first-contact", "clause": ["settle-7.b4i", "settle-7.b4"], "policy": "settle-2024",
        "subject": "v1", "thread": None, "opened_by": "1", "opened_at": "2024-03-08T16:55:00+00:00",
        "due_on": "2024-03-11", "due_at": "2024-03-12T00:00:00+00:00", "done_by": "4",
        "done_at": "2024-03-12T09:00:00+00:00", "excused_by": None, "state": "late",
    }  # fmt: skip


def test_a_breach_says_what_was_done_against_which_guard(found: dict[str, Any]) -> None:
    (breach,) = found["breaches"]
    assert breach.pop("why") == "v1: there was no plan yet, and the report did not call text safe"
    assert breach == {
        "book": "A2", "guard": "safe-contact", "clause": ["settle-3.b2"], "entry": "4", "strength": "bar",
    }  # fmt: skip


def test_a_figure_counts_every_state(found: dict[str, Any]) -> None:
    figure = next(each for each in found["measures"] if each["measure"] == "first-contact")
    assert figure == {
        "measure": "first-contact", "kind": "rate", "clause": figure["clause"], "period": "all", "kept": 1, "late": 1,
        "missed": 0, "overdue": 0, "due": 0, "excused": 0, "owed": 2, "rate": 0.5, "value": 0.5, "target": 1.0,
        "better": "up",
    }  # fmt: skip


def test_no_two_obligations_have_one_identity(found: dict[str, Any]) -> None:
    names = ("book", "commitment", "opened_by", "thread", "subject")
    keys = [tuple(each[name] for name in names) for each in found["obligations"]]
    assert sorted(set(map(str, keys))) == sorted(map(str, keys))


def test_the_text_has_a_table_of_states_the_figures_the_misses_and_the_breaches(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(CHECK) == 0
    said = capsys.readouterr().out
    rows = [line.split() for line in said.splitlines()]
    assert said.startswith("cases.jsonl by settle-2024, as of Wed 1 May 2024 12:00")
    assert ["Commitment", "kept", "late", "missed", "overdue", "due", "excused"] in [row[:7] for row in rows]
    assert ["first-contact", "all", "50.0%", "100.0%", "not", "met"] in rows
    assert "1 working day; due Mon 11 Mar 2024; done: " in said
    assert "there was no plan yet, and the report did not call text safe" in said


@pytest.mark.parametrize("form", ["text", "json"])
def test_nothing_sealed_is_ever_printed(capsys: pytest.CaptureFixture[str], form: str) -> None:
    assert "SECRET" in CASES.read_text(encoding="utf-8")
    assert main([*CHECK, "--format", form]) == 0
    assert "SECRET" not in "".join(capsys.readouterr())


def test_figures_are_for_each_period_that_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*CHECK, "--format", "json", "--period", "2024-03", "--period", "2024-Q2", "--period", "2023"]) == 0
    figures = json.loads(capsys.readouterr().out)["measures"]
    rates = {each["period"]: each["rate"] for each in figures if each["measure"] == "first-contact"}
    assert rates == {"2024-03": 0.5, "2024-Q2": None, "2023": None}


def test_what_was_written_down_later_is_not_known(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*CHECK, "--format", "json", "--known-on", "2024-03-12"]) == 0
    states = {each["state"] for each in json.loads(capsys.readouterr().out)["obligations"] if each["book"] == "A2"}
    assert "late" not in states


def test_it_judges_by_a_file_as_by_a_name(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    rule = 'id = "soon"\nkind = "deadline"\nafter = "report.received"\ndo = "contact.made"\nwithin = "1 day"\n'
    path.write_text(f'[policy]\nid = "mine"\nprovider = "mine"\n[[commitment]]\n{rule}', encoding="utf-8")
    assert main([*CHECK[:2], "--policy", str(path), *CHECK[4:], "--format", "json"]) == 0
    owed = json.loads(capsys.readouterr().out)["obligations"]
    assert [(each["book"], each["state"]) for each in owed] == [("A1", "late"), ("A2", "late")]


def test_scattered_books_are_judged_alike_and_it_is_said(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, found: dict[str, Any]
) -> None:
    lines = CASES.read_text(encoding="utf-8").splitlines()
    scattered = tmp_path / "cases.jsonl"
    scattered.write_text("\n".join(lines[::2] + lines[1::2]), encoding="utf-8")
    assert main(["check", str(scattered), *CHECK[2:], "--format", "json"]) == 0
    said_of = capsys.readouterr()
    said = "entries of one book do not stand together, so the whole file was held in memory; sort it by book"
    assert said_of.err == f"cases.jsonl: {said}\n"
    assert json.loads(said_of.out) == found


WRONG = tomllib.loads((BAD.parent.parent / "events" / "bad_files" / "entries.toml").read_text(encoding="utf-8"))


def test_no_wrong_entry_lets_anything_be_printed(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "bad.jsonl"
    first = [WRONG["right"][name] for name in ("report", "joined", "repair")]
    for case in WRONG["wrong"]:
        changed = {**WRONG["right"][case["entry"]], **case.get("with", {})}
        entry = {key: value for key, value in changed.items() if key not in case.get("without", ())}
        path.write_text("\n".join(map(json.dumps, [*first, entry])), encoding="utf-8")
        assert main(["check", str(path), *CHECK[2:]]) == 1
        assert capsys.readouterr() == ("", f"bad.jsonl: line 4: {case['said']}\n")


SPOILED = {
    "an unknown event": '{"book": "A9", "id": "1", "event": "contact.maed", "at": "2024-03-28T16:30:00Z"}',
    "no JSON": "What she said",
    "nothing": "{}",
}


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize("what", SPOILED)
def test_one_bad_line_and_nothing_is_printed_but_the_refusal(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, what: str, form: str
) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text(f"{CASES.read_text(encoding='utf-8')}{SPOILED[what]}\n", encoding="utf-8")
    assert main(["check", str(path), *CHECK[2:], "--format", form]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert {line[: len("bad.jsonl: line 10")] for line in printed.err.splitlines()} == {"bad.jsonl: line 10"}


@pytest.mark.parametrize("name", ["nowhere.jsonl", "."])
def test_what_is_no_file_is_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path, name: str) -> None:
    assert main(["check", str(tmp_path / name), *CHECK[2:]]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "file cannot be read" in printed.err


@pytest.mark.parametrize("stem", ["unknown-event", "five-mistakes", "not-toml", "not-utf-8"])
def test_a_bad_policy_is_refused_with_all_its_faults(capsys: pytest.CaptureFixture[str], stem: str) -> None:
    path = BAD / f"{stem}.toml"
    assert main([*CHECK[:2], "--policy", str(path)]) == 1
    printed = capsys.readouterr()
    promised = [line.removeprefix(b"# Refused: ") for line in path.read_bytes().splitlines() if b"# Refused" in line]
    assert printed.out == ""
    assert printed.err.splitlines() == [line.decode() for line in promised]
