"""Recording by a machine: the same as by a page, once for a key, and told what came first."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connections

from lintel.events.registry import KINDS
from lintel.ledger.actions import head
from tests.api.machines import Answer, Machine, Machines
from tests.casework.cast import key


def test_the_same_key_makes_one_entry_and_says_what_came_of_it_then(machines: Machines) -> None:
    book, machine = machines.case(), machines.machine("sam")
    body, same = machines.entry("note.added", machines.seen(book), sealed={"note": "Rang."}), key()
    first = machine.post(f"/cases/{book}/entries", body, key=same)
    before = head(book)
    again = machine.post(f"/cases/{book}/entries", body, key=same)

    assert (first.status, again.status) == (201, 200)
    assert again.said == first.said | {"again": True}
    assert head(book) == before


def test_a_key_that_said_something_else_is_refused(machines: Machines) -> None:
    book, machine, same = machines.case(), machines.machine("sam"), key()
    seen = machines.seen(book)
    machine.post(f"/cases/{book}/entries", machines.entry("note.added", seen, sealed={"note": "One."}), key=same)
    other = machine.post(
        f"/cases/{book}/entries", machines.entry("note.added", seen, sealed={"note": "Two."}), key=same
    )

    assert (other.status, other.kind) == (409, "key-used")
    assert "Two." not in other.text


def test_no_entry_without_a_key(machines: Machines) -> None:
    book, machine = machines.case(), machines.machine("sam")
    before = head(book)
    for wrong in ("", "x" * 65, "snow\N{SNOWMAN}"):
        answer = machine.post(f"/cases/{book}/entries", machines.entry("note.added", machines.seen(book)), key=wrong)
        assert (answer.status, len(answer.places)) == (422, 1)
    assert head(book) == before


def test_whoever_was_overtaken_is_told_what_came_first_without_its_words(machines: Machines) -> None:
    book, machine = machines.case(), machines.machine("sam")
    seen = machines.seen(book)
    came = machines.record(book, "ines", "note.added", sealed={"note": "plantedword"})
    answer = machine.post(f"/cases/{book}/entries", machines.entry("note.added", seen, sealed={"note": "Mine."}))

    assert (answer.status, answer.kind) == (409, "overtaken")
    assert [(each["seq"], each["id"], each["by"]) for each in answer.said["first"]] == [
        (came.seq, came.entry, machines.handle("ines"))
    ]
    assert "plantedword" not in answer.text


@pytest.mark.parametrize("same_key", [True, False])
def test_of_two_at_the_same_instant_one_is_recorded(machines: Machines, same_key: bool) -> None:
    book = machines.case()
    seen, shared = machines.seen(book), key()
    body = machines.entry("note.added", seen, sealed={"note": "Rang."})
    both = [machines.machine("sam"), machines.machine("sam")]

    def sent(machine: Machine) -> Answer:
        try:
            return machine.post(f"/cases/{book}/entries", body, key=shared if same_key else None)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        statuses = sorted(each.status for each in pool.map(sent, both))

    assert statuses == ([200, 201] if same_key else [201, 409])
    assert head(book)[0] == seen + 1


def test_every_fault_is_told_at_once_with_its_place_and_remedy(machines: Machines) -> None:
    book, machine = machines.case(), machines.machine("sam")
    facts = {"channel": "plantedword pigeon", "plantedkey": 1}
    body = machines.entry("contact.attempted", machines.seen(book), data=facts, sealed={"plantednote": "x", "note": 7})
    answer = machine.post(f"/cases/{book}/entries", body | {"about": ["nobody"]})

    assert (answer.status, answer.kind) == (422, "faults")
    assert {"data.channel", "data.plantedkey", "plantednote", "sealed.note"} <= set(answer.places)
    assert all(each["wrong"] and each["expected"] for each in answer.said["faults"])
    assert "pigeon" not in answer.text


def test_what_an_act_misses_is_told_with_the_rule_and_its_clause(machines: Machines) -> None:
    book, machine = machines.case(), machines.machine("sam")
    answer = machine.post(f"/cases/{book}/entries", machines.entry("case.closed", machines.seen(book)))

    assert (answer.status, answer.kind) == (409, "barred")
    assert all(each["guard"] and each["says"] and each["missing"] for each in answer.said["guards"])
    assert [each["clause"] for each in answer.said["guards"] if each["clause"]]


def test_another_agency_is_told_nothing_on_no_ground(machines: Machines) -> None:
    book, machine = machines.case(), machines.machine("sam")
    facts = {"agency": "harbour", "purpose": "police", "items": ["risk"]}
    answer = machine.post(
        f"/cases/{book}/entries", machines.entry("information.shared", machines.seen(book), data=facts)
    )
    stated = facts | {"basis": "child_at_risk"}
    allowed = machine.post(
        f"/cases/{book}/entries", machines.entry("information.shared", machines.seen(book), data=stated)
    )

    assert (answer.status, answer.kind) == (409, "barred")
    assert [each["guard"] for each in answer.said["guards"]] == ["safe-sharing"]
    assert "said on what ground" in answer.said["guards"][0]["says"]
    assert allowed.status == 201


def test_what_asks_for_a_second_factor_is_not_for_machines(machines: Machines) -> None:
    book, machine = machines.case(), machines.machine("sam")
    plan = machines.entry("contact.plan_agreed", machines.seen(book), data={"channels": {"phone": "safe"}})
    moved = machines.entry("person.address_changed", 0, person="v1", sealed={"address": "2 Invented Row ZZ99 7AJ"})
    answers = [machine.post(f"/cases/{book}/entries", plan), machine.post(f"/cases/{book}/people/entries", moved)]

    assert [(each.status, each.kind) for each in answers] == [(403, "step-up")] * 2


def test_what_takes_two_people_is_not_for_one_machine(machines: Machines) -> None:
    book, machine = machines.case(), machines.machine("ines")
    hold = machines.record(book, "ines", "legal_hold.placed").entry
    body = machines.entry("legal_hold.lifted", machines.seen(book), thread=hold)

    assert machine.post(f"/cases/{book}/entries", body).kind in ("takes-two", "step-up", "not-here")


def test_who_wrote_it_and_when_cannot_be_sent(machines: Machines) -> None:
    book, machine = machines.case(), machines.machine("sam")
    for field in ("by", "recorded_at", "id", "book"):
        for where in ({field: "x"}, {"sealed": {field: "x"}}, {"data": {field: "x"}}):
            body = machines.entry("note.added", machines.seen(book)) | where
            assert machine.post(f"/cases/{book}/entries", body).status == 422


def test_a_breach_by_a_fact_is_recorded_and_said(machines: Machines) -> None:
    book, machine = machines.case(), machines.machine("sam")
    machines.record(book, "sam", "contact.plan_agreed", {"channels": {"phone": "unsafe"}}, about=["v1"])
    body = machines.entry(
        "contact.attempted", machines.seen(book), about=["v1"], data={"channel": "phone", "outcome": "no_answer"}
    )
    answer = machine.post(f"/cases/{book}/entries", body)

    assert answer.status == 201
    assert [each["guard"] for each in answer.said["breaches"]]


def test_a_concern_gives_back_a_receipt_and_nothing_else_however_often_it_is_sent(machines: Machines) -> None:
    machine, same = machines.machine("rae"), key()
    body = {
        "at": machines.now.isoformat(),
        "data": {"source": "neighbour", "immediate_danger": "no", "safe_channels": ["phone"]},
        "sealed": {"account": "Shouting at night.", "note": "1 Invented Row"},
        "reach": {"data": {"channels": {"phone": "conditional"}, "from_hour": 10}},
    }
    first, again = (machine.post("/reports", body, key=same) for _ in range(2))
    cases = machines.machine("ines").get("/cases", {"most": 200}).said["cases"]

    assert (first.status, first.wire) == (201, again.wire)
    assert list(first.said) == ["receipt"]
    assert all(each["reference"] not in first.text and each["id"] not in first.text for each in cases)
    assert machine.get("/cases").status == 404


def test_a_concern_begins_the_same_case_as_the_page_would(machines: Machines) -> None:
    before = {each["id"] for each in machines.machine("ines").get("/cases", {"most": 200}).said["cases"]}
    body = {"at": machines.now.isoformat(), "data": {"source": "neighbour"}, "sealed": {"account": "Shouting."}}
    machines.machine("rae").post("/reports", body)
    after = machines.machine("ines").get("/cases", {"most": 200}).said["cases"]
    (book,) = [UUID(each["id"]) for each in after if each["id"] not in before]
    (entry,) = machines.look(book, "ines").entries

    assert (entry.event, entry.facts, entry.sealed) == (
        "report.received", {"source": "neighbour"}, {"account": "Shouting."},
    )  # fmt: skip
    assert entry.by == machines.handle("rae")


def test_the_description_of_each_kind_names_the_facts_and_words_that_it_has(machines: Machines) -> None:
    machine = machines.machine("rae")
    listed = [each["event"] for each in machine.get("/kinds").said["kinds"]]
    schemas = machine.get("/openapi.json").said["components"]["schemas"]

    assert listed == list(KINDS)
    for name, kind in KINDS.items():
        properties = schemas[f"Sent.{name}"]["properties"]
        assert list(properties["data"]["properties"]) == list(kind.facts)
        assert list(properties["sealed"]["properties"]) == list(kind.sealed)
    assert machine.get("/kinds/note.added").said == json.loads(json.dumps(schemas["Sent.note.added"]))
    assert machine.get("/kinds/no.such").status == 404


def test_a_late_write_up_says_when_it_happened_and_when_it_was_written(machines: Machines) -> None:
    book, machine = machines.case(), machines.machine("sam")
    at = machines.now - timedelta(minutes=1, microseconds=7)
    machine.post(f"/cases/{book}/entries", machines.entry("note.added", machines.seen(book)) | {"at": at.isoformat()})
    entry = machine.get(f"/cases/{book}/chronology").said["entries"][-1]

    assert (entry["at"], entry["recorded_at"]) == (at.isoformat(), machines.now.isoformat())
