"""`lintel events`: the kinds of event, and what one of them may say."""

import json

import pytest

from lintel.cli import main
from lintel.events.registry import KINDS


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["events", *arguments]) == 0
    found = capsys.readouterr()
    assert found.err == ""
    return found.out


def test_it_lists_every_kind(capsys: pytest.CaptureFixture[str]) -> None:
    lines = printed(capsys).strip().splitlines()
    assert [line.split()[0] for line in lines[1:]] == list(KINDS)


def test_it_lists_the_facts_and_sealed_fields_of_one_kind(capsys: pytest.CaptureFixture[str]) -> None:
    said = printed(capsys, "contact.made")
    fields = [line.split()[0] for line in said.split("\n\n")[1].splitlines()[1:]]
    assert said.startswith("contact.made: ")
    assert sorted(fields) == sorted([*KINDS["contact.made"].facts, *KINDS["contact.made"].sealed])


def test_it_can_say_what_every_kind_may_say(capsys: pytest.CaptureFixture[str]) -> None:
    assert [name for name in KINDS if not printed(capsys, name).startswith(f"{name}: ")] == []


def test_it_shows_the_prompts_of_a_policy_beside_a_kind(capsys: pytest.CaptureFixture[str]) -> None:
    plain = printed(capsys, "report.received")
    prompted = printed(capsys, "report.received", "--policy", "midland-heart")
    assert prompted.startswith(plain)
    assert "[midland-" in prompted.removeprefix(plain)


def test_the_json_of_one_kind_is_the_schema_of_an_entry(capsys: pytest.CaptureFixture[str]) -> None:
    schema = json.loads(printed(capsys, "contact.made", "--format", "json"))
    assert schema["properties"]["event"] == {"const": "contact.made"}


def test_the_json_of_all_kinds_has_each_of_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert list(json.loads(printed(capsys, "--format", "json"))["$defs"]) == list(KINDS)


@pytest.mark.parametrize(
    ("kind", "remedy"),
    [
        ("contact.maed", 'write "contact.made"'),
        ("consent.given", "write one of: consent.asked, consent.withdrawn"),
        ("telephoned", "`lintel events` lists the kinds of event"),
    ],
)
def test_an_unknown_kind_is_refused(capsys: pytest.CaptureFixture[str], kind: str, remedy: str) -> None:
    assert main(["events", kind]) == 1
    assert capsys.readouterr() == ("", f'"{kind}" is no kind of event; {remedy}\n')
