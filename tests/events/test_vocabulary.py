"""The kinds of event are the product's public language: they equal the published table exactly.

Four kinds were added to what was first published, and nothing renamed: `access.given`, `access.ended` and
`conflict.declared` (docs/decisions/0012), and `closure.refused`, since a proposed closure can be answered with no.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from lintel.events.facts import FactType
from lintel.events.registry import KINDS

FILE = Path(__file__).parent / "vocabulary.json"
PUBLISHED: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
TABLE: dict[str, Any] = PUBLISHED["kinds"]
LISTS: dict[str, str] = PUBLISHED["lists"]


def declared(fact: FactType) -> str:
    return "[]" * fact.many + {"listed": " ".join(fact.values)}.get(fact.kind, f"<{fact.kind}>")


def published(fact: str) -> str:
    bare = fact.removeprefix("[]")
    return fact.removesuffix(bare) + LISTS.get(bare, bare)


def test_it_declares_every_published_kind_and_no_other() -> None:
    assert set(KINDS) == set(TABLE)


@pytest.mark.parametrize("name", TABLE)
def test_a_kind_has_the_published_facts_and_values(name: str) -> None:
    facts = {fact: declared(its_type) for fact, its_type in KINDS[name].facts.items()}
    assert facts == {fact: published(its_type) for fact, its_type in TABLE[name]["facts"].items()}


@pytest.mark.parametrize("name", TABLE)
def test_a_kind_has_the_published_sealed_fields_and_a_note(name: str) -> None:
    assert sorted(KINDS[name].sealed) == sorted(["note", *TABLE[name]["sealed"]])


@pytest.mark.parametrize("name", TABLE)
def test_a_kind_has_the_published_thread(name: str) -> None:
    said, thread = KINDS[name].declaration, TABLE[name]["thread"]
    assert said.opens == thread.get("opens")
    assert said.continues == thread.get("continues")
    assert said.may_continue == thread.get("may_continue", False)


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_says_what_it_is_and_helps(name: str) -> None:
    said = KINDS[name].declaration
    assert said.label == said.label.strip() != ""
    assert said.sentence == said.sentence.strip() != ""
    assert said.hint.endswith(".")


def test_no_two_kinds_are_called_the_same() -> None:
    labels = [kind.declaration.label for kind in KINDS.values()]
    assert sorted(set(labels)) == sorted(labels)


def test_only_what_means_nothing_without_a_fact_requires_it() -> None:
    required = {
        f"{kind.name} {field.alias or name}"
        for kind in KINDS.values()
        for name, field in kind.model.model_fields.items()
        if field.is_required()
    }
    assert required == {
        "person.joined person", "person.joined role", "person.role_changed person",
        "person.role_changed role", "person.left person", "person.died person", "entry.corrected entry",
        "thread.ended why", "role.appointed role", "role.appointed person", "role.ended role",
        "role.ended person", "training.completed course", "training.completed person",
        "access.given staff", "access.ended staff", "conflict.declared staff", "conflict.declared how",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["contact.attempted", "contact.made"])
def test_contact_is_started_by_us_unless_somebody_says_otherwise(name: str) -> None:
    assert KINDS[name].model().model_dump(exclude_none=True) == {"started_by": "us"}
