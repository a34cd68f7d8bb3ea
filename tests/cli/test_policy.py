"""`lintel policy`: files checked, clauses listed, the schema printed."""

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lintel.cli import main
from lintel.commitments.examples import examples_beside
from lintel.commitments.loading import file_of, policy_files

BAD = Path(__file__).parent.parent / "commitments" / "bad_policies"
FILES = policy_files()


def test_there_are_five_policies() -> None:
    assert len(FILES) == 5


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_policy_that_comes_with_lintel_is_right_and_its_worked_examples_hold(
    capsys: pytest.CaptureFixture[str], path: Path
) -> None:
    assert main(["policy", "check", str(path)]) == 0
    said = capsys.readouterr().out
    assert said.startswith(f"{path.name}: right; ")
    assert said.endswith("worked examples hold\n")


def test_the_faults_of_all_files_are_said_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    names = ("unknown-event", "not-toml", "unknown-nation")
    assert main(["policy", "check", *(str(BAD / f"{name}.toml") for name in names), "association"]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert [line.split(".toml: ")[0] for line in printed.err.splitlines()] == list(names)


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """Association's policy with its examples beside it, where they may be spoiled."""
    path = file_of("association")
    for each in (path, examples_beside(path)):
        (tmp_path / each.name).write_bytes(each.read_bytes())
    return tmp_path / path.name


def test_an_example_that_does_not_hold_is_refused_with_what_was_found(
    capsys: pytest.CaptureFixture[str], copied: Path
) -> None:
    examples = examples_beside(copied)
    more = '[[example]]\nname = "Nothing"\nas_of = 2024-01-01T00:00:00\nbreaches = ["none at 1"]\nhappens = [\n'
    more += '{at = 2023-01-01T00:00:00, event = "note.added"}]\n'
    examples.write_text(f"{examples.read_text(encoding='utf-8')}\n{more}", encoding="utf-8")
    assert main(["policy", "check", str(copied)]) == 1
    said = 'association.examples.toml: "Nothing": breaches: expected none at 1; found nothing\n'
    assert capsys.readouterr() == ("", said)


def test_examples_of_the_wrong_shape_are_refused(capsys: pytest.CaptureFixture[str], copied: Path) -> None:
    examples_beside(copied).write_text('[[example]]\nname = "Nothing"\n', encoding="utf-8")
    assert main(["policy", "check", str(copied)]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert [line.split(";")[0] for line in printed.err.splitlines()] == [
        "association.examples.toml: example[1].as_of is missing",
        "association.examples.toml: example[1].happens is missing",
    ]


@pytest.fixture
def clauses(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    assert main(["policy", "clauses", "settle", "--format", "json"]) == 0
    return dict(json.loads(capsys.readouterr().out))


def test_the_clauses_have_the_keys_of_the_contract(clauses: dict[str, Any]) -> None:
    keys = {"id", "says", "strength", "honoured_by", "planned"}
    assert list(clauses) == ["policy", "clauses", "counts"]
    assert clauses["policy"] == "settle-2024"
    assert {frozenset(each) for each in clauses["clauses"]} == {frozenset(keys)}


def test_the_clauses_are_those_of_the_file(clauses: dict[str, Any]) -> None:
    stated = tomllib.loads(file_of("settle").read_text(encoding="utf-8"))["clause"]
    for listed, clause in zip(clauses["clauses"], stated, strict=True):
        assert listed == {"honoured_by": [], "planned": []} | {key: clause[key] for key in clause if key != "because"}


def test_the_counts_add_up(clauses: dict[str, Any]) -> None:
    counts = clauses["counts"]
    assert counts["clauses"] == len(clauses["clauses"]) == sum(counts[each] for each in ("must", "aim", "may", "fact"))
    assert counts["honoured"] + counts["planned_alone"] == counts["clauses"]


def test_the_text_lists_every_clause(capsys: pytest.CaptureFixture[str], clauses: dict[str, Any]) -> None:
    assert main(["policy", "clauses", "settle"]) == 0
    said = capsys.readouterr().out
    assert [each["id"] for each in clauses["clauses"] if f"\n{each['id']} " not in said] == []


@pytest.fixture
def schema(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    assert main(["policy", "schema"]) == 0
    return dict(json.loads(capsys.readouterr().out))


def parts(schema: Any) -> Iterator[dict[str, Any]]:
    """Every object within a schema, and itself."""
    yield from [schema] if isinstance(schema, dict) else []
    for each in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        yield from parts(each)


def test_the_schema_is_one(schema: dict[str, Any]) -> None:
    simple = {"object", "array", "string", "integer", "number", "boolean", "null"}
    types = [part["type"] for part in parts(schema) if isinstance(part.get("type"), str)]
    references = {part["$ref"] for part in parts(schema) if "$ref" in part}
    assert set(types) <= simple
    assert references <= {f"#/$defs/{name}" for name in schema["$defs"]}
    assert schema["additionalProperties"] is False
    assert schema["required"] == ["policy"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_schema_knows_every_key_of_each_policy(schema: dict[str, Any], path: Path) -> None:
    policy = tomllib.loads(path.read_text(encoding="utf-8"))
    known = {key for part in parts(schema) for key in part.get("properties", {})}
    lists = [table for value in policy.values() if isinstance(value, list) for table in value]
    tables = [policy, policy["policy"], policy["words"], policy["definition"], *lists]
    assert {key for table in tables for key in table} <= known


def test_the_schema_shows_how_what_must_be_there_is_written(schema: dict[str, Any]) -> None:
    tables = {name: table for name, table in schema["$defs"].items() if table.get("required")}
    shown = {
        f"{name}.{key}"
        for name, table in tables.items()
        for key in table["required"]
        if not {"examples", "const"} & set(table["properties"][key])
    }
    assert shown == set()
