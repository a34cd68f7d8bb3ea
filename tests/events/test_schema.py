"""The published schema of an entry: made from the declarations, and saying neither more nor less."""

import json
from typing import Any

import pytest

from lintel.events.registry import KINDS
from lintel.events.schema import schema, schemas

CONTINUING = [name for name, kind in KINDS.items() if kind.declaration.continues]
THREADLESS = [
    name for name, kind in KINDS.items() if not kind.declaration.continues and not kind.declaration.may_continue
]


def facts_of(name: str) -> Any:
    return schema(name)["properties"]["data"]


def test_a_schema_says_all_that_an_entry_may_say() -> None:
    handle = {"type": "string", "pattern": r"^[A-Za-z0-9][A-Za-z0-9_.:\-]{0,63}$"}
    instant = {"type": "string", "format": "date-time"}
    score = {"anyOf": [{"type": "integer", "minimum": 1, "maximum": 5}, {"type": "null"}], "x-fact": True}
    text = {"type": "string"}
    sealed = {
        "anyOf": [
            text,
            {"type": "array", "items": text},
            {"type": "object", "additionalProperties": text},
            {"type": "null"},
        ],
        "x-sealed": True,
    }
    case = r"^(?!organisation$)(?!person:)[A-Za-z0-9][A-Za-z0-9_.:\-]{0,63}$"
    assert schema("survey.answered") == {
        "title": KINDS["survey.answered"].declaration.label,
        "description": KINDS["survey.answered"].declaration.hint,
        "type": "object",
        "properties": {
            "book": {"anyOf": [{"type": "string", "pattern": case}]},
            "id": handle,
            "event": {"const": "survey.answered"},
            "at": instant,
            "recorded_at": instant,
            "by": handle,
            "thread": handle,
            "about": {"type": "array", "items": handle},
            "data": {
                "type": "object",
                "properties": {"satisfaction": score, "felt_safe": score},
                "additionalProperties": False,
            },
            "note": sealed,
            "comments": sealed,
        },
        "required": ["book", "id", "event", "at", "thread"],
        "additionalProperties": False,
        "x-continues": "survey",
    }


def test_it_holds_every_kind_once_as_a_choice_of_one() -> None:
    whole = schemas()
    assert list(whole["$defs"]) == list(KINDS)
    assert [choice["$ref"] for choice in whole["oneOf"]] == [f"#/$defs/{name}" for name in KINDS]


def test_it_can_be_written_as_json() -> None:
    whole = schemas()
    assert json.loads(json.dumps(whole)) == whole


@pytest.mark.parametrize("name", KINDS)
def test_its_data_holds_the_facts_of_the_kind_and_nothing_else(name: str) -> None:
    data = facts_of(name)
    assert set(data["properties"]) == set(KINDS[name].facts)
    assert all(fact["x-fact"] for fact in data["properties"].values())
    assert data["additionalProperties"] is False


@pytest.mark.parametrize("name", KINDS)
def test_its_sealed_fields_stand_beside_the_data_and_are_marked(name: str) -> None:
    top = schema(name)["properties"]
    assert {field for field in top if "x-sealed" in top[field]} == set(KINDS[name].sealed)


@pytest.mark.parametrize("name", KINDS)
def test_its_labels_are_ours_and_not_made_from_field_names(name: str) -> None:
    fields = {**schema(name)["properties"], **facts_of(name)["properties"]}
    assert not any("title" in field for field in fields.values())


@pytest.mark.parametrize("name", CONTINUING)
def test_what_continues_a_thread_must_name_it(name: str) -> None:
    assert "thread" in schema(name)["required"]
    assert schema(name)["x-continues"] == KINDS[name].declaration.continues


@pytest.mark.parametrize("name", THREADLESS)
def test_what_continues_no_thread_cannot_name_one(name: str) -> None:
    assert "thread" not in schema(name)["properties"]


def test_what_opens_a_thread_says_which() -> None:
    assert schema("repair.needed")["x-opens"] == "repair"


def test_a_thread_that_may_be_named_need_not_be() -> None:
    assert "thread" in schema("victim.consulted")["properties"]
    assert "thread" not in schema("victim.consulted")["required"]


def test_data_must_be_there_where_the_entry_means_nothing_without_it() -> None:
    assert "data" in schema("person.joined")["required"]
    assert facts_of("person.joined")["required"] == ["person", "role"]


@pytest.mark.parametrize(("name", "fact"), [("discretion.asked", "for"), ("case.erased", "class")])
def test_a_fact_has_the_name_that_it_has_in_a_file(name: str, fact: str) -> None:
    assert fact in facts_of(name)["properties"]


def test_an_entry_says_which_books_it_may_stand_in() -> None:
    assert len(schema("note.added")["properties"]["book"]["anyOf"]) == 3
    assert schema("policy.approved")["properties"]["book"] == {"anyOf": [{"const": "organisation"}]}
