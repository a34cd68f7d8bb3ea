"""docs/who-may-what.md is the table, as it is now."""

import re
from itertools import product
from pathlib import Path

from lintel.access.grants import BY_ROLE, REACH, STEP_UP, THINGS, TO_A_CASE, VERBS, ByRelation, ByRole
from lintel.access.table import as_markdown

DOCUMENT = Path(__file__).parents[2] / "docs" / "who-may-what.md"
PAIRS = [
    (verb.strip(), thing.strip())
    for verbs, things in re.findall(r"^\| ([^|-]+) \| ([^|]+) \|", as_markdown(), re.MULTILINE)
    for verb, thing in product(verbs.split(","), things.split(","))
    if verbs != "May"
]


def test_the_document_says_what_the_table_says() -> None:
    """Where it does not, write it anew: DOCUMENT.write_text(as_markdown(), encoding="utf-8")."""
    assert DOCUMENT.read_text(encoding="utf-8") == as_markdown()


def test_the_document_has_every_verb_and_thing_of_the_table() -> None:
    rows: list[ByRelation | ByRole] = [*TO_A_CASE, *BY_ROLE]
    said = {(verb, thing) for row in rows for verb, thing in product(row.verbs, row.things)}
    shown = {(verb.rstrip("*"), thing.rstrip("*").replace(" ", "_")) for verb, thing in PAIRS}
    assert shown == said
    assert {thing for _, thing in said} == set(THINGS)
    assert {verb for verb, _ in said} == set(VERBS)


def test_the_document_has_a_section_for_every_relation() -> None:
    assert [relation for relation in REACH if f"{REACH[relation].means}\n" not in as_markdown()] == []


def test_the_document_stars_what_asks_for_the_second_factor_and_nothing_else() -> None:
    starred = {(verb.rstrip("*"), thing.rstrip("*")) for verb, thing in PAIRS if "*" in verb + thing}
    plain = {(verb, thing) for verb, thing in PAIRS if "*" not in verb + thing}
    asks = {(verb, thing.replace("_", " ")) for verb, things in STEP_UP.items() for thing in things}
    assert (starred - asks, plain & asks) == (set(), set())
