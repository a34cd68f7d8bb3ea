"""What is no request of the interface: told what to send instead, bounded, and never repeated."""

import json

import pytest
from django.test import Client, RequestFactory

from lintel.casework.flooding import BOUND
from lintel.config import answering
from tests.api.everyone import HOMES
from tests.api.machines import BASE, Machine, Machines

PLANTED = "plantedword 07700 900123"


@pytest.mark.parametrize(
    "content",
    [
        b"{", b"[]", b"7", b'"x"', b"null", b'{"names": NaN}', b'{"names": "a", "names": "b"}',
        b'{"names": "\\ud800"}', b'{"names": "\\u0000"}', b'{"\\u0000": ""}', b"\xff\xfe", b"[" * 100_000,
        b'{"names": ' + b"9" * 5000 + b"}",
    ],
)  # fmt: skip
def test_what_is_no_json_is_refused(machines: Machines, content: bytes) -> None:
    answer = machines.machine("sam").send("/people/search", content)

    assert (answer.status, answer.kind) == (400, "not-json")


@pytest.mark.parametrize(
    "media_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]
)
def test_only_json_is_read(machines: Machines, media_type: str) -> None:
    answer = machines.machine("sam").send("/people/search", b'{"names": "Grace"}', content_type=media_type)

    assert (answer.status, answer.kind) == (415, "media-type")


def test_json_may_name_its_letters(machines: Machines) -> None:
    content = json.dumps({"names": "Grace"})

    assert (
        machines.machine("sam").send("/people/search", content, content_type="application/json; charset=utf-8").status
        == 200
    )


def test_too_much_at_once_is_refused_before_it_is_read(machines: Machines) -> None:
    machine = machines.machine("sam")
    answers = [machine.send("/homes/import", b"x" * size) for size in (2_700_000, 60_000_000)]
    answers.append(Machine(None, Client()).send("/reports", b"x" * 2_000_000))

    assert [(each.status, each.kind) for each in answers] == [(413, "too-large")] * 3


def test_a_method_that_is_not_there_says_which_is(machines: Machines) -> None:
    client, token = Client(), machines.token("sam")
    for method, path, allowed in (("DELETE", "/cases", "GET"), ("GET", "/reports", "POST"), ("PUT", "/token", "GET")):
        response = client.generic(method, f"{BASE}{path}", headers={"Authorization": f"Bearer {token}"})
        assert (response.status_code, response.headers["Allow"]) == (405, allowed)
        assert response.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ({"most": "0"}, "most"), ({"most": "201"}, "most"), ({"most": PLANTED}, "most"), ({"state": PLANTED}, "state"),
        ({"after": PLANTED}, "after"), ({PLANTED: "1"}, "a key of 24 characters"), ({"sate": "open"}, "sate"),
    ],
)  # fmt: skip
def test_what_stands_after_the_question_mark_is_read_strictly(
    machines: Machines, query: dict[str, str], place: str
) -> None:
    answer = machines.machine("sam").get("/cases", query)

    assert (answer.status, answer.places) == (422, [place])
    assert "plantedword" not in answer.text


@pytest.mark.parametrize(
    "at", ["", "2024-04-08", "2024-04-08T10:00:00", "77", 7, None, "9999-12-31T23:59:59+00:00", PLANTED]
)
def test_an_instant_has_its_offset(machines: Machines, at: object) -> None:
    answer = machines.machine("rae").post("/reports", {"at": at})

    assert (answer.status, answer.places) == (422, ["at"])
    assert "offset" in answer.said["faults"][0]["expected"]
    assert "plantedword" not in answer.text


