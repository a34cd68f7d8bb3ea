"""Reading by a machine: page by page while others write, as it was known, masked, and what is owed."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from lintel.access.models import Read
from tests.api.machines import Machine, Machines


def walked(machine: Machine, path: str, what: str, **query: str | int) -> list[dict[str, object]]:
    """Everything in a list, two at a time."""
    found: list[dict[str, object]] = []
    after: str | int | None = query.pop("after", None)
    while True:
        said = machine.get(path, {**query, "most": 2, **({"after": after} if after else {})}).said
        found += said[what]
        after = said["next"]
        if after is None:
            return found


def test_cases_come_page_by_page_and_those_that_came_meanwhile_move_nothing(machines: Machines) -> None:
    there = {str(machines.case()) for _ in range(5)}
    machine = machines.machine("sam")
    first = machine.get("/cases", {"most": 2}).said
    new = {str(machines.case()) for _ in range(5)}
    rest = walked(machine, "/cases", "cases", after=first["next"])
    came = [str(each["id"]) for each in (*first["cases"], *rest)]

    assert len(came) == len(set(came))
    assert there <= set(came) <= there | new


def test_what_is_owed_comes_page_by_page_and_what_came_meanwhile_leaves_nothing_out(machines: Machines) -> None:
    machines.case()
    machines.case()
    machine = machines.machine("sam")
    whole = machine.get("/obligations", {"most": 200}).said["owed"]
    first = machine.get("/obligations", {"most": 2}).said
    machines.now -= timedelta(days=1)
    machines.case()  # what it owes is due sooner than anything there is
    machines.now += timedelta(days=1)
    rest = walked(machine, "/obligations", "owed", after=first["next"])
    came = [(each["case"], each["commitment"], each["subject"]) for each in (*first["owed"], *rest)]

    assert len(came) == len(set(came))
    assert {(each["case"], each["commitment"], each["subject"]) for each in whole} <= set(came)
    assert [each["due"] for each in whole if each["due"]] == sorted(each["due"] for each in whole if each["due"])


def test_a_chronology_comes_page_by_page_and_is_whole(machines: Machines) -> None:
    book, machine = machines.case(), machines.machine("sam")
    for _ in range(4):
        machines.record(book, "sam", "note.added")
    entries = walked(machine, f"/cases/{book}/chronology", "entries")

    assert [each["seq"] for each in entries] == list(range(1, 8))
    assert [each["id"] for each in entries] == [each.id for each in machines.look(book, "sam").entries]


@pytest.mark.parametrize("path", ["/cases", "/obligations"])
def test_a_cursor_is_of_one_reader_and_one_list_and_says_nothing(machines: Machines, path: str) -> None:
    for _ in range(3):
        machines.case()
    sam, ines = machines.machine("sam"), machines.machine("ines")
    mine = sam.get(path, {"most": 1}).said
    other = "/obligations" if path == "/cases" else "/cases"

    assert mine["next"]
    answers = [ines.get(path, {"after": mine["next"]}), sam.get(other, {"after": mine["next"]})]
    answers += [sam.get(path, {"after": text}) for text in ("x", "é", mine["next"][:-2], "A" * 3000)]
    assert {(each.status, each.places[0]) for each in answers} == {(422, "after")}


def test_a_case_is_shown_as_it_was_known(machines: Machines) -> None:
    book, machine = machines.case(), machines.machine("sam")
    known_on = machines.now
    machines.record(book, "sam", "note.added")
    before, after = (machine.get(f"/cases/{book}", query).said for query in ({"known_on": known_on.isoformat()}, {}))
    told = machine.get(f"/cases/{book}/chronology", {"known_on": known_on.isoformat()}).said["entries"]

    assert after["seq"] == before["seq"] + 1
    assert len(told) == before["seq"]
    assert datetime.fromisoformat(before["known_on"]) == known_on


def test_what_has_to_be_asked_for_stays_masked(machines: Machines) -> None:
    book, machine = machines.case(), machines.machine("sam")
    sealed = {"numbers": {"phone": "07700 900123"}, "code_word": "plantedcode"}
    machines.record(book, "sam", "contact.plan_agreed", {"channels": {"phone": "safe"}}, sealed, about=["v1"])
    answers = [machine.get(f"/cases/{book}{part}") for part in ("", "/chronology", "/obligations")]
    plan = answers[1].said["entries"][-1]

    assert plan["sealed"] == {"code_word": {"masked": "contact"}, "numbers": {"masked": "contact"}}
    assert all("plantedcode" not in each.text and "900123" not in each.text for each in answers)
    assert answers[0].said["contact"][0]["channels"] == {"phone": "safe"}


def test_each_read_is_a_line_in_the_read_log(machines: Machines) -> None:
    book, machine = machines.case(), machines.machine("sam")
    before = Read.objects.filter(reader=machines.handle("sam")).count()
    for path in (f"/cases/{book}", f"/cases/{book}/chronology", f"/cases/{book}/obligations", "/cases", "/obligations"):
        machine.get(path)
    machine.post("/people/search", {"names": "Grace Example"})
    looks = Read.objects.filter(reader=machines.handle("sam")).order_by("seq")[before:]

    assert [(each.verb, each.thing) for each in looks if each.book == book] == [("read", "case")] * 3
    assert {("list", "desk"), ("list", "action")} <= {(each.verb, each.thing) for each in looks if each.book is None}
    assert ("list", "search") in {(each.verb, each.thing) for each in looks}


def test_a_refused_look_is_a_line_as_well(machines: Machines) -> None:
    book, machine = machines.case(), machines.machine("jo")
    machine.get(f"/cases/{book}")
    look = Read.objects.filter(reader=machines.handle("jo")).latest("seq")

    assert (look.book, look.ground) == (book, "refused:default")


def test_somebody_is_found_in_ones_own_cases_alone(machines: Machines) -> None:
    mine, theirs = machines.case(), machines.case("tomos")
    for book, by in ((mine, "sam"), (theirs, "tomos")):
        named = machines.entry("person.identified", 0, person="v1", sealed={"names": "Grace Example"})
        assert machines.machine(by).post(f"/cases/{book}/people/entries", named).status == 201
    found = machines.machine("sam").post("/people/search", {"names": "grace EXAMPLE"}).said["found"]

    assert [(UUID(each["case"]), each["called"], each["agrees"]) for each in found if UUID(each["case"]) == mine] == [
        (mine, "Grace Example", ["name"])
    ]
    assert theirs not in {UUID(each["case"]) for each in found}


def test_a_search_for_nothing_says_so_and_repeats_nothing(machines: Machines) -> None:
    machine = machines.machine("sam")
    answers = [machine.post("/people/search", body) for body in ({}, {"names": " "}, {"phone": "plantedword"})]

    assert [(each.status, each.places) for each in answers] == [(422, ["names"]), (422, ["names"]), (422, ["phone"])]
    assert all("plantedword" not in each.text for each in answers)


def test_what_the_policy_owes_says_why_and_by_which_clause(machines: Machines) -> None:
    book, machine = machines.case(), machines.machine("sam")
    owed = machine.get(f"/cases/{book}/obligations", {"state": "due"}).said["obligations"]
    clauses = {each["id"] for each in machine.get("/policies/settle-2024/clauses").said["clauses"]}

    assert {"first-contact", "dash-attempted"} <= {each["commitment"] for each in owed}
    assert {each["state"] for each in owed} == {"due"}
    assert all(each["why"] and set(each["clause"]) <= clauses for each in owed)
    assert machine.get("/policies/no-such/clauses").status == 404
