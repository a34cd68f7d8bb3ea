"""What the README shows is what the commands print."""

import json
import re
from pathlib import Path

import pytest

from lintel.cli import main
from lintel.cli.demonstrating import CASES
from lintel.cli.policies import counts
from lintel.commitments.loading import find
from lintel.config.demo.landlord import STAFF

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
FIVE = ("settle", "midland-heart", "association", "aspire", "whg")
COLUMNS = (
    "clauses", "honoured_by_a_rule", "honoured_by_an_event", "honoured_by_guidance_alone", "honoured_otherwise",
    "planned_alone", "planned_in_part",
)  # fmt: skip


def shown(command: str) -> list[str]:
    """The parts of a console block between its marks of omission, white space apart."""
    block = README.split(f"$ script/lintel {command}")[1].split("```")[0].partition("\n")[2]
    return [" ".join(part.split()) for part in re.split(r"^\s*…$", block, flags=re.MULTILINE) if part.strip()]


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(arguments) == 0
    return " ".join(capsys.readouterr().out.split())


@pytest.fixture(autouse=True)
def _from_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def missing(parts: list[str], output: str) -> list[str]:
    lines = [line for part in parts for line in re.split(r"(?<=%) (?=[a-z])", part)]
    return [line for line in lines if line not in output]


def test_the_first_command_prints_what_the_readme_shows(capsys: pytest.CaptureFixture[str]) -> None:
    output = printed(capsys, "check", "examples/settle-2024.jsonl", "--policy", "settle", "--as-of", "2025-04-01")
    parts = shown("check examples/settle-2024.jsonl")
    assert parts
    assert missing(parts, output) == []


def test_the_second_command_prints_what_the_readme_shows(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    settle = (ROOT / "src/lintel/policies/settle-2024.toml").read_text(encoding="utf-8")
    changed = settle.replace('every = "14 days"', 'every = "7 days"').replace('"settle-2024"', '"my-settle"', 1)
    mine = tmp_path / "my-settle.toml"
    mine.write_text(changed, encoding="utf-8")
    output = printed(
        capsys, "replay", "examples/settle-2024.jsonl", "--policy", "settle", "--against", str(mine),
        "--as-of", "2025-04-01",
    )  # fmt: skip
    parts = [part for part in shown("replay examples/settle-2024.jsonl") if not part.startswith("first-contact")]
    assert parts
    assert missing(parts, output) == []


@pytest.mark.parametrize("policy", FIVE)
def test_the_table_of_clauses_counts_as_the_command_does(policy: str) -> None:
    counted = counts(find(policy).all[-1])
    row = f"| {policy} | {' | '.join(str(counted[column]) for column in COLUMNS)} |"
    assert row in README


def test_the_clauses_as_json_have_the_counts_of_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(printed(capsys, "policy", "clauses", "settle", "--format", "json"))
    assert found["counts"]["clauses"] == len(found["clauses"])


def test_the_demonstration_of_the_readme_has_the_people_that_there_are() -> None:
    table = README.split("Sign in as       what they are\n")[1].split("\n…")[0]
    people = {f"{each.handle} {each.called}" for each in STAFF if each.signs_in}

    assert {" ".join(line.split()) for line in table.splitlines()} <= people
    assert f"A year of {CASES} invented cases" in README