def test_nothing_that_was_sent_is_repeated_in_a_refusal(machines: Machines) -> None:
    book, machine = machines.case(), machines.machine("sam")
    bodies: list[tuple[str, object]] = [
        (f"/cases/{book}/entries", {PLANTED: PLANTED, "event": PLANTED, "at": PLANTED, "seen": PLANTED}),
        (f"/cases/{book}/entries", machines.entry(PLANTED, 3)),
        (f"/cases/{book}/entries", machines.entry("note.added", 3, data={PLANTED: PLANTED})),
        (f"/cases/{book}/entries", machines.entry("note.added", 3, sealed={PLANTED: PLANTED, "note": {PLANTED: 1}})),
        (f"/cases/{book}/entries", machines.entry("note.added", 3, about=[PLANTED], thread=PLANTED)),
        (f"/cases/{book}/entries", machines.entry("contact.made", 3, data={"channel": PLANTED})),
        (f"/cases/{book}/people/entries", machines.entry("person.identified", 0, person=PLANTED)),
        ("/reports", {"at": machines.now.isoformat(), "data": {"source": PLANTED}, "reach": {"data": {PLANTED: 1}}}),
        ("/reports", {"at": machines.now.isoformat(), "reach": PLANTED}),
        ("/people/search", {"phone": PLANTED, PLANTED: ""}),
        ("/people/search", {"names": PLANTED * 100}),
        ("/homes/import", {"csv": f"{PLANTED}\n{PLANTED}\n"}),
        ("/homes/import", {"csv": HOMES.replace("ZZ99 7AJ", PLANTED).replace("secure", PLANTED)}),
        (f"/{PLANTED}", {}),
        (f"/cases/{PLANTED}/entries", {}),
        (f"/kinds/{PLANTED}", {}),
    ]
    answers = [machine.post(path, body) for path, body in bodies]
    answers += [machine.post("/reports", {"at": machines.now.isoformat()}, key=f"{PLANTED}\N{SNOWMAN}")]

    assert {each.status for each in answers} <= {404, 405, 422}
    assert [each.text for each in answers if "plantedword" in each.text or "900123" in each.text] == []
    assert all(each.response.headers["Content-Type"] == "application/problem+json" for each in answers)


def test_a_file_of_homes_is_refused_whole_with_every_place(machines: Machines) -> None:
    machine = machines.machine("sam")
    wrong = HOMES + "x,,nowhere,E01000001,2,T-2,secure,sole,2020-04-06,\n"
    answer = machine.post("/homes/import", {"csv": wrong})

    assert (answer.status, answer.kind) == (422, "faults")
    assert {"line 3: uprn", "line 3: address", "line 3: postcode"} <= set(answer.places)
    assert machine.post("/homes/import", {"csv": HOMES, "dry_run": True}).said["homes"]["new"] == 1


def test_homes_are_taken_in_once_and_a_dry_run_changes_nothing(machines: Machines) -> None:
    machine, text = machines.machine("sam"), HOMES.replace("100000000001", "100000000077").replace("T-1", "T-77")
    said = [machine.post("/homes/import", {"csv": text, "dry_run": dry}).said for dry in (True, True, False, False)]

    assert [each["homes"]["new"] for each in said] == [1, 1, 1, 0]
    assert [each["tenancies"]["unchanged"] for each in said] == [0, 0, 0, 1]


def test_addresses_above_the_version_are_problems_as_well(machines: Machines) -> None:
    token = machines.token("sam")
    for path in ("/api/", "/api/v1", "/api/v2/cases"):
        response = Client().get(path, headers={"Authorization": f"Bearer {token}"})
        assert (response.status_code, response.headers["Content-Type"]) == (404, "application/problem+json")
        assert Client().get(path).status_code in (401, 404)


def test_what_fails_is_a_problem_for_machines_and_a_page_for_people() -> None:
    machine, person = (answering.failed(RequestFactory().get(path)) for path in ("/api/v1/cases", "/cases"))

    assert (machine.status_code, machine.headers["Content-Type"]) == (500, "application/problem+json")
    assert json.loads(machine.content)["type"] == "urn:lintel:problem:failed"
    assert (person.status_code, person.headers["Content-Type"]) == (500, "text/html; charset=utf-8")


def test_an_account_that_reports_too_much_is_told_when_to_go_on_and_danger_is_taken(machines: Machines) -> None:
    machines.later(days=400)
    for _ in range(BOUND.most):
        machines.report()
    machines.later(minutes=20)
    machine = machines.machine("rae")
    said = {"at": machines.now.isoformat(), "data": {"source": "neighbour"}, "sealed": {"account": "A plantedword."}}
    answer = machine.post("/reports", said)
    assert (answer.status, answer.kind, answer.response["Retry-After"]) == (429, "too-many-reports", "2400")
    assert "999" in answer.said["detail"]
    assert "plantedword" not in answer.text
    assert machine.post("/reports", {**said, "data": {"immediate_danger": "yes"}}).status == 201
    assert machines.machine("rae").post("/reports", said).status == 429, "another token counts with the first"
